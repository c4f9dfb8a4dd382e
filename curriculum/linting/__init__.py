"""The editor's friend: what could be better in the course's files, each with file and line."""
