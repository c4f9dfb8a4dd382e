import pytest

from curriculum.foundation.errors import Rejected
from lti_tool.lti.windows import read_window

FIELDS = ("start", "end")


def window(start="", end="", zone="America/New_York"):
    return read_window(start, end, zone=zone, title="1A", fields=FIELDS)


@pytest.mark.case("P10")
@pytest.mark.parametrize(
    ("start", "end", "plain"),
    [
        pytest.param(
            "2026-09-01T08:00",
            "2026-12-01T23:59",
            {
                "startDateTime": "2026-09-01T08:00:00-04:00",
                "endDateTime": "2026-12-01T23:59:00-05:00",
            },
            id="the offset of each day",
        ),
        pytest.param(
            "2026-09-01T08:00", " ", {"startDateTime": "2026-09-01T08:00:00-04:00"}, id="no end"
        ),
        pytest.param(
            "", "2026-09-01T08:00:30", {"endDateTime": "2026-09-01T08:00:30-04:00"}, id="no start"
        ),
    ],
)
def test_local_times_become_instants_with_an_offset(start, end, plain):
    assert window(start, end).to_plain() == plain


def test_nothing_entered_is_no_window():
    assert window() is None


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        pytest.param("2026-09-01T08:00", "2026-09-01T08:00", "end", id="no time between"),
        pytest.param("2026-09-01T08:00", "2026-09-01T07:59", "end", id="the wrong way round"),
        pytest.param("soon", "", "start", id="not a date"),
        pytest.param("2026-09-01T08:00+02:00", "", "start", id="another zone"),
        pytest.param("", "0001-01-01T00:00", "end", id="before there were courses"),
        pytest.param("", "9999-12-31T23:59", "end", id="after there are"),
    ],
)
def test_what_cannot_be_names_its_field(start, end, field):
    with pytest.raises(Rejected) as refused:
        window(start, end)

    assert refused.value.field == field
    assert "1A" in str(refused.value)


def test_the_hour_that_comes_twice_is_compared_as_time_goes():
    """On 1 November 2026 New York goes from 1:59 back to 1:00; the first of the two is meant."""
    assert window("2026-11-01T01:30", "2026-11-01T02:00") is not None
