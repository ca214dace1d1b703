"""The reader's span in words."""

from datetime import date

import pytest

from assistant.choice import Choice, Found
from assistant.spans import short_answer
from assistant.understanding import read_question
from ingest.schema import Kind, Passage, Period
from ingest.text import Span

START = 40
NOTHING = Found("", 0.0)


def short(question: str, text: str, span: str, *, logit: float = 3.0, own: Found = NOTHING) -> str:
    asked = read_question(question, question, "fr", years=[2020], today=date(2021, 3, 1))
    end = START + len(text)
    passage = Passage("a.txt", START, end, text, Kind.PARAGRAPH, period=Period.of_month(2020, 9))
    choice = Choice(passage, Span(START, end), START, own, (), 0.0, 0.5, ())
    at = START + text.index(span)
    return short_answer(asked, choice, Span(at, at + len(span)), logit).short


@pytest.mark.parametrize(
    ("question", "text", "span", "answer"),
    [
        ("Combien ?", "Ce sont 4\u00a0000 postes créés.", "4\u00a0000", "4\u00a0000 postes créés"),
        ("Quel budget ?", "Un plan de 250 millions d’euros.", "250", "250 millions d’euros"),
        ("Quand ?", "Le 3/09, le préfet se rend à Gap.", "3/09", "3 septembre 2020"),
        ("Où ?", "Au Musée d’art, à Gap.", "usée d’art, à G", "Musée d’art, à Gap"),
        ("Quel nom ?", "Le plan « Rives utiles ».", "« Rives utiles", "« Rives utiles »"),
        ("Où ?", "À Mende (48), on signe.", "Mende (48", "Mende (48)"),
        ("Qui est préfet ?", "Paul Ferrand, préfet du Gers.", "Ferrand, préfet", "Paul Ferrand"),
    ],
)  # fmt: skip
def test_a_span_is_made_whole(question: str, text: str, span: str, answer: str) -> None:
    assert short(question, text, span) == answer


def test_an_unlikely_span_is_left_to_the_extractor() -> None:
    own = Found("le maire", 0.9)
    assert (
        short("Qui ?", "Le maire et Paul Ferrand.", "Paul Ferrand", logit=-0.1, own=own)
        == "le maire"
    )


def test_who_is_surer_is_believed() -> None:
    own, text = Found("12", 1.0), "Sur 12 projets, 7 sont retenus."
    assert short("Combien sont retenus ?", text, "7", logit=1.0, own=own) == "12"
    assert short("Combien sont retenus ?", text, "7", logit=4.0, own=own).startswith("7")


def test_a_date_is_asked_and_none_is_in_the_span() -> None:
    assert (
        short("Quand ?", "Il pleut à Gap.", "Gap", own=Found("septembre 2020", 1.0))
        == "septembre 2020"
    )
