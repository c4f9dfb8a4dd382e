"""Tables of the work: contacts, reflections, submissions, markings, reports."""
