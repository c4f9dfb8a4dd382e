import base64
import hashlib
import json
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCK = json.loads((ROOT / "lti_tool" / "vendor.lock.json").read_text("utf-8"))
FILES = [pytest.param(file, id=file["to"]) for package in LOCK for file in package["files"]]
ICONS = ROOT / "templates" / "_icons"


@pytest.mark.parametrize("file", FILES)
def test_a_vendored_file_is_the_one_that_was_published(file):
    content = (ROOT / file["to"]).read_bytes()

    assert hashlib.sha256(content).hexdigest() == file["sha256"]


@pytest.mark.parametrize("package", LOCK, ids=lambda package: package["name"])
def test_every_package_is_pinned_and_brings_its_licence(package):
    method, _, digest = package["integrity"].partition("-")

    assert re.fullmatch(r"\d+\.\d+\.\d+", package["version"])
    assert (method, len(base64.b64decode(digest))) == ("sha512", 64)
    assert any(file["from"].upper().startswith("LICENSE") for file in package["files"])


def test_no_file_stands_among_the_vendored_ones_that_the_lock_does_not_know():
    known = {ROOT / file["to"] for package in LOCK for file in package["files"]}
    folders = {path.parent for path in known}

    assert {path for folder in folders for path in folder.iterdir()} == known


def test_moving_an_unknown_package_is_refused_with_the_names_that_are_locked():
    run = subprocess.run(
        [ROOT / "script" / "vendor", "left-pad@1.3.0"], capture_output=True, text=True, check=False
    )

    assert run.returncode == 1
    assert "lucide-static" in run.stderr
