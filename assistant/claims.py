"""Whether passages prove a sentence, by rules alone, and which of their sentences do."""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from assistant.schema import Proof, Statement
from assistant.verification import unproven
from ingest.index import sentence_spans
from ingest.schema import Document, Passage
from ingest.text import folded, keys

LEAST_COVERAGE = 0.8
_NEGATION = re.compile(r"\b(?:ne|n'|aucune?|jamais|sans|non|not|no|never)(?!\w)")


class Claim(NamedTuple):
    """A sentence with the quotations that prove it, and what they do not prove of it."""

    sentence: str
    proofs: tuple[Proof, ...]
    faults: tuple[str, ...]


def examine(sentence: str, passages: Sequence[Passage], documents: Mapping[str, Document]) -> Claim:
    """Of each passage the sentences that share most with the claim are quoted."""
    said = set(keys(sentence))
    proofs = tuple(
        proof for passage in passages for proof in _best(said, passage, documents[passage.document])
    )
    quoted = " ".join(documents[p.passage.document].text[p.span.start : p.span.end] for p in proofs)
    around = {key for p in passages for heading in p.headings for key in keys(heading)}
    faults = [f"« {one} » n’y est pas" for one in unproven(Statement(sentence, proofs), documents)]
    covered = said & (set(keys(quoted)) | around)
    if not said or len(covered) < LEAST_COVERAGE * len(said):
        faults.append("trop de ses mots n’y sont pas")
    if bool(_NEGATION.search(folded(sentence))) != bool(_NEGATION.search(folded(quoted))):
        faults.append("elle dit le contraire")
    return Claim(sentence, proofs, tuple(faults))


def _best(said: set[str], passage: Passage, document: Document) -> list[Proof]:
    """The sentences that together hold what the passage holds of the claim, the fullest first."""
    left, found = set(said), list[Proof]()
    spans = list(sentence_spans(passage, document))
    while spans:
        held = {span: left & set(keys(document.text[span.start : span.end])) for span in spans}
        span = max(spans, key=lambda one: len(held[one]))
        if not held[span]:
            break
        found.append(Proof(passage, span))
        left -= held[span]
        spans.remove(span)
    return sorted(found, key=lambda proof: proof.span)
