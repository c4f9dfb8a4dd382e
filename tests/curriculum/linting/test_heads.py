import pytest

from curriculum.linting import heads
from curriculum.linting.findings import Weight


def terms(*words):
    return [{"term": word, "meaning": "So."} for word in words]


def reading(url):
    return {"title": "One", "url": url, "minutes": 5, "why": "So."}


def line_of(draft, text):
    lines = draft.path.read_text().splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)


def video(number):
    return {
        "id": f"film-{number}",
        "section": "arriving",
        "title": "A",
        "purpose": "B",
        "seconds": 40,
        "source": "opening.mp4",
        "captions": "opening.en.vtt",
        "transcript": "opening.transcript.md",
        "watch_for": "C",
        "question": "D",
    }


@pytest.mark.parametrize(("count", "found"), [(1, 1), (2, 0), (4, 0), (5, 1)])
def test_a_unit_has_a_few_videos(draft, count, found):
    read = draft(videos=[video(number) for number in range(count)])

    findings = list(heads.some_videos(read))

    assert len(findings) == found
    assert all(each.weight is Weight.HOUSE for each in findings)
    assert all(each.line == line_of(read, '"videos"') for each in findings)


def test_a_unit_without_a_question_before_and_after_is_found(draft):
    (found,) = heads.a_question_before_and_after(draft(before_after=None))

    assert (found.place, found.what) == ("before_after", "is missing")


def test_a_unit_with_one_is_left_alone(draft):
    assert list(heads.a_question_before_and_after(draft())) == []


@pytest.mark.parametrize(("count", "found"), [(0, 1), (7, 1), (8, 0), (14, 0), (15, 1)])
def test_a_unit_explains_its_words(draft, count, found):
    read = draft(glossary=terms(*(f"word {number:02}" for number in range(count))))

    assert len(list(heads.a_glossary(read))) == found


def test_a_glossary_out_of_order_is_found(draft):
    read = draft(glossary=terms("climate", "trust", "culture", "Zeal"))

    (found,) = heads.glossary_is_sorted(read)

    assert found.what == "“culture” stands after “trust”"
    assert found.line == line_of(read, '"culture"')


def test_a_glossary_is_sorted_without_regard_to_case_accents_and_marks(draft):
    read = draft(glossary=terms("acción", "Ágil", "anzuelo", "éxito", "“first”", "PPT", "trust"))

    assert list(heads.glossary_is_sorted(read)) == []


def test_readings_by_http_and_twice_are_found(draft):
    read = draft(
        readings=[
            reading("https://a.org/one"),
            reading("http://a.org/two"),
            reading("https://a.org/one/"),
        ]
    )

    two, three = heads.readings_are_addresses(read)

    assert (two.place, two.what) == ("readings[1].url", "it is not https")
    assert (three.place, three.what) == (
        "readings[2].url",
        "it is the address of readings[0] as well",
    )
    assert two.line == line_of(read, "a.org/two")


def test_other_readings_are_left_alone(draft):
    read = draft(readings=[reading("https://a.org/one"), reading("https://a.org/one?page=2")])

    assert list(heads.readings_are_addresses(read)) == []
