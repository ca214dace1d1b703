"""Whether a part says enough of a clause's words, and no phrase of it is made up."""

from collections.abc import Iterator

from assistant.proof.clauses import verbs
from assistant.proof.kinship import is_support
from assistant.proof.pairing import Fault, Pairing

_INFINITIVE = ("er", "ir", "re", "oir")


def content_faults(pair: Pairing) -> Iterator[Fault]:
    """Each word must be said, apart from verbs that only join others (`wordings.toml`)."""
    tokens, acting = pair.claim.tokens, verbs(pair.claim)
    joining = [at for at in pair.uncovered if is_support(tokens[at].key)
               and (at in acting or tokens[at].plain.endswith(_INFINITIVE))]  # fmt: skip
    missing = [at for at in pair.uncovered if at not in joining]
    if missing:
        yield Fault("content", ", ".join(tokens[at].written for at in missing))


def subject_faults(pair: Pairing) -> Iterator[Fault]:
    """What the clause speaks of, named by another clause, and absent from the part."""
    keys = {token.key for s in (*pair.sentences, *pair.part.above) for token in s.tokens}
    named = [at for at in pair.subject if at in pair.named]
    if named and not any(pair.akin(at, keys) for at in named):
        yield Fault("subject", ", ".join(pair.claim.tokens[at].written for at in named))
