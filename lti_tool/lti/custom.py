"""Custom parameters: what our links carry, and what platforms fill in (LTI Core 1.3, 5.4.6)."""

UNIT = "unit"
TASK = "task"

MADE_IN = "made_in"
"""On a link: our mark of the course it was made for. A copied course brings the old mark."""

CONTEXT_HISTORY = "context_history"
"""On every launch: the platform's ids of the courses that this one was copied from."""

IMPERSONATOR = "impersonator"
"""On every launch from Canvas: set while an administrator acts as somebody else."""

ASKED_OF_ALL = {CONTEXT_HISTORY: "$Context.id.history"}
ASKED_OF_CANVAS = {**ASKED_OF_ALL, IMPERSONATOR: "$Canvas.masqueradingUser.userId"}
