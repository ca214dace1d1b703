"""A clause of a claim beside one part of a passage: which words of the one the other says."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Literal, NamedTuple

from assistant.proof.carrying import Part, above_keys
from assistant.proof.facts import Dated, Figure, Named, Sentence
from assistant.proof.kinship import idioms, is_akin, is_generic, is_light, kinds, names_same
from assistant.proof.polarity import quantities
from ingest.text import fold

FaultKind = Literal[
    "key", "figure", "unit", "date", "name", "negation", "quantifier", "direction", "tense",
    "subject", "content",
]  # fmt: skip


_OF = {"de", "du", "des", "d", "la", "l", "of", "the"}


class Fault(NamedTuple):
    """What of a sentence is not proven, in the words of the sentence."""

    kind: FaultKind
    words: str


class Pairing:
    """The tokens `[first, last)` of a claim, and a part; `subject` are the places of what the
    clause speaks of where another clause names it."""

    def __init__(
        self, claim: Sentence, first: int, last: int, subject: Sequence[int], part: Part
    ) -> None:
        self.claim, self.part, self.subject = claim, part, subject
        self.places = range(first, last)
        self.sentences = [carrier.sentence for carrier in part.carriers]

    @cached_property
    def figures(self) -> list[Figure]:
        return [one for one in self.claim.figures if one.first in self.places]

    @cached_property
    def dates(self) -> list[Dated]:
        return [one for one in self.claim.dates if one.first in self.places]

    @cached_property
    def names(self) -> list[Named]:
        return [one for one in self.claim.names if one.first in self.places]

    @cached_property
    def named(self) -> frozenset[int]:
        """The places of the claim that belong to names."""
        return frozenset(at for one in self.claim.names for at in range(one.first, one.last))

    @cached_property
    def content(self) -> list[int]:
        """The places of words that state something."""
        tokens, empty = self.claim.tokens, self._stated_otherwise()
        return [
            at
            for at in self.claim.content
            if at in self.places
            and not is_light(tokens[at].key, tokens[at].plain)
            and not (is_generic(tokens[at].key, tokens[at].plain) and not self._completes(at))
            and not (tokens[at].plain in kinds() and at + 1 in self.named)
            and not any(start <= tokens[at].start < end for start, end in empty)
        ]

    def _completes(self, at: int) -> bool:
        """Whether a word stands after a name, or after `de` and a noun."""
        before = at - 1
        while before >= self.places.start and self.claim.tokens[before].plain in _OF:
            before -= 1
        linked = before < at - 1 and before in self.claim.content
        return before >= self.places.start and (before in self.named or linked)

    def _stated_otherwise(self) -> list[tuple[int, int]]:
        """Where turns of phrase and quantities stand, which other tests than that of words hold."""
        plain = fold(self.claim.text)
        found = [*idioms(plain.text), *quantities(plain.text)]
        return [plain.span(*one) for one in found]

    @cached_property
    def uncovered(self) -> list[int]:
        above = above_keys(self.part)
        return [
            at
            for at in self.content
            if not self.akin(at, above) and not any(self.said(at, s) for s in self.sentences)
        ]

    @cached_property
    def closest(self) -> Sentence:
        """The sentence of the part that says most of the clause."""
        return max(
            self.sentences, key=lambda one: sum(bool(self.said(at, one)) for at in self.content)
        )

    @property
    def states(self) -> bool:
        """Whether the part may hold a word or a fact of the clause at all."""
        facts = bool(self.figures or self.dates or self.names)
        return facts or len(self.content) > len(self.uncovered)

    def said(self, at: int, sentence: Sentence) -> list[int]:
        """The places of a sentence where a word of the claim is said."""
        token = self.claim.tokens[at]
        return [o for o, other in enumerate(sentence.tokens) if other.key == token.key
                or self.akin(at, (other.key,))]  # fmt: skip

    def akin(self, at: int, keys: Iterable[str]) -> bool:
        """Whether any of the keys may be said by a word of the claim."""
        token = self.claim.tokens[at]
        return is_akin(token.plain, token.key, keys, english=self.claim.language == "en")

    def counts_same(self, at: int, keys: Iterable[str]) -> bool:
        """Whether any of the keys is of what a word of the claim counts."""
        token, english = self.claim.tokens[at], self.claim.language == "en"
        return any(names_same(token.plain, token.key, one, english=english) for one in keys)

    def words(self, first: int, last: int) -> str:
        return self.claim.said(first, last)


def keys_at(sentence: Sentence, places: Iterable[int]) -> list[str]:
    return [sentence.tokens[at].key for at in places]
