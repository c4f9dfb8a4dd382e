import pytest

from lti_tool.web.framing import is_framed_browser

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0"


@pytest.mark.parametrize(
    ("destination", "agent", "framed"),
    [
        pytest.param("iframe", FIREFOX, True, id="a frame"),
        pytest.param("IFRAME", "", True, id="a frame, shouted"),
        pytest.param("frame", FIREFOX, True, id="a frame of a frameset"),
        pytest.param("object", FIREFOX, True, id="an object"),
        pytest.param("embed", FIREFOX, True, id="an embedded page"),
        pytest.param("document", FIREFOX, False, id="a window"),
        pytest.param("empty", FIREFOX, False, id="a script"),
        pytest.param("", FIREFOX, True, id="an old browser may be in a frame"),
        pytest.param("", "curl/8.5.0", False, id="a program"),
        pytest.param("", "", False, id="nothing said"),
    ],
)
def test_what_may_stand_in_a_frame(destination, agent, framed):
    assert is_framed_browser(destination, agent) is framed
