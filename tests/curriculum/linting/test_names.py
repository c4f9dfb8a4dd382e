import pytest

from curriculum.linting import names
from curriculum.linting.findings import Weight

SECTIONS = ("arriving", "staying")


@pytest.mark.parametrize(
    ("link", "what", "advice"),
    [
        pytest.param("[a](http://a.org/)", "is not https", "https:// as well", id="http"),
        pytest.param("[a](leaving.md)", "no section “leaving”", "by its title", id="no section"),
        pytest.param("[a](staying.md)", "leads nowhere", "by its title", id="another section"),
        pytest.param("[a](plan.pdf)", "there is no “plan.pdf”", "https://", id="no file"),
        pytest.param("[a](#end)", "leads nowhere", "by its title", id="a place in the page"),
        pytest.param("[a]()", "leads nowhere", "by its title", id="empty"),
    ],
)
def test_links_that_lead_nowhere_are_found(page, link, what, advice):
    (found,) = names.links_lead_somewhere(page(f"One.\n\nTwo {link}.\n"), SECTIONS)

    assert (found.line, found.place) == (3, "link")
    assert what in found.what
    assert advice in found.suggestion


def test_links_to_other_sites_are_left_alone(page):
    text = "[a](https://a.org/) <https://b.org> [c](mailto:c@d.org) ![e](e.svg)"

    assert list(names.links_lead_somewhere(page(text))) == []


@pytest.mark.parametrize(
    ("picture", "what"),
    [
        pytest.param("![A door](door.svg)", "there is no file", id="not there"),
        pytest.param("![A door](pictures/door.svg)", "not the name", id="in a folder"),
        pytest.param("![A door](https://a.org/door.svg)", "not the name", id="elsewhere"),
        pytest.param("![A door](door.gif)", "not the name", id="of another kind"),
    ],
)
def test_pictures_that_are_not_there_are_found(page, tmp_path, picture, what):
    (found,) = names.pictures_are_there(page(f"One.\n\n{picture}\n"), tmp_path)

    assert (found.line, found.place) == (3, "picture")
    assert what in found.what


@pytest.mark.parametrize("alt", ["", "  ", "door.svg"])
def test_pictures_without_words_are_found(page, alt):
    (found,) = names.pictures_have_words(page(f"![{alt}](door.svg)"))

    assert "no text" in found.what


def test_a_picture_with_words_is_left_alone(page, tmp_path):
    (tmp_path / "door.svg").write_text("<svg/>")
    read = page("![A door with three signs](door.svg)")

    assert list(names.pictures_are_there(read, tmp_path)) == []
    assert list(names.pictures_have_words(read)) == []


def test_a_picture_outside_a_unit_is_found(page):
    (found,) = names.no_pictures(page("One.\n\n![A door](door.svg)\n"))

    assert found.line == 3
    assert list(names.no_pictures(page("[a](https://a.org)"))) == []


def test_files_that_nothing_names_are_found(drafts):
    files = {"lost.svg": "<svg/>", "second.en.vtt": "WEBVTT\n", "notes.txt": "a"}

    found = list(names.every_file_is_used(drafts(files=files)))

    assert {each.path.name: each.what for each in found} == {
        "lost.svg": "nothing names this file",
        "notes.txt": "nothing names this file",
        "second.en.vtt": "no video slot is called “second”",
    }
    assert {each.weight for each in found} == {Weight.HINT}


def test_files_that_a_text_a_video_or_a_translation_names_are_left_alone(drafts):
    files = {
        "door.svg": "<svg/>",
        "opening.descriptions.en.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nA door.\n",
        "checks.es.yaml": "[]",
        "sections/arriving.es.md": "---\ntitle: a\nminutes: 1\n---\nb",
        ".hidden": "",
    }
    read = drafts(
        files=files,
        sections={"arriving": "![A door](door.svg)"},
        film={"descriptions": "opening.descriptions.en.vtt"},
    )
    spanish = read[0].path.with_name("unit.es.md")
    spanish.write_text(read[0].path.read_text())

    from curriculum.linting.drafts import drafts_of

    assert list(names.every_file_is_used(list(drafts_of(read[0].folder)))) == []
