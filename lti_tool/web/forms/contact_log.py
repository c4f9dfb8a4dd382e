"""The contact form: five things first, the rest as it was the last time."""

import enum
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs
from wtforms.validators import InputRequired, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from assignments.consent import load_script
from assignments.contact_entry import entry_of
from assignments.contact_rules import NewContact
from assignments.models.contact_log import (
    Chooser,
    ConsentScope,
    ConsentWay,
    Contact,
    Family,
    Interpreter,
    Mode,
    Occasion,
    Place,
    Relation,
)
from assignments.tasks import load_tasks
from lti_tool.web.languages import COMMON, name_of, tag_of
from lti_tool.web.vocabulary import LABELS

ANOTHER_FAMILY = "new"
FIRST = ("task", "family", "held_on", "minutes", "mode", "consent_scopes")
"""The fields that are always in sight."""


class _Day(DateField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the day as year-month-day, such as 2026-03-02.")) from None


class _Minutes(IntegerField):
    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write the length in whole minutes, such as 45.")) from None


class _Several(SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def pre_validate(self, form: object) -> None:
        known = {value for value, *_rest in self.iter_choices()}
        if not set(self.data or ()) <= known:
            raise ValidationError(_("Choose from the list."))


class _One(RadioField):
    def pre_validate(self, form: object) -> None:
        if self.data is not None and self.data not in {value for value, *_ in self.iter_choices()}:
            raise ValidationError(_("Choose one of these."))


def _one(words: type[enum.Enum], label: str, description: str = "") -> Any:
    return _One(
        label,
        [InputRequired(_("Choose one of these."))],
        description=description,
        choices=[SelectChoice(word.value, LABELS[word]) for word in words],
    )


def _note(label: str, description: str = "") -> Any:
    return TextAreaField(label, description=description, render_kw={"rows": 3})


class ContactForm(FlaskForm):
    """One contact with a family."""

    family = _One(
        _("Which family?"),
        [InputRequired(_("Choose a family."))],
        description=_(
            "Families go by a neutral word. Keep who is who on paper at home, or nowhere."
        ),
    )
    held_on = _Day(_("On which day?"), [InputRequired(_("Enter the day of the contact."))])
    minutes = _Minutes(
        _("How many minutes?"),
        [InputRequired(_("Enter how long it lasted."))],
        render_kw={"inputmode": "numeric", "min": 1, "max": 600},
    )
    mode = _one(Mode, _("How?"))
    task = _One(_("For which task?"), [InputRequired(_("Choose the task it counts for."))])

    consent_scopes = _Several(
        _("What did the family agree to?"),
        description=_("Tick only what they said yes to."),
        choices=[SelectChoice(scope.value, LABELS[scope]) for scope in ConsentScope],
    )
    consent_way = _one(ConsentWay, _("How did they agree?"))
    consent_on = _Day(
        _("When did they agree?"), [Optional()], description=_("Empty means: on that day.")
    )

    heard = _note(
        _("What did they want you to understand?"),
        _("Up to 300 characters. No names, no addresses: the log is searched for them as well."),
    )
    strength = _note(_("Which strength did you notice?"))
    given_back = _note(_("What did you give back?"))
    next_step = _note(_("What did you agree on next?"))
    next_step_on = _Day(_("By when?"), [Optional()])

    place = _one(Place, _("Where?"))
    place_chosen_by = _one(Chooser, _("Who chose the place?"))
    relation = _one(Relation, _("With whom?"))
    languages = _Several(_("Which languages did you speak?"))
    other_language = StringField(
        _("Another language"), description=_("Its name, such as Tigrinya. Commas between several.")
    )
    interpreter = _one(
        Interpreter,
        _("Who interpreted?"),
        _(
            "Never a child. If only a child could interpret, thank them, stop, and ask the school "
            "for an interpreter; log the contact you have then."
        ),
    )
    initiated_by = _one(Chooser, _("Who began it?"))
    occasion = _one(Occasion, _("What was it about?"))
    agenda_led_by = _one(Chooser, _("Who led what was talked about?"))

    local_today = HiddenField()
    """The browser's own day, where it has scripts. See `lti_tool.web.contact_log`."""

    def offer(self, families: Iterable[Family], used_languages: Iterable[str] = ()) -> None:
        """Fill in the choices that depend on the candidate."""
        known = [SelectChoice(str(family.id), family.alias) for family in families]
        self.family.choices = [*known, SelectChoice(ANOTHER_FAMILY, _("Another family"))]
        self.task.choices = [
            SelectChoice(task.id, f"{task.id} · {task.title}")
            for task in load_tasks()
            if task.asks_for_contacts
        ]
        tags = dict.fromkeys((*COMMON, *used_languages, *(self.languages.data or ())))
        self.languages.choices = [
            SelectChoice(tag, name_of(tag)) for tag in tags if tag in COMMON or _is_known(tag)
        ]

    def validate_other_language(self, field: StringField) -> None:
        """Refuse a language that nobody knows, and none at all."""
        for written in _written(field.data):
            if tag_of(written) is None:
                raise ValidationError(
                    _("We do not know “%(written)s”. Write its English name.", written=written)
                )
        if not self.languages.data and not _written(field.data):
            raise ValidationError(_("Choose the language you spoke, or write it here."))

    def entry(self, consent_version: str | None = None) -> NewContact:
        """Return what was filled in. Call only after the form has validated.

        :param consent_version: of a contact that is changed; the script in use otherwise.
        """
        family, held_on, minutes = self.family.data, self.held_on.data, self.minutes.data
        if held_on is None or minutes is None:
            raise ValueError("the form has not been validated")
        return NewContact(
            task_id=self.task.data,
            family_id=None if family == ANOTHER_FAMILY else int(family),
            held_on=held_on,
            minutes=minutes,
            mode=Mode(self.mode.data),
            place=Place(self.place.data),
            place_chosen_by=Chooser(self.place_chosen_by.data),
            relation=Relation(self.relation.data),
            language=self._tags(),
            interpreter=Interpreter(self.interpreter.data),
            initiated_by=Chooser(self.initiated_by.data),
            occasion=Occasion(self.occasion.data),
            agenda_led_by=Chooser(self.agenda_led_by.data),
            consent_scopes=frozenset(self.consent_scopes.data or ()),
            consent_way=ConsentWay(self.consent_way.data),
            consent_on=self.consent_on.data or held_on,
            consent_version=consent_version or load_script().version,
            heard=self.heard.data or "",
            strength=self.strength.data or "",
            given_back=self.given_back.data or "",
            next_step=self.next_step.data or "",
            next_step_on=self.next_step_on.data,
        )

    def _tags(self) -> str:
        written = [tag_of(word) or "" for word in _written(self.other_language.data)]
        return " ".join(dict.fromkeys([*(self.languages.data or ()), *written]))

    @property
    def errs_below(self) -> bool:
        """Whether something that is folded away needs mending."""
        return any(name not in FIRST for name in self.errors)


def shown(contact: Contact) -> dict[str, Any]:
    """Return a contact's values as the form shows them."""
    entry = entry_of(contact)
    values = {name: getattr(entry, name) for name in NewContact.__dataclass_fields__}
    values = {k: v.value if isinstance(v, enum.Enum) else v for k, v in values.items()}
    return {
        **values,
        "task": entry.task_id,
        "family": str(entry.family_id),
        "languages": entry.language.split(),
        "consent_scopes": sorted(entry.consent_scopes),
    }


def remembered(last: Contact | None, *, today: date, task_id: str | None) -> dict[str, Any]:
    """Return what a new contact begins with: today, and the rest as it was the last time.

    Words are not carried over to another day, nor is what a family agreed to: it is asked anew.
    """
    fresh: dict[str, Any] = {"held_on": today, "interpreter": Interpreter.NONE.value}
    if last is None:
        return {**fresh, "family": ANOTHER_FAMILY, "task": task_id}
    values = shown(last)
    gone = {"heard", "strength", "given_back", "next_step", "next_step_on"}
    gone |= {"consent_scopes", "consent_on"}
    if last.family.withdrawn_at is not None:
        gone.add("family")
    kept = {name: value for name, value in values.items() if name not in gone}
    return {**kept, "held_on": today, "task": task_id or last.task_id}


def _written(text: str | None) -> list[str]:
    return [word.strip() for word in (text or "").replace(";", ",").split(",") if word.strip()]


def _is_known(tag: str) -> bool:
    return name_of(tag) != tag
