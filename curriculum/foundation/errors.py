"""What a rule says when it refuses.

DomainError
├── NotAllowed        the person may not do this              (403)
├── Missing           there is no such thing in this course   (404)
├── Rejected          the request breaks a course rule        (422)
└── Conflict          somebody was quicker                    (409)

A message is a translatable id with values: the domain knows no language, the web translates.
"""


def N_(message: str) -> str:  # noqa: N802  the name that gettext's extractor looks for
    """Mark a message for translation; return it unchanged."""
    return message


class DomainError(Exception):
    """A refusal with a sentence for the reader: what happened, to which thing, what to do next.

    :param message: the English sentence, marked with `N_`, with `%(name)s` places.
    :param field: the form field the sentence belongs beside, if any.
    :param values: what goes into the places.
    """

    def __init__(self, message: str, /, *, field: str | None = None, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.values = values

    def __str__(self) -> str:
        """Return the English sentence."""
        return self.message % self.values if self.values else self.message


class NotAllowed(DomainError):
    """The person may not do this."""


class Missing(DomainError):
    """There is no such thing in this course."""


class Rejected(DomainError):
    """The request breaks a course rule."""


class Conflict(DomainError):
    """Somebody, perhaps the same person in another tab, was quicker."""
