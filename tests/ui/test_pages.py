"""The pages beside the chat, as the server sends them: parsed, without a browser."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient
from lxml import html

from assistant.library import Library
from ingest.errors import RetroError
from tests.ui.fakes import HOSTILE, FakeAssistant
from ui import labels
from ui.panel import passage_markup
from ui.server import create_app

PAGES = ("/documents", "/documents/view?id=2020/rapport.pdf", "/aide", "/accessibilite")
PLAIN = {
    "html", "head", "meta", "title", "link", "body", "a", "header", "p", "nav", "ul", "li", "main",
    "h1", "h2", "h3", "div", "form", "input", "label", "button", "dl", "dt", "dd", "article",
    "span", "mark", "section", "ol", "details", "summary", "strong",
}  # fmt: skip


@pytest.fixture
def client(assistant: FakeAssistant) -> Iterator[TestClient]:
    with TestClient(create_app(assistant)) as client:
        yield client


def tree(client: TestClient, path: str, status: int = 200) -> html.HtmlElement:
    answer = client.get(path)
    assert answer.status_code == status
    return html.fromstring(answer.text)


def view(**parameters: object) -> str:
    return f"/documents/view?{urlencode(parameters)}"


def marks(page: html.HtmlElement, kind: str) -> list[str]:
    return [mark.text_content() for mark in page.find_class(kind)]


@pytest.mark.parametrize("path", [*PAGES, "/documents/view?id=nothing"])
def test_a_page_is_french_with_one_title_a_way_back_and_no_script(
    client: TestClient, path: str
) -> None:
    answer = client.get(path)
    page = html.fromstring(answer.text)
    assert page.get("lang") == "fr"
    assert len(page.xpath("//h1")) == len(page.xpath("//main")) == 1
    assert page.xpath("//a[@class='skip']/@href") == ["#content"]
    assert page.xpath("//script") == []
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", PAGES)
def test_every_link_is_relative_and_leads_somewhere(client: TestClient, path: str) -> None:
    for link in tree(client, path).xpath("//@href"):
        assert not link.startswith(("/", "http"))
        target = client.base_url.join(path).join(link)
        if "original" not in link:
            assert client.get(target.copy_with(fragment=None)).status_code == 200


@pytest.mark.parametrize("path", [*PAGES, view(id="2020/rapport.pdf", q="les")])
def test_every_anchor_stands_once(client: TestClient, path: str) -> None:
    page = tree(client, path)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    inside = [link[1:] for link in page.xpath("//@href") if link.startswith("#")]
    assert set(inside) <= set(ids)


def test_the_documents_are_listed_with_what_they_are(client: TestClient) -> None:
    first = tree(client, "/documents").find_class("documents")[0][0]
    said = " ".join(first.text_content().split())
    assert said == (
        "Rapport d’activité 2020 année 2020 · ANCT · 3 passages · 3 pages · 2020/rapport.pdf"
    )


def test_the_year_is_a_list_with_words_and_its_days_can_be_asked_about(client: TestClient) -> None:
    (months,) = tree(client, "/documents").find_class("months")
    assert len(months) == 12
    assert labels.NO_ENTRY in months[3].text_content()
    assert not months[3].xpath(".//a")
    (days,) = months[9].find_class("days")
    assert [day.xpath(".//strong")[0].text for day in days][:2] == [
        "1er octobre 2020", "13 octobre 2020",
    ]  # fmt: skip
    ask, *_ = days[0].find_class("ask")
    assert ask.get("href") == "./#q-2020-10-01-2020-10-01"
    assert ask.text_content() == "Poser la question Que s’est-il passé le 1er octobre 2020\u202f?"


def test_an_entry_leads_to_its_exact_characters(
    client: TestClient, assistant: FakeAssistant
) -> None:
    october = assistant.library().years[0].months[9]
    (months,) = tree(client, "/documents").find_class("months")
    link = months[9].xpath(".//ul//a/@href")[0]
    cited = "".join(marks(tree(client, f"/{link.partition('#')[0]}"), "cited"))
    assert cited == october.days[0].entries[0].text


def test_the_panel_of_a_citation_leads_into_the_whole_document(
    client: TestClient, assistant: FakeAssistant
) -> None:
    for citation in assistant._demain("").citations:
        panel = html.fromstring(passage_markup(assistant.real, citation, "s-1-1", "3"))
        address, _, anchor = panel.find_class("tab")[0].get("href").partition("#")
        page = tree(client, f"/{address}")
        assert marks(page, "cited") == [citation.quote]
        assert page.xpath(f"//*[@id='{anchor}']")


@pytest.mark.parametrize(
    "parameters",
    [
        {"version": "2", "start": 1, "end": 5},
        {"version": "3", "start": 5, "end": 5},
        {"version": "3", "start": 1, "end": 999_999},
        {"version": "3", "start": "-1", "end": "²"},
        {"start": 1, "end": 5},
        {"version": "3", "start": "9" * 5000, "end": "9" * 5001},
    ],
)
def test_characters_that_are_not_there_are_not_marked(
    client: TestClient, parameters: dict[str, object]
) -> None:
    page = tree(client, view(id="2020/rapport.pdf", **parameters))
    assert not page.xpath("//mark")
    assert labels.CITED_GONE in page.text_content()


def test_a_document_has_its_outline_list_table_and_pages(client: TestClient) -> None:
    page = tree(client, view(id="2020/rapport.pdf"))
    outline = page.find_class("outline")[0].xpath(".//a")
    assert [link.text for link in outline] == ["Bilan 2020", "Les agents", "Les élus et les ÉLUES"]
    headings = page.xpath("//article//*[self::h2 or self::h3 or self::h4]")
    assert [f"#{heading.get('id')}" for heading in headings] == [a.get("href") for a in outline]
    assert [cell.text for cell in page.xpath("//article//th")] == ["Antenne", "Agents"]
    assert [item.text for item in page.xpath("//article//li")] == ["187 agents", "dont 12 à Mende"]
    leaves = [leaf.text for leaf in page.find_class("leaf")]
    assert leaves == [
        "page i (page 1 du fichier)", "page ii (page 2 du fichier)", "page 1 (page 3 du fichier)",
    ]  # fmt: skip


def test_a_search_marks_counts_and_links_what_it_finds(client: TestClient) -> None:
    page = tree(client, view(id="2020/rapport.pdf", q="LÉS"))
    assert marks(page, "hit") == ["Les", "Les", "les"]
    assert page.xpath("//*[@role='status']")[0].text == "3 occurrences de «\u00a0LÉS\u00a0»"
    steps = [step.xpath("a/@href") for step in page.find_class("steps")]
    assert steps == [["#hit-2"], ["#hit-1", "#hit-3"], ["#hit-2"]]


def test_a_search_without_a_hit_says_so(client: TestClient) -> None:
    page = tree(client, view(id="2020/rapport.pdf", q="<b>rien</b>"))
    assert page.xpath("//*[@role='status']")[0].text == (
        "«\u00a0<b>rien</b>\u00a0» ne se trouve pas dans ce document"
    )
    assert page.xpath("//input[@name='q']/@value") == ["<b>rien</b>"]


def test_hostile_text_stays_text(client: TestClient, assistant: FakeAssistant) -> None:
    hostile = assistant.hostile
    start = hostile.text.index("le piège")
    parameters = {"id": hostile.id, "version": "3", "start": start, "end": start + 60}
    for path in ("/documents", view(**parameters, q=HOSTILE[:150])):
        page = tree(client, path)
        assert {element.tag for element in page.iter()} <= PLAIN
        assert not [name for name in page.xpath("//@*") if name.startswith("javascript")]
    assert "".join(marks(page, "cited")) == hostile.text[start : start + 60]
    assert page.xpath("//h1")[0].text == hostile.title


def test_an_original_is_given_as_a_file_to_keep(
    client: TestClient, assistant: FakeAssistant, tmp_path: Path
) -> None:
    path = tmp_path / "rapport d’été.pdf"
    path.write_bytes(b"%PDF-1.4")
    assistant.originals = {"2020/rapport.pdf": path, "2020/retrospective.txt": path}
    given = client.get("/documents/original", params={"id": "2020/rapport.pdf"})
    assert given.content == b"%PDF-1.4"
    assert given.headers["content-type"] == "application/pdf"
    assert given.headers["content-disposition"].startswith("attachment;")
    assert given.headers["x-content-type-options"] == "nosniff"
    page = tree(client, view(id="2020/retrospective.txt"))
    assert labels.ORIGINAL not in page.text_content()


@pytest.mark.parametrize(
    "name", ["2020/retrospective.txt", "2020/rapport.pdf", "../rapport.pdf", "/etc/passwd", ""]
)
def test_no_other_file_is_given(client: TestClient, assistant: FakeAssistant, name: str) -> None:
    assistant.originals = {"2020/retrospective.txt": Path(__file__)}
    page = tree(client, f"/documents/original?{urlencode({'id': name})}", 404)
    assert labels.NO_ORIGINAL in page.text_content()


@pytest.mark.parametrize("name", ["../../README.md", "/etc/passwd", "2020/rapport", ""])
def test_an_unknown_document_is_said_to_be_none(client: TestClient, name: str) -> None:
    assert labels.NO_DOCUMENT in tree(client, view(id=name), 404).text_content()


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (RetroError("L’index est endommagé. Refaites-le : retro index"), 503, "retro index"),
        (ZeroDivisionError("secret detail"), 500, labels.UNEXPECTED_PAGE),
    ],
)
def test_what_goes_wrong_is_said_on_a_page(
    client: TestClient,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    status: int,
    said: str,
) -> None:
    def broken(self: FakeAssistant) -> Library:
        raise error

    monkeypatch.setattr(FakeAssistant, "library", broken)
    for path in ("/documents", view(id="2020/rapport.pdf")):
        shown = tree(client, path, status).text_content()
        assert said in shown
        assert "secret detail" not in shown
