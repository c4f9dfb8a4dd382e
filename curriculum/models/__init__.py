"""Tables of the course: people, programs, courses, enrolments and progress."""
