from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from lti_tool.cli.main import main

SECRET = "a secret that only the tests know"


@pytest.fixture
def config(tmp_path: Path, database_url: str, bare_app) -> Path:
    path = tmp_path / "reciprocal.toml"
    path.write_text(
        'public_url = "http://localhost:8000"\n'
        f'secret_key = "{SECRET}"\n'
        f'database_url = "{database_url}"\n'
        'log_level = "error"\n'
        "[lti]\n"
        "allow_loopback = true\n"
    )
    return path


@pytest.fixture
def reciprocal(config: Path):
    """Run the command line and return what it said."""

    def run(*words: str, fails: bool = False) -> str:
        result: Result = CliRunner().invoke(main, ["--config", str(config), *words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert (result.exit_code != 0) == fails, result.output
        return result.output

    return run


@pytest.fixture
def migrated(reciprocal):
    """The command line on a database with tables."""
    reciprocal("db", "upgrade")
    return reciprocal
