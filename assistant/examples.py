"""Questions that the corpus answers, made from its own passages, to click on an empty page."""

from collections import Counter
from collections.abc import Iterator

from assistant.names import office, persons
from assistant.phrases import happened, who
from assistant.schema import Language
from ingest.index import Index
from ingest.schema import Kind, Passage, Period

_LAST: dict[Language, str] = {
    "fr": "Quel est le dernier événement de l’année {}\u202f?",
    "en": "What is the last event of {}?",
}


def example_questions(index: Index, language: Language) -> Iterator[str]:
    """The busiest month, the last event of the last year, who somebody is, what somebody said."""
    dated = [p for p in index.searched if p.kind is Kind.EVENT and p.period]
    months = Counter((p.period.first.year, p.period.first.month) for p in dated if p.period)
    for (year, month), _ in months.most_common(1):
        yield happened(Period.of_month(year, month), language)
    if index.years:
        yield _LAST[language].format(index.years[-1])
    yield from (who(name, language) for name in _known(index.searched))


def _known(passages: tuple[Passage, ...]) -> Iterator[str]:
    """The people whose office is told."""
    seen: set[str] = set()
    for passage in passages:
        for person in persons(passage.text):
            if person.text not in seen and office(passage.text, person):
                seen.add(person.text)
                yield person.text
