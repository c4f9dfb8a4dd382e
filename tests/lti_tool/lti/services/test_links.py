import pytest

from lti_tool.lti.services.errors import ServiceUnreachable
from lti_tool.lti.services.links import next_page, under, with_query
from tests.lti_tool.lti.services.recorded import recorded

HERE = "https://lms.example.edu/items?type_id=1"
NEXT = "https://lms.example.edu/items?type_id=1&page=2"


@pytest.mark.case("G01", "G02")
@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.edu/items/2/lineitem", "https://a.edu/items/2/lineitem/scores"),
        ("https://a.edu/items/2/lineitem/", "https://a.edu/items/2/lineitem/scores"),
        (
            "https://a.edu/items/2/lineitem?type_id=1&x=%2F",
            "https://a.edu/items/2/lineitem/scores?type_id=1&x=%2F",
        ),
    ],
)
def test_a_sub_service_goes_before_the_query(url, expected):
    assert under(url, "scores") == expected


def test_a_query_is_added_to_the_one_there_is():
    assert with_query(HERE, user_id="a b&c") == f"{HERE}&user_id=a+b%26c"
    assert with_query("https://a.edu/x", tag="t") == "https://a.edu/x?tag=t"


@pytest.mark.case("R01", "G16")
@pytest.mark.parametrize(
    "header",
    [
        pytest.param(f'<{NEXT}>; rel="next"', id="as specified"),
        pytest.param(f"<{NEXT}>; rel=next", id="no quotes"),
        pytest.param(f'<{NEXT}>; title="more"; rel="next"', id="parameters before"),
        pytest.param(f'<{NEXT}>;rel="next last"', id="several relations"),
        pytest.param(f'<{HERE}>; rel="first",<{NEXT}>; rel="next"', id="several links"),
        pytest.param(f'<{HERE}>; rel="prev"\n, <{NEXT}>; REL="NEXT"', id="folded, upper case"),
        pytest.param('</items?type_id=1&page=2>; rel="next"', id="relative"),
        pytest.param(f"<{NEXT.replace('&', '&amp;')}>; rel=“next”".encode().decode("latin-1"),
                     id="Moodle"),
    ],
)  # fmt: skip
def test_the_next_page_is_found(header):
    assert next_page(HERE, header) == NEXT


@pytest.mark.parametrize(
    "header",
    [None, "", f'<{NEXT}>; rel="prev"', f'<{NEXT}>; rel="nextish"', f'<{NEXT}>; title="next"'],
)
def test_the_last_page_is_the_last(header):
    assert next_page(HERE, header) is None


@pytest.mark.case("R02")
@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/items?page=2",
        "http://lms.example.edu/items?page=2",
        "https://lms.example.edu:8443/items?page=2",
        "//evil.example/items",
        "https://lms.example.edu@evil.example/",
    ],
)
def test_a_next_page_elsewhere_is_refused(target):
    with pytest.raises(ServiceUnreachable, match="another host"):
        next_page(HERE, f'<{target}>; rel="next"')


@pytest.mark.case("G16")
def test_moodles_own_link_header_is_followed():
    header = recorded("line items limit 1").headers["Link"]
    here = "http://localhost:8081/mod/lti/services.php/2/lineitems?type_id=1&limit=1"

    assert next_page(here, header) == f"{here}&from=1"
