import pytest

from curriculum.markdown import pictures_in, to_html


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


MEDIA = "/media/school-climate/"


def test_a_picture_of_the_unit_is_shown_where_the_page_has_the_unit():
    html = to_html("![A <door>](door.svg)", media=MEDIA)

    assert html.strip() == '<p><img alt="A &lt;door&gt;" src="/media/school-climate/door.svg"></p>'
    assert "img" not in to_html("![A door](door.svg)")


@pytest.mark.parametrize(
    "source",
    [
        "https://example.org/door.svg",
        "//example.org/door.svg",
        "../02-culture/door.svg",
        "/media/other/door.svg",
        "pictures/door.svg",
        ".door.svg",
        "door.svg?x=1",
        "door.html",
        "door.SVG.html",
        "javascript:door.svg",
        "data:image/svg+xml,door.svg",
    ],
)
@pytest.mark.parametrize("written", ["![Words]({})", '<img alt="Words" src="{}">'])
def test_no_other_picture_is_fetched_and_its_words_stay(source, written):
    html = to_html(written.format(source), media=MEDIA)

    assert 'alt="Words"' in html
    assert "src" not in html


def test_pictures_bring_nothing_else_along():
    html = to_html("<img src='a.png' onerror='b()' style='c' srcset='d.png 2x'>", media=MEDIA)

    assert html == f'<p><img src="{MEDIA}a.png"></p>'


def test_the_pictures_of_a_text_are_known():
    text = '![a](door.svg) and ![](b-2.webp "c")\n\n![d](../e.png) [f](g.jpg)'

    assert pictures_in(text) == {"door.svg", "b-2.webp"}


def test_headings_go_down_below_those_of_a_page_of_many_texts():
    assert to_html("## a\n\n### b", below=1) == "<h3>a</h3>\n<h4>b</h4>"
    assert to_html("#### a", below=4) == "<h6>a</h6>"
    assert to_html("## a") == "<h2>a</h2>"
