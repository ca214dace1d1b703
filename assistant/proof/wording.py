"""Whether a part says enough of a clause's words, and no phrase of it is made up."""

from collections.abc import Iterator

from assistant.proof.clauses import MARK, PREPOSITIONS
from assistant.proof.facts import Sentence
from assistant.proof.pairing import Fault, Pairing

LEAST_COVERED = 0.6
_OF = ("de", "d", "du", "des", "of")
_MANNER = ("ment", "ly")


def content_faults(pair: Pairing) -> Iterator[Fault]:
    missing = pair.uncovered
    held = len(pair.content) - len(missing)
    held += len(pair.figures) + len(pair.names) + len(pair.dates)
    if missing and held < LEAST_COVERED * (held + len(missing)):
        yield Fault("content", ", ".join(pair.claim.tokens[at].written for at in missing))
        return
    for first, last in _phrases(pair.claim, pair.places.start, pair.places.stop):
        if _is_made_up(pair, first, last):
            yield Fault("content", pair.words(first, last))


def subject_faults(pair: Pairing) -> Iterator[Fault]:
    """What the clause speaks of, named by another clause, and absent from the part."""
    keys = {token.key for s in (*pair.sentences, *pair.part.above) for token in s.tokens}
    named = [at for at in pair.subject if at in pair.named]
    if named and not any(pair.akin(at, keys) for at in named):
        yield Fault("subject", ", ".join(pair.claim.tokens[at].written for at in named))


def _is_made_up(pair: Pairing, first: int, last: int) -> bool:
    """Whether the part holds no word of a phrase that adds something."""
    inside = [at for at in range(first, last) if at in pair.content]
    absent = [at for at in inside if at in pair.uncovered]
    factual = any(at in pair.claim.factual for at in range(first, last))
    if factual or not absent or len(absent) < len(inside):
        return False
    added = pair.claim.tokens[first].written.lower() in PREPOSITIONS
    manner = pair.claim.tokens[absent[0]].plain.endswith(_MANNER)
    return added or manner or len(absent) > 1


def _phrases(sentence: Sentence, first: int, last: int) -> list[tuple[int, int]]:
    """Runs that a preposition or a mark opens."""
    cuts = [
        at
        for at in range(first, last)
        if at == first
        or MARK.search(sentence.gap(at))
        or (
            sentence.tokens[at].written.lower() in PREPOSITIONS
            and sentence.tokens[at].plain not in _OF
        )
    ]
    return list(zip(cuts, [*cuts[1:], last], strict=True))
