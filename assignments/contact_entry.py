"""A stored contact as values: as it would be filled in, and as a submission keeps it."""

from dataclasses import asdict
from datetime import date
from typing import Any

from assignments.contact_rules import NewContact
from assignments.models.contact_log import Contact


def entry_of(contact: Contact) -> NewContact:
    """Return a contact as it would be filled in."""
    values = {name: getattr(contact, name) for name in NewContact.__dataclass_fields__}
    return NewContact(**{**values, "consent_scopes": frozenset(contact.consent_scopes)})


def plain(contact: Contact) -> dict[str, Any]:
    """Return a contact as plain values, as a submission keeps it. The family by its alias."""
    values: dict[str, Any] = asdict(entry_of(contact))
    del values["family_id"]
    values["family"] = contact.family.alias
    values["consent_scopes"] = sorted(contact.consent_scopes)
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return getattr(value, "value", value)
