"""The content alone, for those who write it: no LMS, no database, pages that follow the files."""
