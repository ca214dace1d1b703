"""Questions that the corpus answers, made from its own passages, to click on an empty page."""

from collections import Counter
from collections.abc import Iterator

from assistant.names import office, persons
from ingest.index import Index
from ingest.schema import Kind, Passage, Period
from ingest.wording import say


def example_questions(index: Index) -> Iterator[str]:
    """The busiest month, the last event of the last year, who somebody is, what somebody said."""
    dated = [p for p in index.searched if p.kind is Kind.EVENT and p.period]
    months = Counter((p.period.first.year, p.period.first.month) for p in dated if p.period)
    for (year, month), _ in months.most_common(1):
        yield f"Que s’est-il passé en {say(Period.of_month(year, month), 'fr')} ?"
    if index.years:
        yield f"Quel est le dernier événement de l’année {index.years[-1]} ?"
    yield from _who(index.searched)


def _who(passages: tuple[Passage, ...]) -> Iterator[str]:
    seen: set[str] = set()
    for passage in passages:
        for person in persons(passage.text):
            if person.text not in seen and office(passage.text, person):
                seen.add(person.text)
                yield f"Qui est {person.text} ?"
