"""The candidate sentences → those that answer, or none.

The order of candidates is that of one reading of one question; here it is weighed against the
others: enough of it to answer, of the newest year, unlike what another document says.
"""

from collections.abc import Sequence

from assistant.choice import Choice, weights
from assistant.quantities import quantities
from assistant.schema import Question, Wanted
from ingest.text import words

SURE = 0.7


def answers(question: Question, choices: Sequence[Choice], *, sure: bool = False) -> list[Choice]:
    """The fewest sentences that answer; none where the best is not likely enough to (unless
    `sure` takes it as such), where the documents hold hardly a word of the question, and none from
    a passage that does not name what the question names.

    A second or third sentence comes along where it is nearly as good (more often where the
    question wants a list) and no repetition; or where it alone holds the second thing asked for.
    """
    if not choices:
        return []
    best, limit = choices[0], choices[0].limits
    unknown = best.feature("known") < weights()["coverage"]["known"]
    if not sure and (best.missing or unknown or best.probability < limit["probability"]):
        return []
    wide = question.wanted in (Wanted.LIST, Wanted.REASON, Wanted.QUOTATION, Wanted.DEFINITION)
    beside = limit["margin_list"] if wide else limit["margin"]
    near = [
        choice
        for choice in choices[1:]
        if not choice.missing
        and (
            best.plain_score - choice.plain_score <= limit["margin_same"]
            if choice.passage == best.passage
            else best.score - choice.score <= beside
        )
    ]
    chosen = _unlike(question, best, choices) or [best, *near[: int(limit["most"]) - 1]]
    if second := _second(chosen, choices):
        chosen.append(second)
    return chosen


def _second(chosen: Sequence[Choice], choices: Sequence[Choice]) -> Choice | None:
    """The sentence of the best one's passage that holds the second thing asked for, unless one
    that was chosen holds it."""
    if any(one.also is None or one.also.fit >= SURE for one in chosen):
        return None
    same = (one for one in choices if one.passage == chosen[0].passage and not one.missing)
    return next((one for one in same if one.also and one.also.fit >= SURE), None)


def _unlike(question: Question, best: Choice, choices: Sequence[Choice]) -> list[Choice]:
    """The best sentence and the one of another document that counts the same thing in the same
    year and gives another figure; empty where they agree."""
    limit = best.limits
    if question.wanted is not Wanted.NUMBER or best.found.fit < SURE:
        return []
    for choice in choices:
        if (
            choice.passage.document != best.passage.document
            and choice.year == best.year
            and choice.found.fit >= SURE
            and choice.probability >= limit["unlike"]
            and not choice.missing
            and _same_unit(best, choice)
        ):
            return [] if figures(choice) == figures(best) else [best, choice]
    return []


def _same_unit(one: Choice, other: Choice) -> bool:
    own, its = (next(quantities(choice.found.short), None) for choice in (one, other))
    return bool(
        own and its and own.money == its.money and (own.money or set(own.unit) & set(its.unit))
    )


def figures(choice: Choice) -> list[str]:
    """The numbers of the short answer, as they are compared."""
    return [word.folded for word in words(choice.found.short) if word.folded[:1].isdigit()]


def comparable(years: Sequence[Sequence[Choice]]) -> list[list[Choice]]:
    """Of each year's sentences, those that give a figure of the unit that the surest one of all
    years gives: a share is not set beside a count."""
    firsts = [found[0] for found in years if found]
    if not firsts:
        return [list(found) for found in years]
    units = _units(max(firsts, key=lambda choice: choice.probability))
    return [[choice for choice in found if not units or units & _units(choice)] for found in years]


def _units(choice: Choice) -> set[str]:
    """What the numbers of a sentence count: keys, `%`, `€`."""
    text = choice.passage.text[choice.span.start - choice.passage.start :]
    text = text[: choice.span.end - choice.span.start]
    read = choice.found.short if choice.found.fit >= SURE else text
    found: set[str] = set()
    for quantity in quantities(read):
        written = read[quantity.span.start : quantity.span.end]
        found |= {"€"} if quantity.money else {"%"} if "%" in written else set(quantity.unit)
    return found


def fitting_first(choices: list[Choice]) -> list[Choice]:
    """Where the best sentence holds nothing of the kind asked for, and one that is nearly as good
    holds it where it should, that one goes first."""
    if not choices or choices[0].missing or not choices[0].feature("misfit"):
        return choices
    least = choices[0].score - choices[0].limits["margin_fit"]
    for choice in choices[1:]:
        if choice.found.fit >= SURE and choice.score >= least and not choice.missing:
            return [choice, *(one for one in choices if one is not choice)]
    return choices


def newest_first(choices: list[Choice]) -> list[Choice]:
    """Asked without a period, what is said of several years is answered of the last: among
    sentences that are nearly as good as the best, the newest goes first."""
    if not choices or choices[0].missing:
        return choices
    limit = choices[0].limits
    near = [
        choice
        for choice in choices
        if not choice.missing
        and choices[0].score - choice.score <= limit["margin_year"]
        and choice.probability >= limit["probability"]
    ]
    newest = max(near, key=lambda choice: choice.year, default=None)
    if newest is None or newest.year <= choices[0].year:
        return choices
    return [newest, *(choice for choice in choices if choice is not newest)]
