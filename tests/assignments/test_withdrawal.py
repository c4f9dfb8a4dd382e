import pytest
from sqlalchemy import inspect, select

from assignments.contact_entry import plain
from assignments.contact_log import totals
from assignments.models.contact_log import Verification
from assignments.models.marking import Marking
from assignments.models.reflection import (
    ReflectionContact,
    ReflectionVersion,
    SubmissionContact,
    WorkState,
)
from assignments.versions import keep_aside
from assignments.withdrawal import blank, withdraw_family
from curriculum.foundation.errors import Missing, NotAllowed
from tests import factories
from tests.factories import NOW

SECRET = "seeds in paper"
TEXT = f'She said "we keep {SECRET}" and smiled. I wrote it down.'
BLANKED = "She said [withdrawn] and smiled. I wrote it down."


@pytest.fixture
def who(session):
    return factories.candidate(session)


@pytest.fixture
def family(session, who):
    return factories.family(session, who, alias="Harbor")


@pytest.fixture
def contact(session, who, family):
    return factories.contact(session, who, family=family, heard=f"They keep {SECRET}.")


def work_on(session, who, contact, text=TEXT, task_id="1A"):
    work = factories.reflection(session, who, task_id=task_id, parts={"p": text}, revision=4)
    factories.add(session, ReflectionContact(reflection_id=work.id, contact_id=contact.id))
    version = ReflectionVersion(reflection_id=work.id, revision=4, parts={"p": text}, saved_at=NOW)
    factories.add(session, version)
    return work


def everything(session):
    """Return all text of the database in one piece."""
    session.flush()
    found = []
    for table in inspect(session.connection()).get_table_names():
        rows = session.connection().exec_driver_sql(f'SELECT * FROM "{table}"').all()
        found += [str(value) for row in rows for value in row]
    return "\n".join(found)


def test_the_familys_words_are_nowhere_and_the_counts_stay(session, who, family, contact):
    work = work_on(session, who, contact)
    kept = SubmissionContact(contact_id=contact.id, entry=plain(contact))
    sent = factories.submission(
        session, work, parts={"p": TEXT}, contacts=[kept], state=WorkState.GRADED
    )
    teacher = factories.instructor(session, course=who.course)
    factories.marking(session, sent, teacher)
    factories.add(
        session, Verification(contact_id=contact.id, verified_by_id=teacher.id, verified_at=NOW)
    )
    before = totals(session, who.id)
    assert SECRET in everything(session)

    withdraw_family(session, who, family.id, now=NOW)

    assert SECRET not in everything(session)
    assert work.parts == sent.parts == {"p": BLANKED}
    assert totals(session, who.id) == before
    assert sent.contacts[0].entry["minutes"] == 60
    assert sent.contacts[0].entry["heard"] == ""
    assert session.get(Verification, contact.id) is not None
    assert session.scalars(select(Marking.score)).one() == 63
    assert family.withdrawn_at == NOW


def test_an_older_tab_cannot_bring_the_words_back(session, who, family, contact):
    work = work_on(session, who, contact)
    work.saved_from = "tab"

    withdraw_family(session, who, family.id, now=NOW)
    keep_aside(session, work, {"p": TEXT + " More."}, now=NOW)

    assert (work.revision, work.saved_from) == (5, "")
    assert "we keep" not in everything(session)


def test_texts_that_name_the_family_are_blanked_too(session, who, family, contact):
    other = factories.contact(session, who, family=factories.family(session, who))
    named = work_on(session, who, other, f"HARBOR told me: “{SECRET}”.", task_id="1B")
    unrelated = work_on(session, who, other, "“Another family's words”", task_id="2A")

    withdraw_family(session, who, family.id, now=NOW)

    assert named.parts == {"p": "HARBOR told me: [withdrawn]."}
    assert unrelated.parts == {"p": "“Another family's words”"}
    assert unrelated.revision == 4


def test_notes_that_were_copied_without_quotation_marks_go_too(session, who, family, contact):
    work = work_on(session, who, contact, f"I noted that they keep\n{SECRET.upper()}. Then we ate.")

    withdraw_family(session, who, family.id, now=NOW)

    assert work.parts == {"p": "I noted that [withdrawn] Then we ate."}


@pytest.mark.parametrize(
    ("note", "text", "blanked"),
    [
        pytest.param("no", "No, I know nobody.", "[withdrawn], I know nobody.", id="short"),
        pytest.param("yes!", "Oh yes! Yes.", "Oh [withdrawn] Yes.", id="ends in a sign"),
        pytest.param("下雨", "我说下雨了", "我说[withdrawn]了", id="no spaces between words"),
    ],
)
def test_a_note_is_found_as_whole_words(note, text, blanked):
    assert blank(text, {note}) == blanked


def test_other_families_and_other_candidates_keep_their_words(session, who, family, contact):
    mine = factories.contact(session, who, family=factories.family(session, who), heard="Mine")
    other = factories.candidate(session, course=who.course)
    theirs = factories.contact(session, other, heard="Theirs")
    their_work = work_on(session, other, theirs)

    withdraw_family(session, who, family.id, now=NOW)

    assert (mine.heard, theirs.heard, their_work.parts) == ("Mine", "Theirs", {"p": TEXT})


def test_withdrawing_twice_changes_nothing_more(session, who, family, contact):
    work = work_on(session, who, contact)

    withdraw_family(session, who, family.id, now=NOW)
    withdraw_family(session, who, family.id, now=NOW.replace(year=2027))

    assert (family.withdrawn_at, work.revision) == (NOW, 5)


def test_a_family_of_somebody_else_is_not_there(session, who, family):
    other = factories.candidate(session, course=who.course)

    with pytest.raises(Missing):
        withdraw_family(session, other, family.id, now=NOW)
    with pytest.raises(NotAllowed):
        withdraw_family(session, factories.instructor(session), family.id, now=NOW)


@pytest.mark.parametrize(
    ("text", "blanked"),
    [
        ("“one” and “two”", "[withdrawn] and [withdrawn]"),
        ('"one" and "two"', "[withdrawn] and [withdrawn]"),
        ("„eins“ und «deux»", "[withdrawn] und [withdrawn]"),
        ("「一」", "[withdrawn]"),
        ("‘it's ours’ she said", "[withdrawn] she said"),
        ("'it's ours' she said", "[withdrawn] she said"),
        ("the dogs' bowl and the cats' bowl", "the dogs' bowl and the cats' bowl"),
        ("don't, can't, won't", "don't, can't, won't"),
        ("never closed “to the end\nnext line", "never closed [withdrawn]\nnext line"),
        ("> a quoted line\nmine", "[withdrawn]\nmine"),
        ("5 > 3", "5 > 3"),
        ("nothing quoted", "nothing quoted"),
    ],
)
def test_quotations_are_blanked_whatever_their_marks(text, blanked):
    assert blank(text, ()) == blanked
