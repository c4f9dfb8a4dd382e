"""The short film of the tests with all that one can have: chapters, and what is to be seen."""

from tests.unit_folder import FILM

HOME = FILM

TRANSCRIPT = """\
## The door

Look at this school door. Staff walk in by the side and never see it.

## The bells

A grandmother comes by bus, two stops, with a baby on her arm. The gate is locked. There are three \
bells and no word that she can read.

**Voice:** A voice asks who she is. She gives the name of her grandson. The form asks for mother \
and father.

## The greeting

Then somebody comes out, holds the door, and says: we were expecting you. It is the same door. \
Now it says something else.
"""

CHAPTERS = """\
WEBVTT

00:00.000 --> 00:06.300
The door

00:06.300 --> 00:26.200
The bells

00:26.200 --> 00:38.000
The greeting
"""

DESCRIPTIONS = """\
WEBVTT

00:00.100 --> 00:05.000
A brick school with one grey door.

00:06.400 --> 00:11.000
A woman with a baby stands at a gate.

00:17.700 --> 00:22.000
A speaker grille beside three buttons.

00:26.400 --> 00:30.000
A person holds the open door.
"""

FILES = {
    "opening.chapters.en.vtt": CHAPTERS,
    "opening.descriptions.en.vtt": DESCRIPTIONS,
}
NAMES = {"chapters": "opening.chapters.en.vtt", "descriptions": "opening.descriptions.en.vtt"}
WHOLE = {"transcript": TRANSCRIPT, "files": FILES, "film": {**NAMES, "seconds": 38}}
"""What `tests.unit_folder.write_unit` takes for it."""
