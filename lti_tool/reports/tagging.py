"""What WeasyPrint leaves undone for readers of tagged PDFs.

Running heads and feet become artifacts, so that a screen reader does not say them on every
page; header cells say whether they head a column or a row; pages get labels.
"""

import io
import re
from collections.abc import Iterator
from typing import BinaryIO

import pikepdf

_MARKED = re.compile(rb"/(?:Span|P|NonStruct|H[1-6])\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"


def finish(made: BinaryIO) -> bytes:
    """Return the finished file. The same input gives the same bytes."""
    finished = io.BytesIO()
    with pikepdf.open(made) as pdf:
        root = pdf.Root.StructTreeRoot
        in_document = {child.objgen for child in root.K[0].K}
        marked = dict(_number_tree(root.ParentTree))
        for page in pdf.pages:
            _release_margins(page, marked[int(page.obj.StructParents)], in_document)
        for element in pdf.objects:
            if isinstance(element, pikepdf.Dictionary) and element.get("/S") == "/TH":
                _say_scope(element)
        pdf.Root.PageLabels = pikepdf.Dictionary(
            Nums=pikepdf.Array([0, pikepdf.Dictionary(S=pikepdf.Name.D)])
        )
        pdf.save(
            finished,
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return finished.getvalue()


def _number_tree(tree: pikepdf.Object) -> Iterator[tuple[int, pikepdf.Object]]:
    numbers = tree.Nums
    for place in range(0, len(numbers), 2):
        yield int(numbers[place]), numbers[place + 1]


def _release_margins(
    page: pikepdf.Page, elements: pikepdf.Object, in_document: set[tuple[int, int]]
) -> None:
    """Turn what belongs to no element of the document into artifacts of the page."""
    loose = {number for number, element in enumerate(elements) if not _hangs(element, in_document)}
    if not loose:
        return

    def as_artifact(found: re.Match[bytes]) -> bytes:
        return _ARTIFACT if int(found[1]) in loose else found[0]

    # Safe on raw bytes: WeasyPrint writes texts as hexadecimal glyph numbers.
    content = page.obj.Contents
    content.write(_MARKED.sub(as_artifact, content.read_bytes()))
    for number in loose:
        elements[number] = None


def _hangs(element: pikepdf.Object, in_document: set[tuple[int, int]]) -> bool:
    """Whether an element's chain of parents ends in the document's own children."""
    while element.P.S != "/Document":
        element = element.P
    return element.objgen in in_document


def _say_scope(header: pikepdf.Dictionary) -> None:
    group = header.P.P
    heads_column = group.S == "/THead"
    header.A.Scope = pikepdf.Name.Column if heads_column else pikepdf.Name.Row
