"""What the page says once a platform is connected: plain values from the registration."""

from dataclasses import dataclass

from lti_tool.lti.addresses import frame_origins_of, origin_of
from lti_tool.lti.models.invitation import Invitation
from lti_tool.lti.models.registration import Registration
from lti_tool.lti.registering.hosts import framing_origin
from lti_tool.lti.registering.offer import SERVICES, Service
from lti_tool.lti.registering.profiles.chooser import name_of, profile_for


@dataclass(frozen=True, slots=True)
class Connected:
    """What came of an invitation."""

    name: str
    platform: str
    host: str
    was_changed: bool
    """Whether the registration was there before."""

    left_to_do: tuple[str, ...]
    not_granted: tuple[Service, ...]
    waits_for_approval: bool
    """The platform named no deployment: its first launch waits."""

    frame_origins: tuple[str, ...]

    close_origins: tuple[str, ...]
    """To whom the page may say that it wants to be closed: exact origins, no wildcard."""


def facts_of(invitation: Invitation, registration: Registration) -> Connected:
    """Return what to say about a registration that came of an invitation."""
    profile = profile_for(registration.product)
    was_changed = registration.created_at < invitation.created_at
    granted = registration.scopes
    origins = frame_origins_of(registration.frame_origins, registration.issuer)
    return Connected(
        name=registration.name,
        platform=name_of(registration.product),
        host=origin_of(registration.issuer),
        was_changed=was_changed,
        left_to_do=profile.after_update if was_changed else profile.left_to_do,
        not_granted=tuple(
            each for each in SERVICES if each.is_needed and granted and each.scope not in granted
        ),
        waits_for_approval=not registration.deployments,
        frame_origins=origins,
        close_origins=_close_origins(registration, origins),
    )


def _close_origins(registration: Registration, origins: tuple[str, ...]) -> tuple[str, ...]:
    known = (registration.issuer, registration.auth_token_url)
    exact = (*origins, *(framing_origin(address) or "" for address in known))
    return tuple(dict.fromkeys(origin for origin in exact if origin and "*" not in origin))
