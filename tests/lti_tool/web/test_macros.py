import re
from xml.etree import ElementTree

import pytest
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from assignments.models.reflection import WorkState

WAYS = [SelectChoice("call", "Phone <call>"), SelectChoice("visit", "Home visit")]


class EveryKind(FlaskForm):
    """One field of each kind that our macros draw."""

    alias = StringField(
        "Family's <word>", [InputRequired("Enter a word.")], description="No <name>."
    )
    held_on = DateField("Date", [InputRequired("Enter the date.")])
    minutes = IntegerField("Minutes")
    way = RadioField("How?", [InputRequired("Choose <how>.")], choices=WAYS, description="Mostly.")
    place = SelectField("Where?", choices=WAYS)
    scopes = SelectMultipleField(
        "What may be kept?",
        [InputRequired("Choose one.")],
        choices=WAYS,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    agreed = BooleanField("I agree", [InputRequired("Agree first.")])
    words = FieldList(StringField("Word", [InputRequired("Enter each word.")]), min_entries=2)


@pytest.fixture
def draw(bare_app):
    """Render a line of template with one macro imported."""

    def render(file: str, macro: str, call: str, **values) -> str:
        source = f'{{% from "_macros/{file}.html" import {macro} %}}{{{{ {call} }}}}'
        return bare_app.jinja_env.from_string(source).render(**values)

    with bare_app.test_request_context():
        yield render


@pytest.fixture
def blank(bare_app):
    with bare_app.test_request_context():
        yield EveryKind()


@pytest.fixture
def faulty(bare_app):
    """The form as it comes back when nothing was filled in."""
    with bare_app.test_request_context(method="POST", data={"alias": '"><b>'}):
        form = EveryKind()
        assert not form.validate()
        yield form


def ids_of(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


def test_a_field_has_its_label_and_its_hint(draw, blank):
    html = draw("forms", "field", "field(form.alias)", form=blank)

    assert '<label for="alias">Family&#39;s &lt;word&gt;</label>' in html
    assert '<p class="hint" id="alias-hint">No &lt;name&gt;.</p>' in html
    assert 'aria-describedby="alias-hint"' in html
    assert "aria-invalid" not in html


def test_a_faulty_field_is_tied_to_its_message(draw, faulty):
    html = draw("forms", "field", "field(form.held_on)", form=faulty)

    assert 'aria-describedby="held_on-error"' in html
    assert 'aria-invalid="true"' in html
    assert re.search(r'id="held_on-error">.*Enter the date\.</p>', html, re.DOTALL)


def test_a_field_keeps_what_was_typed_and_escapes_it(draw, faulty):
    html = draw("forms", "field", "field(form.alias)", form=faulty)

    assert 'value="&#34;&gt;&lt;b&gt;"' in html


def test_a_field_hands_other_attributes_on(draw, blank):
    html = draw("forms", "field", 'field(form.minutes, inputmode="numeric")', form=blank)

    assert 'inputmode="numeric"' in html


def test_chips_are_radio_buttons_in_a_named_group(draw, faulty):
    html = draw("forms", "chips", "chips(form.way)", form=faulty)

    assert html.count('type="radio"') == 2
    assert "<legend>How?</legend>" in html
    assert '<label for="way-0">Phone &lt;call&gt;</label>' in html
    assert 'aria-describedby="way-hint way-error" aria-invalid="true" aria-required="true"' in html
    assert "Choose &lt;how&gt;." in html


def test_checks_are_boxes_in_a_named_group(draw, faulty):
    html = draw("forms", "checks", "checks(form.scopes)", form=faulty)

    assert html.count('type="checkbox"') == 2
    assert 'aria-describedby="scopes-error"' in html


@pytest.mark.parametrize(
    ("name", "kind"),
    [("way", 'role="radiogroup"'), ("scopes", "<fieldset"), ("agreed", '<div class="check">')],
)
def test_field_draws_every_kind_its_own_way(draw, blank, name, kind):
    assert kind in draw("forms", "field", f"field(form.{name})", form=blank)


def test_every_line_of_the_summary_leads_to_a_field(draw, faulty):
    summary = draw("forms", "error_summary", "error_summary(form)", form=faulty)
    fields = "".join(
        draw("forms", "field", "field(f)", f=f)
        for f in [*(f for f in faulty if f.name not in {"words", "csrf_token"}), *faulty.words]
    )

    targets = set(re.findall(r'href="#([^"]+)"', summary))
    assert targets >= {"held_on", "way", "scopes", "agreed", "words-0", "words-1"}
    assert targets <= set(ids_of(fields))


def test_no_id_is_given_twice(draw, faulty):
    html = "".join(
        draw("forms", "field", "field(f)", f=f) for f in faulty if f.name not in {"words"}
    )

    assert len(ids_of(html)) == len(set(ids_of(html)))


def test_the_summary_counts_and_says_what_belongs_to_no_field(draw, faulty):
    faulty.form_errors.append("The day lies in the <future>.")

    html = draw("forms", "error_summary", "error_summary(form)", form=faulty)

    assert "The day lies in the &lt;future&gt;." in html
    assert f"{len(faulty.errors)} things need mending" in html


def test_a_form_without_fault_has_no_summary(draw, blank):
    assert draw("forms", "error_summary", "error_summary(form)", form=blank).strip() == ""


def test_a_button_can_carry_a_name_and_an_empty_value(draw):
    html = draw("forms", "submit", 'submit("Save <draft>", "quiet", "do", "")')

    assert html.strip() == (
        '<button type="submit" class="button quiet" name="do" value="">Save &lt;draft&gt;</button>'
    )


@pytest.mark.parametrize("word", [None, "not_begun", *WorkState, *(s.value for s in WorkState)])
def test_every_state_has_a_shape_and_a_word(draw, word):
    html = draw("status", "state", "state(word)", word=word)

    assert "<svg" in html
    assert re.search(r"[A-Z][a-z]+", re.sub(r"<[^>]*>", "", html))


def test_submitted_work_waits_for_the_one_and_needs_the_other(draw):
    assert "Waiting for your instructor" in draw("status", "state", 'state("submitted")')
    assert "To grade" in draw("status", "state", 'state("submitted", for_instructor=true)')


def test_progress_says_of_how_many(draw):
    html = draw("status", "progress", 'progress(3, 5, "Contacts")')

    assert '<progress value="3" max="5"></progress>' in html
    assert "3 of 5" in html


def test_progress_beyond_the_maximum_is_full_and_says_so(draw):
    html = draw("status", "progress", 'progress(7, 5, "Contacts")')

    assert '<progress value="5" max="5"></progress>' in html
    assert "7 of 5" in html


def test_progress_of_nothing_is_empty(draw):
    html = draw("status", "progress", 'progress(0, 0, "Checks")')

    assert '<progress value="0" max="1"></progress>' in html


@pytest.mark.parametrize(
    ("kind", "pictures"), [("plain", 0), ("needs", 1), ("done", 1), ("error", 1)]
)
def test_a_badge_that_means_something_has_a_shape(draw, kind, pictures):
    html = draw("status", "badge", "badge('<12>', kind)", kind=kind)

    assert html.count("<svg") == pictures
    assert "&lt;12&gt;" in html


def test_an_icon_is_not_read_aloud(draw):
    assert (
        draw("icons", "icon", 'icon("check")')
        .strip()
        .startswith('<span class="icon" aria-hidden="true">')
    )


def drawing(html: str) -> ElementTree.Element:
    return ElementTree.fromstring(html.strip())


def test_bars_are_drawn_from_zero_and_named(draw):
    rows = [("In <person>", 10, "10 of 20"), ("Phone", 5, "5 of 20"), ("Video", 0, "none")]

    svg = drawing(draw("charts", "bars", 'bars(rows, "Ways", "By way")', rows=rows))

    assert (svg.findtext("title"), svg.findtext("desc")) == ("Ways", "By way")
    widths = [float(rect.get("width").rstrip("%")) for rect in svg.iter("rect")]
    assert widths[0] == pytest.approx(2 * widths[1])
    assert widths[2] == 0
    assert {rect.get("x") for rect in svg.iter("rect")} == {"0"}
    assert "In <person>" in [text.text for text in svg.iter("text")]


def test_bars_keep_within_a_given_maximum(draw):
    rows = [("A", 5, "5"), ("B", 30, "30")]

    svg = drawing(draw("charts", "bars", 'bars(rows, "T", "D", maximum=20)', rows=rows))

    widths = [float(rect.get("width").rstrip("%")) for rect in svg.iter("rect")]
    assert widths[1] == pytest.approx(4 * widths[0], abs=0.05)


@pytest.mark.parametrize("rows", [[], [("A", 0, "none")]], ids=["no rows", "only zero"])
def test_bars_of_nothing_are_no_fault(draw, rows):
    svg = drawing(draw("charts", "bars", 'bars(rows, "T", "D")', rows=rows))

    assert svg.findtext("title") == "T"


def test_stacked_parts_fill_their_row(draw):
    rows = [("C1", [1, 4, 0, 5]), ("C2", [0, 0, 0, 0])]
    parts = ["Not yet", "Begun", "Met", "Beyond"]

    svg = drawing(
        draw("charts", "stacked", 'stacked(rows, parts, "T", "D")', rows=rows, parts=parts)
    )

    widths = [r.get("width") for r in svg.iter("rect") if r.get("width").endswith("%")]
    assert widths == ["10.00%", "40.00%", "50.00%"]
    texts = [text.text for text in svg.iter("text")]
    assert texts == [*parts, "C1", "1", "4", "5", "C2", "None yet"]


def test_two_parts_take_the_strongest_tints(draw):
    svg = drawing(
        draw("charts", "stacked", 'stacked(rows, ["No", "Yes"], "T", "D")', rows=[("A", [1, 1])])
    )

    assert [rect.get("class") for rect in svg.iter("rect")][-2:] == ["part-3", "part-4"]
