import msgspec
import pytest
from sqlalchemy import select

from curriculum.foundation.errors import Conflict, Missing, Rejected
from curriculum.models.enrolment import Enrolment
from curriculum.models.person import Person
from lti_tool.lti import registrations
from lti_tool.lti.models.identity import LtiIdentity
from lti_tool.lti.models.registration import AccessToken, Deployment, PlatformKeySet
from lti_tool.lti.registrations import NewRegistration
from tests.factories import NOW
from tests.lti_tool.lti.platform import Visit

LMS = "https://lms.example.edu"


def new(**changes):
    values = {
        "name": "State University",
        "issuer": LMS,
        "client_id": "client",
        "auth_login_url": f"{LMS}/auth?tenant=1",
        "auth_token_url": f"{LMS}/token",
        "key_set_url": f"{LMS}/jwks",
        "deployment_ids": ["1", "2"],
        "frame_origins": ["https://school.instructure.com"],
    }
    return NewRegistration(**values | changes)


def add(session, *, allow_loopback=False, **changes):
    return registrations.add_registration(session, new(**changes), allow_loopback=allow_loopback)


def test_a_platform_is_added(session):
    found = add(session)

    assert [deployment.deployment_id for deployment in found.deployments] == ["1", "2"]
    assert found.auth_audience is None
    assert registrations.list_registrations(session) == [found]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": " padded"}, "name"),
        ({"client_id": ""}, "client_id"),
        ({"client_id": "a\nb"}, "client_id"),
        ({"client_id": "x" * 256}, "client_id"),
        ({"issuer": "lms.example.edu"}, "issuer"),
        ({"issuer": "http://lms.example.edu"}, "issuer"),
        ({"issuer": f"{LMS}?x=1"}, "issuer"),
        ({"auth_login_url": "javascript:alert(1)"}, "auth_login_url"),
        ({"auth_login_url": f"{LMS}/auth#x"}, "auth_login_url"),
        ({"auth_token_url": "https://user:secret@lms.example.edu/"}, "auth_token_url"),
        ({"key_set_url": "https://10.0.0.1/jwks"}, "key_set_url"),
        ({"key_set_url": "https://localhost/jwks"}, "key_set_url"),
        ({"key_set_url": "http://127.0.0.1/jwks"}, "key_set_url"),
        ({"key_set_url": ""}, "key_set_url"),
        ({"auth_audience": " "}, "auth_audience"),
        ({"deployment_ids": []}, "deployment_ids"),
        ({"deployment_ids": ["1", "1"]}, "deployment_ids"),
        ({"deployment_ids": [""]}, "deployment_ids"),
        ({"frame_origins": [f"{LMS}/path"]}, "frame_origins"),
        ({"frame_origins": ["*"]}, "frame_origins"),
        ({"frame_origins": ["https://*.edu"]}, "frame_origins"),
        ({"frame_origins": ["https://a.example;sandbox"]}, "frame_origins"),
        ({"frame_origins": ["https://a.example; script-src *"]}, "frame_origins"),
    ],
)
def test_what_could_not_work_is_refused_by_name(session, changes, field):
    with pytest.raises(Rejected) as refused:
        add(session, **changes)

    assert refused.value.field == field
    assert str(refused.value)


def test_loopback_is_for_demonstrations(session):
    local = "http://127.0.0.1:8001"

    found = add(
        session,
        allow_loopback=True,
        issuer=local,
        auth_login_url=f"{local}/auth",
        auth_token_url=f"{local}/token",
        key_set_url=f"{local}/jwks",
        frame_origins=[local],
    )

    assert found.issuer == local


def test_a_name_is_given_once(session):
    add(session)

    with pytest.raises(Conflict, match="“State University” already") as refused:
        add(session, client_id="another")
    assert refused.value.field == "name"


def test_a_client_of_an_issuer_is_added_once(session):
    add(session)

    with pytest.raises(Conflict, match="belong to “State University”") as refused:
        add(session, name="Another")
    assert refused.value.field == "client_id"


EVIL = {
    "name": "Evil",
    "issuer": "https://evil.example",
    "auth_login_url": "https://evil.example/auth",
    "auth_token_url": "https://evil.example/token",
    "key_set_url": "https://evil.example/jwks",
}


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"auth_token_url": f"{LMS}/token"}, id="token address"),
        pytest.param({"auth_token_url": "https://LMS.example.edu.:443/t"}, id="written otherwise"),
        pytest.param({"auth_audience": f"{LMS}/token"}, id="audience"),
        pytest.param({"auth_audience": LMS}, id="issuer as audience"),
    ],
)
def test_nobody_gets_tokens_of_somebody_elses_client(session, changes):
    add(session)

    with pytest.raises(Conflict, match="belong to “State University”"):
        add(session, **EVIL | changes)
    change = add(session, **EVIL | {"client_id": "another"})
    with pytest.raises(Conflict, match="belong to “State University”"):
        registrations.change_registration(
            session, change, new(**EVIL | changes), allow_loopback=False
        )


def test_nobody_gets_tokens_by_an_audience_that_is_no_address(session):
    add(session, auth_audience="the one")

    with pytest.raises(Conflict, match="belong to “State University”"):
        add(session, **EVIL, auth_audience="the one")


def test_two_lms_may_give_us_the_same_client_id(session):
    add(session)
    add(session, **EVIL)  # every Canvas of a school's own begins to count at the same number

    assert len(registrations.list_registrations(session)) == 2


def test_one_issuer_may_have_many_clients(session):
    add(session)
    add(session, name="Another", client_id="another")

    assert len(registrations.list_registrations(session)) == 2


def test_a_deployment_is_added_later(session):
    add(session)

    registrations.add_deployment(session, "State University", "3")

    assert len(session.scalars(select(Deployment)).all()) == 3
    with pytest.raises(Rejected, match="twice"):
        registrations.add_deployment(session, "State University", "3")
    with pytest.raises(Missing, match="no platform “Nowhere”"):
        registrations.add_deployment(session, "Nowhere", "3")


def test_a_platform_that_nobody_came_from_is_removed(session):
    add(session)

    registrations.remove_registration(session, "State University")

    assert registrations.list_registrations(session) == []
    assert session.scalars(select(Deployment)).all() == []


def test_a_platform_that_people_came_from_is_removed_only_by_force(visit, session):
    visit.launch()
    session.rollback()

    with pytest.raises(Conflict, match="1 people came in"):
        registrations.remove_registration(session, "School")
    registrations.remove_registration(session, "School", force=True)
    session.commit()

    assert session.scalars(select(LtiIdentity)).all() == []
    assert len(session.scalars(select(Enrolment)).all()) == 1  # the work stays
    assert len(session.scalars(select(Person)).all()) == 1


def test_nobody_comes_in_from_a_platform_that_was_removed(app, visit, session, platform):
    visit.launch()
    visit.login()
    session.rollback()
    registrations.remove_registration(session, "School", force=True)
    session.commit()

    assert visit.launch().status_code == 403
    assert Visit(app.test_client(), platform).login().status_code == 403


def test_what_to_enter_on_the_platforms_side():
    found = registrations.tool_addresses("https://reciprocal.school.edu:8443/")

    assert found == registrations.ToolAddresses(
        login_url="https://reciprocal.school.edu:8443/lti/login",
        launch_url="https://reciprocal.school.edu:8443/lti/launch",
        jwks_url="https://reciprocal.school.edu:8443/lti/jwks",
        domain="reciprocal.school.edu:8443",
    )


def test_a_public_url_may_end_with_a_slash(app, visit):
    settings = app.extensions["settings"]
    app.extensions["settings"] = msgspec.structs.replace(
        settings, public_url="http://localhost:8000/"
    )

    assert "redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Flti%2Flaunch&" in visit.login().location


def test_the_hosts_of_one_organisation_may_frame(session):
    assert add(session, frame_origins=["https://*.instructure.com"]).frame_origins


def test_deployments_may_follow(session):
    found = add(session, deployment_ids=[], deployments_follow=True)

    assert found.deployments == []
    with pytest.raises(Rejected):
        add(session, name="Another", client_id="c2", deployment_ids=[""], deployments_follow=True)


def change(session, found, **changes):
    registrations.change_registration(session, found, new(**changes), allow_loopback=False)


def test_a_registration_is_changed(session):
    found = add(session)

    change(session, found, client_id="next", product="moodle", deployment_ids=["2", "3"])

    assert (found.client_id, found.product) == ("next", "moodle")
    assert [each.deployment_id for each in found.deployments] == ["1", "2", "3"]


def test_a_change_forgets_tokens_and_moved_keys(session):
    found = add(session)
    session.add(
        AccessToken(
            registration_id=found.id, token_url="u", scopes="", granted="", token="", expires_at=NOW
        )
    )
    session.add(PlatformKeySet(registration_id=found.id, keys={}, fetched_at=NOW, fresh_until=NOW))
    session.flush()

    change(session, found)
    assert session.scalars(select(AccessToken)).all() == []
    assert len(session.scalars(select(PlatformKeySet)).all()) == 1

    change(session, found, key_set_url=f"{LMS}/moved")
    assert session.scalars(select(PlatformKeySet)).all() == []


def test_a_registration_keeps_its_issuer(session):
    found = add(session)

    with pytest.raises(Rejected) as refused:
        change(session, found, issuer="https://other.example.edu")
    assert refused.value.field == "issuer"


def test_a_change_cannot_take_anothers_client(session):
    add(session, name="First", client_id="first")
    second = add(session, client_id="second")

    with pytest.raises(Conflict, match="“First”"):
        change(session, second, client_id="first")
