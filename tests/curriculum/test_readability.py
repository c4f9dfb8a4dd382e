import pytest

from curriculum.readability import (
    count_words,
    english_syllables,
    grade_of,
    plain_words,
    sentences_of,
    spanish_syllables,
)

KNOWN = {
    1: "the school time made large house asked learned through eight used change speak whole",
    2: "teacher parent reading mother wanted places table language people something any being",
    3: "family radio important understand remember conference principal September evidence idea",
    4: "community education information secretary conversation especially invitation kindergarten",
    5: "participation university administrative communicating",
    6: "responsibility",
}
"""Common words by their syllables, as a dictionary has them; some of them are hard to tell."""


def test_over_a_text_s_words_the_count_is_nearly_a_dictionary_s():
    pairs = [(english_syllables(w), known) for known in KNOWN for w in KNOWN[known].split()]

    counted, known = (sum(each) for each in zip(*pairs, strict=True))
    assert counted == pytest.approx(known, rel=0.03)
    assert sum(one == other for one, other in pairs) >= 0.85 * len(pairs)


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("walked", 1),
        ("wanted", 2),
        ("likes", 1),
        ("places", 2),
        ("community", 4),
        ("education", 4),
        ("participation", 5),
        ("responsible", 4),
        ("don’t", 1),
        ("well-known", 2),
        ("lovely", 2),
        ("a", 1),
        ("PPT", 1),
    ],
)
def test_english_syllables(word, syllables):
    assert english_syllables(word) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("y", 1),
        ("que", 1),
        ("hoy", 1),
        ("niño", 2),
        ("leer", 2),
        ("país", 2),
        ("tío", 2),
        ("mayo", 2),
        ("guerra", 2),
        ("escuela", 3),
        ("familia", 3),
        ("maestra", 3),
        ("ayuda", 3),
        ("apoyo", 3),
        ("ahora", 3),
        ("pingüino", 3),
        ("averigüe", 4),
        ("conversación", 4),
        ("comunicación", 5),
    ],
)
def test_spanish_syllables(word, syllables):
    assert spanish_syllables(word) == syllables


# The formula by hand: 0.39 × words per sentence + 11.8 × syllables per word − 15.59.
@pytest.mark.parametrize(
    ("text", "grade"),
    [
        pytest.param("The cat sat on the mat.", 0.39 * 6 + 11.8 * 6 / 6 - 15.59, id="plain"),
        pytest.param(
            "Responsibility for communicating lies with the school.",
            0.39 * 7 + 11.8 * 16 / 7 - 15.59,
            id="long words",
        ),
        pytest.param(
            "Dana waits. Her mother comes in and sits down.",
            0.39 * 9 / 2 + 11.8 * 11 / 9 - 15.59,
            id="two sentences",
        ),
        pytest.param("", 0.0, id="nothing"),
        pytest.param("## Only a heading\n", 0.0, id="no running text"),
    ],
)
def test_the_grade_of_english(text, grade):
    assert grade_of(text) == pytest.approx(grade)


def test_the_grade_of_spanish():
    # Six words, one sentence, ten syllables: La ma-má lee con su ni-ño.
    sentences, syllables = 100 / 7, 100 * 10 / 7
    expected = -0.205 * sentences + 0.049 * syllables - 3.407

    assert grade_of("La mamá lee con su niño hoy.", "es") == pytest.approx(expected)


def test_only_running_text_is_measured():
    text = (
        "---\ntitle: A title of many words\n---\n## A heading\n\n"
        "See [the **sheet**](https://a.org/x), *Ms.* Bell.\n\n> Said `so`.\n\n- One\n- Two\n"
    )

    assert "heading" not in plain_words(text)
    assert "a.org" not in plain_words(text)
    assert count_words(text) == 9


def test_a_title_ends_no_sentence_and_an_item_is_one():
    sentences = sentences_of("Mr. Reed asks twice. “Why?” she says.\n\n- One\n- Two")

    assert [text for text, _ in sentences] == [
        "Mr Reed asks twice.",
        "“Why?”",
        "she says.",
        "One",
        "Two",
    ]


def test_sentences_know_how_many_lines_come_before_them():
    assert sentences_of("One\ntwo. Three.\nFour.") == [
        ("One\ntwo.", 0),
        ("Three.", 1),
        ("Four.", 2),
    ]
