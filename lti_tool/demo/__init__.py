"""A small, strict learning management system to launch Reciprocal from.

`script/demo` shows it to people, and the functional tests use it as their platform. It speaks
LTI 1.3 from its own reading of the specifications and shares no code with the tool's side.
"""
