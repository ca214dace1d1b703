"""Whether a text is told by the month: only then does its silence on a month say something."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ingest.schema import Passage

MOST_DAYS = 31
LEAST_MONTHS = 6


def months_told(passages: Iterable[Passage]) -> dict[int, set[int]]:
    """By year, the months that something is dated to."""
    told: dict[int, set[int]] = defaultdict(set)
    for passage in passages:
        if passage.period and passage.period.days <= MOST_DAYS:
            for day in (passage.period.first, passage.period.last):
                told[day.year].add(day.month)
    return told


def is_chronicle(passages: Sequence[Passage]) -> bool:
    """Whether most passages are dated to a month at least, and to many months."""
    dated = [one for one in passages if one.period and one.period.days <= MOST_DAYS]
    months = sum(map(len, months_told(dated).values()))
    return months >= LEAST_MONTHS and 2 * len(dated) > len(passages)
