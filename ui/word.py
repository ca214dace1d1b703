"""A transcript as a Word document; the home of python-docx."""

import io
import re
from collections.abc import Iterable
from datetime import datetime

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from ui import labels
from ui.language import LOCALES, spoken
from ui.transcript import Block, Part

_STYLES = {
    Part.TITLE: "Title",
    Part.QUESTION: "Heading 1",
    Part.LABEL: "Heading 2",
    Part.ITEM: "List Bullet",
    Part.QUOTE: "Quote",
}
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def word(blocks: Iterable[Block], at: datetime) -> bytes:
    """A .docx file. XML has no room for control characters: each becomes U+FFFD."""
    document = _blank(at)
    for block in blocks:
        if block.part is Part.TABLE:
            _add_table(document, block)
        else:
            _add_paragraph(document, block)
        if block.part is Part.TITLE:
            document.core_properties.title = block.text
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _blank(at: datetime) -> WordDocument:
    """In the language that is spoken, the notice at the foot of each page, without its template's
    author."""
    document = Document()
    locale = LOCALES[spoken()]
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)
    document.styles["Normal"].font.size = Pt(11)
    document.styles["Quote"].paragraph_format.left_indent = Cm(1)
    document.sections[0].footer.paragraphs[0].text = labels.WRITTEN
    about = document.core_properties
    about.author = about.last_modified_by = labels.TITLE
    about.comments, about.language = labels.WRITTEN, locale
    about.created = about.modified = at
    return document


def _add_paragraph(document: WordDocument, block: Block) -> None:
    paragraph = document.add_paragraph(style=_STYLES.get(block.part))
    if block.lead:
        paragraph.add_run(_allowed(block.lead)).bold = True
    for run in _add_runs(paragraph, block, block.text):
        run.bold = True if block.part in (Part.SHORT, Part.PLACE) else None
        run.italic = True if block.part is Part.NOTE else None
    paragraph.paragraph_format.keep_with_next = block.part is Part.PLACE


def _add_runs(paragraph: Paragraph, block: Block, text: str) -> list[Run]:
    """A run a language; what is not in the document's own is told so."""
    made = []
    for piece, language in block.spoken(text):
        run: Run = paragraph.add_run(_allowed(piece))
        if language != spoken():
            properties = run._r.get_or_add_rPr()
            told = properties.makeelement(qn("w:lang"), {qn("w:val"): LOCALES[language]})
            properties.append(told)
        made.append(run)
    return made


def _add_table(document: WordDocument, block: Block) -> None:
    table = document.add_table(rows=0, cols=2, style="Table Grid")
    table.autofit = False
    for row in block.rows:
        cells = table.add_row().cells
        for cell, text, width in zip(cells, row, (Cm(3), Cm(12.5)), strict=True):
            cell.width = width
            _add_runs(cell.paragraphs[0], block, text)
    for cell in table.rows[0].cells:
        cell.paragraphs[0].runs[0].bold = True
    document.add_paragraph()


def _allowed(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)
