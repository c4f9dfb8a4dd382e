"""The contact log: a pocket notebook."""

from collections.abc import Callable
from datetime import UTC, date, timedelta

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale

from assignments import contact_log, verification, withdrawal
from assignments.consent import FamilyText, family_languages, load_script, load_sheet
from assignments.models.contact_log import Contact, Family
from assignments.requirements import course_minimum
from assignments.tasks import load_tasks
from curriculum.foundation.clock import today_in, utc_now
from curriculum.foundation.errors import Rejected
from curriculum.unit import ENGLISH
from lti_tool.extensions import db
from lti_tool.web.course_text import own_name
from lti_tool.web.forms.contact_log import ContactForm, remembered, shown
from lti_tool.web.forms.refusals import put_beside
from lti_tool.web.notices import redirect_with
from lti_tool.web.viewer import current_enrolment, viewer

PAGE = 50
LAST_PAGE = 10_000

bp = Blueprint("contact_log", __name__, url_prefix="/l/<launch>/contacts")


@bp.get("/")
def index() -> str:
    """Show the log, the newest contact first, and what it adds up to."""
    session, mine = db.session(), current_enrolment().id
    page = min(max(1, request.args.get("page", 1, int)), LAST_PAGE)
    contacts = contact_log.contacts_of(session, mine, limit=PAGE + 1, offset=PAGE * (page - 1))
    return render_template(
        "contact_log/index.html",
        contacts=contacts[:PAGE],
        page=page,
        more=len(contacts) > PAGE,
        totals=contact_log.totals(session, mine),
        minimum=course_minimum(load_tasks()),
        tasks=[task for task in load_tasks() if task.asks_for_contacts],
        families=contact_log.families_of(session, mine),
        verified=contact_log.verified_ids(session, mine),
        locked=contact_log.locked_ids(session, mine),
    )


@bp.route("/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Log a contact. Opened from a task, it counts for that task."""
    asked = request.args.get("task")
    task_id = asked if asked in load_tasks() else None
    last = next(iter(contact_log.contacts_of(db.session(), current_enrolment().id, limit=1)), None)
    form = ContactForm(data=remembered(last, today=_course_day(), task_id=task_id))
    form.offer(_families_to_choose(), last.language.split() if last else ())
    if form.validate_on_submit():
        try:
            contact_log.record_contact(
                db.session(), current_enrolment(), form.entry(), today=_today(form), now=utc_now()
            )
        except Rejected as error:
            db.session.rollback()
            put_beside(form, error)
        else:
            db.session.commit()
            return redirect_with(_back_to(task_id), "contact-saved")
    page = render_template("contact_log/new.html", form=form, task_id=task_id)
    return page, 422 if form.errors else 200


@bp.route("/<int:contact>/edit", methods=["GET", "POST"])
def edit(contact: int) -> ResponseReturnValue:
    """Correct a contact."""
    session = db.session()
    found = contact_log.find_contact(session, current_enrolment().id, contact)
    if request.method == "GET" and _is_locked(found):
        return render_template("contact_log/locked.html", contact=found), 409
    form = ContactForm(data=shown(found))
    form.offer(_families_to_choose(found.family_id), found.language.split())
    if form.validate_on_submit():
        entry = form.entry(found.consent_version)
        try:
            contact_log.change_contact(
                session, current_enrolment(), contact, entry, today=_today(form), now=utc_now()
            )
        except Rejected as error:
            db.session.rollback()
            put_beside(form, error)
        else:
            session.commit()
            return redirect_with(url_for(".index"), "contact-saved")
    is_verified = found.id in verification.verifications_of(session, [found.id])
    page = render_template(
        "contact_log/edit.html", form=form, contact=found, is_verified=is_verified
    )
    return page, 422 if form.errors else 200


@bp.route("/<int:contact>/remove", methods=["GET", "POST"])
def remove(contact: int) -> ResponseReturnValue:
    """Take a contact out of the log, after asking."""
    session = db.session()
    found = contact_log.find_contact(session, current_enrolment().id, contact)
    if request.method == "GET" and _is_locked(found):
        return render_template("contact_log/locked.html", contact=found), 409
    if request.method == "GET":
        return render_template("contact_log/remove.html", contact=found)
    contact_log.remove_contact(session, current_enrolment(), contact)
    session.commit()
    return redirect_with(url_for(".index"), "contact-removed")


@bp.route("/families/<int:family>/withdraw", methods=["GET", "POST"])
def withdraw(family: int) -> ResponseReturnValue:
    """Erase a family's words, after saying what that means."""
    session = db.session()
    found = withdrawal.find_family(session, current_enrolment().id, family)
    if request.method == "GET":
        return render_template("contact_log/withdraw.html", family=found)
    withdrawal.withdraw_family(session, current_enrolment(), family, now=utc_now())
    session.commit()
    return redirect_with(url_for(".index"), "family-withdrawn")


@bp.get("/consent")
def script() -> str:
    """Show what to say to a family before the first contact."""
    return _family_text("contact_log/script.html", load_script)


@bp.get("/consent/sheet")
def sheet() -> str:
    """Show the sheet that a family keeps, to be printed or read out."""
    return _family_text("contact_log/sheet.html", load_sheet)


def _family_text(template: str, load: Callable[[str], FamilyText]) -> str:
    """Show a text in the language that was asked for, or else the reader's own."""
    asked = request.args.get("in", get_locale().language)
    language = asked if asked in family_languages() else ENGLISH
    others = {each: own_name(each) for each in family_languages() if each != language}
    return render_template(template, text=load(language), others=others)


@bp.post("/<int:contact>/verify")
def verify(contact: int) -> ResponseReturnValue:
    """Confirm that a contact took place."""
    verification.verify_contact(db.session(), current_enrolment(), contact, now=utc_now())
    db.session.commit()
    return redirect_with(_next_page(), "contact-verified")


@bp.post("/<int:contact>/unverify")
def unverify(contact: int) -> ResponseReturnValue:
    """Take a confirmation back."""
    verification.unverify_contact(db.session(), current_enrolment(), contact)
    db.session.commit()
    return redirect_with(_next_page(), "verification-removed")


def _is_locked(contact: Contact) -> bool:
    return contact.id in contact_log.locked_ids(db.session(), contact.enrolment_id)


def _families_to_choose(also: int | None = None) -> list[Family]:
    families = contact_log.families_of(db.session(), current_enrolment().id)
    return [each for each in families if each.withdrawn_at is None or each.id == also]


def _course_day() -> date:
    return today_in(viewer().timezone, utc_now())


def _today(form: ContactForm) -> date:
    """Return the candidate's day: the course's, or their browser's where that is further on.

    The browser is believed as far as it can be true: somewhere on earth it is that day now.
    """
    try:
        local = date.fromisoformat(form.local_today.data or "")
    except ValueError:
        return _course_day()
    furthest = (utc_now().astimezone(UTC) + timedelta(hours=14)).date()
    return max(_course_day(), local) if local <= furthest else _course_day()


def _back_to(task_id: str | None) -> str:
    return url_for("tasks.show", task=task_id) if task_id else url_for(".index")


def _next_page() -> str:
    """Return the page that the button stood on, if it is one of this very launch."""
    asked = request.form.get("next", "")
    within = f"/l/{viewer().launch_id}/"
    if asked.startswith(within) and "\\" not in asked and asked.isprintable():
        return asked
    return url_for("home.index")
