"""Questions that ask for two things at once, and for what an acronym stands for."""

from collections.abc import Callable, Iterator, Mapping

import pytest

from assistant.pipeline import Assistant
from assistant.schema import Status, Wanted
from assistant.wanted import also_wanted, wanted_answer
from ingest.settings import Settings

JOURNAL = """# Rétrospective 2016 de l’Office des canaux

## Mars

Le 4/03, l’Office organise le 2e forum national des éclusiers. Plus de 300 visiteurs se retrouvent
au Palais des congrès et des arts, à Béziers. Le forum est un succès !

## Mai

Le 12/05, Inès Vauquelin, présidente, inaugure le port de plaisance, à Moissac (82).

Le 20/05, l’Office et la FNAB signent une convention de trois ans sur les berges.

## Juin

Le 7/06, le Conseil des lacs et rivières (CLR), instance de dialogue, se réunit. L’Office y présente
son programme.
"""


@pytest.fixture(scope="module")
def journal(indexed: Callable[[Mapping[str, str]], Settings]) -> Iterator[Assistant]:
    assistant = Assistant.open(indexed({"2016/retrospective.md": JOURNAL}))
    yield assistant
    assistant.index.close()


@pytest.mark.parametrize(
    ("text", "wanted", "also"),
    [
        ("Quand et où a eu lieu le forum ?", Wanted.DATE, Wanted.PLACE),
        ("Où et quand a eu lieu le forum ?", Wanted.DATE, Wanted.PLACE),
        ("Qui a inauguré le port et à quelle date ?", Wanted.PERSON, Wanted.DATE),
        ("Combien de visiteurs et dans quelle ville ?", Wanted.NUMBER, Wanted.PLACE),
        ("Quand a-t-il été lancé et par qui ?", Wanted.DATE, Wanted.PERSON),
        ("When and where did the forum take place?", Wanted.DATE, Wanted.PLACE),
        ("Combien d’élus et combien d’agents ?", Wanted.NUMBER, None),
        ("Et où ?", Wanted.PLACE, None),
        ("Quand l’Office et la FNAB signent-ils ?", Wanted.DATE, None),
        ("Qui préside l’Office et la Fédération ?", Wanted.PERSON, None),
    ],
)
def test_the_second_thing_asked_for(text: str, wanted: Wanted, also: Wanted | None) -> None:
    assert wanted_answer(text) is wanted
    assert also_wanted(text, wanted) is also


@pytest.mark.parametrize(
    ("question", "short"),
    [
        (
            "Quand et où a eu lieu le 2e forum national des éclusiers ?",
            "4 mars 2016 ; Palais des congrès et des arts, Béziers",
        ),
        ("Qui a inauguré le port de plaisance et où ?", "Inès Vauquelin ; Moissac (82)"),
        ("Quand a eu lieu le 2e forum national des éclusiers ?", "4 mars 2016"),
    ],
)
def test_both_are_answered_and_proven(journal: Assistant, question: str, short: str) -> None:
    answer = journal.answer(question)
    assert answer.short_answer == short
    quoted = " ".join(citation.quote for citation in answer.citations).replace("\n", " ")
    assert all(part.split(",")[0] in quoted for part in short.split(" ; ") if part != "4 mars 2016")


def test_what_letters_stand_for_is_told_or_nothing(journal: Assistant) -> None:
    said = journal.answer("Que veut dire CLR ?")
    assert said.short_answer == "Conseil des lacs et rivières"
    assert journal.answer("Que veut dire FNAB ?").status is Status.NOT_FOUND


def test_a_question_of_nothing_but_a_place_goes_on_with_the_one_before(journal: Assistant) -> None:
    before = journal.answer("Quand a eu lieu le 2e forum national des éclusiers ?")
    after = journal.answer("C’était où ?", [before.turn])
    assert after.short_answer == "Palais des congrès et des arts, Béziers"
