"""What an instructor reads about a delivery, besides the platform's refusals (`platforms.base`)."""

from curriculum.foundation.errors import N_

RECEIVED = N_("The LMS has confirmed the grade.")
FOUND = N_("The gradebook holds this grade.")
IN_A_MOMENT = N_("The grade goes out in a moment.")
AHEAD_OF_TIME = N_(
    "The gradebook holds a grade dated in the future, so it takes no other until then."
)
OUR_FAULT = N_("Reciprocal could not send the grade, because of a fault of its own.")
CHANGED_THERE = N_(
    "Somebody gave another grade in the LMS's gradebook. Reciprocal leaves it until you decide."
)
CLEARED_THERE = N_("The gradebook no longer holds this grade, or holds a zero.")
OVERRIDDEN = N_(
    "The LMS took the grade, and the gradebook still shows the one that was typed there. "
    "Take that one away in the gradebook, then send this one again."
)
COLUMN_GONE = N_(
    "The gradebook column was deleted in the LMS. "
    "Sending again makes a new one, if the LMS allows it."
)
NO_COLUMN = N_(
    "The task has no gradebook column, and the LMS does not let Reciprocal make one. "
    "Add the task to the course again, with a grade."
)

NOT_SENT = N_("The grade was not sent yet, and is not on its way.")
BLOCKED = N_("The connection to this LMS is blocked, so no grade goes out.")
PENDING = N_(
    "The connection to this course waits for approval by whoever runs Reciprocal, "
    "so no grade goes out yet."
)
NOWHERE = N_("This course is not connected to an LMS's gradebook.")

CHANGED = frozenset({CHANGED_THERE, CLEARED_THERE, OVERRIDDEN})
"""A person changed the grade in the LMS. It can be kept as it is there."""

ASK_FIRST = CHANGED | {COLUMN_GONE}
"""After these, sending again undoes something that a person did in the LMS."""
