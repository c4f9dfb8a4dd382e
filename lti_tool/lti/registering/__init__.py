"""Connecting a platform: what we ask of it, what it answers, what is stored."""
