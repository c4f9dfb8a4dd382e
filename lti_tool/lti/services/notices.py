"""Asking a platform for notices (LTI Platform Notification Service 1.0)."""

import json

from lti_tool.lti.services.connector import Connector

HANDLERS = "https://purl.imsglobal.org/spec/lti/scope/noticehandlers"
MEDIA = "application/json"


def subscribe(connector: Connector, service_url: str, notice_type: str, handler: str) -> None:
    """Have notices of one type sent to an address of ours. Doing it again changes nothing.

    :raises ServiceError: the platform does not agree, or does not answer.
    """
    body = json.dumps({"notice_type": notice_type, "handler": handler}).encode()
    connector.put(service_url, body, media=MEDIA, scopes=[HANDLERS], needs=[HANDLERS])
