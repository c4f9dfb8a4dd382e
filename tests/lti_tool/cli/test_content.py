import json
import os
import signal
import subprocess
import sys
from urllib.request import urlopen

import pytest

from tests.ports import free_port
from tests.unit_folder import CHECKS, write_unit

MIDDLE = (
    "Families hear quite clearly what a building says to them, although the people who work "
    "inside it have usually stopped listening. A teacher who follows the way of a visitor from "
    "the sidewalk to the counter will notice several obstacles that nobody intended. "
)
DESCRIBED = "WEBVTT\n\n00:01.000 --> 00:02.000\nA door.\n"


@pytest.fixture
def sound(tmp_path):
    """A folder with a unit in which there is nothing to mend but the house's own rules."""
    captions = "WEBVTT\n\n00:00.000 --> 00:40.000\nA door opens. Somebody comes in.\n"
    write_unit(
        tmp_path / "units",
        sections=dict.fromkeys(("arriving", "staying", "leaving"), MIDDLE),
        film={"descriptions": "opening.descriptions.en.vtt"},
        files={"opening.descriptions.en.vtt": DESCRIBED, "opening.en.vtt": captions},
    )
    return tmp_path / "units"


def test_the_shipped_content_is_without_fault(reciprocal):
    assert "5 units" in reciprocal("units", "check")


def test_a_fault_in_any_of_our_files_is_named(reciprocal, monkeypatch, tmp_path):
    monkeypatch.setattr("assignments.standards.FOLDER", tmp_path)

    said = reciprocal("units", "check", fails=True)

    assert "rubric.toml:" in said
    assert "faults and" in said


def test_hints_are_printed_and_end_well(reciprocal, sound):
    said = reciprocal("units", "check", str(sound))

    assert f"{sound}/01-school-climate/checks.yaml: hint: length: there are 5 questions" in said
    assert "1 units, 7 minutes in all. No faults and" in said


def test_strict_counts_hints_as_faults(reciprocal, sound):
    assert "and no hints found" in reciprocal("units", "check", "--strict", str(sound), fails=True)


def test_faults_come_file_by_file_with_line_place_and_advice(reciprocal, sound):
    section = sound / "01-school-climate" / "sections" / "staying.md"
    section.write_text(section.read_text() + "\n#### Too deep\n\n![](door.svg)\n")
    line = len(section.read_text().splitlines()) - 2

    said = reciprocal("units", "check", str(sound), fails=True)

    assert f"{section}:{line}: heading: “Too deep” is too deep. Use ## and ### only" in said
    assert f"{section}:{line + 2}: picture: there is no file “door.svg”" in said
    assert "3 faults and" in said
    blocks = [block for block in said.split("\n\n") if str(section) in block]
    assert len(blocks) == 1


def test_paths_below_the_folder_one_is_in_are_short(reciprocal, sound, monkeypatch):
    monkeypatch.chdir(sound.parent)

    assert "\nunits/01-school-climate/unit.md" in "\n" + reciprocal("units", "check", str(sound))


def test_a_program_can_read_the_findings(reciprocal, sound):
    found = json.loads(reciprocal("units", "check", "--json", str(sound)))

    assert {"file", "line", "place", "what", "suggestion", "hint"} == set(found[0])
    assert all(each["hint"] for each in found)


def test_addresses_are_tried_only_when_asked_to(reciprocal, sound):
    # The guard around our connections refuses loopback, which is a fault of the address.
    head = sound / "01-school-climate" / "unit.md"
    address = f"http://127.0.0.1:{free_port()}/"
    head.write_text(head.read_text().replace("How a house", f"See <{address}>. How a house"))

    assert "--links" not in reciprocal("units", "check", str(sound), fails=True)
    said = reciprocal("units", "check", "--links", str(sound), fails=True)

    assert "Addresses to try: 1." in said
    assert f"link: {address}: there is no connection to its host" in said


def test_a_folder_that_is_not_there_is_named(reciprocal, tmp_path):
    assert "does not exist" in reciprocal("units", "check", str(tmp_path / "no"), fails=True)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_the_preview_serves_a_folder_without_any_configuration_until_it_is_ended(tmp_path, ending):
    write_unit(tmp_path / "units", checks=CHECKS)
    port = free_port()
    command = [sys.executable, "-m", "lti_tool.cli", "units", "preview", "--port", str(port)]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("RECIPROCAL")}
    process = subprocess.Popen(
        [*command, str(tmp_path / "units")],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**environment, "PYTHONUNBUFFERED": "1"},
    )
    try:
        said = [process.stdout.readline() for _ in range(3)]
        with urlopen(f"http://127.0.0.1:{port}/") as answer:
            assert "The open door" in answer.read().decode()
        process.send_signal(ending)
        rest = process.communicate(timeout=10)[0]
    finally:
        process.kill()
        process.wait()

    assert f"http://127.0.0.1:{port}/" in "".join(said)
    assert rest.strip() == "Ended."
    assert process.returncode == 0


def test_the_preview_says_that_a_port_is_in_use(reciprocal, tmp_path, capfd):
    import socket

    write_unit(tmp_path / "units")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])

        reciprocal("units", "preview", str(tmp_path / "units"), "--port", port, fails=True)
