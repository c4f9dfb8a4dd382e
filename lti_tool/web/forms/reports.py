"""What a report is to be about."""

import re
from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than the stubs

from assignments.models.report import ReportKind
from assignments.reports import Wanted
from curriculum.foundation.errors import N_, Missing
from curriculum.models.course import Course
from curriculum.models.enrolment import Enrolment
from curriculum.models.program import Cycle, Program

_ABOUT = re.compile(r"(candidate|course|program):(\d{1,9})")
_CYCLE = re.compile(r"\d{0,9}")


class ReportForm(FlaskForm):
    """Both lists are long and differ from asker to asker: the service checks what is chosen."""

    about = SelectField(_("What should the report be about?"), validate_choice=False)
    cycle = SelectField(
        _("Which reporting cycle?"),
        validate_choice=False,
        description=_("Only contacts held and results released within its days count."),
    )

    def offer(
        self,
        programs: Iterable[Program],
        courses: Iterable[Course],
        candidates: Iterable[Enrolment],
        cycles: Iterable[Cycle],
    ) -> None:
        """Fill the lists with what the asker may choose."""
        self.about.choices = [
            *(_choice("program", each.id, each.name, _("Programs")) for each in programs),
            *(_choice("course", each.id, each.title, _("Courses")) for each in courses),
            *(_choice("candidate", each.id, each.person.label, _("One candidate"))
              for each in candidates),
        ]  # fmt: skip
        self.cycle.choices = [
            SelectChoice("", _("None: everything up to today")),
            *(SelectChoice(str(each.id), each.name, optgroup=each.program.name) for each in cycles),
        ]

    def wanted(self, locale: str) -> Wanted:
        """Return what was chosen.

        :raises Missing: nothing that could be reported on was chosen.
        """
        about = _ABOUT.fullmatch(self.about.data or "")
        if about is None:
            raise Missing(N_("Choose what the report should be about."), field="about")
        if not _CYCLE.fullmatch(self.cycle.data or ""):
            raise Missing(N_("There is no such cycle."), field="cycle")
        cycle_id = int(self.cycle.data) if self.cycle.data else None
        return Wanted(ReportKind(about[1]), int(about[2]), cycle_id, locale)


def _choice(kind: str, number: int, label: str, group: str) -> SelectChoice:
    return SelectChoice(f"{kind}:{number}", label or f"#{number}", optgroup=str(group))
