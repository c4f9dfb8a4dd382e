from decimal import Decimal

import pytest

from assignments.rubric import RUBRIC_FILE, Rubric, load_rubric, read_rubric
from assignments.tasks import load_tasks
from curriculum.content_files import ContentError


@pytest.fixture
def of_1a() -> Rubric:
    return load_rubric().only(tuple(load_tasks().task("1A").criteria))


def levels(rubric: Rubric, level: int, **changes: int) -> dict[str, int]:
    return {criterion.id: level for criterion in rubric.criteria} | changes


def test_every_level_is_worth_its_points(of_1a):
    assert [level.points for level in of_1a.levels] == [4, 7, 9, 10]


def test_the_score_is_the_sum_over_the_scored_criteria(of_1a):
    score = of_1a.score(levels(of_1a, 3, C1=4, C2=1))

    assert (score.given, score.maximum) == (Decimal(5 * 9 + 10 + 4), Decimal(70))


def test_the_gate_adds_nothing_to_the_score(of_1a):
    assert of_1a.score(levels(of_1a, 4, C6=2)) == of_1a.score(levels(of_1a, 4))


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"C1": 0}, id="below one"),
        pytest.param({"C1": 5}, id="above four"),
        pytest.param({"C1": None}, id="not marked"),
    ],
)
def test_a_scored_criterion_needs_a_level_of_four(of_1a, wrong):
    with pytest.raises(ValueError, match="C1 has no level between 1 and 4"):
        of_1a.score(levels(of_1a, 3, **wrong))


def test_only_a_gate_at_level_one_is_shut(of_1a):
    assert of_1a.shut_gate(levels(of_1a, 1, C6=2)) is None
    assert of_1a.shut_gate(levels(of_1a, 3, C6=1)).id == "C6"


def test_what_a_submission_keeps_reads_back_as_the_same_rubric(of_1a):
    assert Rubric.from_plain(of_1a.to_plain()) == of_1a


def test_tasks_1a_to_4c_have_six_common_criteria_and_two_of_their_own():
    for task in list(load_tasks())[3:]:
        rubric = load_rubric().only(tuple(task.criteria))
        own = [criterion for criterion in rubric.criteria if criterion.task]
        assert [criterion.task for criterion in own] == [task.id, task.id]
        assert len(rubric.criteria) == 8


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        pytest.param("target = 3", "target = 5", "target: must be a level", id="target"),
        pytest.param("number = 2", "number = 3", "levels must be numbered", id="numbers"),
        pytest.param(
            'id = "C2"', 'id = "C1"', r"criterion\[1\].id: “C1” is used twice", id="twice"
        ),
        pytest.param("gate = true", "gates = true", "not known", id="misspelt"),
    ],
)
def test_a_fault_in_the_file_is_named_by_line_and_field(tmp_path, old, new, complaint):
    broken = tmp_path / "rubric.toml"
    broken.write_text(RUBRIC_FILE.read_text().replace(old, new, 1))

    with pytest.raises(ContentError, match=rf"rubric.toml:\d+: .*{complaint}"):
        read_rubric(broken)
