"""What each LMS wants to be told when it registers us: one profile object per LMS."""
