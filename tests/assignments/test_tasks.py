import shutil

import pytest

from assignments.rubric import load_rubric
from assignments.tasks import (
    FOLDER,
    Grading,
    Task,
    check_tasks,
    faults_in_references,
    load_tasks,
    read_task,
    read_tasks,
)
from curriculum.content_files import ContentError
from curriculum.foundation.errors import Missing


def test_the_course_has_its_fifteen_tasks_in_order():
    assert [task.id for task in load_tasks()] == [
        "I-1", "I-2", "I-3", "1A", "1B", "1C", "2A", "2B", "2C", "3A", "3B", "3C", "4A", "4B", "4C",
    ]  # fmt: skip
    assert len(load_tasks()) == 15


def test_each_task_can_be_used():
    assert check_tasks() == []


def test_tasks_are_found_by_id_and_by_unit():
    assert load_tasks().task("1A").title == "Walk in as a family"
    assert "1A" in load_tasks()
    assert [task.id for task in load_tasks().of_unit("introduction")] == ["I-1", "I-2", "I-3"]
    with pytest.raises(Missing, match="There is no task “9Z”"):
        load_tasks().task("9Z")


def test_only_an_unscored_task_has_no_column():
    assert [task.id for task in load_tasks() if not task.has_column] == ["I-2"]
    assert load_tasks().task("I-1").grading is Grading.PASS_OR_RETURN


def test_a_submission_can_keep_a_task():
    for task in load_tasks():
        assert Task.from_plain(task.to_plain()) == task


def changed(tmp_path, old, new):
    path = tmp_path / "1A.md"
    shutil.copy(FOLDER / "1A.md", path)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "field", "problem"),
    [
        ("id: 1A", "id: 1B", "id", "must be the file's name"),
        ("grading: scored", "grading: guessed", "grading", "Invalid enum value"),
        ("grading: scored", "grading: unscored", "criteria", "only a scored one"),
        ("grading: scored", "gradign: scored", "gradign", "misspelt"),
        ("contacts: 1", "contacts: -1", "contacts", "below 0"),
        ("contacts: 1", "contacts: 0", "contacts", "all 0, or none"),
        ("families: 1", "families: 2", "families", "more families than contacts"),
        ("least: 500", "least: 5000", "words", "not above most"),
        ("id: felt-assumed", "id: what-happened", "prompts", "“what-happened” is there twice"),
        ("kind: text", "kind: essay", "prompts[0].kind", "Invalid enum value"),
        ("C1, C2,", "C1, C1,", "criteria", "“C1” is there twice"),
        ("unit: school-climate\n", "", "unit", "is missing"),
    ],
)
def test_a_fault_is_named_by_file_line_and_field(tmp_path, old, new, field, problem):
    path = changed(tmp_path, old, new)

    with pytest.raises(ContentError, match=problem) as caught:
        read_tasks(tmp_path)

    assert caught.value.path == path
    assert caught.value.field == field


def test_a_task_needs_instructions(tmp_path):
    path = changed(tmp_path, "## Why this task", "## Why this task")
    head = path.read_text(encoding="utf-8").split("\n---\n")[0]
    path.write_text(f"{head}\n---\n", encoding="utf-8")

    with pytest.raises(ContentError, match="must not be empty"):
        read_task(path)


def test_units_and_criteria_that_are_not_there_are_named(tmp_path):
    path = changed(tmp_path, "C6, 1A-A", "C9, 1A-A")
    criteria = {criterion.id for criterion in load_rubric().criteria}

    found = faults_in_references(path, read_task(path), {"introduction"}, criteria)

    assert [(fault.field, fault.problem) for fault in found] == [
        ("criteria[5]", "the rubric has no criterion “C9”"),
        ("unit", "there is no unit “school-climate”"),
    ]
