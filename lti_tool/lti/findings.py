"""What a look at a connection found: sentences for an administrator, in nobody's language yet."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


class Outcome(enum.Enum):
    """How one test of a connection ended."""

    OK = "ok"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """It could not be tried, or nothing has happened yet that would tell."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A translatable message with its values, of which some may be such messages themselves."""

    message: str
    values: Mapping[str, "str | int | Sentence"] = field(default_factory=dict)

    @classmethod
    def of(cls, message: str, /, **values: "str | int | Sentence") -> "Sentence":
        """Return a message, marked with `N_`, with what goes into its places."""
        return cls(message, values)

    def __str__(self) -> str:
        """Return the English sentence."""
        if not self.values:
            return self.message
        return self.message % {name: _plain(value) for name, value in self.values.items()}

    def packed(self) -> list[Any]:
        """Return it as JSON takes it."""
        values = {
            name: value.packed() if isinstance(value, Sentence) else value
            for name, value in self.values.items()
        }
        return [self.message, values]

    @classmethod
    def unpacked(cls, stored: list[Any]) -> "Sentence":
        """Return what `packed` made."""
        message, values = stored
        opened = {
            name: cls.unpacked(value) if isinstance(value, list) else value
            for name, value in values.items()
        }
        return cls(message, opened)


def _plain(value: "str | int | Sentence") -> str | int:
    return str(value) if isinstance(value, Sentence) else value


@dataclass(frozen=True, slots=True)
class Finding:
    """One test of a connection."""

    name: Sentence
    outcome: Outcome
    sentence: Sentence
    """What was found."""

    remedy: Sentence | None = None
    """What to change, nearly always in the LMS. Nothing where all is well."""

    def packed(self) -> list[Any]:
        """Return it as JSON takes it."""
        remedy = self.remedy.packed() if self.remedy else None
        return [self.name.packed(), self.outcome.value, self.sentence.packed(), remedy]

    @classmethod
    def unpacked(cls, stored: list[Any]) -> "Finding":
        """Return what `packed` made."""
        name, outcome, sentence, remedy = stored
        return cls(
            Sentence.unpacked(name),
            Outcome(outcome),
            Sentence.unpacked(sentence),
            Sentence.unpacked(remedy) if remedy else None,
        )


_URGENCY = (Outcome.FAILED, Outcome.UNKNOWN, Outcome.OK)


def worst_first(findings: list[Finding]) -> list[Finding]:
    """Return what must be changed before what is in order."""
    return sorted(findings, key=lambda finding: _URGENCY.index(finding.outcome))


def has_failed(findings: list[Finding]) -> bool:
    """Whether something must be changed."""
    return any(finding.outcome is Outcome.FAILED for finding in findings)
