"""Questions about the facts of an invented passage, which it answers or comes near to."""

from random import Random

from evals.training.families import Ask, asks_of, material
from evals.training.filling import NEUTRAL_FORMS, Value, capital, finished, forms
from evals.training.invention import month_of
from evals.training.passage import Fact, Passage
from ingest.text import Span
from ingest.wording import say

_DATES = ("when", "deadline")
_NEAR_MISSES = ("missing", "missing", "other", "other", "period", "action")
_QUESTION_MARKS = (" ?", " ?", "\u00a0?", "\u202f?", "?", "")


class Asker:
    """The questions about one passage, by a fact's number; None where the draw came to nothing."""

    def __init__(self, passage: Passage, rng: Random) -> None:
        self._passage, self._rng = passage, rng

    def answered(self, number: int) -> tuple[str, Span] | None:
        """A question, and where the passage answers it."""
        if not (asks := self.asks(number, said=True)):
            return None
        ask, spans = self._choose(asks), self._passage.spans
        where = spans.get(f"{number}.{ask.slot}") or spans["header.when"]
        question = self._question(ask, self._passage.facts[number].values, self._period(ask))
        return question, where

    def unanswered(self, number: int) -> str | None:
        """A question that the passage is near to and does not answer: it asks for what is not
        said, of something else, of another period or of another action."""
        fact = self._passage.facts[number]
        way = self._rng.choice(_NEAR_MISSES)
        if way == "action":
            asks = self._other_actions(fact)
        else:
            asks = self.asks(number, said=way != "missing")
        if not asks:
            return None
        ask = self._choose(asks)
        if way == "period":
            wrong = self._wrong_period(ask)
            return self._question(ask, fact.values, wrong) if wrong else None
        values = self.swapped(ask, fact) if way == "other" else fact.values
        return self._question(ask, values, self._period(ask)) if values else None

    def asks(self, number: int, *, said: bool) -> list[Ask]:
        """Those about a fact for what the passage says of it, or does not say."""
        fact = self._passage.facts[number]
        told, doubtful = self._told(fact), self._doubtful(number, said)
        return [
            ask
            for ask in asks_of(fact.family)
            if ask.slot.partition(".")[0] in {*fact.values, "event"}
            if (ask.slot in (told if ask.general else told - fact.unsaid)) == said
            if ask.slot not in doubtful and ask.mentioned <= told
            if self._is_about(number, ask)
        ]

    def swapped(self, ask: Ask, fact: Fact) -> dict[str, Value] | None:
        """The fact's values with a name absent from the text for one that the question says."""
        named = [one for one in forms(ask.wording) if one[1] not in NEUTRAL_FORMS]
        if not named:
            return None
        slot, form = self._rng.choice(named)
        other = self._passage.world.value(slot)
        absent = other[form][1].lower() not in self._passage.window.lower()
        return fact.values | {slot: other} if absent else None

    def _others(self, number: int) -> list[Fact]:
        return self._passage.facts[:number] + self._passage.facts[number + 1 :]

    def _dated(self) -> int:
        """How many sentences tell when."""
        return sum(fact.dated for fact in self._passage.facts)

    def _told(self, fact: Fact) -> frozenset[str]:
        by_header = self._passage.header.says_date and not self._dated() and not fact.timeless
        return fact.used | ({"when"} if by_header else set())

    def _doubtful(self, number: int, said: bool) -> set[str]:
        """What another sentence may be taken to say of the same programme, or of the day."""
        others = self._others(number) if self._passage.shares else []
        doubtful = {slot for each in others for slot in each.used}
        period_known = self._passage.header.says_year or self._dated()
        return doubtful | ({"when"} if period_known and not said else set())

    def _is_about(self, number: int, ask: Ask) -> bool:
        """Whether the question tells this fact from the others of the passage."""
        if ask.mentioned - {"when"}:
            return True
        fact = self._passage.facts[number]
        twins = any(each.family == fact.family for each in self._others(number))
        same_day = self._passage.header.says_day or not fact.dated or self._dated() > 1
        return not (twins or (same_day and "when" in ask.mentioned))

    def _other_actions(self, fact: Fact) -> list[Ask]:
        """Questions of other families about the names of this fact."""
        families, facts = material()["families"], self._passage.facts
        groups = {families[each.family]["group"] for each in facts}
        said = {slot for each in facts for slot in each.used} - {"who", "when"}
        found = [
            Ask(slot, wording)
            for family in families.values()
            if family["group"] not in groups
            for slot, wordings in family["ask"].items()
            if slot in fact.values and slot not in said
            for wording in wordings
        ]
        return [ask for ask in found if set() < ask.mentioned <= fact.used - {"when"}]

    def _choose(self, asks: list[Ask]) -> Ask:
        slot = self._rng.choice(sorted({ask.slot for ask in asks}))
        asks = [ask for ask in asks if ask.slot == slot]
        english = self._rng.random() < 0.12
        return self._rng.choice([ask for ask in asks if ask.english == english] or asks)

    def _period(self, ask: Ask) -> str:
        """The period of the passage, in words, for a question to name; often none."""
        day, header = self._passage.world.day, self._passage.header
        if not ask.takes_period or not header.says_year or self._rng.random() < 0.65:
            return ""
        said = [f"en {day.year}", f"en {day.year}", "cette année-là"]
        if header.says_date and ask.slot not in _DATES:
            said += [f"en {say(month_of(day), 'fr')}"] * 2
        return self._rng.choice(said)

    def _wrong_period(self, ask: Ask) -> str:
        """A period that the passage is not of; empty where none can be said."""
        day, header = self._passage.world.day, self._passage.header
        if not ask.takes_period or ask.general or not header.says_year:
            return ""
        other = self._passage.world.another_day()
        has_month = header.says_date and ask.slot not in _DATES
        if has_month and self._rng.random() < 0.6:
            other = other.replace(year=day.year)
        words = say(month_of(other), "fr")
        if not has_month or self._rng.random() < 0.2:
            words = words.split()[1]
        absent = words.split()[0] not in self._passage.window and words != str(day.year)
        return f"en {words}" if absent else ""

    def _question(self, ask: Ask, values: dict[str, Value], period: str) -> str:
        wording = ask.wording
        if wording.endswith(" ?"):
            wording = f"{wording[:-2]} {period}".rstrip() + " ?"
        elif period.startswith("en "):
            wording = f"{wording} {period[3:]}"
        return self._typed(capital(finished(wording, values)))

    def _typed(self, question: str) -> str:
        """With other apostrophes, first letters and question marks."""
        if self._rng.random() < 0.4:
            question = question.replace("’", "'")
        if self._rng.random() < 0.15:
            question = question[0].lower() + question[1:]
        return question.replace(" ?", self._rng.choice(_QUESTION_MARKS))
