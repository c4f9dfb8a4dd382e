from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from assignments.models.contact_log import Contact, Family, Verification
from assignments.models.reflection import SubmissionContact, WorkState
from tests import factories

ENTRY = {
    "family": "new",
    "held_on": "2026-02-27",
    "minutes": "45",
    "mode": "in_person",
    "task": "1A",
    "consent_scopes": ["talk", "notes"],
    "consent_way": "spoken",
    "consent_on": "",
    "heard": "The bus comes late.",
    "strength": "",
    "given_back": "",
    "next_step": "",
    "next_step_on": "",
    "place": "school",
    "place_chosen_by": "family",
    "relation": "grandparent",
    "languages": ["es", "en"],
    "other_language": "",
    "interpreter": "none",
    "initiated_by": "candidate",
    "occasion": "relationship",
    "agenda_led_by": "family",
}


def contacts(session):
    return factories.stored(session, select(Contact).order_by(Contact.id))


def test_a_contact_is_logged_and_shows_in_the_log(browser, session):
    candidate = browser(factories.candidate(session))

    page = candidate.post("/contacts/new", ENTRY, follow_redirects=True)

    assert page.request.path.endswith("/contacts/")
    assert "Contact saved." in page.text
    assert "Maple" in page.text
    assert "45 min" in page.text
    assert "Spanish, English" in page.text
    assert "1 of 13 contacts, 45 min of 9 h 45, 1 of 4 families" in page.text
    (saved,) = contacts(session)
    assert (saved.language, saved.relation.value) == ("es en", "grandparent")
    assert saved.consent_on == date(2026, 2, 27)
    assert saved.consent_version == "2026.1"


def test_a_contact_logged_from_a_task_leads_back_to_it(browser, session):
    candidate = browser(factories.candidate(session))

    answer = candidate.post("/contacts/new?task=1B", {**ENTRY, "task": "1B"})

    assert answer.status_code == 303
    assert "/tasks/1B" in answer.location


def test_the_form_begins_with_today_and_what_was_said_the_last_time(browser, session):
    who = factories.candidate(session, course=factories.course(session, timezone="UTC"))
    factories.contact(session, who, language="fr ti", minutes=25, task_id="2A")
    page = browser(who).get("/contacts/new").text

    assert f'value="{datetime.now(UTC).date()}"' in page
    assert 'value="25"' in page
    assert "Counts for 2A · " in page
    assert 'checked id="languages-3" name="languages" type="checkbox" value="fr"' in page
    assert "Tigrinya" in page
    assert "The bus comes late." not in page
    assert 'value="notes"' in page
    assert page.count('name="consent_scopes"') == 5
    assert 'checked id="consent_scopes' not in page


@pytest.mark.parametrize(
    ("changes", "field", "message"),
    [
        ({"family": ""}, "family", "Choose a family"),
        ({"family": "99"}, "family", "Choose one of these"),
        ({"held_on": "tomorrow"}, "held_on", "such as 2026-03-02"),
        ({"held_on": ""}, "held_on", "Enter the day"),
        ({"minutes": "an hour"}, "minutes", "such as 45"),
        ({"minutes": "0"}, "minutes", "from 1 to 600"),
        ({"minutes": "601"}, "minutes", "from 1 to 600"),
        ({"minutes": "-5"}, "minutes", "from 1 to 600"),
        ({"mode": ""}, "mode", "Choose one of these"),
        ({"mode": "pigeon"}, "mode", "Choose one of these"),
        ({"task": ""}, "task", "Choose the task"),
        ({"task": "I-1"}, "task", "Choose one of these"),
        ({"interpreter": "child"}, "interpreter", "Choose one of these"),
        ({"languages": [], "other_language": ""}, "other_language", "Choose the language"),
        ({"other_language": "Xyzzyish"}, "other_language", "do not know"),
        ({"languages": ["<script>"]}, "languages", "Choose from the list"),
        ({"consent_scopes": []}, "consent_scopes", "agreement to talk"),
        ({"consent_scopes": ["talk"]}, "heard", "not agreed to notes"),
        ({"consent_scopes": ["talk", "film"]}, "consent_scopes", "Choose from the list"),
        ({"heard": "x" * 301}, "heard", "301 characters"),
        ({"next_step_on": "soon"}, "next_step_on", "such as 2026-03-02"),
    ],
)
def test_a_wrong_value_is_named_beside_its_field_and_nothing_typed_is_lost(
    browser, session, changes, field, message
):
    candidate = browser(factories.candidate(session))

    page = candidate.post("/contacts/new", {**ENTRY, "strength": "Sings <b>well</b>", **changes})

    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert message in page.text
    assert "Sings &lt;b&gt;well&lt;/b&gt;" in page.text
    assert contacts(session) == []


def test_a_day_to_come_is_refused(browser, session):
    candidate = browser(factories.candidate(session))
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()

    page = candidate.post("/contacts/new", {**ENTRY, "held_on": str(tomorrow)})

    assert page.status_code == 422
    assert "has not come yet" in page.text


def test_the_candidates_own_day_is_believed_where_it_can_be_true(browser, session):
    with time_machine.travel(datetime(2026, 3, 2, 23, 30, tzinfo=UTC), tick=False):
        candidate = browser(factories.candidate(session))
        ahead = {**ENTRY, "held_on": "2026-03-03"}

        assert candidate.post("/contacts/new", ahead).status_code == 422
        assert (
            candidate.post("/contacts/new", {**ahead, "local_today": "2026-03-09"}).status_code
            == 422
        )
        assert (
            candidate.post("/contacts/new", {**ahead, "local_today": "2026-03-03"}).status_code
            == 303
        )


def test_another_language_is_written_by_its_name(browser, session):
    candidate = browser(factories.candidate(session))

    candidate.post(
        "/contacts/new", {**ENTRY, "languages": [], "other_language": "tigrinya; Français"}
    )

    assert [contact.language for contact in contacts(session)] == ["ti fr"]


def test_the_same_entry_sent_twice_is_one_contact(browser, session):
    candidate = browser(factories.candidate(session))

    candidate.post("/contacts/new", ENTRY)
    candidate.post("/contacts/new", ENTRY)

    assert len(contacts(session)) == 1
    assert len(factories.stored(session, select(Family))) == 1


def test_a_contact_is_corrected(browser, session):
    who = factories.candidate(session)
    contact = factories.contact(session, who)
    candidate = browser(who)

    form = candidate.get(f"/contacts/{contact.id}/edit").text
    changed = {**ENTRY, "family": str(contact.family_id), "minutes": "50"}
    answer = candidate.post(f"/contacts/{contact.id}/edit", changed)

    assert "The bus comes late." in form
    assert answer.status_code == 303
    assert [contact.minutes for contact in contacts(session)] == [50]


def test_changing_a_verified_contact_says_so_before_and_takes_the_verification_away(
    browser, session
):
    course = factories.course(session)
    who = factories.candidate(session, course=course)
    contact = factories.contact(session, who)
    instructor = browser(factories.instructor(session, course=course))
    instructor.post(f"/contacts/{contact.id}/verify")
    candidate = browser(who)

    assert "has to be verified again" in candidate.get(f"/contacts/{contact.id}/edit").text
    candidate.post(f"/contacts/{contact.id}/edit", {**ENTRY, "family": str(contact.family_id)})

    assert factories.stored(session, select(Verification)) == []


def test_a_contact_in_submitted_work_is_locked_until_it_is_returned(browser, session):
    who = factories.candidate(session)
    contact = factories.contact(session, who)
    kept = SubmissionContact(contact_id=contact.id, entry={"minutes": 60})
    work = factories.reflection(session, who, state=WorkState.SUBMITTED)
    submission = factories.submission(session, work, contacts=[kept])
    candidate = browser(who)
    changed = {**ENTRY, "family": str(contact.family_id), "strength": "Typed just now"}

    assert candidate.get(f"/contacts/{contact.id}/edit").status_code == 409
    assert candidate.get(f"/contacts/{contact.id}/remove").status_code == 409
    refused = candidate.post(f"/contacts/{contact.id}/edit", changed)
    assert refused.status_code == 422
    assert "Typed just now" in refused.text
    assert candidate.post(f"/contacts/{contact.id}/remove").status_code == 422
    submission.state = WorkState.RETURNED
    session.commit()
    assert candidate.get(f"/contacts/{contact.id}/edit").status_code == 200
    assert candidate.post(f"/contacts/{contact.id}/edit", changed).status_code == 303
    assert candidate.post(f"/contacts/{contact.id}/remove").status_code == 422
    (copy,) = factories.stored(session, select(SubmissionContact))
    assert copy.entry == {"minutes": 60}


def test_a_contact_is_removed_after_asking(browser, session):
    who = factories.candidate(session)
    contact = factories.contact(session, who)
    candidate = browser(who)

    assert "This cannot be undone" in candidate.get(f"/contacts/{contact.id}/remove").text
    candidate.post(f"/contacts/{contact.id}/remove")

    assert contacts(session) == []


def test_a_family_withdraws(browser, session):
    who = factories.candidate(session)
    contact = factories.contact(session, who)
    candidate = browser(who)
    family = contact.family_id

    assert "You need no reason" in candidate.get(f"/contacts/families/{family}/withdraw").text
    page = candidate.post(f"/contacts/families/{family}/withdraw", follow_redirects=True)

    assert "The counts stay" in page.text
    assert "The bus comes late." not in page.text
    assert "1 of 13 contacts" in page.text
    assert candidate.post("/contacts/new", {**ENTRY, "family": str(family)}).status_code == 422
    assert f'name="family" type="radio" value="{family}"' not in candidate.get("/contacts/new").text


def test_everything_of_somebody_else_is_not_there(browser, session):
    course = factories.course(session)
    other = factories.contact(session, factories.candidate(session, course=course))
    candidate = browser(factories.candidate(session, course=course))

    assert candidate.get(f"/contacts/{other.id}/edit").status_code == 404
    assert candidate.post(f"/contacts/{other.id}/edit", ENTRY).status_code == 404
    assert candidate.get(f"/contacts/{other.id}/remove").status_code == 404
    assert candidate.post(f"/contacts/{other.id}/remove").status_code == 404
    assert candidate.get(f"/contacts/families/{other.family_id}/withdraw").status_code == 404
    assert candidate.post(f"/contacts/families/{other.family_id}/withdraw").status_code == 404
    sneaky = {**ENTRY, "family": str(other.family_id)}
    assert candidate.post("/contacts/new", sneaky).status_code == 422
    assert len(contacts(session)) == 1


def test_an_instructor_confirms_a_contact_of_the_own_course_only(browser, session):
    course = factories.course(session)
    contact = factories.contact(session, factories.candidate(session, course=course))
    elsewhere = factories.contact(session, factories.candidate(session))
    instructor = browser(factories.instructor(session, course=course))

    answer = instructor.post(
        f"/contacts/{contact.id}/verify", {"next": instructor.path("/grading/1A")}
    )

    assert answer.location == instructor.path("/grading/1A?done=contact-verified")
    assert instructor.post(f"/contacts/{elsewhere.id}/verify").status_code == 404
    assert factories.stored(session, select(Verification.contact_id)) == [contact.id]
    instructor.post(f"/contacts/{contact.id}/unverify")
    assert factories.stored(session, select(Verification.contact_id)) == []


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example", "/l/another/grading/1A", "/", "", "\\\\evil"],
)
def test_the_way_back_stays_within_the_launch(browser, session, address):
    course = factories.course(session)
    contact = factories.contact(session, factories.candidate(session, course=course))
    instructor = browser(factories.instructor(session, course=course))

    answer = instructor.post(f"/contacts/{contact.id}/verify", {"next": address})

    assert answer.location == instructor.path("/?done=contact-verified")


def test_a_long_log_is_shown_page_by_page_with_the_same_number_of_statements(
    browser, session, count_queries
):
    few, many = factories.candidate(session), factories.candidate(session)
    factories.contact(session, few)
    for _ in range(60):
        factories.contact(session, many)
    numbers = []
    for who in (few, many):
        candidate = browser(who)
        with count_queries() as counted:
            page = candidate.get("/contacts/")
        numbers.append(counted.n)

    assert numbers[0] == numbers[1] <= 15
    assert page.text.count('class="contact stack"') == 50
    assert "60 of 13 contacts" in page.text
    assert candidate.get("/contacts/?page=2").text.count('class="contact stack"') == 10


def test_words_of_a_person_are_shown_escaped(browser, session):
    who = factories.candidate(session)
    factories.contact(session, who, heard="<script>alert(1)</script>")

    assert "&lt;script&gt;alert(1)" in browser(who).get("/contacts/").text


def test_the_script_for_asking_consent_is_there(browser, session):
    page = browser(factories.candidate(session)).get("/contacts/consent")

    assert page.status_code == 200
    assert "Version 2026.1" in page.text
