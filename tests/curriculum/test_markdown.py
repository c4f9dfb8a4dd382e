import pytest

from curriculum.markdown import to_html


def test_the_course_s_text_keeps_its_shape():
    html = to_html("## Two\n\nOne *word*.\n\n- a\n- b\n\n> said\n\n|a|b|\n|-|-|\n|1|2|\n")

    for part in ("<h2>Two</h2>", "<em>word</em>", "<li>a</li>", "<blockquote>", "<td>2</td>"):
        assert part in html


def test_links_leave_the_frame():
    html = to_html("[out](https://example.org/?a=1&b=2)")

    assert '<a href="https://example.org/?a=1&amp;b=2" target="_blank" rel="noopener">out</a>' in (
        html
    )


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        pytest.param("<script>alert(1)</script>", "alert", id="script"),
        pytest.param("<img src=x onerror=alert(1)>", "img", id="picture"),
        pytest.param("<p onclick='a()' style='x' class='y'>a</p>", "=", id="attributes"),
        pytest.param("[a](javascript:alert(1))", "javascript", id="script address"),
        pytest.param("[a](/l/x/)", "/l/x", id="address without a host"),
        pytest.param("<iframe src='https://example.org'></iframe>", "iframe", id="frame"),
        pytest.param("<form><input></form>", "<", id="form"),
    ],
)
def test_nothing_that_acts_gets_through(text, gone):
    assert gone not in to_html(text)
