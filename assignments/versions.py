"""Earlier texts of a reflection: nothing that was once saved is lost."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assignments.models.reflection import Reflection, ReflectionVersion
from assignments.withdrawal import blank, rests_on_withdrawn
from curriculum.foundation.errors import N_, Missing
from curriculum.foundation.words import clean


def keep_version(session: Session, reflection: Reflection, before: Mapping[str, str]) -> None:
    """Keep the text that was just saved.

    Saves within one minute leave one version, unless something was taken out: a page
    that saves by itself saves often.

    :param before: the text as it stood until now.
    """
    newest = _newest(session, reflection.id)
    if newest is not None and _continues(newest, reflection, before):
        newest.revision = reflection.revision
        newest.parts = dict(reflection.parts)
        newest.saved_at = reflection.saved_at
    else:
        session.add(
            _version(reflection.id, reflection.revision, reflection.parts, reflection.saved_at)
        )
    session.flush()


def keep_aside(
    session: Session, reflection: Reflection, parts: Mapping[str, str], *, now: datetime
) -> ReflectionVersion | None:
    """Keep what an older tab typed beside the newer draft. The same text is kept once.

    :return: nothing if the draft, or what is kept already, says the same.
    """
    text = {**reflection.parts, **{prompt: clean(typed) for prompt, typed in parts.items()}}
    if rests_on_withdrawn(session, reflection.id):
        text = {prompt: blank(typed, ()) for prompt, typed in text.items()}
    aside = session.scalars(
        _versions(reflection.id).where(ReflectionVersion.revision.is_(None)).limit(1)
    ).first()
    if text == reflection.parts or (aside is not None and aside.parts == text):
        return None
    aside = _version(reflection.id, None, text, now)
    session.add(aside)
    session.flush()
    return aside


def versions_of(
    session: Session, reflection_id: int, limit: int = 50
) -> Sequence[ReflectionVersion]:
    """Return earlier texts, the newest first."""
    return session.scalars(_versions(reflection_id).limit(limit)).all()


def find_version(session: Session, reflection_id: int, version_id: int) -> ReflectionVersion:
    """Return one earlier text.

    :raises Missing: the reflection has none with this id.
    """
    found = session.scalar(_versions(reflection_id).where(ReflectionVersion.id == version_id))
    if found is None:
        raise Missing(N_("There is no such earlier text."))
    return found


def _versions(reflection_id: int) -> Select[ReflectionVersion]:
    return (
        select(ReflectionVersion)
        .where(ReflectionVersion.reflection_id == reflection_id)
        .order_by(ReflectionVersion.saved_at.desc(), ReflectionVersion.id.desc())
    )


def _newest(session: Session, reflection_id: int) -> ReflectionVersion | None:
    return session.scalars(
        select(ReflectionVersion)
        .where(
            ReflectionVersion.reflection_id == reflection_id,
            ReflectionVersion.revision.is_not(None),
        )
        .order_by(ReflectionVersion.revision.desc())
        .limit(1)
    ).first()


def _continues(
    newest: ReflectionVersion, reflection: Reflection, before: Mapping[str, str]
) -> bool:
    same_minute = _minute(newest.saved_at) == _minute(reflection.saved_at)
    grew = all(len(reflection.parts.get(name, "")) >= len(text) for name, text in before.items())
    return same_minute and grew and newest.parts == before


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)


def _version(
    reflection_id: int, revision: int | None, parts: Mapping[str, str], saved_at: datetime
) -> ReflectionVersion:
    return ReflectionVersion(
        reflection_id=reflection_id, revision=revision, parts=dict(parts), saved_at=saved_at
    )
