import json
import os

import pytest

from assignments import tasks
from lti_tool.preview.app import create_preview
from tests.conftest import COMPILED
from tests.unit_folder import CHECKS, write_unit

UNIT = "/units/01-school-climate/en/"
DOOR = '<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.fixture
def home(tmp_path):
    return write_unit(
        tmp_path / "units",
        sections={"arriving": "## The door\n\n![Three signs](door.svg)", "staying": "Somebody."},
        files={"door.svg": DOOR, "notes.txt": "mine"},
    )


@pytest.fixture
def preview(home):
    app = create_preview(home.parent)
    app.jinja_env.bytecode_cache = COMPILED
    return app.test_client()


def get(preview, address, status=200):
    answer = preview.get(address)
    assert answer.status_code == status
    return answer.text


def change(path, before, after):
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))
    # The file system's clock may be coarser than a test is quick.
    os.utime(path, ns=(0, path.stat().st_mtime_ns + 1_000_000_000))


def test_every_part_of_a_unit_is_shown(preview):
    page = get(preview, UNIT)

    for part in (
        "The open door",
        "How a house receives people.",
        "Arriving",
        "Two arrivals",
        "Somebody comes in.",
        "A parent stands in the hall",
        "Greet first.",
        "Who is greeted where you work?",
        "How it feels.",
        'kind="captions"',
    ):
        assert part in page


def test_all_units_and_tasks_are_listed(preview):
    page = get(preview, "/")

    assert UNIT in page
    assert all(f"/tasks/{task.id}" in page for task in tasks.load_tasks())


def test_a_section_shows_its_text_its_film_and_its_pictures(preview):
    page = get(preview, f"{UNIT}sections/arriving")

    assert "<h2>The door</h2>" in page
    assert '<img alt="Three signs" src="/media/01-school-climate/door.svg">' in page
    assert "Two arrivals" in page
    assert f"{UNIT}sections/staying" in page
    assert "Two arrivals" not in get(preview, f"{UNIT}sections/staying")


def test_questions_of_every_kind_show_their_answers(preview):
    page = get(preview, f"{UNIT}checks")

    for item in CHECKS:
        assert item["id"] in page
    for words in ("It is your house.", "Climate", "They need not guess.", "It asks one thing"):
        assert words in page


def test_a_task_is_shown(preview):
    assert tasks.load_tasks().task("1A").title in get(preview, "/tasks/1A")


@pytest.mark.parametrize(
    "address",
    [
        "/nothing",
        "/units/09-astronomy/en/",
        "/units/01-school-climate/xx/",
        f"{UNIT}sections/lost",
        "/tasks/9Z",
        "/media/01-school-climate/unit.md",
        "/media/01-school-climate/notes.txt",
        "/media/01-school-climate/lost.svg",
        "/media/01-school-climate/..%2f..%2fsecret.svg",
    ],
)
def test_what_is_not_there_says_so_and_looks_again(preview, home, address):
    (home.parent.parent / "secret.svg").write_text("no")

    page = get(preview, address, 404)

    assert "no such page" in page
    assert "js/preview.js" in page


def test_a_changed_file_is_seen_at_the_next_look(preview, home):
    before = json.loads(get(preview, "/changed"))
    change(home / "sections" / "staying.md", "Somebody.", "Nobody.")

    assert json.loads(get(preview, "/changed")) != before
    assert "Nobody." in get(preview, f"{UNIT}sections/staying")


def test_nothing_is_read_again_as_long_as_nothing_changes(preview, home):
    workshop = preview.application.extensions["workshop"]

    assert json.loads(get(preview, "/changed")) == json.loads(get(preview, "/changed"))
    assert workshop.content() is workshop.content()


def test_a_page_carries_the_version_that_it_shows(preview):
    version = json.loads(get(preview, "/changed"))

    assert f'<meta name="content-version" content="{version}">' in get(preview, UNIT)


def test_faults_stand_above_the_page_with_file_and_line(preview, home):
    section = home / "sections" / "staying.md"
    change(section, "Somebody.", "# Somebody")
    line = section.read_text().splitlines().index("# Somebody") + 1

    for address in ("/", UNIT, f"{UNIT}sections/staying"):
        page = get(preview, address)
        assert f"units/01-school-climate/sections/staying.md:{line}" in page
        assert "the rank is wrong" in page
    assert "the rank is wrong" not in get(preview, f"{UNIT}sections/arriving")


@pytest.mark.parametrize(
    ("name", "text", "address", "said"),
    [
        ("unit.md", "---\ntitle: [\n---\n", UNIT, "cannot be read yet"),
        ("unit.md", "", UNIT, "cannot be read yet"),
        ("checks.yaml", "- id: [", f"{UNIT}checks", "no questions that can be shown"),
        ("sections/arriving.md", "no front matter", f"{UNIT}sections/arriving", "no front matter"),
        ("opening.en.vtt", "no captions", UNIT, "The open door"),
        ("opening.transcript.md", "", UNIT, "The open door"),
    ],
)
def test_a_broken_file_shows_its_fault_and_no_crash(preview, home, name, text, address, said):
    (home / name).write_text(text)

    page = get(preview, address)

    assert said in page
    assert name in page


def test_a_missing_section_shows_in_its_unit(preview, home):
    (home / "sections" / "staying.md").unlink()

    page = get(preview, UNIT)

    assert "no such file" in page
    assert "sections[1]" in page


def test_a_new_unit_appears(preview, home):
    write_unit(home.parent, id="new-one", number=7, title="A new one")

    assert "A new one" in get(preview, "/")


def test_a_translation_is_shown_as_far_as_it_goes(preview, home):
    (home / "unit.es.md").write_text(
        (home / "unit.md").read_text().replace("The open door", "La puerta abierta")
    )
    spanish = "---\ntitle: Llegar\nminutes: 2\n---\n\nLa puerta.\n"
    (home / "sections" / "arriving.es.md").write_text(spanish)

    assert "La puerta abierta" in get(preview, "/")
    assert "Llegar" in get(preview, "/units/01-school-climate/es/")
    assert "La puerta." in get(preview, "/units/01-school-climate/es/sections/arriving")
    assert "Somebody." in get(preview, "/units/01-school-climate/es/sections/staying")
    assert "It is your house." in get(preview, "/units/01-school-climate/es/checks")


def test_films_are_sent_in_parts_and_never_kept(preview):
    film = "/media/01-school-climate/opening.mp4"
    with preview.get(film, headers={"Range": "bytes=0-9"}) as answer:
        assert (answer.status_code, len(answer.data)) == (206, 10)

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "video/mp4"


def test_a_drawing_may_run_nothing(preview):
    with preview.get("/media/01-school-climate/door.svg") as answer:
        policy = answer.headers["Content-Security-Policy"]

    assert "sandbox" in policy
    assert "default-src 'none'" in policy


def test_pages_may_load_only_from_here(preview):
    answer = preview.get(UNIT)

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "<script>" not in answer.text
    assert "style=" not in answer.text


def test_a_film_elsewhere_is_a_link_and_nothing_more(preview, home):
    change(home / "unit.md", '"opening.mp4"', '"https://vimeo.com/123"')

    page = get(preview, UNIT)

    assert '<a href="https://vimeo.com/123"' in page
    assert "<iframe" not in page


def test_another_site_s_name_for_this_machine_is_refused(preview):
    assert preview.get("/", headers={"Host": "evil.example:8010"}).status_code == 403
    assert preview.get("/", headers={"Host": "localhost:8010"}).status_code == 200
