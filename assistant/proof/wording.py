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
    """Each word must be said, apart from the verbs that only join others (`wordings.toml`), and in
    English from one word in three."""
    tokens, acting = pair.claim.tokens, verbs(pair.claim)
    joining = [at for at in pair.uncovered if is_support(tokens[at].key)
               and (at in acting or is_infinitive(pair.claim, at))]  # fmt: skip
    missing = [at for at in pair.uncovered if at not in joining]
    free = [at for at in missing if _is_free(pair, at)]
    most = max(len(pair.content) // _FREE_IN, 1)
    alone = len(pair.places) == len(tokens)
    if not _says_enough(pair) and (alone or missing):
        yield Fault("content", pair.claim.text)
    elif len(missing) > len(free) or len(free) > most:
        yield Fault("content", ", ".join(tokens[at].written for at in missing))


def subject_faults(pair: Pairing) -> Iterator[Fault]:
    """What the clause speaks of, named by another clause, and absent from the part."""
    keys = {token.key for s in (*pair.sentences, *pair.part.above) for token in s.tokens}
    named = [at for at in pair.subject if at in pair.named]
    if named and not any(pair.akin(at, keys) for at in named):
        yield Fault("subject", ", ".join(pair.claim.tokens[at].written for at in named))


def _is_free(pair: Pairing, at: int) -> bool:
    """Whether a word may be the translator's own: an English verb that no `by` follows, or a word
    that is no French one and no office."""
    tokens, written = pair.claim.tokens, pair.claim.tokens[at].written
    if pair.claim.language == "fr" or tokens[at].plain in offices():
        return False
    if [token.plain for token in tokens[at + 1 : at + 2]] == ["by"]:
        return False
    foreign = not is_known_word(written, "fr") or is_known_word(written, "en")
    return foreign or at in verbs(pair.claim)


def _says_enough(pair: Pairing) -> bool:
    said = len(pair.content) - len(pair.uncovered)
    said += len(pair.figures) + len(pair.dates) + len(pair.names)
    return said >= _LEAST_SAID
