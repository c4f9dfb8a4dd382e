"""A second platform, written by others: lti1p3platform speaks LTI, this file gives it HTTP.

Nothing of the demonstration LMS is in it. What the tool sends is verified by the library.
"""

import json
from threading import Thread

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, Response, redirect, request
from lti1p3platform.ltiplatform import LTI1P3PlatformConfAbstract
from lti1p3platform.membership import Context
from lti1p3platform.message_launch import LTIAdvantageMessageLaunchAbstract
from lti1p3platform.oidc_login import OIDCLoginAbstract
from lti1p3platform.registration import Registration
from lti1p3platform.request import Request
from lti1p3platform.score import UpdateScoreStatus
from lti1p3platform.service_connector import (
    AssignmentsGradesService,
    NamesRoleProvisioningService,
)
from markupsafe import escape
from werkzeug.serving import make_server

from lti_tool.demo.server import QuietHandler

CLIENT_ID = "tool-at-the-other"
DEPLOYMENT_ID = "7"
COURSE_ID = "course-1"
MEMBERSHIP = "http://purl.imsglobal.org/vocab/lis/v2/membership#"
PEOPLE = {
    "t-1": ("Robin Teacher", [f"{MEMBERSHIP}Instructor"]),
    "s-1": ("Ines Candidate", [f"{MEMBERSHIP}Learner"]),
    "s-2": ("Noor Candidate", [f"{MEMBERSHIP}Learner"]),
}
POST = """<!DOCTYPE html><title>One moment</title>
<form method="post" action="{action}">
<input type="hidden" name="id_token" value="{id_token}">
<input type="hidden" name="state" value="{state}">
<button>Go on</button></form><script src="submit.js"></script>"""


class OtherPlatform:
    """The library's platform with one course, on a port of this machine."""

    def __init__(self, tool_url):
        self.tool_url = tool_url
        self.links = {}
        """Content items of the tool, by our id."""
        self.scores = []
        self.token_scopes = []
        self.rosters = 0
        self._server = make_server(
            "127.0.0.1", 0, self._app(), threaded=True, request_handler=QuietHandler
        )
        self.url = f"http://127.0.0.1:{self._server.port}"
        self.conf = Conf(platform=self)
        Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()

    def start(self, person_id, link_id="content"):
        """Return the address at which a person sets out for the tool."""
        return f"{self.url}/start/{link_id}/{person_id}"

    def link_named(self, title):
        """Return our id of the link with a title."""
        return next(key for key, item in self.links.items() if title in item["title"])

    def _app(self):
        app = Flask("other_platform")
        app.add_url_rule("/start/<link_id>/<person_id>", view_func=self._start)
        app.add_url_rule("/auth", view_func=self._auth)
        app.add_url_rule("/jwks", view_func=lambda: self.conf.get_jwks())
        app.add_url_rule("/token", view_func=self._token, methods=["POST"])
        app.add_url_rule("/content", view_func=self._content, methods=["POST"])
        app.add_url_rule("/members", view_func=self._members)
        app.add_url_rule("/lineitems", view_func=self._line_items, methods=["GET", "POST"])
        app.add_url_rule("/lineitems/<item_id>", view_func=self._line_item)
        app.add_url_rule("/lineitems/<item_id>/scores", view_func=self._score, methods=["POST"])
        app.add_url_rule("/lineitems/<item_id>/results", view_func=self._results)
        return app

    def _start(self, link_id, person_id):
        login = Login(request, self.conf)
        if link_id == "content":
            login.set_deeplinking_launch_url()
        else:
            login.set_launch_url(self.links[link_id].get("url", f"{self.tool_url}/lti/launch"))
        login.set_lti_message_hint(link_id=link_id)
        return login.initiate_login(person_id)

    def _auth(self):
        link_id, person_id = request.args["lti_message_hint"], request.args["login_hint"]
        name, roles = PEOPLE[person_id]
        launch = Launch(FlaskRequest(request), self.conf)
        launch.set_user_data(person_id, roles, full_name=name)
        launch.set_launch_context_claim(COURSE_ID, context_title="Elsewhere", context_label="E 1")
        launch.set_nrps(f"{self.url}/members")
        if link_id == "content":
            launch.set_dl(f"{self.url}/content", accept_types={"ltiResourceLink"})
        else:
            self._fill(launch, link_id)
        return launch.lti_launch()

    def _fill(self, launch, link_id):
        item = self.links[link_id]
        own = f"{self.url}/lineitems/{link_id}" if "lineItem" in item else None
        launch.set_launch_url(item.get("url", f"{self.tool_url}/lti/launch"))
        launch.set_resource_link_claim(link_id, title=item["title"])
        launch.set_custom_parameters_claim(item.get("custom", {}))
        launch.set_ags(f"{self.url}/lineitems", own)

    def _token(self):
        given = self.conf.get_access_token(request.form.to_dict())
        self.token_scopes.append(given["scope"])
        return given

    def _content(self):
        for item in self.conf.validate_deeplinking_resp(request.form.to_dict()):
            self.links[f"link-{len(self.links) + 1}"] = item
        return f"<!DOCTYPE html><title>Done</title>{len(self.links)} links"

    def _members(self):
        self.rosters += 1
        service = Members(FlaskRequest(request), self.conf, f"{self.url}/members")
        return answer(service.handle_resp(service.handle_get_members))

    def _grades(self):
        return Grades(FlaskRequest(request), self.conf, f"{self.url}/lineitems")

    def _line_items(self):
        service = self._grades()
        made = request.method == "POST"
        handle = service.handle_create_lineitem if made else service.handle_get_lineitems
        return answer(service.handle_resp(handle))

    def _line_item(self, item_id):
        service = self._grades()
        return answer(service.handle_resp(service.handle_get_lineitem, line_item_id=item_id))

    def _score(self, item_id):
        service = self._grades()
        return answer(service.handle_resp(service.handle_update_score, line_item_id=item_id))

    def _results(self, item_id):
        service = self._grades()
        return answer(service.handle_resp(service.handle_get_results, line_item_id=item_id))


class Conf(LTI1P3PlatformConfAbstract):
    """The library's registration of the tool."""

    def init_platform_config(self, *, platform):
        self.platform = platform
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        tool = platform.tool_url
        self._registration = (
            Registration()
            .set_iss(platform.url)
            .set_client_id(CLIENT_ID)
            .set_deployment_id(DEPLOYMENT_ID)
            .set_oidc_login_url(f"{tool}/lti/login")
            .set_launch_url(f"{tool}/lti/launch")
            .set_deeplink_launch_url(f"{tool}/lti/launch")
            .set_tool_key_set_url(f"{tool}/lti/jwks")
            .set_platform_private_key(private.decode())
            .set_platform_public_key(public.decode())
        )

    def get_registration_by_params(self, **_kwargs):
        return self._registration


class FlaskRequest(Request):
    def build_metadata(self, asked):
        return {
            "method": asked.method,
            "form_data": asked.form.to_dict(),
            "get_data": asked.args.to_dict(),
            "headers": asked.headers,
            "content_type": asked.content_type,
            "path": asked.path,
            "json": json.loads(asked.data) if asked.data else None,
        }


class Login(OIDCLoginAbstract):
    def set_lti_message_hint(self, *, link_id):
        self._lti_message_hint = link_id

    def get_redirect(self, url):
        return redirect(url)


class Launch(LTIAdvantageMessageLaunchAbstract):
    def render_launch_form(self, launch_data, **_kwargs):
        fields = {name: escape(value) for name, value in launch_data.items()}
        return POST.format(action=fields["launch_url"], **fields)


class Members(NamesRoleProvisioningService):
    def get_context_by_id(self):
        return Context(COURSE_ID, "E 1", "Elsewhere")

    def get_member_data_page(self, **_kwargs):
        members = [
            {"user_id": user_id, "name": name, "roles": roles}
            for user_id, (name, roles) in PEOPLE.items()
        ]
        return {"content": members, "has_next": False}


class Grades(AssignmentsGradesService):
    """The gradebook: the tool's own columns came with its content."""

    @property
    def _platform(self):
        return self.platform_config.platform

    def _shown(self, link_id):
        url = f"{self._platform.url}/lineitems/{link_id}"
        item = self._platform.links[link_id]
        return {"id": url, "resourceLinkId": link_id, "label": item["title"], **item["lineItem"]}

    def find_lineitems(self, **wanted):
        items = [
            self._shown(key) for key, item in self._platform.links.items() if "lineItem" in item
        ]
        named = {"resource_link_id": "resourceLinkId", "resource_id": "resourceId", "tag": "tag"}
        for name, member in named.items():
            items = [each for each in items if wanted.get(name) in {None, each.get(member)}]
        return {"content": items, "has_next": False}

    def find_lineitem(self, line_item_id):
        return self._shown(line_item_id)

    def create_lineitem(self, creation_data):
        raise AssertionError(f"The columns are all there: {creation_data}")

    def update_lineitem(self, update_data):
        raise AssertionError(f"Nothing is to be changed: {update_data}")

    def delete_lineitem(self, line_item_id):
        raise AssertionError(f"Nothing is to be deleted: {line_item_id}")

    def update_score(self, line_item_id, score):
        self._platform.scores.append((line_item_id, score))
        return UpdateScoreStatus.SUCCESS

    def get_results(self, line_item_id, **_kwargs):
        found = {
            score["userId"]: {
                "id": f"{self._platform.url}/lineitems/{line_item_id}/results/{score['userId']}",
                "userId": score["userId"],
                "resultScore": score["scoreGiven"],
                "resultMaximum": score["scoreMaximum"],
                "scoreOf": f"{self._platform.url}/lineitems/{line_item_id}",
            }
            for posted_to, score in self._platform.scores
            if posted_to == line_item_id and "scoreGiven" in score
        }
        return {"content": list(found.values()), "has_next": False}


def answer(given):
    """Say what the library says, over HTTP."""
    body = given.result
    if isinstance(body, dict) and "content" in body:
        body = body["content"]
    if given.code >= 400:
        body = {"error": given.message}
    return Response(json.dumps(body), given.code, content_type=given.media_type)
