"""Every table of the program, imported in one place for migrations and start-up."""

from assignments.models import contact_log, marking, reflection, report
from curriculum.foundation import jobs
from curriculum.foundation.tables import Base
from curriculum.models import (
    course,
    enrolment,
    note,
    person,
    program,
    program_video,
    progress,
)
from lti_tool.lti.models import grade_delivery, identity, invitation, launch, registration

MODULES = (
    contact_log, course, enrolment, grade_delivery, identity, invitation, jobs, launch, marking,
    note, person, program, program_video, progress, reflection, registration, report,
)  # fmt: skip

metadata = Base.metadata
