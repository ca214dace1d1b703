"""What is no readable DOCX or ODT is refused, with what is wrong and what to do."""

import io
import time
import zipfile
from collections.abc import Callable

import pytest

from ingest import office
from ingest.errors import DocumentError
from ingest.loaded import Loaded
from ingest.office import load_docx, load_odt
from tests.ingest.office_files import open_files, packed, word_files

BODY = "<w:p><w:r><w:t>Texte.</w:t></w:r></w:p>"
DOCX, ODT = word_files(BODY), open_files("<text:p>Texte.</text:p>")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
MACROS = str(DOCX["[Content_Types].xml"]).replace(
    "vnd.openxmlformats-officedocument.wordprocessingml.document.main",
    "vnd.ms-word.document.macroEnabled.main",
)
BOMB = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">{}]>'.format(
    "".join(f'<!ENTITY a{n} "{f"&a{n - 1 or str()};" * 10}">' for n in range(1, 12))
)
ENTITY = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


def locked(data: bytes) -> bytes:
    """Its files marked as encrypted, in the headers and in the directory."""
    marked = bytearray(data)
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = marked.find(magic)
        while start >= 0:
            marked[start + at] |= 1
            start = marked.find(magic, start + 4)
    return bytes(marked)


def test_the_least_documents_are_read() -> None:
    assert load_docx(packed(DOCX)).text == load_odt(packed(ODT)).text == "Texte."


@pytest.mark.parametrize(
    ("load", "data", "reason"),
    [
        (load_docx, b"", "ce n’est pas un document"),
        (load_docx, b"{\\rtf1 Texte}", "ce n’est pas un document"),
        (load_docx, OLE, r"ancien document Office \(.doc\)"),
        (load_docx, OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (load_docx, locked(packed(DOCX)), "mot de passe"),
        (load_docx, cut(packed(DOCX)), "abîmé"),
        (load_docx, packed(DOCX).replace(b"PK\x03\x04", b"PK\x03\x05"), "abîmé"),
        (load_docx, packed(DOCX | {"word/vbaProject.bin": b"x"}), "macros"),
        (load_docx, packed(DOCX | {"[Content_Types].xml": MACROS}), "macros"),
        (load_docx, packed({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"}), "Excel"),
        (load_docx, packed({"[Content_Types].xml": "<x/>", "ppt/p.xml": "<x/>"}), "PowerPoint"),
        (load_docx, packed({"META-INF/MANIFEST.MF": "x", "A.class": "x"}), "Java"),
        (load_docx, packed(ODT), r"document \.docx"),
        (load_docx, packed({"a.txt": "x"}), r"document \.docx ;"),
        (load_docx, packed(DOCX | {"word/document.xml": "<w:document"}), "abîmé"),
        (load_docx, packed(DOCX | {"_rels/.rels": "<x/>"}), "abîmé"),
        (load_docx, packed(DOCX | {"word/document.xml": f"{ENTITY}<a>&b;</a>"}), "entités"),
        (load_docx, packed(DOCX | {"word/document.xml": f"{BOMB}<a>&a11;</a>"}), "abîmé|entités"),
        (load_docx, packed(DOCX | {"word/styles.xml": "<a>" * 10_000}), "abîmé"),
        (load_odt, packed(DOCX), "document Word"),
        (
            load_odt,
            packed(ODT | {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            r"\.odt",
        ),
        (
            load_odt,
            packed(ODT | {"META-INF/manifest.xml": "<manifest:encryption-data/>"}),
            "mot de passe",
        ),
        (load_odt, packed({"mimetype": ODT["mimetype"]}), "abîmé"),
        (load_odt, packed(ODT | {"content.xml": f"{BOMB}<a b='&a11;'/>"}), "abîmé|entités"),
        (load_odt, packed(open_files("<text:section>" * 300 + "</text:section>" * 300)), "abîmé"),
        (load_odt, cut(packed(ODT)), "abîmé"),
    ],
)
def test_what_is_unfit_is_refused_with_what_to_do(
    load: Callable[[bytes], Loaded], data: bytes, reason: str
) -> None:
    started = time.monotonic()
    with pytest.raises(DocumentError, match=reason) as raised:
        load(data)
    message = str(raised.value)
    assert " ; " in message
    assert message[0].islower()
    assert time.monotonic() - started < 5


@pytest.mark.parametrize(("load", "files"), [(load_docx, DOCX), (load_odt, ODT)])
def test_what_unpacks_to_too_much_is_refused_before_it_is(
    load: Callable[[bytes], Loaded], files: dict[str, str | bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(office, "MOST_UNPACKED", 2**20)
    data = packed(files | {"media/image.bmp": bytes(2**20)})
    assert len(data) < 10_000
    with pytest.raises(DocumentError, match="dépasse 1 Mo une fois décompressé"):
        load(data)


def test_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "MOST_FILES", 10)
    with pytest.raises(DocumentError, match="dépasse"):
        load_docx(packed(DOCX | {f"a{number}": "" for number in range(10)}))


def test_a_size_that_lies_is_refused() -> None:
    data = bytearray(packed(DOCX | {"word/document.xml": " " * 100_000}))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        info = archive.getinfo("word/document.xml")
    at = data.rfind(b"word/document.xml") - 46 + 24
    assert int.from_bytes(data[at : at + 4], "little") == info.file_size
    data[at : at + 4] = (10).to_bytes(4, "little")
    with pytest.raises(DocumentError, match="abîmé"):
        load_docx(bytes(data))


def test_a_document_without_its_main_part_has_no_text() -> None:
    assert load_docx(packed(DOCX | {"word/document.xml": ""})).text == ""


def test_text_deep_in_the_document_is_read_or_refused() -> None:
    deep = "<w:sdt><w:sdtContent>" * 60 + BODY + "</w:sdtContent></w:sdt>" * 60
    assert load_docx(packed(word_files(deep))).text == "Texte."
