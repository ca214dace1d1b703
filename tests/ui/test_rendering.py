"""From Answer and Document to markup: exact, and inert whatever the text."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest

from assistant.schema import Answer, Searched, Status
from ingest.schema import Period
from tests.ui.fakes import HOSTILE, FakeAssistant, answer_of, cite, document_of, excerpt_of
from ui import labels
from ui.conversation import Exchange, State, find, history, messages
from ui.panel import passage_markup
from ui.rendering import (
    answer_markup,
    error_markup,
    literal,
    question_markup,
    stopped_markup,
    working_markup,
)

OWN_TAGS = {"div", "p", "span", "strong", "a", "ul", "li", "details", "summary", "blockquote"}
PANEL_TAGS = {"a", "div", "h2", "p", "span", "strong", "mark"}


class Page(HTMLParser):
    """Tags, links and text of a markup, as a browser would read them."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.texts: dict[str, str] = {}
        self._open: list[str] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._open.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        for tag in {*self._open, "all"}:
            self.texts[tag] = self.texts.get(tag, "") + data


@pytest.fixture
def asked(assistant: FakeAssistant) -> Answer:
    return list(assistant.stream("Petites Villes"))[-1]


@pytest.fixture
def trap(assistant: FakeAssistant) -> Answer:
    return list(assistant.stream("le piège"))[-1]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2020, 9, 24), date(2020, 9, 24), "24 septembre 2020"),
        (date(2020, 10, 1), date(2020, 10, 1), "1er octobre 2020"),
        (date(2020, 11, 24), date(2020, 11, 26), "du 24 au 26 novembre 2020"),
        (date(2020, 7, 1), date(2020, 7, 31), "juillet 2020"),
        (date(2020, 1, 1), date(2020, 12, 31), "année 2020"),
    ],
)
def test_periods_are_said_in_french(first: date, last: date, said: str) -> None:
    assert labels.period(Period(first, last)) == said


@pytest.mark.parametrize("text", [HOSTILE, "\ta\r\nb\x00", "    code", "1. a\n2. b", "~~a~~ <", ""])
def test_literal_text_is_read_back_exactly_and_makes_nothing(text: str) -> None:
    page = Page(literal(text))
    assert page.texts.get("all", "") == text.replace("\x00", "\ufffd")
    assert not page.tags
    kept = literal(text).replace("&#", "").replace(";", "")
    assert all(c.isalnum() or c == " " or ord(c) > 127 for c in kept)


def test_every_markup_is_one_html_line(asked: Answer, trap: Answer) -> None:
    for markup in (
        answer_markup(asked, 1),
        answer_markup(trap, 1),
        working_markup(None, 1),
        working_markup(trap, 1),
        stopped_markup(trap, 1),
        error_markup(HOSTILE),
        question_markup(HOSTILE),
    ):
        assert markup.startswith("<div ")
        assert "\n" not in markup
        assert Page(markup).tags <= OWN_TAGS


def test_hostile_text_makes_no_tag_and_no_link_of_its_own(trap: Answer) -> None:
    page = Page(answer_markup(trap, 1))
    assert page.tags <= OWN_TAGS
    assert set(page.links) == {"#s-1-1"}
    assert HOSTILE in page.texts["blockquote"]


def test_a_marker_opens_its_citation_and_an_unknown_one_stays_text(asked: Answer) -> None:
    markup = answer_markup(replace(asked, text="Vrai [1], faux [7]."), 3)
    assert f"{literal('Vrai ')}" + '<a class="cite" href="#s-3-1">[1]</a>' in markup
    assert "#s-3-7" not in markup
    assert "faux [7]" in Page(markup).texts["all"]


def test_lines_that_start_with_a_dash_become_one_list(asked: Answer) -> None:
    text = "Avant :\n- un [1]\n- deux\nAprès\n- trois"
    markup = answer_markup(replace(asked, text=text, short_answer="", citations=()), 1)
    body = markup.partition('<p class="searched">')[0]
    assert body.count("<ul>") == 2
    assert body.count("<li>") == 3
    assert "- " not in Page(body).texts["all"]


def test_the_short_answer_comes_first_and_may_be_missing(asked: Answer) -> None:
    assert '<p class="short">1er octobre 2020</p>' in answer_markup(asked, 1)
    assert "short" not in answer_markup(replace(asked, short_answer=""), 1)


def test_a_first_line_that_repeats_the_short_answer_is_shown_once(asked: Answer) -> None:
    text = f"{asked.short_answer} [1]\nLe reste [2]"
    page = Page(answer_markup(replace(asked, text=text, citations=asked.citations[:2]), 1))
    body = page.texts["all"].partition("Sources")[0]
    assert body == "1er octobre 2020 [1]Le reste [2]"


def test_sources_say_where_and_quote_exactly(asked: Answer) -> None:
    first = replace(asked.citations[0], page=4)
    page = Page(answer_markup(replace(asked, citations=(first,)), 1))
    assert page.texts["blockquote"] == first.quote
    assert "Octobre · 1er octobre 2020 · page 4" in page.texts["all"]


def test_many_sources_are_folded(assistant: FakeAssistant, asked: Answer) -> None:
    october = list(assistant.stream("octobre"))[-1]
    assert '<details class="sources" open>' in answer_markup(asked, 1)
    assert '<details class="sources">' in answer_markup(october, 1)


def test_what_was_searched_is_said() -> None:
    searched = Searched(("a.txt", "b.txt"), (Period.of_month(2020, 7),), widened=True)
    text = Page(answer_markup(answer_of("?", searched=searched), 1)).texts["all"]
    assert "Recherché dans a.txt, b.txt" in text
    assert "juillet 2020" in text
    assert labels.WIDENED in text
    many = replace(searched, documents=tuple(f"{n}.txt" for n in range(12)))
    assert "12 documents" in Page(answer_markup(answer_of("?", searched=many), 1)).texts["all"]


def test_not_found_shows_related_passages_as_no_answer(assistant: FakeAssistant) -> None:
    answer = list(assistant.stream("Et en 2021 ?"))[-1]
    page = Page(answer_markup(answer, 2))
    assert page.links == ["#r-2-1", "#r-2-2"]
    assert labels.NOT_FOUND in page.texts["all"]
    assert labels.RELATED_DETAIL in page.texts["all"]
    declined = answer_markup(replace(answer, status=Status.DECLINED), 2)
    assert "#r-2-1" not in declined


def test_the_passage_marks_the_quote_to_the_character(assistant: FakeAssistant) -> None:
    for document, quote in [
        (assistant.real, "C’est le tout premier programme élaboré par l’Agence"),
        (assistant.real, assistant.real.text[:20]),
        (assistant.real, assistant.real.text[-25:]),
        (assistant.real, assistant.real.text),
        (assistant.hostile, f"le piège : {HOSTILE}"),
        (
            document_of("e.txt", "🎓👩‍🎓 Bravo 🎓 !\r\n\tFin\u00a0", "E"),
            "Bravo 🎓 !\r\n\tFin\u00a0",
        ),
    ]:
        page = Page(passage_markup(document, excerpt_of(document, quote, "", None), "s-1-1", "3"))
        assert page.texts["mark"] == quote
        assert page.tags <= PANEL_TAGS


def test_the_passage_shows_its_neighbourhood_uncut(assistant: FakeAssistant) -> None:
    excerpt = excerpt_of(assistant.real, "Le 13/10, Caroline Cayeux", "Octobre", None)
    shown = Page(passage_markup(assistant.real, excerpt, "s-1-1", "3")).texts["div"]
    around = shown.split(labels.CUT)[1]
    assert around in assistant.real.text
    assert "Petites Villes de demain" in around
    assert len(around) < 1500


def test_a_passage_that_moved_is_not_shown(assistant: FakeAssistant) -> None:
    excerpt = excerpt_of(assistant.real, "Le 13/10", "", None)
    for document in (None, replace(assistant.real, text="x" + assistant.real.text)):
        page = Page(passage_markup(document, excerpt, "s-1-1", "3"))
        assert "mark" not in page.tags
        assert labels.GONE in page.texts["all"]


def test_references_are_checked_against_the_conversation(asked: Answer) -> None:
    exchanges = [Exchange("a", asked, State.DONE), Exchange("b", None, State.FAILED, "non")]
    assert find(exchanges, "s-1-2") == (asked.citations[1], "3")
    for wrong in ("", "s-1-3", "s-0-1", "s-2-1", "s-9-1", "r-1-1", "s-1-1\n", "x-1-1", "s-١-1"):
        assert find(exchanges, wrong) is None


def test_history_keeps_only_what_was_answered(asked: Answer) -> None:
    exchanges = [Exchange("a", asked, State.DONE), Exchange("b", None, State.FAILED, "non")]
    (turn,) = history(exchanges)
    assert (turn.question, turn.answer) == (asked.question, asked.text)


def test_each_state_of_an_exchange_is_shown(asked: Answer) -> None:
    citation = cite(asked.related[0], 1) if asked.related else asked.citations[0]
    partial = replace(asked, citations=(citation,))
    said = [
        Page(messages([exchange])[1]["content"]).texts["all"]
        for exchange in (
            Exchange("q"),
            Exchange("q", partial),
            Exchange("q", partial, State.STOPPED),
            Exchange("q", None, State.STOPPED),
            Exchange("q", None, State.FAILED, "Relancez : retro index"),
        )
    ]
    expected = (
        labels.SEARCHING,
        labels.WRITING,
        labels.STOPPED,
        labels.STOPPED_EMPTY,
        "Relancez : retro index",
    )
    assert all(each in text for each, text in zip(expected, said, strict=True))
