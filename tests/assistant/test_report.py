"""A report of key figures, lists and figures of the year before, asked end to end."""

from collections.abc import Callable, Iterator, Mapping

import pytest

from assistant.pipeline import Assistant
from assistant.schema import Status
from ingest.settings import Settings

REPORT = """# Bilan 2021 du programme

## Financement

### 6 821 046 € consacrés au programme par la direction

(5,5 M€ en 2020)

## Agences partenaires

### LES 17 AGENCES PARTENAIRES

Elles portent le programme dans les ministères.

## Formations

La première session de formation a réuni 25 personnes à Brest. La 2e rencontre nationale des
formateurs a lieu à Lyon.

Pour candidater au label, trois critères sont demandés :

- une équipe organisée ;
- une mesure de l’impact ;
- un budget voté.

## Moyens

L’agence compte 345 agents en 2021 contre 310 agents en 2020. L’objectif est d’ouvrir 2 500 guichets
en 2022. Elle soutient 54 projets lauréats de France 2030. Les 52 écoles que l’agence créée en 2020
accompagne sont rurales. Le forum a réuni 300 visiteurs, dont des élus.

## Inscriptions

Jusqu’au 30 avril 2022, chaque commune peut demander un atelier.
"""
BEFORE = """# Bilan 2020 du programme

Le programme ouvre ses ateliers dans plusieurs villages.
"""


@pytest.fixture(scope="module")
def report(indexed: Callable[[Mapping[str, str]], Settings]) -> Iterator[Assistant]:
    assistant = Assistant.open(indexed({"2021/bilan.md": REPORT, "2020/bilan.md": BEFORE}))
    yield assistant
    assistant.index.close()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Combien la direction a-t-elle consacré au programme en 2021 ?", "6 821 046 €"),
        ("À combien s’élevait le financement du programme en 2020 ?", "5,5 M€"),
        ("Combien y a-t-il d’agences partenaires ?", "17"),
        ("Combien d’agents ont suivi la première session de formation ?", "25 personnes"),
        ("Jusqu’à quand peut-on demander un atelier, selon le bilan 2021 ?", "30 avril 2022"),
        ("Où a lieu la deuxième rencontre nationale des formateurs ?", "Lyon"),
        ("Combien d’agents l’agence comptait-elle en 2020 ?", "310 agents"),
        ("Combien d’agents l’agence comptait-elle en 2021 ?", "345 agents"),
        ("Combien de projets lauréats l’agence soutient-elle en 2021 ?", "54 projets"),
        ("Selon le bilan 2021, combien d’agents comptait l’agence en 2020 ?", "310 agents"),
        ("Selon le bilan 2021, combien d’agents comptait l’agence en 2021 ?", "345 agents"),
    ],
)
def test_what_the_report_tells(report: Assistant, question: str, said: str) -> None:
    assert said in report.answer(question).text.split("\n")[0]


def test_a_list_is_quoted_with_what_leads_to_it(report: Assistant) -> None:
    answer = report.answer("Quels sont les critères pour candidater au label ?")
    (citation,) = answer.citations
    assert citation.quote.startswith("Pour candidater au label")
    assert citation.quote.endswith("un budget voté.")


def test_a_figure_of_the_year_before_is_none_of_the_year(report: Assistant) -> None:
    answer = report.answer("Quel est le financement du programme en 2021 ?")
    assert "5,5" not in answer.text.split("\n")[0]


@pytest.mark.parametrize(
    "question",
    [
        "Combien de guichets en 2022 ?",
        "Combien d’écoles rurales en 2020 ?",
        "Que fait la CAF ?",
        "Où a lieu la première rencontre nationale des formateurs ?",
    ],
)
def test_what_is_near_is_no_answer(report: Assistant, question: str) -> None:
    assert report.answer(question).status is not Status.ANSWERED
