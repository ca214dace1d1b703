"""A sentence → its clauses, its verbs, and who stands on which side of a verb."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from assistant.proof.facts import Sentence
from assistant.proof.kinship import is_form
from ingest.text import infinitive, is_known_word, is_stop_word, key

MARK = re.compile(r"[,;:()–—»«]|\s-\s")
_ASIDE = re.compile(r"[()–—]")
_OPENERS = {
    "et", "qui", "dont", "puis", "mais", "tandis", "alors", "ou", "and", "then", "but", "while",
    "whereas", "who", "which", "where", "parce", "because", "puisque", "car",
}  # fmt: skip
_AUXILIARIES = {
    "est", "sont", "a", "ont", "était", "étaient", "avait", "avaient", "été", "sera", "seront",
    "va", "vont", "fut", "furent", "is", "are", "was", "were", "has", "have", "had", "been",
    "will", "be", "doit", "doivent", "peut", "peuvent", "être",
}  # fmt: skip
_BEING = {
    "est", "sont", "était", "étaient", "été", "sera", "seront", "fut", "furent", "être", "soit",
    "is", "are", "was", "were", "been", "be", "soient",
}  # fmt: skip
_SURELY_PASSIVE = {"été", "been"}
_MOVES = {
    "all", "ven", "venu", "n", "nait", "naitr", "ne", "rest", "entr", "part", "parven", "deven",
    "devenu", "arriv", "interven", "intervenu", "sort", "tomb", "mont", "retourn", "pass",
}  # fmt: skip
_SURELY_PARTICIPLE = re.compile(r"(?:é|ée|és|ées|ed)$")
_LIKELY_PARTICIPLE = re.compile(r"(?:(?:aite|ite|ue|ie|erte)s?|its|erts|ints)$")
_RELATIVES = {"que", "qu"}
_PREPOSED = set(
    "petit petite grand grande gro grosse nouveau nouvelle nouvel nouveaux premier premiere "
    "dernier derniere bon bonne beau belle jeune vieux vieille long longue haut haute ancien "
    "ancienne autre futur future prochain prochaine vaste new small large big next other".split()
)
_REFLEXIVE = {"se", "s"}
_PRONOUNS = {"y", "en", "lui", "leur"}
_DETERMINERS = set(
    "le la les l un une des du de d ce cet cette ces son sa ses leur leurs au aux à en par pour "
    "sans sur dans notre nos votre vos mon ma mes chaque quelques plusieurs the an of in its "
    "their this these those his her no tout toute tous toutes".split()
)
PREPOSITIONS = set(
    "à au aux de du des d en par pour avec sans sur dans selon chez lors contre vers entre depuis "
    "malgré sous grâce to of with by for from at in on under against according between during "
    "despite through".split()
)
INFINITIVE = ("er", "ir", "re", "oir")
_BEFORE_INFINITIVES = {"de", "d", "à", "en", "pour", "par", "sans", "to"}
_MODALS = {"doit", "doivent", "devra", "devront", "peut", "peuvent", "pourra", "pourront"}
_PARTICIPLE = re.compile(
    r"(?:é|ée|és|ées|i|ie|is|ies|it|its|ite|ites|u|ue|us|ues|ert|erte|erts|ertes|ed)$"
)
_SHORT = 2
_REACH = 5
_NO_VERB = ("eau", "eaux", "ieu", "ieux", "propres")
_IRREGULAR = set("met held led left took ran runs came leads continues set made won gave".split())


class Sides(NamedTuple):
    """The places of who acts and of what is acted upon; empty where it cannot be told."""

    subject: tuple[int, ...]
    other: tuple[int, ...]


def _written(sentence: Sentence, at: int) -> str:
    return sentence.tokens[at].written.lower() if 0 <= at < len(sentence.tokens) else ""


@lru_cache(maxsize=16384)
def _may_be_verb(written: str, language: str) -> bool:
    if written.endswith(_NO_VERB):
        return False
    if language == "en":
        return written.endswith("ed") or written in _IRREGULAR
    return bool(
        (_SURELY_PARTICIPLE.search(written) and len(written) > _SHORT)
        or infinitive(written)
        or any(is_form(key(written.removesuffix(end))) for end in ("", "s", "e", "es"))
        or is_known_word(f"{written}r", "fr")
    )  # fmt: skip


@lru_cache(maxsize=4096)
def verbs(sentence: Sentence) -> frozenset[int]:
    """The places of full verbs, infinitives apart where they follow a preposition."""
    figures = {at for one in sentence.figures for at in range(one.first, one.last)}
    return frozenset(
        at
        for at in sentence.content
        if (_written(sentence, at - 1) not in _DETERMINERS or _is_gerund(sentence, at))
        and at - 1 not in figures
        and not is_preposed(sentence, at - 1)
        and (
            _may_be_verb(_written(sentence, at), sentence.language)
            or (
                _written(sentence, at - 1) in _AUXILIARIES
                and _PARTICIPLE.search(_written(sentence, at)) is not None
            )
        )
    )


def is_infinitive(sentence: Sentence, at: int) -> bool:
    """`aider` in `pour aider` and `doit les aider`, and not `cancer` in `sur le cancer`."""
    if not sentence.tokens[at].plain.endswith(INFINITIVE):
        return False
    before = _written(sentence, at - 1)
    governed = before in (_DETERMINERS | PREPOSITIONS) - _BEFORE_INFINITIVES
    return not governed or _written(sentence, at - 2) in _MODALS


def _is_gerund(sentence: Sentence, at: int) -> bool:
    return _written(sentence, at - 1) == "en" and _written(sentence, at).endswith("ant")


def is_preposed(sentence: Sentence, at: int) -> bool:
    """An adjective that stands before its noun."""
    return at >= 0 and sentence.tokens[at].plain.rstrip("s") in _PREPOSED


def has_verb(sentence: Sentence, first: int, last: int) -> bool:
    return any(
        at in verbs(sentence) or _written(sentence, at) in _AUXILIARIES for at in range(first, last)
    )


class Clause(NamedTuple):
    """Tokens `[first, last)`; `subject` are the places of what it speaks of, where the clause
    before says it."""

    first: int
    last: int
    subject: tuple[int, ...]


def clauses(sentence: Sentence) -> list[Clause]:
    """Each with a verb or a figure of its own where it can be; a phrase without goes with the
    clause before it, and with the one after it at the start."""
    runs: list[tuple[int, int]] = []
    for first, last in _segments(sentence):
        opening = len(runs) == 1 and not has_verb(sentence, *runs[0])
        if runs and (opening or not _stands_alone(sentence, first, last)):
            runs[-1] = (runs[-1][0], last)
        else:
            runs.append((first, last))
    return list(_with_subjects(sentence, runs))


def _with_subjects(sentence: Sentence, runs: list[tuple[int, int]]) -> Iterator[Clause]:
    subject: tuple[int, ...] = ()
    for first, last in runs:
        own = _opening(sentence, first, last)
        yield Clause(first, last, () if own else subject)
        subject = own or subject


def _opening(sentence: Sentence, first: int, last: int) -> tuple[int, ...]:
    """The places of what a clause opens with before its verb, apart from a phrase that a
    preposition opens."""
    found: list[int] = []
    skipped = False
    for at in range(first, last):
        if at in verbs(sentence) or _written(sentence, at) in _AUXILIARIES:
            break
        if at == first or MARK.search(sentence.gap(at)):
            skipped = _written(sentence, at) in PREPOSITIONS
        dated = any(one.first <= at < one.last for one in sentence.dates)
        if not skipped and not dated and not is_stop_word(sentence.tokens[at].plain):
            found.append(at)
    return tuple(found)


def _stands_alone(sentence: Sentence, first: int, last: int) -> bool:
    figures = [one for one in sentence.figures if first <= one.first < last]
    dated = any(first <= one.first < last for one in sentence.dates)
    introduced = _written(sentence, first) in {"dont", "et", "and"}
    counts = any(one.unit for one in figures) and introduced
    return has_verb(sentence, first, last) or counts or bool(figures and dated)


def _segments(sentence: Sentence) -> Iterable[tuple[int, int]]:
    spans = [(one.first, one.last) for one in sentence.dates]
    spans += [(one.first, one.last) for one in sentence.names]
    inside = {at for first, last in spans for at in range(first + 1, last)}
    cuts = [
        at
        for at, token in enumerate(sentence.tokens)
        if at and at not in inside and (MARK.search(sentence.gap(at)) or token.plain in _OPENERS)
    ]
    ends = [*cuts, len(sentence.tokens)]
    return [(a, b) for a, b in zip([0, *cuts], ends, strict=True) if a < b]


def is_passive(sentence: Sentence, verb: int) -> bool:
    """`a été lancé`, `est conduite par`, `lancé par`; not `s’est rendu`, `est intervenu`."""
    if not _PARTICIPLE.search(_written(sentence, verb)):
        return False
    before = _written(sentence, verb - 1)
    if before in _SURELY_PASSIVE:
        return True
    if before in _BEING:
        reflexive = _written(sentence, verb - 2) in _REFLEXIVE
        return not reflexive and sentence.tokens[verb].key not in _MOVES
    if sentence.language == "en":
        return False
    if before in _AUXILIARIES or before in _PRONOUNS:
        return False
    agent = any(
        _written(sentence, at) == "par" and not MARK.search(sentence.gap(at))
        for at in range(verb + 1, min(verb + 3, len(sentence.tokens)))
    )
    return agent or (sentence.language == "fr" and _is_participle(_written(sentence, verb)))


def _is_participle(written: str) -> bool:
    """`refaite`, and not `étudie`, nor `invite`."""
    finite = infinitive(written).endswith("er") or is_known_word(f"{written}r", "fr")
    return bool(
        _SURELY_PARTICIPLE.search(written) or (_LIKELY_PARTICIPLE.search(written) and not finite)
    )


def is_bare_participle(sentence: Sentence, at: int) -> bool:
    """A participle that only qualifies a noun: `le programme conduit par`."""
    auxiliary = _written(sentence, at - 1) in _AUXILIARIES
    return not auxiliary and _is_participle(_written(sentence, at))


def sides(sentence: Sentence, verb: int) -> Sides:
    """Who acts and what is acted upon, as far as the order of the words tells it."""
    aside = _aside(sentence, verb)
    others = sorted(verbs(sentence) - {verb} - aside)
    low = max((at + 1 for at in others if at < verb), default=0)
    high = min((at for at in others if at > verb), default=len(sentence.tokens))
    relative = [at + 1 for at in range(low, verb) if _written(sentence, at) in _RELATIVES]
    before = tuple(at for at in _bare(sentence, max([low, *relative]), verb) if at not in aside)
    if is_bare_participle(sentence, verb):
        near = not MARK.search(sentence.gap(verb))
        qualified = near and verb - 1 in sentence.content and verb - 1 not in verbs(sentence)
        before = (verb - 1,) if qualified else ()
    after = tuple(at for at in range(verb + 1, high) if at not in aside)
    if _written(sentence, verb - 1) in ("et", "and"):
        return Sides((), ())
    if "»" in sentence.gap(verb):
        return Sides(_bare(sentence, verb + 1, high), ())
    if not is_passive(sentence, verb):
        if _written(sentence, verb - 1) in _RELATIVES:
            return Sides(_bare(sentence, verb + 1, high), ())
        if _follows_relative(sentence, low, verb) or _is_elided(sentence, low, verb):
            return Sides((), after)
        if _is_inverted(sentence, verb):
            return Sides(_bare(sentence, verb + 1, high), ())
        return Sides(before, after)
    agents = [at for at in after if _written(sentence, at) in ("par", "by")]
    return Sides(
        _bare(sentence, agents[0] + 1, _phrase_end(sentence, agents[0] + 1, high))
        if agents
        else (),
        before,
    )


def _phrase_end(sentence: Sentence, first: int, last: int) -> int:
    marks = (at for at in range(first + 1, last) if MARK.search(sentence.gap(at)))
    return next(marks, last)


def _follows_relative(sentence: Sentence, low: int, verb: int) -> bool:
    """Whether the verb before is that of a relative clause that a comma ends: the subject stands
    before that one."""
    relative = {"que", "qu", "qui", "dont", "où"}
    opened = any(_written(sentence, at) in relative for at in range(max(low - _REACH, 0), low))
    return opened and any("," in sentence.gap(at) for at in range(low, verb + 1))


def _is_elided(sentence: Sentence, low: int, verb: int) -> bool:
    """Whether a verb goes on with the subject of the one before: `a adopté …, a confirmé …`."""
    start = verb - 1 if _written(sentence, verb - 1) in _AUXILIARIES else verb
    joined = _written(sentence, start - 1) in ("et", "and") or MARK.search(sentence.gap(start))
    return low > 0 and bool(joined)


def _is_inverted(sentence: Sentence, verb: int) -> bool:
    """`…, a rappelé Caroline Cayeux`."""
    start = verb - 1 if _written(sentence, verb - 1) in _AUXILIARIES else verb
    named = any(one.first == verb + 1 for one in sentence.names)
    return named and "," in sentence.gap(start)


def _aside(sentence: Sentence, verb: int) -> frozenset[int]:
    """The places between dashes or brackets, the verb's own apart."""
    found: set[int] = set()
    opened: int | None = None
    for at in range(len(sentence.tokens)):
        if _ASIDE.search(sentence.gap(at)):
            if opened is not None and not opened <= verb < at:
                found |= set(range(opened, at))
            opened = at if opened is None else None
    return frozenset(found)


def _bare(sentence: Sentence, first: int, last: int) -> tuple[int, ...]:
    """The places of words that carry something and that no preposition governs."""
    found: list[int] = []
    governed = False
    for at in range(first, last):
        written = _written(sentence, at)
        if written in _AUXILIARIES:
            governed = False
        elif written in PREPOSITIONS:
            governed = True
        elif MARK.search(sentence.gap(at)) or written in ("le", "la", "les", "l", "et", "the"):
            governed = governed and not MARK.search(sentence.gap(at)) and written != "et"
        dated = any(one.first <= at < one.last for one in sentence.dates)
        if dated:
            continue
        if not governed and (at in sentence.factual or not is_stop_word(sentence.tokens[at].plain)):
            found.append(at)
    return tuple(found)
