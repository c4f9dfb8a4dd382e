"""The marking form: one level and one comment per criterion of the submission's own rubric."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from assignments.grading import Given, NewMarking
from assignments.models.marking import Marking
from assignments.rubric import Rubric


@dataclass
class MarkingForm:
    """What the page shows in its fields, saved or just typed, and what is wrong with it."""

    levels: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)
    comment: str = ""
    revision: int = 0
    errors: dict[str, str] = field(default_factory=dict)
    """Sentence by field; "" is the form as a whole."""

    @classmethod
    def saved(cls, marking: Marking | None) -> "MarkingForm":
        """Return the form with what was saved."""
        if marking is None:
            return cls()
        return cls(
            levels={row.criterion_id: str(row.level or "") for row in marking.levels},
            comments={row.criterion_id: row.comment for row in marking.levels},
            comment=marking.comment,
            revision=marking.revision,
        )

    @classmethod
    def typed(cls, form: Mapping[str, str], rubric: Rubric) -> "MarkingForm":
        """Return the form with what was sent, whatever it is."""
        ids = [criterion.id for criterion in rubric.criteria]
        return cls(
            levels={name: form.get(f"level-{name}", "") for name in ids},
            comments={name: form.get(f"comment-{name}", "") for name in ids},
            comment=form.get("comment", ""),
            revision=_number(form.get("revision", "")) or 0,
        )

    def entry(self) -> NewMarking:
        """Return the typed values. A level that is no number becomes one that no rubric has."""
        levels = {
            name: Given(_level(self.levels.get(name, "")), self.comments.get(name, ""))
            for name in self.levels
        }
        return NewMarking(levels=levels, comment=self.comment, base_revision=self.revision)


def _level(text: str) -> int | None:
    if not text:
        return None
    number = _number(text)
    return -1 if number is None else number


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
