"""The course: its content, who is enrolled, how far each has come. Knows neither HTTP nor LTI."""
