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
    "Somebody gave another grade in the LMS's gradebook. "
    "“Send again” puts the grade from Reciprocal in its place."
)
COLUMN_GONE = N_(
    "The gradebook column was deleted in the LMS. "
    "“Send again” makes a new one, if the LMS allows it."
)
NO_COLUMN = N_(
    "The task has no gradebook column, and the LMS does not let Reciprocal make one. "
    "Add the task to the course again, with a grade."
)

ASK_FIRST = frozenset({CHANGED_THERE, COLUMN_GONE})
"""After these, sending again undoes something that a person did in the LMS."""
