"""The reflection form: one field per prompt of the task, whatever the task is."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from assignments.leaks import Choice, Decision, Leak
from assignments.models.reflection import Reflection
from assignments.reflections import problems_of
from assignments.tasks import Prompt, PromptKind, Task
from assignments.words import count_words
from lti_tool.web.errors import sentence_of

PREFIX = "part-"


@dataclass(frozen=True, slots=True)
class PromptField:
    """One prompt with what is typed under it, and what is wrong with that."""

    prompt: Prompt
    text: str
    error: str

    @property
    def name(self) -> str:
        """The field's name and id."""
        return PREFIX + self.prompt.id


@dataclass
class ReflectionForm:
    """What the page shows in its fields, saved or just typed."""

    task: Task
    parts: dict[str, str]
    contacts: set[int]
    revision: int
    offered: set[int] = field(default_factory=set)
    """The contacts that the page offered to choose from."""
    page: str = ""
    """A random word of the page the text was typed on."""
    errors: dict[str, str] = field(default_factory=dict)
    """Sentence by prompt id; "" is the form as a whole."""

    @classmethod
    def saved(cls, task: Task, reflection: Reflection, contacts: set[int]) -> "ReflectionForm":
        """Return the form with what was saved."""
        return cls(task, dict(reflection.parts), contacts, reflection.revision)

    @classmethod
    def typed(cls, task: Task, sent: MultiDict[str, str]) -> "ReflectionForm":
        """Return the form with what was sent, and what is wrong with it."""
        parts = {prompt.id: sent.get(PREFIX + prompt.id, "") for prompt in task.prompts}
        form = cls(
            task,
            parts,
            contacts=set(sent.getlist("contacts", type=int)),
            revision=sent.get("revision", -1, type=int),
            offered=set(sent.getlist("offered", type=int)),
            page=sent.get("page", "")[:40],
        )
        form.errors = {k: sentence_of(v) for k, v in problems_of(task, parts).items()}
        return form

    @property
    def fields(self) -> list[PromptField]:
        """Return the prompts with their texts, in order."""
        return [
            PromptField(prompt, self.parts.get(prompt.id, ""), self.errors.get(prompt.id, ""))
            for prompt in self.task.prompts
        ]

    @property
    def words(self) -> int:
        """Return how many words are written under all prompts together."""
        written = [p.id for p in self.task.prompts if p.kind is PromptKind.TEXT]
        return sum(count_words(self.parts.get(name, "")) for name in written)


def decisions(leaks: list[Leak], sent: Mapping[str, str]) -> dict[str, Decision]:
    """Return what was decided about each leak, by its key. What was not decided is not in it."""
    found = {}
    for leak in leaks:
        choice = sent.get(f"choice-{leak.key}")
        if choice in {Choice.MASK.value, Choice.KEEP.value}:
            found[leak.key] = Decision(Choice(choice), sent.get(f"reason-{leak.key}", ""))
    return found
