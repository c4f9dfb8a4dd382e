from datetime import UTC, datetime

import pytest
import time_machine
from click.testing import CliRunner

from lti_tool.cli.main import main
from tests.lti_tool.cli.test_platforms import words


def test_an_invitation_is_one_address_and_nothing_else_to_copy(migrated, config):
    result = CliRunner().invoke(main, ["--config", str(config), "invite", "--name", "School"])

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert result.stdout.startswith("http://localhost:8000/lti/register/")
    assert len(result.stdout.strip().rsplit("/", 1)[1]) == 43
    assert "It works once" in result.stderr


@time_machine.travel(datetime(2026, 3, 2, 15, 0, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("given", "until"),
    [
        pytest.param((), "2026-03-16 15:00", id="two weeks"),
        pytest.param(("--expires", "36h"), "2026-03-04 03:00", id="hours"),
        pytest.param(("--expires", "30m"), "2026-03-02 15:30", id="minutes"),
        pytest.param(("--expires", "1d"), "2026-03-03 15:00", id="days"),
    ],
)
def test_an_invitation_is_good_for_as_long_as_is_said(migrated, given, until):
    migrated("invite", "--name", "School", *given)

    assert f"School  {until}  a new connection" in migrated("invitations", "list")


@pytest.mark.parametrize("given", ["14", "d", "two weeks", "-3d", "0d", "400d", "1.5h"])
def test_a_time_that_cannot_be_meant_is_refused(migrated, given):
    migrated("invite", "--name", "School", "--expires", given, fails=True)

    assert "None." in migrated("invitations", "list")


def test_a_name_that_is_taken_needs_update(migrated):
    migrated("platforms", "add", *words())

    assert "--update" in migrated("invite", "--name", "School", fails=True)
    migrated("invite", "--name", "School", "--update")

    assert "a change" in migrated("invitations", "list")


def test_only_what_is_there_can_be_updated(migrated):
    assert "no platform “School”" in migrated("invite", "--name", "School", "--update", fails=True)


def test_an_invitation_is_withdrawn(migrated):
    migrated("invite", "--name", "School")
    migrated("invite", "--name", "School")

    assert "Withdrew 2" in migrated("invitations", "revoke", "School")
    assert "None." in migrated("invitations", "list")
    assert "no open invitation" in migrated("invitations", "revoke", "School", fails=True)
