import pytest

from assignments.content import check_content
from assignments.standards import FOLDER, find_standard, load_standards, read_standards
from curriculum.content_files import ContentError


def test_a_reference_leads_to_its_standard():
    found, standard = find_standard("intasc-2013:1(c)")

    assert found.name.startswith("InTASC")
    assert standard.verified


@pytest.mark.parametrize("reference", ["intasc-2013:99(z)", "nobody-2020:1", ""])
def test_a_reference_to_nothing_finds_nothing(reference):
    assert find_standard(reference) is None


def test_both_frameworks_of_aaqep_are_there():
    assert {"aaqep-2018", "aaqep-2025"} <= load_standards().keys()


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        pytest.param('id = "caep-2022"', 'id = "caep"', "as the file is called", id="id"),
        pytest.param('code = "R1.2"', 'code = "R1.1"', "is used twice", id="twice"),
    ],
)
def test_a_fault_is_named_by_line(tmp_path, old, new, complaint):
    broken = tmp_path / "caep-2022.toml"
    broken.write_text((FOLDER / "caep-2022.toml").read_text().replace(old, new, 1))

    with pytest.raises(ContentError, match=rf"caep-2022.toml:\d+: .*{complaint}"):
        read_standards(broken)


def test_all_content_that_we_ship_is_without_fault():
    assert [str(each) for each in check_content() if not each.is_hint] == []


def test_an_alignment_to_nothing_is_a_fault(tmp_path, monkeypatch):
    monkeypatch.setattr("assignments.standards.FOLDER", tmp_path)

    assert any("no standard “caep-2022:R1.1”" in str(fault) for fault in check_content())
