"""Each language is whole: every sentence of code and templates, translated, compiled, fitting."""

import re
import subprocess
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import read_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po
from babel.support import Translations

ROOT = Path(__file__).parents[2]
TRANSLATIONS = ROOT / "lti_tool" / "translations"
FOLDERS = sorted(path.parent for path in TRANSLATIONS.glob("*/LC_MESSAGES/messages.po"))
PLACE = re.compile(r"%\(\w+\)[\d.]*[a-z]|%%|\{\w+\}")
"""What is filled in: by gettext, or by a script in the page."""

NO_WORD = re.compile(rf"{PLACE.pattern}|\b(?:h|min|s)\b|\W|\d")
"""Places, units of time, and signs: what every language writes alike."""

SAME = {
    "es": {
        # What an LMS's own pages say, name by name.
        "Admin Tools › Manage Extensibility › LTI Advantage › Register Tool, Standard.",
        "Administration Workspace › External Tools › install an LTI 1.3 tool.",
        "Content Selection URL", "Custom parameters", "Domain(s)", "Initiate login URL", "JSON URL",
        "Keyset URL", "LMS", "Launch URL", "Login Initiation URL", "OpenID Connect Login URL",
        "Privacy. Share launcher's name: always. Share launcher's email: never. "
        "Accept grades from the tool: always.",
        "Public keyset", "Redirect URIs", "Redirect URLs", "Redirection URI(s)",
        "Site administration › Plugins › Activity modules › External tool › Manage tools › "
        "configure a tool manually.",
        "Target Link URI", "Tool JWKS URL", "Tool Keyset URL",
        "Tool OpenID Connect/Initialization Endpoint", "Tool Redirect Endpoint(s)",
        "Tool Redirect URL(s)", "Tool URL",
        "Tool settings. LTI version: LTI 1.3. Public key type: Keyset URL.", "URL",
        # Names, and words that both languages share.
        "N = %(n)s", "Reciprocal", "no",
    },
}  # fmt: skip
"""Sentences that read the same in a language, looked at by somebody."""


@pytest.fixture(scope="module")
def gathered(tmp_path_factory) -> Catalog:
    """What script/translations finds in code and templates today."""
    path = tmp_path_factory.mktemp("gathered") / "messages.pot"
    subprocess.run([ROOT / "script" / "translations", "--gather", path], check=True)
    with path.open("rb") as file:
        return read_po(file)


@pytest.fixture(params=FOLDERS, ids=lambda folder: folder.parent.name)
def folder(request) -> Path:
    return request.param


@pytest.fixture
def catalogue(folder) -> Catalog:
    with (folder / "messages.po").open("rb") as file:
        return read_po(file, locale=folder.parent.name)


def forms(one: Message, what: str) -> list[str]:
    """A message's ids or strings: one, or its singular and plurals."""
    words = getattr(one, what)
    return [words] if isinstance(words, str) else list(words)


def messages(catalogue: Catalog) -> list[Message]:
    return [one for one in catalogue if one.id]


def test_there_is_spanish():
    assert [folder.parent.name for folder in FOLDERS] == ["es"]


def test_sentences_of_every_kind_are_gathered(gathered):
    of_a_macro, of_the_domain = "Skip to the content", "A level is a number from 1 to 4."
    of_a_form, counted = "Which family?", ("One word", "%(num)d words")

    for sentence in (of_a_macro, of_the_domain, of_a_form, counted[0]):
        assert gathered.get(sentence), sentence
    assert gathered.get(counted[0]).id == counted
    commands = [one.id for one in gathered for path, _ in one.locations if "/cli/" in path]
    assert commands == []


def test_the_catalogue_has_todays_sentences_and_no_other(gathered, catalogue):
    """Mended by script/translations, and then by translating what it leaves empty."""
    wanted = {tuple(forms(one, "id")) for one in messages(gathered)}
    there = {tuple(forms(one, "id")) for one in messages(catalogue)}

    assert sorted(wanted - there) == []
    assert sorted(there - wanted) == []


def test_every_sentence_is_translated(catalogue):
    untranslated = [one.id for one in messages(catalogue) if not all(forms(one, "string"))]

    assert untranslated == []
    assert [one.id for one in messages(catalogue) if one.fuzzy] == []


def test_what_reads_the_same_was_looked_at(folder, catalogue):
    same = {
        one.id
        for one in messages(catalogue)
        if one.id == one.string and NO_WORD.sub("", str(one.id))
    }

    assert same == SAME[folder.parent.name]


def test_the_places_to_be_filled_in_are_the_same(catalogue):
    for one in messages(catalogue):
        allowed = {place for words in forms(one, "id") for place in PLACE.findall(words)}
        for words in forms(one, "string"):
            found = set(PLACE.findall(words))
            # A singular may say "one" where its plural counts.
            assert found <= allowed, (one.id, words)
            assert found == allowed or not isinstance(one.id, str), (one.id, words)
            if "%" in PLACE.sub("", words):
                pytest.fail(f"a lone per cent sign: {words}")


def test_space_around_a_sentence_stays(catalogue):
    for one in messages(catalogue):
        for origin, words in zip(forms(one, "id"), forms(one, "string"), strict=False):
            assert len(origin) - len(origin.lstrip()) == len(words) - len(words.lstrip()), words
            assert len(origin) - len(origin.rstrip()) == len(words) - len(words.rstrip()), words


def test_nothing_is_shouted(catalogue):
    assert [one.id for one in messages(catalogue) if set("!¡") & set(str(one.string))] == []


def test_the_plural_forms_are_the_languages_own(folder, catalogue):
    language = folder.parent.name
    own = get_plural(language)

    assert catalogue.num_plurals == own.num_plurals
    assert catalogue.plural_expr == own.plural_expr
    for one in messages(catalogue):
        if not isinstance(one.id, str):
            assert len(one.string) == own.num_plurals, one.id
    assert Locale.parse(language).text_direction == "ltr"


def test_one_and_many_are_told_apart_in_spanish():
    spanish = Translations.load(str(TRANSLATIONS), ["es"])

    said = [
        spanish.ngettext("One word", "%(num)d words", number) % {"num": number}
        for number in (0, 1, 2)
    ]

    assert said == ["0 palabras", "Una palabra", "2 palabras"]


def test_what_is_compiled_is_what_was_translated(folder, catalogue):
    """Mended by script/translations."""
    with (folder / "messages.mo").open("rb") as file:
        compiled = read_mo(file)

    translated = [
        {tuple(forms(one, "id")): forms(one, "string") for one in messages(each)}
        for each in (compiled, catalogue)
    ]
    assert translated[0] == translated[1]
    assert compiled.num_plurals == catalogue.num_plurals
