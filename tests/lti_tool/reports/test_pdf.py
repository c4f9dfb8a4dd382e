"""The finished file: tagged, titled, self-contained, the same every time, and told nothing."""

import io
import itertools
import re
import socket
import subprocess
import sys

import pikepdf
import pytest

from lti_tool.reports.pdf import RenderingError, render_pdf
from tests import cohort_work, cohorts
from tests.lti_tool.reports.reading import elements, of_kind, opened, text_of

_kept = {}


@pytest.fixture
def pdf(request):
    """A course's report; the same in every test, because making one is slow."""
    if not _kept:
        made = request.getfixturevalue("made")
        _kept["pdf"] = render_pdf(made.course_html(cycle=made.cycle))
    return _kept["pdf"]


def test_it_claims_to_be_pdf_ua_and_says_its_language_and_title(pdf):
    with opened(pdf) as file:
        assert file.Root.Lang == "en"
        assert file.Root.MarkInfo.Marked
        assert file.Root.ViewerPreferences.DisplayDocTitle
        assert str(file.docinfo["/Title"]) == "Completion report: EDU 210"
        with file.open_metadata() as data:
            assert data["pdfuaid:part"] == "1"
            assert data["dc:title"] == "Completion report: EDU 210"


def test_its_dates_are_those_of_the_report(pdf):
    with opened(pdf) as file:
        assert str(file.docinfo["/CreationDate"]).startswith("D:20260302150000")


def test_the_same_evidence_gives_the_same_bytes(made):
    html = made.candidate_html()

    assert render_pdf(html) == render_pdf(html, large=True)


def test_every_header_cell_says_what_it_heads(pdf):
    with opened(pdf) as file:
        headers = of_kind(file, "/TH")
        assert len(headers) > 100
        for header in headers:
            expected = "/Column" if header.P.P.S == "/THead" else "/Row"
            assert header.A.Scope == expected


def test_every_data_cell_names_its_headers(pdf):
    with opened(pdf) as file:
        known = {str(header.ID) for header in of_kind(file, "/TH")}
        cells = of_kind(file, "/TD")
        assert cells
        for cell in cells:
            named = {str(each) for each in cell.A.Headers}
            assert named
            assert named <= known


def test_the_chart_has_words_for_who_cannot_see_it(pdf):
    with opened(pdf) as file:
        figures = of_kind(file, "/Figure")
        assert len(figures) == 1
        assert "common criteria" in str(figures[0].Alt)


def test_headings_come_in_order_and_are_bookmarks(pdf):
    with opened(pdf) as file:
        levels = [
            int(str(each.S)[2]) for each in elements(file) if re.fullmatch("/H[1-6]", str(each.S))
        ]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
        with file.open_outline() as outline:
            titles = [str(item.title) for item in outline.root[0].children]
    assert "Participants" in titles
    assert "Who is not complete, and why" in titles


def test_all_fonts_are_ours_and_embedded(pdf):
    with opened(pdf) as file:
        fonts = {
            str(font.BaseFont): font for page in file.pages for font in page.Resources.Font.values()
        }
        assert all("Report-Se" in name or "Report-Sa" in name for name in fonts)
        for font in fonts.values():
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor or "/FontFile3" in descriptor
        assert any("Italic" in name for name in fonts)


def test_pages_have_labels_and_say_which_of_how_many(pdf):
    with opened(pdf) as file:
        assert [page.label for page in file.pages] == [
            str(number + 1) for number in range(len(file.pages))
        ]
        count = len(file.pages)
    assert f"Page {count} of {count}" in text_of(pdf)
    assert text_of(pdf).count("R-TEST-0001") == count + 1


def test_running_heads_and_feet_are_artifacts(pdf):
    with opened(pdf) as file:
        for page in file.pages:
            content = page.obj.Contents.read_bytes()
            loose = re.findall(rb"/Artifact\s*<<\s*/Type /Pagination", content)
            assert loose
            marked = {int(number) for number in re.findall(rb"/MCID (\d+)", content)}
            tree = file.Root.StructTreeRoot.ParentTree.Nums
            owners = tree[2 * int(page.obj.StructParents) + 1]
            assert marked == {
                number
                for number, owner in enumerate(owners)
                if isinstance(owner, pikepdf.Dictionary)
            }


def test_every_marked_text_belongs_to_the_document(pdf):
    with opened(pdf) as file:
        reached = {element.objgen for element in elements(file)}
        tree = file.Root.StructTreeRoot.ParentTree.Nums
        for place in range(1, len(tree), 2):
            owners = tree[place]
            if isinstance(owners, pikepdf.Array):
                assert all(owner.objgen in reached for owner in owners if owner is not None)


HOSTILE = (
    '"><img src="file:///etc/passwd"><img src="http://127.0.0.1:{port}/x.png">'
    '<link rel=attachment href="file:///etc/passwd"><script>alert(1)</script>'
    '<style>@import url("http://127.0.0.1:{port}/x.css")</style><a href="http://127.0.0.1:{port}/">'
)


@pytest.fixture
def listener():
    """A server that would hear any request."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        yield server


def test_hostile_names_are_printed_as_words_and_reach_nothing(make, listener):
    hostile = HOSTILE.format(port=listener.getsockname()[1])
    made = make(title=hostile, program=f"Program {hostile}")
    person = made.rater.person
    person.name = hostile
    made.session.flush()

    pdf = render_pdf(made.candidate_html())

    with pytest.raises(TimeoutError):
        listener.accept()
    with opened(pdf) as file:
        assert not file.attachments
        for page in file.pages:
            assert "/Annots" not in page.obj
            assert not page.get_images()
    assert "root:" not in text_of(pdf)
    assert "<script>" in text_of(pdf)


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1:9/x.png", "data:image/png;base64,AAAA",
     "asset:../pdf.py", "asset:report.css"],
)  # fmt: skip
def test_a_document_that_asks_for_anything_but_our_fonts_is_not_made(made, address):
    html = made.candidate_html().replace("</body>", f'<img alt="x" src="{address}"></body>')

    with pytest.raises(RenderingError, match="may not load"):
        render_pdf(html)


def test_an_attachment_is_not_made_either(made):
    link = '<link rel="attachment" href="file:///etc/passwd">'

    with pytest.raises(RenderingError):
        render_pdf(made.candidate_html().replace("</head>", f"{link}</head>"))


def test_no_familys_words_are_in_the_file(pdf, made):
    for each in (pdf, render_pdf(made.candidate_html())):
        text = text_of(each)
        for words in (cohorts.FAMILYS_WORDS, cohort_work.REFLECTION, cohorts.ALIAS, "neighbour"):
            assert words not in text
            with opened(each) as file:
                plain = io.BytesIO()
                file.save(plain, stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
                          compress_streams=False)  # fmt: skip
            assert words.encode() not in plain.getvalue()


def test_pages_are_told_as_they_are_laid_out(made):
    pages = []

    render_pdf(made.course_html(), on_page=pages.append)

    assert pages[:3] == [1, 2, 3]


def test_the_web_never_loads_what_renders():
    loads = (
        "import sys; from lti_tool.app import create_app; "
        "sys.exit('weasyprint' in sys.modules or 'pikepdf' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", loads], check=False).returncode == 0
