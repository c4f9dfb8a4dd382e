"""Pictures in a unit's text: shown where the text is, served only if the text names them."""

import pytest

from tests import factories
from tests.unit_folder import teach

DOOR = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def pictured(monkeypatch, tmp_path):
    return teach(
        monkeypatch,
        tmp_path,
        sections={"arriving": "![Three signs](door.svg)", "staying": "So.", "leaving": "So."},
        files={"door.svg": DOOR, "lost.svg": DOOR, "secret.md": "mine"},
    )


def test_a_section_shows_its_picture(browser, session, pictured):
    reader = browser(factories.candidate(session))

    page = reader.get("/units/school-climate/sections/arriving")

    assert '<img alt="Three signs" src="/media/school-climate/door.svg">' in page.text


def test_a_picture_that_a_text_names_is_sent_and_may_run_nothing(app, pictured):
    with app.test_client().get("/media/school-climate/door.svg") as answer:
        assert answer.status_code == 200

    assert answer.headers["Content-Type"].startswith("image/svg+xml")
    assert answer.headers["Content-Security-Policy"].endswith("sandbox")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["lost.svg", "secret.md", "unit.md", "other.svg", "../door.svg"])
def test_no_other_file_is_sent(app, pictured, name):
    assert app.test_client().get(f"/media/school-climate/{name}").status_code == 404
