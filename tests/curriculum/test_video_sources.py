import pytest

from curriculum.video_sources import Source, Speech, Way, is_host_pattern, source_of

YOUTUBE = Source(
    Way.EMBED,
    "https://www.youtube-nocookie.com/embed/a_b-C1d2E3f",
    "youtube.com",
    Speech.YOUTUBE,
    "https://www.youtube.com/watch?v=a_b-C1d2E3f",
)


def vimeo(query, page):
    address = f"https://player.vimeo.com/video/76979871?{query}"
    return Source(Way.EMBED, address, "vimeo.com", Speech.VIMEO, f"https://vimeo.com/{page}")


def elsewhere(way, address, host):
    return Source(way, address, host, page=address)


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("clip.mp4", Source(Way.OWN, "clip.mp4")),
        ("https://www.youtube.com/watch?v=a_b-C1d2E3f&t=4", YOUTUBE),
        ("https://youtu.be/a_b-C1d2E3f?si=x", YOUTUBE),
        ("https://www.youtube.com/embed/a_b-C1d2E3f", YOUTUBE),
        ("https://m.youtube.com/shorts/a_b-C1d2E3f", YOUTUBE),
        ("https://vimeo.com/76979871", vimeo("dnt=1", "76979871")),
        (
            "https://vimeo.com/76979871/8272103f6e",
            vimeo("dnt=1&h=8272103f6e", "76979871/8272103f6e"),
        ),
        (
            "https://player.vimeo.com/video/76979871?h=8272103f6e",
            vimeo("dnt=1&h=8272103f6e", "76979871/8272103f6e"),
        ),
        (
            "https://films.example.edu/a/b.MP4?x=1",
            elsewhere(Way.DIRECT, "https://films.example.edu/a/b.MP4?x=1", "films.example.edu"),
        ),
        (
            "https://films.example.edu:8443/b.webm",
            elsewhere(Way.DIRECT, "https://films.example.edu:8443/b.webm", "films.example.edu"),
        ),
        (
            "https://films.example.edu/a/all.m3u8",
            elsewhere(Way.STREAM, "https://films.example.edu/a/all.m3u8", "films.example.edu"),
        ),
        (
            "https://cdn.kaltura.com/p/1/embedPlaykitJs/uiconf_id/2?iframeembed=true&entry_id=1_a",
            Source(
                Way.EMBED,
                "https://cdn.kaltura.com/p/1/embedPlaykitJs/uiconf_id/2?iframeembed=true&entry_id=1_a",
                "cdn.kaltura.com",
                Speech.OPEN,
                "https://cdn.kaltura.com/p/1/embedPlaykitJs/uiconf_id/2?iframeembed=true&entry_id=1_a",
            ),
        ),
        (
            "https://edu.hosted.panopto.com/Panopto/Pages/Viewer.aspx?id=1-2",
            Source(
                Way.EMBED,
                "https://edu.hosted.panopto.com/Panopto/Pages/Embed.aspx?id=1-2",
                "edu.hosted.panopto.com",
                Speech.OPEN,
                "https://edu.hosted.panopto.com/Panopto/Pages/Viewer.aspx?id=1-2",
            ),
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
        "https://films.example.edu",
        "https://films.example.edu/",
        "https://films.example.edu:port/b.mp4",
        "https://*.example.edu/film",
        "https://user:secret@films.example.edu/b.mp4",
        "https://films.example.edu;script-src/b.mp4",
        "https://www.youtube.com/watch",
        "https://www.youtube.com/@somebody",
        "https://www.youtube.com/watch?v=%22%3E%3Cscript%3E",
        "https://vimeo.com/channels/staffpicks",
        "javascript://youtube.com/watch?v=a_b-C1d2E3f",
        "https://films.example.edu/b\0.mp4",
        "https://films.example.edu/b.mp4\n.mp4",
        "https://films.\texample.edu/my film.mp4",
    ],
)
def test_an_address_that_cannot_be_played_is_refused(written):
    with pytest.raises(ValueError):
        source_of(written)


def test_an_origin_is_what_a_policy_names():
    assert source_of("https://films.example.edu:8443/b.webm").origin == (
        "https://films.example.edu:8443"
    )


@pytest.mark.parametrize(
    ("written", "hosts", "shown"),
    [
        ("https://cdn.kaltura.com/film/1", (), False),
        ("https://cdn.kaltura.com/film/1", ("*.kaltura.com",), True),
        ("https://a.cdn.kaltura.com/film/1", ("*.kaltura.com",), True),
        ("https://kaltura.com/film/1", ("*.kaltura.com",), False),
        ("https://evilkaltura.com/film/1", ("*.kaltura.com",), False),
        ("https://cdn.kaltura.com.example.org/film/1", ("*.kaltura.com",), False),
        ("https://cdn.kaltura.com:8443/film/1", ("*.kaltura.com",), False),
        ("https://video.school.edu/film/1", ("video.school.edu",), True),
        ("https://my.video.school.edu/film/1", ("video.school.edu",), False),
        ("https://youtube.com.example.org/watch?v=a_b-C1d2E3f", (), False),
        ("https://youtu.be/a_b-C1d2E3f", (), True),
        ("https://vimeo.com/76979871", (), True),
        ("https://films.example.edu/b.mp4", (), True),
        ("clip.mp4", (), True),
    ],
)
def test_a_player_stands_in_a_page_only_where_its_host_is_listed(written, hosts, shown):
    assert source_of(written).may_be_shown(hosts) is shown


@pytest.mark.parametrize("written", ["video.school.edu", "*.kaltura.com", "video.school.edu:8443"])
def test_a_host_is_named_by_itself_or_with_all_below_it(written):
    assert is_host_pattern(written)


@pytest.mark.parametrize(
    "written",
    ["", "*", "*.com", "https://video.school.edu", "video.school.edu/films", "a*.school.edu",
     "video.school.edu; script-src *", "Video.School.edu"],
)  # fmt: skip
def test_what_names_no_host_is_none(written):
    assert not is_host_pattern(written)
