"""What each LMS makes of a score: one policy object per LMS."""
