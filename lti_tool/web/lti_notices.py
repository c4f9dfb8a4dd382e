"""Where platforms send notices. Nobody looks at this address; programs read its answers."""

import structlog
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from curriculum.foundation.clock import utc_now
from lti_tool.extensions import begin_reading, current_settings, db, writing
from lti_tool.lti import notices
from lti_tool.lti.notices import CopyNotice
from lti_tool.lti.platform_keys import KeysNeeded
from lti_tool.lti.refusals import Reason, Refused
from lti_tool.lti.tool_config import forget_platforms
from lti_tool.web.platform_keys import ask_for_keys

bp = Blueprint("lti_notices", __name__)

LARGEST = 1024 * 1024
"""Bytes of a request."""


@bp.post(notices.PATH)
def take() -> ResponseReturnValue:
    """Take a platform's notices in, one by one: a bad one does not spoil the others."""
    begin_reading()
    try:
        tokens = notices.tokens_in(request.get_data(cache=False)[: LARGEST + 1])
    except Refused as refusal:
        return {"error": refusal.check}, 400
    reader = _Reader()
    failed = [
        {"index": index, "error": problem}
        for index, token in enumerate(tokens)
        if (problem := reader.take(token))
    ]
    return ({"failed": failed}, 400) if failed else ({}, 200)


class _Reader:
    """Takes the notices of one request. Asks for keys once: a stranger may have written it."""

    def __init__(self) -> None:
        self._has_asked = False

    def take(self, token: object) -> str:
        """Take one notice; return why it was not taken, or nothing."""
        try:
            notice = self._verify(token)
            if notice is not None:
                self._write(notice)
        except Refused as refusal:
            log = structlog.get_logger("lti")
            log.warning(
                "notice refused", check=refusal.check, registration_id=refusal.registration_id
            )
            return refusal.check
        return ""

    def _verify(self, token: object) -> CopyNotice | None:
        for _attempt in range(3):
            try:
                return self._verify_once(token)
            except KeysNeeded as needed:
                if not self._has_asked:
                    self._has_asked = True
                    ask_for_keys(needed.platform)
                forget_platforms(db.engine)
        raise Refused(Reason.KEYS_UNREADABLE, "keys changed while they were read")

    def _verify_once(self, token: object) -> CopyNotice | None:
        return notices.verify_notice(
            db.engine, token, settings=current_settings(), now=utc_now(), final=self._has_asked
        )

    def _write(self, notice: CopyNotice) -> None:
        with writing(), db.engine.begin() as connection:
            notices.take_notice(connection, notice, settings=current_settings(), now=utc_now())
