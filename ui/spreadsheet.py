"""What years say, as CSV: opened as it is by a spreadsheet set to the language spoken."""

import csv
import io

from assistant.schema import Answer, Citation, Row
from ui import labels

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def spreadsheet(answer: Answer) -> bytes:
    """UTF-8 with its mark; a cell that would be a formula opens with an apostrophe."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=labels.CSV_DELIMITER)
    cited = {citation.marker: citation for citation in answer.citations}
    writer.writerow(labels.CSV_HEAD)
    for row in answer.rows:
        writer.writerow(map(_cell, _cells(row, cited.get(row.marker or 0))))
    return file.getvalue().encode("utf-8-sig")


def _cells(row: Row, cited: Citation | None) -> list[str]:
    told = [str(row.year or ""), labels.CSV_TOLD[row.told], row.short]
    if cited is None:
        return [*told, "", "", "", "", ""]
    page = "" if cited.page is None else cited.page_label or str(cited.page)
    return [*told, cited.quote, cited.title, cited.document, cited.heading, page]


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text
