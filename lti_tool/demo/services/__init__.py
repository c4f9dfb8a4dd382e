"""What a tool may ask of the LMS from server to server: tokens, grades, rosters."""
