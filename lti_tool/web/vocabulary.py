"""The words that pages use for the vocabularies of the contact log."""

import enum

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from assignments.models.contact_log import (
    Chooser,
    ConsentScope,
    ConsentWay,
    Contact,
    Interpreter,
    Mode,
    Occasion,
    Place,
    Relation,
)
from lti_tool.web.languages import names_of

LABELS: dict[enum.Enum, LazyString] = {
    Mode.IN_PERSON: _("In person"),
    Mode.PHONE: _("Phone"),
    Mode.VIDEO: _("Video call"),
    Mode.MESSAGE: _("Message"),
    Mode.LETTER: _("Letter or note"),
    Mode.EVENT: _("At an event"),
    Place.HOME: _("Their home"),
    Place.SCHOOL: _("School"),
    Place.COMMUNITY: _("Community place"),
    Place.WORK: _("Their work"),
    Place.ONLINE: _("Online or by phone"),
    Place.OTHER: _("Another place"),
    Chooser.FAMILY: _("The family"),
    Chooser.CANDIDATE: _("I did"),
    Chooser.SCHOOL: _("The school"),
    Chooser.SHARED: _("Both together"),
    Relation.PARENT: _("Parent"),
    Relation.GRANDPARENT: _("Grandparent"),
    Relation.GUARDIAN: _("Guardian"),
    Relation.FOSTER_CARER: _("Foster carer"),
    Relation.ADULT_SIBLING: _("Adult brother or sister"),
    Relation.OTHER_ADULT: _("Another adult"),
    Relation.SEVERAL: _("Several adults"),
    Interpreter.NONE: _("Nobody"),
    Interpreter.TRAINED: _("Trained interpreter"),
    Interpreter.STAFF: _("School staff"),
    Interpreter.COMMUNITY_BROKER: _("Community member"),
    Interpreter.ADULT_RELATIVE: _("Adult relative"),
    Occasion.RELATIONSHIP: _("Getting to know each other"),
    Occasion.CELEBRATION: _("Good news"),
    Occasion.INFORMATION: _("Information"),
    Occasion.PLANNING: _("Planning"),
    Occasion.CONCERN: _("A concern"),
    Occasion.EVENT: _("An event"),
    ConsentScope.TALK: _("Talking with me for my course"),
    ConsentScope.NOTES: _("Notes in this log"),
    ConsentScope.QUOTE: _("Being quoted, without a name"),
    ConsentScope.OBSERVE: _("Being watched at a meeting or routine"),
    ConsentScope.PHOTO: _("Photos of things, never of people"),
    ConsentWay.SPOKEN: _("Spoken"),
    ConsentWay.WRITTEN: _("In writing"),
    ConsentWay.INTERPRETED: _("Through an interpreter"),
}


def label_of(word: enum.Enum) -> str:
    """Return the word a reader sees for a member of a vocabulary."""
    return str(LABELS[word])


def contact_facts(contact: Contact) -> str:
    """Return one line on a contact: how, where, with whom, in which language, who began it."""
    facts = [
        label_of(contact.mode),
        label_of(contact.place),
        label_of(contact.relation),
        names_of(contact.language),
        label_of(contact.occasion),
        gettext("begun by: %(who)s", who=_who(contact.initiated_by)),
    ]
    if contact.interpreter is not Interpreter.NONE:
        facts.append(gettext("interpreter: %(who)s", who=label_of(contact.interpreter)))
    return " · ".join(facts)


def _who(chooser: Chooser) -> str:
    # "I did" answers a question put to the candidate; others read this line too.
    return gettext("candidate") if chooser is Chooser.CANDIDATE else label_of(chooser).lower()
