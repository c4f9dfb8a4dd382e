"""Somebody with an account at an LMS. Never a member of a family."""

from sqlalchemy.orm import Mapped, mapped_column

from curriculum.foundation.tables import Base, Created


class Person(Created, Base):
    """One account at one registration of an LMS, or at several that proved to mean the same.

    Two accounts with the same e-mail address stay two people: only the LMS's own
    identifier says who somebody is (`lti_tool.lti.models.identity`).
    """

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)

    name: Mapped[str] = mapped_column(default="")
    """As the LMS gives it; empty where the school shares no names."""

    given_name: Mapped[str] = mapped_column(default="")
    family_name: Mapped[str] = mapped_column(default="")

    is_test: Mapped[bool] = mapped_column(default=False)
    """An LMS's test student: works like anybody, counts in no report."""

    blocked: Mapped[bool] = mapped_column(default=False)
    """May not come in any more. Work stays."""

    @property
    def label(self) -> str:
        """Return the name, or a neutral label where the LMS keeps names to itself."""
        return self.name or f"#{self.id}"
