"""The library's view of our registrations: issuer and client id together, never one alone."""

import time
from typing import Any
from weakref import WeakKeyDictionary

from pylti1p3.deployment import Deployment as LibraryDeployment
from pylti1p3.registration import Registration as LibraryRegistration
from pylti1p3.request import Request
from pylti1p3.tool_config.abstract import ToolConfAbstract
from sqlalchemy import Engine, and_, bindparam, select

from lti_tool.lti.addresses import frame_origins_of
from lti_tool.lti.claims import DEPLOYMENT_ID
from lti_tool.lti.models.registration import (
    Deployment,
    DeploymentState,
    PlatformKeySet,
    Registration,
)
from lti_tool.lti.refusals import Reason, Refused

KEPT_SECONDS = 10

_r = Registration.__table__.c
_d = Deployment.__table__.c
_k = PlatformKeySet.__table__.c

# One statement for all that a login or a launch must know of its platform. The key set
# itself stays in the database: `platform_keys` keeps it parsed.
_PLATFORM = (
    select(
        _r.id,
        _r.issuer,
        _r.client_id,
        _r.auth_login_url,
        _r.key_set_url,
        _r.frame_origins,
        _r.product,
        _r.blocked,
        _d.id.label("deployment_key"),
        _d.deployment_id,
        _d.state.label("deployment_state"),
        _k.fetched_at,
        _k.fresh_until,
        _k.last_miss_at,
    )
    .select_from(Registration.__table__)
    .outerjoin(
        Deployment.__table__,
        and_(_d.registration_id == _r.id, _d.deployment_id == bindparam("deployment")),
    )
    .outerjoin(PlatformKeySet.__table__, _k.registration_id == _r.id)
)
_BY_CLIENT = _PLATFORM.where(
    _r.issuer == bindparam("issuer"), _r.client_id == bindparam("client_id")
)
_BY_ISSUER = _PLATFORM.where(_r.issuer == bindparam("issuer")).order_by(_r.id).limit(2)
_BY_ID = _PLATFORM.where(_r.id == bindparam("id"))


class KnownPlatform(LibraryRegistration):
    """A registration as the library wants it, with the row it came from."""

    def __init__(self, row: Any) -> None:
        self.row = row
        """A row of `_PLATFORM`."""

        self.set_issuer(row.issuer).set_client_id(row.client_id)
        self.set_auth_login_url(row.auth_login_url).set_key_set_url(row.key_set_url)

    @property
    def id(self) -> int:
        """The registration's key."""
        found: int = self.row.id
        return found

    @property
    def deployment_key(self) -> int | None:
        """The key of the deployment that was asked for, if there is one."""
        found: int | None = self.row.deployment_key
        return found

    @property
    def frame_origins(self) -> tuple[str, ...]:
        """Who may frame our pages."""
        return frame_origins_of(self.row.frame_origins, self.row.issuer)


class ToolConf(ToolConfAbstract[Request]):
    """Looks registrations and deployments up in our tables, for one request."""

    def __init__(self, engine: Engine, *, deployment: str = "") -> None:
        self._engine = engine
        self._deployment = deployment
        """The deployment that a login names; a launch names it in its claims."""

    def check_iss_has_one_client(self, iss: str) -> bool:
        """Say no: one issuer may have many clients, and every hosted Canvas has the same."""
        return False

    def check_iss_has_many_clients(self, iss: str) -> bool:
        """Say yes, as the library asks of every new configuration."""
        return True

    def find_registration_by_issuer(self, iss: str, *args: Any, **kwargs: Any) -> KnownPlatform:
        """Refuse: an issuer alone names nobody."""
        raise Refused(Reason.NOT_CONNECTED, "registration asked for by issuer alone")

    def find_deployment(self, iss: str, deployment_id: str) -> None:
        """Refuse: a deployment id is unique only within its registration."""
        raise Refused(Reason.NOT_CONNECTED, "deployment asked for by issuer alone")

    def find_registration_by_params(
        self, iss: str, client_id: str | None, *args: Any, **kwargs: Any
    ) -> KnownPlatform:
        """Return the registration of this issuer and client.

        :param client_id: may be missing at a login, where the issuer has only one.
        :raises Refused: see `find_platform`.
        """
        deployment = kwargs.get("jwt_body", {}).get(DEPLOYMENT_ID, self._deployment)
        self._found = find_platform(self._engine, iss, client_id or "", deployment)
        return self._found

    def find_deployment_by_params(
        self, iss: str, deployment_id: str, client_id: str, *args: Any, **kwargs: Any
    ) -> LibraryDeployment | None:
        """Return the deployment that came with the registration, if it is open to us."""
        row = self._found.row
        if row.deployment_id is None or row.deployment_id != deployment_id:
            return None
        if row.deployment_state is not DeploymentState.APPROVED:
            return None
        return LibraryDeployment().set_deployment_id(deployment_id)


_Kept = dict[tuple[str, str, str], tuple[float, KnownPlatform]]
_kept: WeakKeyDictionary[Engine, _Kept] = WeakKeyDictionary()


def find_platform(engine: Engine, issuer: str, client_id: str, deployment: str) -> KnownPlatform:
    """Return the registration of an issuer and client, with one of its deployments.

    What was read is kept for a few seconds. A launch is let in only after what it rests on
    was compared with the tables once more, in the transaction that lets it in.

    :param client_id: may be empty, where the issuer has only one.
    :param deployment: may be empty, or one that we do not know.
    :raises Refused: there is none, several fit, or it is blocked.
    """
    kept = _kept.setdefault(engine, {})
    name = (issuer, client_id, deployment)
    until, platform = kept.get(name, (0.0, None))
    if platform is not None and time.monotonic() < until:
        return platform
    platform = _read_platform(engine, issuer, client_id, deployment)
    # Nobody can make up many of these; and one that is being approved is not to wait for us.
    if client_id and platform.row.deployment_state is DeploymentState.APPROVED:
        kept[name] = (time.monotonic() + KEPT_SECONDS, platform)
    return platform


def forget_platforms(engine: Engine) -> None:
    """Read every platform from the tables again when it is next asked for."""
    _kept.pop(engine, None)


def _read_platform(engine: Engine, issuer: str, client_id: str, deployment: str) -> KnownPlatform:
    asked = {"issuer": issuer, "deployment": deployment}
    statement = _BY_CLIENT if client_id else _BY_ISSUER
    if client_id:
        asked["client_id"] = client_id
    with engine.connect() as connection:
        found = connection.execute(statement, asked).all()
    if not found:
        raise Refused(Reason.NOT_CONNECTED, "issuer and client id unknown")
    if len(found) > 1:
        raise Refused(Reason.AMBIGUOUS, "several clients of this issuer, and no client_id")
    if found[0].blocked:
        raise Refused(Reason.BLOCKED, "registration blocked", registration_id=found[0].id)
    return KnownPlatform(found[0])


def platform_of(engine: Engine, registration_id: int) -> KnownPlatform | None:
    """Return a registration by its key, without a deployment."""
    asked = {"id": registration_id, "deployment": ""}
    with engine.connect() as connection:
        row = connection.execute(_BY_ID, asked).one_or_none()
    return KnownPlatform(row) if row else None
