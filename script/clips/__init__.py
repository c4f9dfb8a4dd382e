"""The drawings of the opening clips, one module a unit. `script/make-clips` puts them together."""
