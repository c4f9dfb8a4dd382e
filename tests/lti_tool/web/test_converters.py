import pytest

from tests import factories

HUGE = "9" * 30


@pytest.mark.parametrize(
    "address",
    [
        f"/contacts/{HUGE}/edit",
        f"/contacts/{HUGE}/remove",
        f"/contacts/families/{HUGE}/withdraw",
        f"/tasks/1A/submissions/{HUGE}",
    ],
)
def test_a_number_that_no_row_can_have_is_not_found(browser, session, address):
    assert browser(factories.candidate(session)).get(address).status_code == 404


@pytest.mark.parametrize("address", ["/reports/%00", "/reports/R%00/file", "/tasks/1A%00"])
def test_a_word_with_control_characters_is_not_found(browser, session, address):
    assert browser(factories.instructor(session)).get(address).status_code == 404


def test_a_page_number_without_sense_shows_an_empty_page(browser, session):
    candidate = browser(factories.candidate(session))

    for page in (HUGE, "-1", "x", ""):
        assert candidate.get(f"/contacts/?page={page}").status_code == 200
