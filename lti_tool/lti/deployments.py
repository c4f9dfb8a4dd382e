"""Approving installations: which of a platform's deployments may open Reciprocal."""

from sqlalchemy import select
from sqlalchemy.orm import Session, contains_eager

from curriculum.foundation.errors import N_, Missing
from lti_tool.lti.identities import registration_named
from lti_tool.lti.models.registration import Deployment, DeploymentState, Registration


def list_deployments(session: Session, state: DeploymentState | None = None) -> list[Deployment]:
    """Return deployments with their registrations: what waits comes first, then by platform.

    :param state: only those in it.
    """
    found = (
        select(Deployment)
        .join(Deployment.registration)
        .options(contains_eager(Deployment.registration))
        .order_by(Registration.name, Deployment.created_at, Deployment.id)
    )
    if state is not None:
        found = found.where(Deployment.state == state)
    waits = {True: 0, False: 1}
    return sorted(
        session.scalars(found), key=lambda each: waits[each.state is DeploymentState.PENDING]
    )


def approve_deployment(session: Session, name: str, deployment_id: str) -> Deployment:
    """Let people in from an installation that waits, or that was blocked.

    :raises Missing: there is no such platform, or nobody has come from this deployment.
    """
    return _set_state(session, name, deployment_id, DeploymentState.APPROVED)


def block_deployment(session: Session, name: str, deployment_id: str) -> Deployment:
    """Let nobody in from an installation; visits that are open end with their next request.

    :raises Missing: as `approve_deployment`.
    """
    return _set_state(session, name, deployment_id, DeploymentState.BLOCKED)


def _set_state(
    session: Session, name: str, deployment_id: str, state: DeploymentState
) -> Deployment:
    registration = registration_named(session, name)
    found = session.scalar(
        select(Deployment).where(
            Deployment.registration_id == registration.id,
            Deployment.deployment_id == deployment_id,
        )
    )
    if found is None:
        raise Missing(
            N_("“%(name)s” has no deployment %(deployment)s."), name=name, deployment=deployment_id
        )
    found.state = state
    session.flush()
    return found
