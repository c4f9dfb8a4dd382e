import pytest
from flask import g, render_template_string, url_for
from flask_babel import force_locale
from markupsafe import Markup

from lti_tool.web.page_context import drawn_for_all, drawn_once
from tests import factories


@pytest.fixture
def page(bare_app):
    """Render a template as a page of a launch."""

    def render(source: str, launch: str = "one-launch", root: str = "", **values) -> str:
        with bare_app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
            g.launch_id = launch
            return render_template_string(source, **values)

    return render


@pytest.mark.parametrize("launch", ["abc", "other", "a b/ü"])
@pytest.mark.parametrize("root", ["", "/tool"])
@pytest.mark.parametrize(
    ("endpoint", "values"),
    [
        ("home.index", {}),
        ("units.show", {"unit": "introduction"}),
        ("units.show", {"unit": "introduction", "_anchor": "check", "back": "ä&b"}),
        ("units.show", {"unit": "introduction", "launch": "third"}),
        ("grading.show", {"task": "1A", "enrolment": 7}),
        ("units.show", {"unit": "introduction", "_external": True}),
        ("static", {"filename": "icon.svg"}),
        ("health.health", {}),
    ],
)
def test_a_page_s_addresses_are_those_of_flask(bare_app, launch, root, endpoint, values):
    with bare_app.test_request_context("/", environ_overrides={"SCRIPT_NAME": root}):
        g.launch_id = launch
        expected = url_for(endpoint, **values)
        # Unescaped, to be compared with what Flask itself returns.
        source = "{{ url_for(endpoint, **values) | safe }}"
        drawn = [
            render_template_string(source, endpoint=endpoint, values=values) for _twice in range(2)
        ]

    assert drawn == [expected, expected]


def test_sentences_escape_what_is_put_into_them(page):
    shown = page("{{ _('%(who)s & 100%%', who=who) }} {{ _('50%%') }}", who="<b>")

    assert shown == "&lt;b&gt; & 100% 50%"


def test_sentences_count(page):
    source = "{{ ngettext('%(num)d <i>', '%(num)d %(what)s', number, what='<b>') }}"

    assert [page(source, number=number) for number in (1, 2)] == ["1 <i>", "2 &lt;b&gt;"]


def test_each_page_has_its_own_language(bare_app):
    source = "{{ page_locale }} {{ 1234.5 | number }}"

    def shown(locale: str) -> str:
        with bare_app.app_context(), force_locale(locale):
            return render_template_string(source)

    assert [shown("en"), shown("de"), shown("en")] == ["en 1,234.5", "de 1.234,5", "en 1,234.5"]


def test_what_was_drawn_once_is_kept_for_each_argument_and_locale(bare_app):
    drawn = []
    keep = drawn_once(lambda word: drawn.append(word) or f"{word}!")

    def shown(locale: str, word: str) -> str:
        with bare_app.app_context(), force_locale(locale):
            return render_template_string("{{ keep(word) }}", keep=keep, word=word)

    said = [shown("en", "a"), shown("en", "a"), shown("de", "a"), shown("en", "b")]

    assert said == ["a!", "a!", "a!", "b!"]
    assert drawn == ["a", "a", "b"]


def test_markup_does_not_pass_for_text_that_reads_alike(page):
    source = (
        "{% macro _plain(word) %}[{{ word }}]{% endmacro %}{% set plain = drawn_once(_plain) %}"
        "{{ plain(markup) }}{{ plain(text) }}"
    )

    assert page(source, markup=Markup("<i>"), text="<i>") == "[<i>][&lt;i&gt;]"


def test_what_is_drawn_for_all_leads_each_to_their_own_launch(page):
    drawn = []

    def link(unit: str) -> Markup:
        drawn.append(unit)
        return Markup(f"<a href='{url_for('units.show', unit=unit)}'>")

    keep = drawn_for_all(link)
    shown = [
        page("{{ keep('introduction') }}", keep=keep, launch=launch, root=root)
        for launch, root in [("one-launch", ""), ("another", ""), ("third", "/tool")]
    ]

    assert drawn == ["introduction"]
    assert shown == [
        "<a href='/l/one-launch/units/introduction'>",
        "<a href='/l/another/units/introduction'>",
        "<a href='/tool/l/third/units/introduction'>",
    ]


def test_no_candidate_s_home_shows_anything_of_another_s(browser, session):
    first, second = factories.candidate(session), factories.candidate(session)
    pages = {one: browser(one) for one in (first, second)}

    shown = {one: pages[one].get("/").text for one in pages}

    ids = {one: pages[one].launch for one in pages}
    assert ids[first] != ids[second]
    assert shown[first].count(ids[first]) == shown[second].count(ids[second]) > 20
    assert ids[first] not in shown[second]
    assert ids[second] not in shown[first]
