"""What a person sees of the LMS."""
