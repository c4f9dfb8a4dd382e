"""The words in which a family is asked for its consent. A contact keeps their version."""

from functools import cache
from pathlib import Path

import msgspec

from curriculum.content_files import read_front_matter

SCRIPT_FILE = Path(__file__).parent / "consent.md"


class ConsentScript(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a candidate says before the first contact."""

    version: str
    title: str
    body: str = ""
    """Markdown."""


def read_script(path: Path) -> ConsentScript:
    """Read a script file.

    :raises ContentError: by file, line and field.
    """
    script, body = read_front_matter(path, ConsentScript)
    return msgspec.structs.replace(script, body=body)


@cache
def load_script() -> ConsentScript:
    """Return the script in use. Read once per process."""
    return read_script(SCRIPT_FILE)
