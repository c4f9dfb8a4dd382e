"""Contacts with families. No column holds who a family is."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from curriculum.foundation.tables import Base, Created, word
from curriculum.models.enrolment import Enrolment


class Mode(enum.Enum):
    """How candidate and family were in contact."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"
    MESSAGE = "message"
    LETTER = "letter"
    EVENT = "event"


class Place(enum.Enum):
    """What kind of place it was. Never which one."""

    HOME = "home"
    SCHOOL = "school"
    COMMUNITY = "community"
    WORK = "work"
    ONLINE = "online"
    OTHER = "other"


class Chooser(enum.Enum):
    """Who decided: on the place, or on what was talked about."""

    FAMILY = "family"
    CANDIDATE = "candidate"
    SCHOOL = "school"
    SHARED = "shared"


class Relation(enum.Enum):
    """Which adult the candidate was in contact with."""

    PARENT = "parent"
    GRANDPARENT = "grandparent"
    GUARDIAN = "guardian"
    FOSTER_CARER = "foster_carer"
    ADULT_SIBLING = "adult_sibling"
    OTHER_ADULT = "other_adult"
    SEVERAL = "several"


class Interpreter(enum.Enum):
    """Who carried words between languages. A child never does, so there is no word for it."""

    NONE = "none"
    TRAINED = "trained"
    STAFF = "staff"
    COMMUNITY_BROKER = "community_broker"
    ADULT_RELATIVE = "adult_relative"


class Occasion(enum.Enum):
    """What the contact was about."""

    RELATIONSHIP = "relationship"
    CELEBRATION = "celebration"
    INFORMATION = "information"
    PLANNING = "planning"
    CONCERN = "concern"
    EVENT = "event"


class ConsentScope(enum.Enum):
    """What a family can agree to, each by itself."""

    TALK = "talk"
    NOTES = "notes"
    QUOTE = "quote"
    OBSERVE = "observe"
    PHOTO = "photo"


class ConsentWay(enum.Enum):
    """How consent was given."""

    SPOKEN = "spoken"
    WRITTEN = "written"
    INTERPRETED = "interpreted"


class Family(Created, Base):
    """A family, known only by the neutral word one candidate calls it."""

    __tablename__ = "family"
    __table_args__ = (UniqueConstraint("enrolment_id", "alias"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    alias: Mapped[str]
    """A word from `assignments.privacy`'s neutral list. Not a name, not initials."""

    withdrawn_at: Mapped[datetime | None]
    """When the family took its consent back. Its words are gone; the counts stay."""


class Contact(Created, Base):
    """One direct contact between a candidate and a family. Counts for one task."""

    __tablename__ = "contact"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(
        ForeignKey("enrolment.id", ondelete="CASCADE"), index=True
    )
    enrolment: Mapped[Enrolment] = relationship()
    family_id: Mapped[int] = mapped_column(ForeignKey("family.id"), index=True)
    family: Mapped[Family] = relationship()

    task_id: Mapped[str]
    """The task it counts for, e.g. "1A"."""

    held_on: Mapped[date]
    """The day of the contact, on the candidate's calendar. Not an instant."""

    minutes: Mapped[int]
    """How long it lasted, in whole minutes."""

    mode: Mapped[Mode]
    place: Mapped[Place]
    place_chosen_by: Mapped[Chooser] = mapped_column(word(Chooser, "place_chosen_by"))
    relation: Mapped[Relation]

    language: Mapped[str]
    """Language or languages spoken, as BCP 47 tags separated by a space, e.g. "es en"."""

    interpreter: Mapped[Interpreter]
    initiated_by: Mapped[Chooser] = mapped_column(word(Chooser, "initiated_by"))
    occasion: Mapped[Occasion]
    agenda_led_by: Mapped[Chooser] = mapped_column(word(Chooser, "agenda_led_by"))

    heard: Mapped[str] = mapped_column(default="")
    """What the family wanted understood. The family's words: erased on withdrawal."""

    strength: Mapped[str] = mapped_column(default="")
    """The strength noticed. Erased on withdrawal."""

    given_back: Mapped[str] = mapped_column(default="")
    """What the candidate offered or returned. Erased on withdrawal."""

    next_step: Mapped[str] = mapped_column(default="")
    """Erased on withdrawal."""

    next_step_on: Mapped[date | None]

    consent_scopes: Mapped[list[str]]
    """Values of `ConsentScope` that the family agreed to."""

    consent_way: Mapped[ConsentWay]
    consent_on: Mapped[date]
    consent_version: Mapped[str]
    """Version of the consent script that was used."""

    changed_at: Mapped[datetime]


class Verification(Base):
    """An instructor's, later another verifier's, confirmation that a contact took place."""

    __tablename__ = "verification"

    contact_id: Mapped[int] = mapped_column(
        ForeignKey("contact.id", ondelete="CASCADE"), primary_key=True
    )
    contact: Mapped[Contact] = relationship()
    verified_by_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id"))
    verified_by: Mapped[Enrolment] = relationship()
    verified_at: Mapped[datetime]
    way: Mapped[str] = mapped_column(default="instructor")
