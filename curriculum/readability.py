"""How hard a text is to read, as a school grade: Flesch–Kincaid for English, Crawford for Spanish.

Both are formulas over words, sentences and syllables. They say nothing of whether a text is good,
only whether its sentences and words are about as long as those that a grade reads.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(r"^#+ .*$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^]]*)]\([^)]*\)")
_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s+", re.MULTILINE)
_TITLE = re.compile(r"\b(Mr|Mrs|Ms|Dr|Sr|Sra|e\.g|i\.e|p|al)\.", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.!?…]+[”’\"')\]]*(?=\s|$)|\n\s*\n")
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")

# Which vowels are not heard, and which neighbours are heard apart: over the words of the units the
# sum differs by less than one in a hundred from a pronouncing dictionary's.
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]|[aeiouy]l)e$|[^aeiouydt]ed$|[^aeiouycgsxzh]es$|(?<=[a-z]e)ly$")
_APART = re.compile(
    r"i[ao]$|i[ao](?=[^ctns])|ia(?=[lns])|io(?=[ds])|eo(?!u)|ua(?!r)|uou|[^cgst]iou|ying|ism$"
)

_ES_VOWELS = re.compile(r"[aeiouáéíóúüy]+")
_ES_STRONG = set("aeoáéó")
_ES_BREAKING = set("íú")
_ES_SILENT_U = re.compile(r"([qg])u(?=[eiéí])")
_ES_CONSONANT_Y = re.compile(r"y(?=[aeiouáéíóú])")


@dataclass(frozen=True)
class Reading:
    """What the formulas need of a text."""

    words: int
    sentences: int
    syllables: int


def plain_words(markdown_text: str) -> str:
    """Return a content file's running text: no front matter, headings, marks or addresses."""
    text = _HEADING.sub("", _FRONT_MATTER.sub("", markdown_text))
    # A list's items are sentences of their own, with a full stop or without.
    text = _ITEM.sub("\n\n", _LINK.sub(r"\1", text))
    return _TITLE.sub(r"\1", text.replace("*", "").replace("`", "").replace(">", ""))


def count_words(markdown_text: str) -> int:
    """Return how many words a content file's running text has."""
    return len(_WORD.findall(plain_words(markdown_text)))


def sentences_of(markdown_text: str) -> list[tuple[str, int]]:
    """Return a text's sentences, each with how many lines come before it."""
    text, found, start = plain_words(markdown_text), list[tuple[str, int]](), 0
    ends = [*(end.end() for end in _SENTENCE_END.finditer(text)), len(text)]
    for end in ends:
        sentence = text[start:end]
        if _WORD.search(sentence):
            blank = len(sentence) - len(sentence.lstrip())
            found.append((sentence.strip(), text[: start + blank].count("\n")))
        start = end
    return found


def grade_of(markdown_text: str, language: str = "en") -> float:
    """Return the school grade that reads such a text.

    Flesch–Kincaid (Kincaid et al., 1975); for Spanish the formula of A. N. Crawford (1984).

    :return: 0 for a text without words.
    """
    read = _measure(plain_words(markdown_text), language)
    if not read.words:
        return 0.0
    if language == "es":
        per_hundred = 100 / read.words
        return -0.205 * read.sentences * per_hundred + 0.049 * read.syllables * per_hundred - 3.407
    return 0.39 * read.words / read.sentences + 11.8 * read.syllables / read.words - 15.59


def _measure(text: str, language: str) -> Reading:
    count = spanish_syllables if language == "es" else english_syllables
    words = _WORD.findall(text)
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE_END.split(text))
    return Reading(len(words), max(1, sentences), sum(map(count, words)))


def english_syllables(word: str) -> int:
    """Return about how many syllables an English word has, from its vowels."""
    letters = word.lower().replace("’", "").replace("'", "")
    if "-" in letters:
        return sum(english_syllables(part) for part in letters.split("-"))
    if len(letters) <= 3:
        return 1
    silent = bool(_SILENT.search(letters))
    groups = len(_VOWELS.findall(letters)) + len(_APART.findall(letters))
    return max(1, groups - silent)


def spanish_syllables(word: str) -> int:
    """Count vowels; neighbours are one syllable unless both are strong or one breaks away."""
    count = 0
    letters = _ES_CONSONANT_Y.sub("j", _ES_SILENT_U.sub(r"\1", word.lower()))
    for group in _ES_VOWELS.findall(letters):
        count += 1
        for one, two in pairwise(group):
            strong = one in _ES_STRONG and two in _ES_STRONG
            count += strong or one in _ES_BREAKING or two in _ES_BREAKING
    return max(1, count)
