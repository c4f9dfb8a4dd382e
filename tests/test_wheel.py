"""What is installed from the wheel works alone: templates, units, migrations and all."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from lti_tool.settings import CONFIG_VARIABLE

ROOT = Path(__file__).parents[1]
OPEN_A_PAGE = """
import curriculum, lti_tool, pathlib
from lti_tool.wsgi import app
assert pathlib.Path(lti_tool.__file__).is_relative_to({folder!r}), lti_tool.__file__
assert pathlib.Path(curriculum.__file__).is_relative_to({folder!r})
client = app.test_client()
assert client.get("/ready").status_code == 200
page = client.get("/l/nobody/")
assert page.status_code == 404 and "not yours" in page.text
page = client.get("/l/nobody/", headers={{"Accept-Language": "es"}})
assert "no es tuya" in page.text
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The wheel's content in a folder of its own, where nothing of the checkout is."""
    built, folder = tmp_path_factory.mktemp("built"), tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = built.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder)
    return folder


@pytest.fixture
def run(installed, tmp_path):
    config = tmp_path / "reciprocal.toml"
    config.write_text(
        'public_url = "https://reciprocal.example.edu"\n'
        'secret_key = "a secret that only the tests know"\n'
        f'database_url = "sqlite:///{tmp_path / "wheel.sqlite"}"\n'
        'log_level = "error"\n'
    )
    environment = {
        **os.environ,
        "PYTHONPATH": str(installed),
        CONFIG_VARIABLE: str(config),
    }

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_the_wheel_works_alone(installed, run):
    assert "5 units" in run("-m", "lti_tool.cli", "units", "check")
    assert "up to date" in run("-m", "lti_tool.cli", "db", "upgrade")
    run("-c", OPEN_A_PAGE.format(folder=str(installed)))
