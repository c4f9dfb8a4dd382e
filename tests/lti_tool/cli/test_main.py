import pytest
from click.testing import CliRunner

from lti_tool.cli.main import main
from lti_tool.settings import CONFIG_VARIABLE
from tests.unit_folder import write_unit


def test_help_names_every_command(reciprocal):
    shown = reciprocal("--help")

    for command in (
        "serve", "worker", "db", "platforms", "keys", "units", "programs", "coordinators",
        "grades", "report", "demo",
    ):  # fmt: skip
        assert f"\n  {command} " in shown


def test_without_a_configuration_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.delenv(CONFIG_VARIABLE, raising=False)

    result = CliRunner().invoke(main, ["programs", "list"])

    assert result.exit_code == 1
    assert "--config FILE" in result.output


def test_a_database_without_tables_says_what_to_run(reciprocal):
    assert "Run: reciprocal db upgrade" in reciprocal("programs", "list", fails=True)


def test_a_database_that_is_not_there_is_named(config, reciprocal):
    config.write_text(config.read_text().replace("sqlite:///", "sqlite:////nowhere", 1))
    if "nowhere" not in config.read_text():
        pytest.skip("only SQLite is a file")

    assert "The database did not answer" in reciprocal("programs", "list", fails=True)


def test_upgrade_may_run_twice(migrated):
    assert "up to date" in migrated("db", "upgrade")


def test_a_programs_folder_with_a_fault_is_named_in_one_sentence(config, reciprocal, tmp_path):
    write_unit(tmp_path / "own", title="")
    with config.open("a") as file:
        file.write(f'[program_units]\n"Elementary Education" = "{tmp_path / "own"}"\n')

    said = reciprocal("db", "upgrade", fails=True)

    assert "unit.md" in said
    assert "title" in said
