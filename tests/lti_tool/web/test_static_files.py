import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
STATIC = ROOT / "lti_tool" / "static"
TEMPLATES = [
    path
    for path in (ROOT / "templates").rglob("*.html")
    if not {"demo", "pdf"} & set(path.parts)  # the other program's pages, and no pages at all
]
SCRIPTS = list((STATIC / "js").rglob("*.js"))
SHEETS = list((STATIC / "css").rglob("*.css"))
by_name = pytest.mark.parametrize


def _short(path):
    return str(path.relative_to(ROOT))


@by_name("template", TEMPLATES, ids=_short)
def test_every_static_file_that_a_template_names_exists(template):
    named = re.findall(r"""static\(["']([^"']+)["']\)""", template.read_text("utf-8"))

    assert [name for name in named if not (STATIC / name).is_file()] == []


@by_name("template", TEMPLATES, ids=_short)
def test_every_icon_that_a_template_names_exists(template):
    named = re.findall(r"""\bicon\(["']([^"']+)["']\)""", template.read_text("utf-8"))

    icons = ROOT / "templates" / "_icons"
    assert [name for name in named if not (icons / f"{name}.svg").is_file()] == []


@by_name("template", TEMPLATES, ids=_short)
def test_no_template_holds_script_or_style_that_the_policy_forbids(template):
    text = template.read_text("utf-8")

    inline = re.findall(r"<style\b|<script(?![^>]*\bsrc=)|\sstyle=|\son[a-z]+=|javascript:", text)
    assert inline == []


@by_name("script", SCRIPTS, ids=_short)
def test_every_module_that_a_script_imports_exists(script):
    imported = re.findall(r"""\bimport\b[^"';]*["']([^"']+)["']""", script.read_text("utf-8"))

    assert [name for name in imported if not (script.parent / name).is_file()] == []


@by_name("sheet", SHEETS, ids=_short)
def test_a_style_sheet_loads_nothing_and_names_only_tokens_that_exist(sheet):
    text = sheet.read_text("utf-8")
    tokens = set(re.findall(r"(--[\w-]+):", (STATIC / "css" / "base.css").read_text("utf-8")))

    assert re.findall(r"url\(|@import", text) == []
    assert set(re.findall(r"var\((--[\w-]+)", text)) - tokens == set()


def test_the_address_of_a_static_file_holds_its_fingerprint_so_that_it_can_be_kept(app):
    with app.test_request_context():
        address = app.jinja_env.from_string("{{ static('css/base.css') }}").render()

    with app.test_client().get(address) as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=31536000"
    assert re.fullmatch(r"/static/css/base\.css\?v=[0-9a-f]{12}", address)
