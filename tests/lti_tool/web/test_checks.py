"""The check's page: five kinds of questions, each explained after each try."""

import re

import pytest
from sqlalchemy import func, select

from curriculum.models.enrolment import Role
from curriculum.models.progress import CheckAnswer
from tests import factories
from tests.unit_folder import CHECKS, teach

CHECK = "/units/school-climate/check"
RIGHT = {
    "one-of": {"choice": ["0"]},
    "some-of": {"choice": ["0", "1"]},
    "sorting": {"item-0": "0", "item-1": "1", "item-2": "0"},
    "ordering": {"step-0": "0", "step-1": "1", "step-2": "2", "step-3": "3"},
    "rewriting": {"words": "Was she ill?", "compare": "yes", "point": ["0"]},
}
WRONG = {
    "one-of": {"choice": ["1"]},
    "some-of": {"choice": ["0"]},
    "sorting": {"item-0": "0", "item-1": "0", "item-2": "0"},
    "ordering": {"step-0": "3", "step-1": "0", "step-2": "1", "step-3": "2"},
}


@pytest.fixture(autouse=True)
def unit(tmp_path, monkeypatch):
    return teach(monkeypatch, tmp_path / "units").unit("school-climate")


@pytest.fixture
def who(session):
    return factories.candidate(session)


@pytest.fixture
def candidate(browser, who):
    return browser(who)


def kept(session):
    session.rollback()
    return session.scalar(select(func.count()).select_from(CheckAnswer))


def part_of(page, item):
    """The part of the page that one question takes."""
    return re.search(
        rf'<section class="question-card"\s+id="{item}".*?</section>', page.text, re.S
    )[0]


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).replace("&#39;", "'").split())


def test_nothing_is_explained_before_it_is_answered(candidate):
    page = candidate.get(CHECK)

    assert page.status_code == 200
    assert "0 of 5 right" in page.text
    assert 'class="why' not in page.text
    assert "Was your child ill?" not in page.text


@pytest.mark.parametrize("item", RIGHT)
def test_a_right_answer_is_explained_and_counted(candidate, item):
    answer = candidate.post(f"{CHECK}/{item}", RIGHT[item])
    page = candidate.get(CHECK)

    assert answer.status_code == 303
    assert answer.location.endswith(f"/check#{item}")
    assert "1 of 5 right" in page.text
    assert 'class="why' in part_of(page, item)
    assert {"Right", "Compared"} & set(words(part_of(page, item)).split())


@pytest.mark.parametrize("item", WRONG)
def test_a_wrong_answer_says_so_and_keeps_what_was_chosen(candidate, item):
    candidate.post(f"{CHECK}/{item}", WRONG[item])

    page = candidate.get(CHECK)

    assert "0 of 5 right" in page.text
    assert "Not yet right" in part_of(page, item)
    assert part_of(page, item).count(" checked") + part_of(page, item).count(" selected") >= 1


@pytest.mark.parametrize("item", WRONG)
def test_once_right_counts(candidate, item):
    candidate.post(f"{CHECK}/{item}", RIGHT[item])
    candidate.post(f"{CHECK}/{item}", WRONG[item])

    page = candidate.get(CHECK)

    assert "1 of 5 right" in page.text
    assert "An earlier answer of yours was right" in part_of(page, item)


def test_sorting_leaves_something_to_find_at_the_first_try_only(candidate):
    candidate.post(f"{CHECK}/sorting", WRONG["sorting"])
    first = words(part_of(candidate.get(CHECK), "sorting"))
    candidate.post(f"{CHECK}/sorting", {**WRONG["sorting"], "item-0": "1"})
    second = words(part_of(candidate.get(CHECK), "sorting"))

    assert "Not yet right: 2 of 3" in first
    assert "Not yet: look again." in first
    assert "A habit." not in first
    assert "A habit." in second


def test_the_same_answer_sent_twice_is_one_try(candidate):
    for _ in range(2):
        candidate.post(f"{CHECK}/sorting", WRONG["sorting"])

    assert "A habit." not in candidate.get(CHECK).text


def test_one_step_out_of_place_does_not_make_all_wrong(candidate):
    candidate.post(f"{CHECK}/ordering", WRONG["ordering"])

    shown = part_of(candidate.get(CHECK), "ordering")

    assert "3 of 4 may stay" in words(shown)
    assert words(shown).count("In order.") == 3
    # Listed as they were put: the first step of the right order stands last.
    assert re.findall(r'name="step-(\d)"', shown) == ["1", "2", "3", "0"]


def test_a_rewriting_stands_beside_ours_once_it_is_written(candidate):
    candidate.post(f"{CHECK}/rewriting", {"words": "Was she <ill>?"})

    page = part_of(candidate.get(CHECK), "rewriting")

    assert "Was she &lt;ill&gt;?</textarea>" in page
    assert "Was your child ill?" in page
    assert "It asks one thing" in page
    assert "One thing at a time is remembered." not in page
    assert "Kept. Now compare." in page


def test_both_are_kept_after_comparing(candidate):
    candidate.post(f"{CHECK}/rewriting", {"words": "Was she ill?"})
    candidate.post(f"{CHECK}/rewriting", RIGHT["rewriting"])

    page = part_of(candidate.get(CHECK), "rewriting")

    assert "One thing at a time is remembered." in page
    assert re.search(r'id="rewriting-point-0"\s+value="0" checked', page)
    assert not re.search(r'id="rewriting-point-1"\s+value="1" checked', page)


@pytest.mark.parametrize(
    ("item", "sent", "message"),
    [
        pytest.param("one-of", {}, "Choose an answer first.", id="nothing"),
        pytest.param("one-of", {"choice": ["9"]}, "one of the answers shown", id="not on offer"),
        pytest.param("one-of", {"choice": ["9" * 5000]}, "one of the answers shown", id="long"),
        pytest.param("one-of", {"choice": ["<b>"]}, "one of the answers shown", id="hostile"),
        pytest.param("one-of", {"choice": ["٣"]}, "one of the answers shown", id="other digits"),
        pytest.param("one-of", {"choice": ["0", "1"]}, "one answer only", id="two of one"),
        pytest.param("sorting", {"item-0": "1"}, "a group for each", id="one sorted"),
        pytest.param(
            "sorting", {**RIGHT["sorting"], "item-2": "7"}, "one of the groups", id="no such group"
        ),
        pytest.param(
            "ordering", {**RIGHT["ordering"], "step-3": "0"}, "a place of its own", id="twice"
        ),
        pytest.param("ordering", {}, "a place of its own", id="no places"),
        pytest.param("rewriting", {"words": " "}, "Write your version first.", id="no words"),
        pytest.param("rewriting", {"words": "x" * 4001}, "longer than 4000", id="too many words"),
        pytest.param(
            "rewriting", {**RIGHT["rewriting"], "point": ["5"]}, "the points shown", id="no point"
        ),
    ],
)
def test_what_is_no_answer_gets_its_message_beside_the_question(
    candidate, session, item, sent, message
):
    page = candidate.post(f"{CHECK}/{item}", sent)

    assert page.status_code == 422
    beside = re.search(rf'id="{item}-error"[^>]*>(.*?)</p>', part_of(page, item), re.S)
    assert message in beside[1]
    assert "<b>" not in page.text
    assert "Not answered yet" in page.text
    assert kept(session) == 0


def test_what_was_chosen_is_still_there_beside_the_message(candidate):
    sorted_one = candidate.post(f"{CHECK}/sorting", {"item-0": "1"})
    ordered = candidate.post(f"{CHECK}/ordering", {**RIGHT["ordering"], "step-3": "0"})
    long = candidate.post(
        f"{CHECK}/rewriting", {"words": "long " * 1000, "compare": "yes", "point": ["1"]}
    )

    assert re.search(r'id="sorting-0-1"\s+value="1" checked', sorted_one.text)
    assert ordered.text.count('<option value="0" selected>') == 2
    assert "long " * 1000 + "</textarea>" in long.text
    assert re.search(r'id="rewriting-point-1"\s+value="1" checked', long.text)


def test_a_refused_answer_takes_nothing_from_the_one_before(candidate):
    candidate.post(f"{CHECK}/sorting", RIGHT["sorting"])

    page = candidate.post(f"{CHECK}/sorting", {"item-0": "1"})

    assert "1 of 5 right" in page.text
    assert "An earlier answer of yours was right" in part_of(page, "sorting")


def test_an_unknown_question_is_404(candidate):
    assert candidate.post(f"{CHECK}/nothing", {"choice": ["0"]}).status_code == 404
    assert candidate.get("/units/astronomy/check").status_code == 404


def test_a_section_s_page_asks_only_about_that_section(candidate):
    page = candidate.get(f"{CHECK}?section=staying")
    answer = candidate.post(f"{CHECK}/ordering?section=staying", RIGHT["ordering"])

    assert 'id="ordering"' in page.text
    assert 'id="one-of"' not in page.text
    assert "Questions on “Staying”" in page.text
    assert answer.location.endswith("/check?section=staying#ordering")
    assert 'id="one-of"' in candidate.get(f"{CHECK}?section=nothing").text


def test_a_question_that_was_rewritten_since_is_asked_anew(candidate, tmp_path, monkeypatch):
    candidate.post(f"{CHECK}/sorting", RIGHT["sorting"])
    changed = [dict(each) for each in CHECKS]
    changed[2] = {**changed[2], "items": [*changed[2]["items"], changed[2]["items"][0]]}
    teach(monkeypatch, tmp_path / "changed", checks=changed)

    page = candidate.get(CHECK)

    assert " checked" not in part_of(page, "sorting")
    assert "1 of 5 right" in page.text


def test_of_a_visitor_nothing_is_kept_and_everything_explained(browser, session):
    visitor = browser(factories.enrolment(session, role=Role.VISITOR))

    page = visitor.post(f"{CHECK}/sorting", WRONG["sorting"])

    assert page.status_code == 200
    assert "A habit." in page.text
    assert "data-keep" not in visitor.post(f"{CHECK}/rewriting", RIGHT["rewriting"]).text
    assert kept(session) == 0


def test_through_somebody_s_eyes_no_rewriting_is_seen(browser, candidate, who):
    candidate.post(f"{CHECK}/rewriting", {"words": "Mine alone."})
    candidate.post(f"{CHECK}/one-of", RIGHT["one-of"])

    page = browser(who, impersonated=True).get(CHECK)

    assert "Mine alone." not in page.text
    assert "data-keep" not in page.text
    assert "1 of 5 right" in page.text


def test_words_are_stored_without_what_a_database_refuses(candidate):
    candidate.post(f"{CHECK}/rewriting", {"words": "One\x00 line\r\nand another"})

    assert "One line\nand another</textarea>" in candidate.get(CHECK).text


def test_the_page_asks_the_database_as_often_for_many_answers(candidate, count_queries):
    candidate.get(CHECK)
    with count_queries() as before:
        candidate.get(CHECK)
    for item, sent in RIGHT.items():
        candidate.post(f"{CHECK}/{item}", sent)
    with count_queries() as after:
        candidate.get(CHECK)

    assert after.n == before.n <= 6
