"""What can go wrong when we ask a platform something.

ServiceError
├── ServiceUnreachable   no answer, or none that could be read
└── ServiceRefused       an answer that says no

Sentences are for the log. They hold no token, no address with a query and nothing that the
platform wrote: a refusal may repeat the comment that was posted.
"""

from datetime import timedelta


class ServiceError(Exception):
    """A platform's service did not do what it was asked."""


class ServiceUnreachable(ServiceError):
    """There was no answer, or none that could be read."""

    def __init__(self, sentence: str, *, maybe_done: bool) -> None:
        super().__init__(sentence)
        self.sentence = sentence

        self.maybe_done = maybe_done
        """Whether the platform may have acted all the same: only the answer was lost."""


class ServiceRefused(ServiceError):
    """The platform answered, and the answer says no."""

    def __init__(
        self,
        status: int,
        sentence: str,
        *,
        retry_after: timedelta | None = None,
        detail: str = "",
    ) -> None:
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence

        self.retry_after = retry_after
        """How long the platform asks us to wait, where it says."""

        self.detail = detail
        """The platform's own words, for telling refusals apart. Not for the log: see above."""

    @property
    def is_throttling(self) -> bool:
        """Whether we merely asked too often. Canvas says so with 403."""
        return self.status == 429 or (self.status == 403 and "rate limit" in self.detail.lower())

    @property
    def is_passing(self) -> bool:
        """Whether the same request may well succeed later."""
        return self.is_throttling or self.status in {408, 425} or self.status >= 500
