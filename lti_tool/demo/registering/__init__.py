"""How a tool registers itself (LTI Dynamic Registration 1.0), in each character's way."""
