"""The work: contacts with families, reflections, marks, evidence. Knows neither HTTP nor LTI."""
