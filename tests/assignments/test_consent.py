import re

import pytest

from assignments.consent import (
    SCRIPT_FILE,
    SHEET_FILE,
    family_languages,
    load_script,
    load_sheet,
    read_text,
)
from curriculum.content_files import ContentError
from curriculum.readability import grade_of

TEXTS = [(load, language) for load in (load_script, load_sheet) for language in ("en", "es")]


@pytest.mark.parametrize(("load", "language"), TEXTS)
def test_families_can_read_it(load, language):
    assert 0 < grade_of(load(language).body, language) <= 6


def test_both_are_there_in_english_and_spanish():
    assert family_languages() == ("en", "es")


@pytest.mark.parametrize("load", [load_script, load_sheet])
def test_every_language_makes_the_same_points(load):
    english, spanish = (
        re.findall(r"^(##|-|\d+\.) ", load(language).body, re.MULTILINE)
        for language in ("en", "es")
    )

    assert english == spanish
    assert len(english) > 5


def test_a_language_that_is_not_there_is_english():
    assert load_sheet("fr").title == load_sheet("en").title
    assert load_sheet("fr").language == "en"


@pytest.mark.parametrize("path", [SCRIPT_FILE, SHEET_FILE])
def test_a_translation_of_another_version_is_a_fault(tmp_path, path):
    (tmp_path / path.name).write_text(path.read_text())
    spanish = path.with_name(f"{path.stem}.es.md").read_text()
    (tmp_path / f"{path.stem}.es.md").write_text(spanish.replace("2026.1", "2025.9"))

    with pytest.raises(ContentError, match=r"es\.md:2: version: .* has the version “2026.1”"):
        read_text(tmp_path / path.name, "es")
