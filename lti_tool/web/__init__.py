"""Pages: one thin blueprint per noun."""
