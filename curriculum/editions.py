"""Which course a program teaches: the shipped one, or with units from a folder of its own.

The folders are named in the configuration, once for the process.
"""

from collections.abc import Mapping
from pathlib import Path

from curriculum.unit import ENGLISH
from curriculum.unit_folders import languages_in
from curriculum.units import Curriculum, load_curriculum

_folders: dict[str, Path] = {}


def use_folders(folders: Mapping[str, Path]) -> None:
    """Say which programs have a folder of units, and read them in every language.

    :param folders: by the program's name.
    :raises ContentError: a file in one of them cannot be used.
    """
    for folder in folders.values():
        for language in (ENGLISH, *languages_in(folder)):
            load_curriculum(language, folder)
    _folders.clear()
    _folders.update(folders)


def curriculum_for(program: str | None, language: str = ENGLISH) -> Curriculum:
    """Return the course as a program teaches it.

    :param program: its name; None for a course that belongs to no program.
    """
    return load_curriculum(language, _folders.get(program) if program else None)


def programs_with_units() -> tuple[str, ...]:
    """Return the names of the programs that have units of their own."""
    return tuple(_folders)
