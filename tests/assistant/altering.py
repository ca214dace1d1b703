"""Makers of lies that put one thing in the place of another: a figure, a date, a name, a word."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from ingest.schema import Passage
from ingest.text import folded, keys
from tests.assistant.truths import Truth, spaced

MONTHS = (
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
).split()
MONTH = "|".join([*MONTHS, "January", "March", "April", "May", "September", "October", "November",
                  "December"])  # fmt: skip
NUMBER = re.compile(
    rf"(?<![\w/,.(-])(?!(?:19|20)\d\d\b)(\d{{1,3}}(?:[ \u00a0\u202f,]\d{{3}})+|\d+(?:[,.]\d+)?)"
    rf"(?![\w/)-]| ?(?:{MONTH})\b| et \d+ (?:{MONTH})\b| au \d+ (?:{MONTH})\b)"
)
ORDINAL = re.compile(r"\b(\d+)(?=e\b)")
DAY = re.compile(rf"(?<![\w,])(\d{{1,2}})(?:er)?(?=/\d\d\b| (?:{MONTH})\b)")
SLASHED = re.compile(r"(?<=\d/)(\d\d)\b|(?<=er/)(\d\d)\b")
YEAR = re.compile(r"\b20[12]\d\b")
Made = tuple[str, Sequence[Passage]]
Maker = Callable[[Truth, Sequence[Truth], Random], Iterator[Made]]
"""Given a true sentence, others of its corpus and chance, lies with the passages that they cite."""


@cache
def alterations() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(
        Path(__file__).with_name("alterations.yaml").read_text("utf-8")
    )
    return found


@cache
def said(passages: tuple[Passage, ...]) -> str:
    """What the passages say, with their headings."""
    return spaced(" ".join(f"{one.heading} {one.text}" for one in passages))


def put(text: str, match: re.Match[str], instead: str) -> str:
    return text[: match.start()] + instead + text[match.end() :]


def occurrences(words: str, text: str) -> Iterator[re.Match[str]]:
    """Where whole words stand."""
    return re.finditer(rf"(?<![\w’-]){re.escape(words)}(?![\w-])", text)


def from_table(name: str) -> Maker:
    """A maker that puts what a table of `alterations.yaml` has."""

    def make(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
        for row in alterations()[name]:
            old, new = row.split(" | ")
            for match in re.finditer(rf"(?<!\w){re.escape(old)}(?!\w)", truth.sentence):
                yield put(truth.sentence, match, new), truth.passages

    return make


def number(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """A digit changed, or a nought more, or another ordinal."""
    given = figures(said(truth.passages))
    for match in (*NUMBER.finditer(truth.sentence), *ORDINAL.finditer(truth.sentence)):
        written = match[1]
        at = chance.choice([at for at, sign in enumerate(written) if sign.isdigit()])
        digit = chance.choice([one for one in "123456789" if one != written[at]])
        changed = written[:at] + digit + written[at + 1 :]
        for instead in (changed, *tenfold(written)):
            if digits(instead) not in given and not follows(match, value(instead) - value(written)):
                yield put(truth.sentence, match, instead), truth.passages


def tenfold(written: str) -> list[str]:
    whole = written.isdigit() or re.search(r"\s", written)
    return [f"{10 * int(digits(written)):,}".replace(",", " ")] if whole else []


def digits(written: str) -> str:
    return re.sub(r"\D", "", written)


def value(written: str) -> float:
    thousands = re.sub(r"[\s,](?=\d{3}\b)", "", written)
    return float(thousands.replace(",", "."))


def follows(match: re.Match[str], more: float) -> bool:
    """Whether what is said of a bound stays true: « moins de 4 » is « moins de 8 » too."""
    before = match.string[: match.start()].lower()
    least = before.endswith(("plus de ", "more than ", "près de ", "nearly "))
    most = before.endswith(("moins de ", "less than ", "fewer than "))
    return (least and more < 0) or (most and more > 0)


def numeral(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """A number in words changed."""
    given = folded(said(truth.passages))
    for group in alterations()["numerals"]:
        for old in group:
            for match in occurrences(old, truth.sentence):
                free = [
                    one
                    for one in group
                    if folded(one) not in given
                    and not follows(match, group.index(one) - group.index(old))
                ]
                if free:
                    yield put(truth.sentence, match, chance.choice(free)), truth.passages


def figures(text: str) -> set[str]:
    """The digits of each number of a text, whatever parts them."""
    return {digits(one) for one in re.findall(r"\d+(?:[\s,.]\d{3}\b)*(?:,\d+)?", text)}


def day(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    given = figures(said(truth.passages))
    for match in DAY.finditer(truth.sentence):
        other = chance.choice([one for one in range(2, 29) if str(one) not in given])
        yield put(truth.sentence, match, str(other)), truth.passages


def month(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    given = folded(said(truth.passages))
    free = [at for at, one in enumerate(MONTHS) if folded(one) not in given]
    for match in re.finditer(rf"\b({'|'.join(MONTHS)})\b", truth.sentence):
        yield put(truth.sentence, match, MONTHS[chance.choice(free)]), truth.passages
    for match in SLASHED.finditer(truth.sentence):
        other = chance.choice([at + 1 for at in free if at + 1 != int(match[0])])
        yield put(truth.sentence, match, f"{other:02}"), truth.passages


def year(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """Another year, or one put where there is none."""
    given = said(truth.passages) + " ".join(one.document for one in truth.passages)
    free = [str(one) for one in range(2014, 2026) if str(one) not in given]
    for match in YEAR.finditer(truth.sentence):
        yield put(truth.sentence, match, chance.choice(free)), truth.passages
    if not YEAR.search(truth.sentence) and not truth.is_english:
        if dated := re.match(rf"Le (\d+)(?:er)? ({MONTH})\b", truth.sentence):
            yield put(truth.sentence, dated, f"{dated[0]} {chance.choice(free)}"), truth.passages
        elif re.match(r"L(es?|a|’)\b", truth.sentence):
            lower = truth.sentence[0].lower() + truth.sentence[1:]
            yield f"En {chance.choice(free)}, {lower}", truth.passages


def person(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """A person of the corpora, or one that is invented."""
    given = said(truth.passages)
    for sex in ("men", "women"):
        known, invented = alterations()["people"][sex], alterations()["invented"][sex]
        free = [one for one in known if one not in given]
        for old in known:
            for match in occurrences(old, truth.sentence):
                instead = chance.choice([chance.choice(free), chance.choice(invented)])
                yield put(truth.sentence, match, instead), truth.passages


def verb(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """The verb of a clause invented: `a lancé` → `a vendu`."""
    given = set(keys(said(truth.passages)))
    for match in re.finditer(r"\b(?:a|ont) (?P<verb>\w{2,}é)\b(?! par\b)", truth.sentence):
        free = [one for one in alterations()["verbs"] if not set(keys(one)) & given]
        if not truth.is_english and match["verb"] not in ("été", "fait"):
            instead = f"{match[0].removesuffix(match['verb'])}{chance.choice(free)}"
            yield put(truth.sentence, match, instead), truth.passages


def governor(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """What a verb governs told as done: `vise à conforter` → `a conforté`."""
    governed = rf"\b(?:{'|'.join(alterations()['governing'])}) (?:à |de |d’)?(\w{{3,}})er\b"
    for match in re.finditer(governed, truth.sentence):
        has = "ont" if match[0].split()[0].endswith("nt") else "a"
        yield put(truth.sentence, match, f"{has} {match[1]}é"), truth.passages


def frequency(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """What happens once told of each year, or each month."""
    given = folded(said(truth.passages))
    if truth.is_english or re.search(r"annuel|mensuel|(?:chaque|par) (?:an|mois)", given):
        return
    verbs = r"(?<!s’)\b(?:organise|participe|lance|signe|accueille|annonce|adopte|présente)\b"
    for match in re.finditer(rf"{verbs}|\b(?:a|ont) \w{{2,}}é\b(?= [ldu])", truth.sentence):
        often = chance.choice(["chaque année", "chaque mois"])
        yield put(truth.sentence, match, f"{match[0]} {often}"), truth.passages


def many(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """Some told as many."""
    given = folded(said(truth.passages))
    for match in re.finditer(r"\b(?:Les|Des|les) (?!\d)(?=[a-z]+s\b)", truth.sentence):
        if not truth.is_english and not re.search(r"nombreu|beaucoup", given):
            instead = "De nombreux " if match[0][0].isupper() else "de nombreux "
            yield put(truth.sentence, match, instead), truth.passages


def town(truth: Truth, others: Sequence[Truth], chance: Random) -> Iterator[Made]:
    """Another town, or another region."""
    given = said(truth.passages)
    towns = alterations()["towns"]
    free = [one for one in (*towns, *alterations()["elsewhere"]) if one not in given]
    for old in towns:
        for match in re.finditer(rf"\b{old}(?! \|)\b", truth.sentence):
            alike = [one for one in free if (one[0] in "AEIOUÉ") is (old[0] in "AEIOUÉ")]
            yield put(truth.sentence, match, chance.choice(alike)), truth.passages
    yield from from_table("place")(truth, others, chance)
