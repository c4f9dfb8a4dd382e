"""The page that a data privacy launch opens: what is kept about people, and whom to ask.

1EdTech Data Privacy Launch (draft). Nothing is looked up and nothing written, the nonce included:
a token that comes a second time shows the same words, which are the same for everybody.
"""

from flask import render_template

from lti_tool.lti import addresses
from lti_tool.lti.launch import Received
from lti_tool.settings import Settings
from lti_tool.web import headers


def show_privacy(received: Received, settings: Settings) -> str:
    """Show what Reciprocal keeps, within the frame of the platform that asked."""
    headers.allow_framing(received.platform.frame_origins)
    back = received.claims.return_url
    usable = addresses.is_usable(back, allow_loopback=settings.lti.allow_loopback)
    return render_template(
        "lti/privacy.html", contact=settings.lti.contact, way_back=back if usable else ""
    )
