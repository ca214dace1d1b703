"""Whether a part says enough of a clause's words, and no phrase of it is made up."""

from collections.abc import Iterator

from assistant.proof.clauses import is_infinitive, verbs
from assistant.proof.kinship import is_support
from assistant.proof.naming import offices
from assistant.proof.pairing import Fault, Pairing
from ingest.text import is_known_word

_FREE_IN = 3
_LEAST_SAID = 2


def content_faults(pair: Pairing) -> Iterator[Fault]:
    """Each word must be said, apart from one verb, from those that only join others
    (`wordings.toml`), and in English from one word in three."""
    tokens, acting = pair.claim.tokens, verbs(pair.claim)
    joining = [at for at in pair.uncovered if is_support(tokens[at].key)
               and (at in acting or is_infinitive(pair.claim, at))]  # fmt: skip
    missing = [at for at in pair.uncovered if at not in joining]
    free = [at for at in missing if _is_free(pair, at)]
    most = len(pair.content) // _FREE_IN if pair.claim.language == "en" else 0
    alone = len(pair.places) == len(tokens)
    if not _says_enough(pair) and (alone or missing):
        yield Fault("content", pair.claim.text)
    elif len(missing) > len(free) or len(free) > max(most, 1):
        yield Fault("content", ", ".join(tokens[at].written for at in missing))


def subject_faults(pair: Pairing) -> Iterator[Fault]:
    """What the clause speaks of, named by another clause, and absent from the part."""
    keys = {token.key for s in (*pair.sentences, *pair.part.above) for token in s.tokens}
    named = [at for at in pair.subject if at in pair.named]
    if named and not any(pair.akin(at, keys) for at in named):
        yield Fault("subject", ", ".join(pair.claim.tokens[at].written for at in named))


def _is_free(pair: Pairing, at: int) -> bool:
    """Whether a word may be the writer's own: a verb that no `par` follows, an English word that is
    no office."""
    tokens = pair.claim.tokens
    if tokens[at].plain in offices() or [t.plain for t in tokens[at + 1 : at + 2]] == ["par"]:
        return False
    verb = at in verbs(pair.claim) or is_infinitive(pair.claim, at)
    written = tokens[at].written
    foreign = not is_known_word(written, "fr") or is_known_word(written, "en")
    return verb or (pair.claim.language == "en" and foreign)


def _says_enough(pair: Pairing) -> bool:
    said = len(pair.content) - len(pair.uncovered)
    said += len(pair.figures) + len(pair.dates) + len(pair.names)
    return said >= _LEAST_SAID
