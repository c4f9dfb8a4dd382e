"""The tasks: what to do with a family, what is logged, what to write. Read from `tasks/*.md`."""

import enum
from collections import Counter
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from assignments.rubric import load_rubric
from curriculum.content_files import ContentError, Problems, fault, read_front_matter
from curriculum.foundation.errors import N_, Missing
from curriculum.units import load_curriculum

FOLDER = Path(__file__).parent / "tasks"


class Grading(enum.Enum):
    """How an instructor answers the work."""

    SCORED = "scored"
    PASS_OR_RETURN = "pass_or_return"  # noqa: S105  not a password
    UNSCORED = "unscored"
    """Read, perhaps answered. Has no column in the gradebook."""


class PromptKind(enum.Enum):
    """What is asked for under a prompt."""

    TEXT = "text"
    AGREE = "agree"
    """A statement to agree to; the answer is "yes"."""
    SCALE = "scale"
    """A statement rated from 1 to 5."""


class Prompt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One question of a reflection."""

    id: str
    """Names the answer in the stored text. Never changed once a course has begun."""
    title: str
    text: str
    kind: PromptKind


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How long the whole reflection usually is. Guidance, not a limit."""

    least: int
    most: int


class Task(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One task as its file says."""

    id: str
    unit: str
    """Id of the unit it belongs to."""

    title: str
    summary: str
    grading: Grading

    choice: bool
    """One of the tasks that candidates choose among; not part of the usual requirement."""

    contacts: int
    """Fewest contacts to log for it. None are logged for a task where this is 0."""

    minutes: int
    """Fewest minutes over all of them together."""

    families: int
    """Fewest distinct families among them."""

    words: Words
    criteria: list[str]
    """Ids of the rubric's criteria it is marked on."""

    log: list[str]
    """What to note in the contact log, in short phrases."""

    prompts: list[Prompt]
    body: str = ""
    """Markdown: why, the steps, safety and alternatives."""

    @property
    def has_column(self) -> bool:
        """Whether the work has a column in the LMS's gradebook."""
        return self.grading is not Grading.UNSCORED

    @property
    def asks_for_contacts(self) -> bool:
        """Whether contacts are logged for it."""
        return self.contacts > 0

    def to_plain(self) -> dict[str, Any]:
        """Return plain values, as a submission keeps them."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> "Task":
        """Return the task that `to_plain` was made from."""
        return msgspec.convert(plain, cls)


class Tasks:
    """All tasks, in the order of the course."""

    def __init__(self, tasks: Collection[Task]) -> None:
        self._by_id = {task.id: task for task in sorted(tasks, key=_place)}

    def __iter__(self) -> Iterator[Task]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def __contains__(self, task_id: object) -> bool:
        return task_id in self._by_id

    def task(self, task_id: str) -> Task:
        """Return one task.

        :raises Missing: there is none with this id.
        """
        try:
            return self._by_id[task_id]
        except KeyError:
            raise Missing(N_("There is no task “%(task)s”."), task=task_id) from None

    def of_unit(self, unit_id: str) -> list[Task]:
        """Return the tasks of one unit, in order."""
        return [task for task in self if task.unit == unit_id]


def _place(task: Task) -> tuple[bool, str]:
    # The Introduction's tasks, I-1 to I-3, come before 1A.
    return not task.id.startswith("I-"), task.id


@cache
def load_tasks() -> Tasks:
    """Return the course's tasks. Read once per process."""
    return read_tasks(FOLDER)


def read_tasks(folder: Path) -> Tasks:
    """Read every task file of a folder.

    :raises ContentError: a file does not say what a task needs.
    """
    return Tasks([read_task(path) for path in sorted(folder.glob("*.md"))])


def read_task(path: Path) -> Task:
    """Read one task file and check all of it that needs no other file.

    :raises ContentError: names the file, the line and the field.
    """
    task, body = read_front_matter(path, Task)
    for field, problem in _faults(path, task, body):
        raise fault(path, field, problem)
    return msgspec.structs.replace(task, body=body)


def check_tasks() -> list[ContentError]:
    """Return every fault of the task files, also units and criteria that are not there."""
    problems = Problems()
    with problems.caught():
        units = {unit.id for unit in load_curriculum().units}
        criteria = {criterion.id for criterion in load_rubric().criteria}
        for path in sorted(FOLDER.glob("*.md")):
            with problems.caught():
                problems.found += faults_in_references(path, read_task(path), units, criteria)
    return problems.found


def faults_in_references(
    path: Path, task: Task, units: Collection[str], criteria: Collection[str]
) -> list[ContentError]:
    """Return a fault for each unit or criterion that a task names and that is not there."""
    found = [
        fault(path, f"criteria[{place}]", f"the rubric has no criterion “{criterion}”")
        for place, criterion in enumerate(task.criteria)
        if criterion not in criteria
    ]
    if task.unit not in units:
        found.append(fault(path, "unit", f"there is no unit “{task.unit}”"))
    return found


def _faults(path: Path, task: Task, body: str) -> Iterator[tuple[str, str]]:
    if task.id != path.stem:
        yield "id", f"must be the file's name, “{path.stem}”"
    if task.body or not body:
        yield "body", "belongs under the front matter, and must not be empty"
    yield from _faults_in_numbers(task)
    yield from _faults_in_lists(task)


def _faults_in_numbers(task: Task) -> Iterator[tuple[str, str]]:
    if min(task.contacts, task.minutes, task.families) < 0:
        yield "contacts", "contacts, minutes and families cannot be below 0"
    if bool(task.contacts) != bool(task.minutes) or bool(task.contacts) != bool(task.families):
        yield "contacts", "contacts, minutes and families are all 0, or none is"
    if task.families > task.contacts:
        yield "families", "there cannot be more families than contacts"
    if not 0 < task.words.least <= task.words.most:
        yield "words", "least must be above 0 and not above most"


def _faults_in_lists(task: Task) -> Iterator[tuple[str, str]]:
    if not task.prompts:
        yield "prompts", "there must be at least one"
    for field, ids in (
        ("prompts", [prompt.id for prompt in task.prompts]),
        ("criteria", task.criteria),
    ):
        for twice in (name for name, times in Counter(ids).items() if times > 1):
            yield field, f"“{twice}” is there twice"
    if bool(task.criteria) != (task.grading is Grading.SCORED):
        yield "criteria", "a scored task needs criteria, and only a scored one has them"
