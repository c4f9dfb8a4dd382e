"""How the films of the units are made, and their drawings: one module a film.

`script/make-clips` puts them together.
"""

import subprocess


class ClipError(Exception):
    """The film cannot be made as the files stand."""


def run(*command: object) -> str:
    """Run a program and return what it said, on both channels."""
    arguments = [str(part) for part in command]
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode:
        raise ClipError(f"{command[0]} failed:\n{done.stderr.strip()[-2000:]}")
    return done.stdout + done.stderr
