"""Which sentence of a passage answers, where the passage tells of several."""

from collections.abc import Callable, Iterator, Mapping

import pytest

from assistant.pipeline import Assistant
from assistant.schema import Status
from ingest.settings import Settings

TEXT = """# Rétrospective 2020

## Septembre

Le 3/09, Luc Petit, maire de Bourges, et Nadia Hai, ministre chargée de la Ville, ouvrent le salon.
Ce jour-là, 140 maires signent la charte. La ministre annonce 100 maisons. Luc Petit annonce
20 écoles.
"""


@pytest.fixture(scope="module")
def salon(indexed: Callable[[Mapping[str, str]], Settings]) -> Iterator[Assistant]:
    assistant = Assistant.open(indexed({"2020/salon.md": TEXT}))
    yield assistant
    assistant.index.close()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Combien de maires ont signé la charte ?", "140 maires"),
        ("Combien de maisons la ministre annonce-t-elle ?", "100 maisons"),
        ("Combien d’écoles Luc Petit annonce-t-il ?", "20 écoles"),
        ("À part Nadia Hai, qui ouvre le salon ?", "Luc Petit"),
    ],
)
def test_who_is_asked_about_may_be_told_by_the_office(
    salon: Assistant, question: str, said: str
) -> None:
    assert said in salon.answer(question).text


def test_what_one_did_is_not_told_of_another(salon: Assistant) -> None:
    answer = salon.answer("Combien de maisons Luc Petit annonce-t-il ?")
    assert answer.status is Status.NOT_FOUND
