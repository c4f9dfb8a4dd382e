"""The door: everything with HTTP, LTI, PDF or a process in it."""
