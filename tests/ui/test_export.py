"""Files of an answer or a conversation, opened and read again."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from docx import Document
from fastapi import FastAPI
from fastapi.testclient import TestClient
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.schema import Answer
from tests.ui.comparing import OTHER, ComparingAssistant
from tests.ui.fakes import HOSTILE
from ui import labels
from ui.actions import ALL, Act
from ui.conversation import Exchange, State
from ui.delivery import MOST, SECONDS, Deliveries, File, delivery_routes
from ui.export import export
from ui.markdown import inert, markdown
from ui.printing import print_page
from ui.spreadsheet import spreadsheet
from ui.transcript import transcript
from ui.word import word

DAY = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
QUESTIONS = ("Petites Villes", "Et en 2021 ?", "le piège *gras*", "une évolution", "une différence")


@pytest.fixture
def exchanges() -> list[Exchange]:
    """One of each kind, whole, then a failed one."""
    assistant = ComparingAssistant()
    told = []
    for question in QUESTIONS:
        answer = list(assistant.stream(question))[-1]
        told.append(Exchange(question, answer, State.DONE, provenance=assistant.provenance(answer)))
    return [*told, Exchange("une <erreur>", None, State.FAILED, "Relancez\u00a0: retro index")]


def answers(exchanges: Sequence[Exchange]) -> list[Answer]:
    return [each.answer for each in exchanges if each.answer]


def quotes(exchanges: Sequence[Exchange]) -> list[str]:
    return [e.quote for a in answers(exchanges) for e in (*a.citations, *a.related)]


# --- Markdown ----------------------------------------------------------------------------------


def inline(token: Token) -> str:
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(breaks.get(one.type, one.content) for one in token.children or ())


def quoted(tokens: Sequence[Token]) -> list[str]:
    """The text of each block quote, its paragraphs an empty line apart."""
    found: list[list[str]] = []
    depth = 0
    for token in tokens:
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "blockquote_open":
            found.append([])
        elif depth and token.type == "inline":
            found[-1].append(inline(token))
    return ["\n\n".join(parts) for parts in found]


def read(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(text)


def test_markdown_reads_back_to_the_same_quotations(exchanges: list[Exchange]) -> None:
    shown = quoted(read(markdown(transcript(exchanges, DAY))))
    wanted = [re.sub(r"\n{2,}", "\n\n", quote) for quote in quotes(exchanges)]
    assert shown == wanted
    assert OTHER.text in shown


WILD = (HOSTILE, "1. a", "- a", "=== ", "\ta\x0c", "  a  ", "a_b _c_", "&amp; & #", "[1]: /x", "")


@pytest.mark.parametrize("text", WILD)
def test_inert_text_is_one_plain_text_of_markdown(text: str) -> None:
    tokens = read(f"avant {inert(text)} après\n\n{inert(text)}")
    kinds = {one.type for token in tokens for one in token.children or ()}
    assert kinds <= {"text", "text_special"}
    lines = [inline(token) for token in tokens if token.type == "inline"]
    assert lines == [f"avant {text} après", *([text] if text else [])]


def test_markdown_makes_nothing_of_hostile_text(exchanges: list[Exchange]) -> None:
    tokens = read(markdown(transcript(exchanges, DAY)))
    kinds = {one.type for token in tokens for one in (token, *(token.children or ()))}
    own = ("heading", "paragraph", "inline", "text", "strong", "em", "blockquote", "hardbreak")
    lists = ("bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td")
    assert {kind for kind in kinds if not kind.startswith((*own, *lists))} == set()


def test_a_conversation_has_its_questions_sources_notice_and_date(
    exchanges: list[Exchange],
) -> None:
    text = markdown(transcript(exchanges, DAY))
    assert text.startswith("# Rétrospectives – Conversation du 24 novembre 2026\n")
    headings = [
        inline(one) for tag, one in pairwise(read(text)) if tag.tag == "h2" and one.children
    ]
    assert headings == [*QUESTIONS, "une <erreur>"]
    assert labels.WRITTEN in text
    assert "**1er octobre 2020**" in text
    assert "[1] Rétrospective 2020 de l’ANCT · Octobre · 1er octobre 2020" in text
    assert "Citations vérifiées · index v3-0a0b0c0d du 4 janvier 2021" in text
    assert labels.RELATED_DETAIL in text
    assert "Relancez\u00a0: retro index" in text


def test_years_are_a_table_and_a_difference_too(exchanges: list[Exchange]) -> None:
    lines = markdown(transcript(exchanges, DAY)).split("\n")
    assert "| 2020 | non mentionné |" in lines
    assert "| 2021 | document absent |" in lines
    assert any(line.startswith("| 2019 | 142 agents «\u00a0=SOMME") for line in lines)
    at = lines.index("| Document | Ce qui est écrit |")
    assert lines[at + 2].startswith("| Rapport 2022 | 187 agents «")
    assert lines[at + 3].startswith("| Lettre 2021 | 180 agents «")
    assert "**Les documents diffèrent**" in lines


def test_dates_of_a_list_stand_out() -> None:
    answer = list(ComparingAssistant().stream("les entrées"))[-1]
    text = markdown(transcript([Exchange("q", answer, State.DONE)], DAY))
    assert (
        "- **13 octobre 2020\u00a0:** «\u00a0Le 13/10, Caroline Cayeux\u00a0» [1]\n- 14 oct" in text
    )


# --- Word --------------------------------------------------------------------------------------


def test_word_holds_the_same_quotations(exchanges: list[Exchange]) -> None:
    document = Document(io.BytesIO(word(transcript(exchanges, DAY), AT)))
    shown = [p.text for p in document.paragraphs if p.style and p.style.name == "Quote"]
    assert shown == quotes(exchanges)


def test_word_has_headings_table_notice_and_no_trace_of_its_template(
    exchanges: list[Exchange],
) -> None:
    document = Document(io.BytesIO(word(transcript(exchanges, DAY), AT)))
    heads = [p.text for p in document.paragraphs if p.style and p.style.name == "Heading 1"]
    assert heads == [*QUESTIONS, "une <erreur>"]
    years, difference = document.tables
    assert [row.cells[0].text for row in years.rows] == ["Année", "2019", "2020", "2021", "2022"]
    assert difference.rows[2].cells[1].text == f"180 agents «\u00a0{OTHER.text}\u00a0» [1]"
    assert document.sections[0].footer.paragraphs[0].text == labels.WRITTEN
    about = document.core_properties
    assert (about.author, about.title) == (labels.TITLE, document.paragraphs[0].text)
    assert about.created == AT
    assert 'w:val="en-US"' not in document.styles.element.xml


def test_word_takes_control_characters(exchanges: list[Exchange]) -> None:
    answer = answers(exchanges)[0]
    odd = replace(answer.citations[0], quote="a\x0cb\x01\ufffe\tc")
    told = Exchange("q\x00", replace(answer, citations=(odd,)), State.DONE)
    document = Document(io.BytesIO(word(transcript([told], DAY), AT)))
    assert "a\ufffdb\ufffd\ufffd\tc" in [p.text for p in document.paragraphs]


# --- The page to print -------------------------------------------------------------------------


class PrintPage(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.quotes: list[str] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not any(name.startswith(("on", "src", "href")) for name, _ in attrs)
        if tag != "meta":
            self._open.append(tag)
        if tag == "blockquote":
            self.quotes.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._open and self._open[-1] == "blockquote":
            self.quotes[-1] += data


def test_the_print_page_is_exact_and_inert(exchanges: list[Exchange]) -> None:
    page = print_page(transcript(exchanges, DAY))
    found = PrintPage(page)
    assert found.quotes == quotes(exchanges)
    assert found.tags <= set(
        "html head meta title style body main p h1 h2 h3 ul li strong blockquote "
        "table thead tbody tr th td".split()
    )
    assert '<html lang="fr">' in page
    assert labels.WRITTEN in found.text


# --- CSV ---------------------------------------------------------------------------------------


def test_csv_of_the_years_is_no_formula(exchanges: list[Exchange]) -> None:
    made = spreadsheet(answers(exchanges)[3])
    assert made.startswith(b"\xef\xbb\xbf")
    head, first, second, third, last = csv.reader(
        io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=";"
    )
    assert tuple(head) == labels.CSV_HEAD
    quote = "'=SOMME(A1)\u202f: 142 agents en 2019."
    assert first == ["2019", "cité", "142 agents", quote, "Rapport 2022", "2022/rapport.md", "", ""]
    assert second == ["2020", "non mentionné", *[""] * 6]
    assert third[1] == "document absent"
    assert last[3] == "En 2022, 187 agents «\u00a0présents\u00a0»."


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_starts_like_a_formula(exchanges: list[Exchange], sign: str) -> None:
    answer = answers(exchanges)[3]
    wild = replace(answer.citations[0], quote=f"{sign}1", title=f"{sign}2", heading=f"{sign}3")
    text = spreadsheet(replace(answer, citations=(wild,))).decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1]
    assert [row[3], row[4], row[6]] == [f"'{sign}1", f"'{sign}2", f"'{sign}3"]


# --- What a button asks for --------------------------------------------------------------------


@pytest.mark.parametrize("name", ["md", "docx", "print", "receipt", "csv"])
def test_a_file_is_named_without_a_word_of_the_question(
    exchanges: list[Exchange], name: str
) -> None:
    file = export(Act(name, 4), exchanges, AT)
    assert file
    assert re.fullmatch(r"(reponse|recu|evolution)-2026-11-24\.\w+", file.name)


def test_one_answer_or_all_are_exported(exchanges: list[Exchange]) -> None:
    one, whole = (export(Act("md", turn), exchanges, AT) for turn in (2, ALL))
    assert one and whole  # noqa: PT018
    assert b"## Et en 2021" in one.content
    assert b"Petites Villes de demain" not in one.content
    assert b"Petites Villes de demain" in whole.content
    assert whole.name == "conversation-2026-11-24.md"


def test_nothing_is_made_of_what_is_not_there(exchanges: list[Exchange]) -> None:
    under_way = [Exchange("q", exchanges[0].answer)]
    assert export(Act("md", 1), under_way, AT) is None
    assert export(Act("md", ALL), [], AT) is None
    for act in (Act("csv", 1), Act("receipt", 6), Act("receipt", ALL), Act("nonsense", 1)):
        assert export(act, exchanges, AT) is None


def test_our_own_words_have_french_spaces(exchanges: list[Exchange]) -> None:
    """A no-break space before a colon, a narrow one before the other signs."""
    for block in transcript(exchanges[:1], DAY):
        assert not re.search(r"[ \w»][:;?!](?!\S)", block.text.replace(exchanges[0].question, ""))


# --- Handing over ------------------------------------------------------------------------------


@pytest.fixture
def deliveries() -> Deliveries:
    return Deliveries()


@pytest.fixture
def client(deliveries: Deliveries) -> TestClient:
    app = FastAPI()
    app.include_router(delivery_routes(deliveries))
    return TestClient(app)


def test_a_file_is_fetched_once_and_kept_by_nobody(
    client: TestClient, deliveries: Deliveries
) -> None:
    token = deliveries.put(File("reponse.md", "text/markdown; charset=utf-8", "é".encode()), "one")
    found = client.get(f"/export/{token}")
    assert (found.text, found.headers["cache-control"]) == ("é", "no-store")
    assert found.headers["content-disposition"] == "attachment; filename*=UTF-8''reponse.md"
    again = client.get(f"/export/{token}")
    assert (again.status_code, again.text) == (404, labels.FILE_GONE)


def test_a_page_is_shown_and_not_saved(client: TestClient, deliveries: Deliveries) -> None:
    token = deliveries.put(File("a.html", "text/html; charset=utf-8", b"<p>"), "one")
    assert "content-disposition" not in client.get(f"/export/{token}").headers


def test_a_file_waits_a_minute_and_not_longer() -> None:
    now = [0.0]
    deliveries = Deliveries(clock=lambda: now[0])
    late, early = (deliveries.put(File("a", "b", b""), "one") for _ in range(2))
    now[0] = SECONDS - 1
    assert deliveries.take(early)
    now[0] = SECONDS
    assert deliveries.take(late) is None


def test_no_more_than_so_many_files_wait(deliveries: Deliveries) -> None:
    tokens = [deliveries.put(File("a", "b", b""), "one") for _ in range(MOST + 1)]
    assert deliveries.take(tokens[0]) is None
    assert deliveries.take(tokens[1])
    assert len(set(tokens)) == MOST + 1


def test_what_waits_of_one_visit_is_dropped_and_of_another_stays(deliveries: Deliveries) -> None:
    own = [deliveries.put(File("a", "b", b""), "one") for _ in range(2)]
    other = deliveries.put(File("a", "b", b""), "other")
    deliveries.drop("one")
    assert [deliveries.take(token) for token in own] == [None, None]
    assert deliveries.take(other)
