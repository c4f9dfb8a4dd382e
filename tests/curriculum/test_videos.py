from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.videos import Source, Way, merge, seconds_in, source_of

YOUTUBE = Source(Way.EMBED, "https://www.youtube-nocookie.com/embed/a_b-C1d2E3f", "youtube.com")
SECOND = st.integers(-5, 60)


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("clip.mp4", Source(Way.OWN, "clip.mp4")),
        ("https://www.youtube.com/watch?v=a_b-C1d2E3f&t=4", YOUTUBE),
        ("https://youtu.be/a_b-C1d2E3f?si=x", YOUTUBE),
        ("https://www.youtube.com/embed/a_b-C1d2E3f", YOUTUBE),
        ("https://m.youtube.com/shorts/a_b-C1d2E3f", YOUTUBE),
        (
            "https://vimeo.com/76979871",
            Source(Way.EMBED, "https://player.vimeo.com/video/76979871?dnt=1", "vimeo.com"),
        ),
        (
            "https://vimeo.com/76979871/8272103f6e",
            Source(
                Way.EMBED, "https://player.vimeo.com/video/76979871?dnt=1&h=8272103f6e", "vimeo.com"
            ),
        ),
        (
            "https://player.vimeo.com/video/76979871?h=8272103f6e",
            Source(
                Way.EMBED, "https://player.vimeo.com/video/76979871?dnt=1&h=8272103f6e", "vimeo.com"
            ),
        ),
        (
            "https://films.example.edu/a/b.MP4?x=1",
            Source(Way.DIRECT, "https://films.example.edu/a/b.MP4?x=1", "films.example.edu"),
        ),
        (
            "https://films.example.edu:8443/b.webm",
            Source(Way.DIRECT, "https://films.example.edu:8443/b.webm", "films.example.edu"),
        ),
    ],
)
def test_a_source_is_understood(written, source):
    assert source_of(written) == source


@pytest.mark.parametrize(
    "written",
    [
        "clip.mov",
        "../clip.mp4",
        "folder/clip.mp4",
        "",
        "http://films.example.edu/b.mp4",
        "https://films.example.edu/b.html",
        "https://user:secret@films.example.edu/b.mp4",
        "https://films.example.edu;script-src/b.mp4",
        "https://www.youtube.com/watch",
        "https://www.youtube.com/@somebody",
        "https://www.youtube.com/watch?v=%22%3E%3Cscript%3E",
        "https://vimeo.com/channels/staffpicks",
        "javascript://youtube.com/watch?v=a_b-C1d2E3f",
        "https://youtube.com.example.org/watch?v=a_b-C1d2E3f",
    ],
)
def test_an_address_that_cannot_be_played_is_refused(written):
    with pytest.raises(ValueError):
        source_of(written)


def test_an_origin_is_what_a_policy_names():
    assert source_of("https://films.example.edu:8443/b.webm").origin == (
        "https://films.example.edu:8443"
    )


@given(st.lists(st.tuples(SECOND, SECOND)), st.integers(0, 50))
def test_merging_keeps_exactly_the_seconds_within_the_video(spans, length):
    merged = merge(spans, length)

    seen = {second for start, end in spans for second in range(start, end) if 0 <= second < length}
    assert {second for start, end in merged for second in range(start, end)} == seen
    assert seconds_in(merged) == len(seen)
    assert all(a[1] < b[0] for a, b in pairwise(merged))
