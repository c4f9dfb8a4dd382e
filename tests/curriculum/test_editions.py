import pytest

from curriculum.content_files import ContentError
from curriculum.editions import curriculum_for, use_folders
from curriculum.units import forget_curriculum, load_curriculum
from tests.unit_folder import write_unit

PROGRAM = "Elementary Education"


@pytest.fixture
def own(tmp_path):
    """A program's folder with one unit."""
    write_unit(tmp_path / "own")
    yield tmp_path / "own"
    use_folders({})
    forget_curriculum()


def test_a_programs_unit_takes_the_place_of_ours_and_the_others_stay(own):
    use_folders({PROGRAM: own})

    theirs, ours = curriculum_for(PROGRAM), curriculum_for("Another program")

    assert theirs.unit("school-climate").title == "The open door"
    assert ours.unit("school-climate").title == "School Climate and Culture"
    assert [unit.id for unit in theirs.units] == [unit.id for unit in ours.units]
    assert theirs.unit("communication") == ours.unit("communication")


def test_a_course_of_no_program_reads_ours(own):
    use_folders({PROGRAM: own})

    assert curriculum_for(None) is load_curriculum()


def test_the_version_says_that_something_is_different(own):
    use_folders({PROGRAM: own})

    theirs, ours = curriculum_for(PROGRAM).version, load_curriculum().version

    assert theirs.startswith(f"{ours}+")
    assert len(theirs) == len(ours) + 7


def test_a_unit_that_replaces_none_is_a_fault(own):
    write_unit(own, id="astronomy", number=7)

    with pytest.raises(ContentError, match=r"unit\.md:\d+: id: the course has no such unit"):
        use_folders({PROGRAM: own})


def test_a_fault_in_a_translation_is_found_before_anybody_reads_it(own):
    home = own / "01-school-climate"
    spoilt = (home / "unit.md").read_text().replace('"number": 1', '"number": 2')
    (home / "unit.es.md").write_text(spoilt)

    with pytest.raises(ContentError, match=r"unit\.es\.md:\d+: id"):
        use_folders({PROGRAM: own})


def test_a_folder_that_cannot_be_read_leaves_the_others_in_use(own, tmp_path):
    use_folders({PROGRAM: own})
    write_unit(tmp_path / "spoilt", sections={"arriving": ""})

    with pytest.raises(ContentError, match="no text"):
        use_folders({PROGRAM: tmp_path / "spoilt"})

    assert curriculum_for(PROGRAM).unit("school-climate").title == "The open door"
