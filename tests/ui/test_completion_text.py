"""An answer as Markdown elsewhere: read by a Markdown parser, it is what it was, and inert."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from assistant.schema import Citation
from ingest.schema import Period
from tests.ui.fakes import HOSTILE, FakeAssistant, answer_of
from ui.completion_text import body, escaped, where, whole

SAFE = {"paragraph", "inline", "text", "bullet_list", "list_item", "blockquote", "softbreak",
        "strong", "text_special"}  # fmt: skip


def tokens(markdown: str) -> list[Token]:
    found = MarkdownIt("gfm-like", {"linkify": False}).enable("table").parse(markdown)
    return [*found, *(child for token in found for child in token.children or ())]


def kinds(markdown: str) -> set[str]:
    return {token.type.removesuffix("_open").removesuffix("_close") for token in tokens(markdown)}


def seen(markdown: str) -> str:
    return "".join(token.content for token in tokens(markdown) if token.type == "text")


@pytest.mark.parametrize(
    "line",
    [
        *HOSTILE.split("\n"),
        "1. un", "12) un", "- un", "+ un", "= un", "===", "---", "***", "# un", "> un", "~~~",
        "|a|b|", "    code", "\\[x\\]", "\\(x\\)", "a\\", "a_b_c *d* `e`", "[a]: http://x", "<b>",
        "&amp; &#91;", "https://x.fr www.x.fr x@y.fr", "$x$ $$y$$", "[^1]", "![a](b)", "a\rb",
    ],
)  # fmt: skip
def test_any_line_is_seen_as_it_is(line: str) -> None:
    markdown = escaped(line)
    assert kinds(markdown) <= SAFE - {"bullet_list", "list_item", "blockquote", "strong"}
    assert seen(markdown) == line.strip().replace("\r", " ")


def test_the_body_keeps_its_markers_and_its_list(assistant: FakeAssistant) -> None:
    *_, answer = assistant.stream("octobre")
    text = body(answer)
    assert text.startswith("En octobre 2020 :\n\n- Le 1er/10")
    assert text.count("\n- ") == 6
    assert all(f" [{number}]" in text for number in range(1, 7))


def test_the_short_answer_comes_first_once(assistant: FakeAssistant) -> None:
    (answer,) = assistant.stream("Petites Villes")
    assert body(answer).startswith("1er octobre 2020\n\nLe 1er/10")
    told = replace(answer, text=f"1er octobre 2020 [1]\n{answer.text}")
    assert body(told).count("1er octobre 2020") == 1


def test_a_longer_answer_goes_on_from_a_shorter_one(assistant: FakeAssistant) -> None:
    bodies = [body(answer) for answer in assistant.stream("octobre")]
    for shorter, longer in pairwise(bodies):
        assert longer.startswith(shorter)
    *_, last = assistant.stream("octobre")
    assert whole(last).startswith(bodies[-1])


def test_a_source_says_where_and_quotes_exactly(assistant: FakeAssistant) -> None:
    (answer,) = assistant.stream("Petites Villes")
    day = Period(date(2020, 10, 1), date(2020, 10, 1))
    first = replace(answer.citations[0], page=3, page_label="5", period=day)
    text = whole(replace(answer, citations=(first,)))
    said = "Rétrospective 2020 de l’ANCT · Octobre · 1er octobre 2020 · page 5 (page 3 du fichier)"
    assert where(first) == said
    assert f"**Source**\n\n- [1] {said}\n  > {first.quote}" in text


def test_what_is_near_is_told_as_no_answer(assistant: FakeAssistant) -> None:
    (answer,) = assistant.stream("Et en 2021 ?")
    text = whole(answer)
    assert "**Passages voisins. Ils ne répondent pas" in text
    assert all(f"> {each.quote}" in text for each in answer.related)


def test_a_hostile_document_makes_nothing_but_text(assistant: FakeAssistant) -> None:
    (answer,) = assistant.stream("le piège")
    assert kinds(whole(answer)) <= SAFE


@pytest.mark.parametrize("after", ["(http://x)", ": http://x", "[1]", "[](http://x)"])
def test_a_marker_makes_no_link(assistant: FakeAssistant, after: str) -> None:
    (answer,) = assistant.stream("Petites Villes")
    cited: tuple[Citation, ...] = answer.citations
    text = body(answer_of("", text=f"[1]{after}", citations=cited))
    assert text.startswith("[1]")
    assert kinds(text) <= SAFE
