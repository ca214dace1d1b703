"""`chronicle.toml`: lists to invent from, families of facts and the questions that ask for them."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from evals.training.filling import shown

_ENGLISH = "en:"
_TIMELESS = ("event", "definition")


class Ask(NamedTuple):
    """A wording that asks for a slot, of any family where `general`."""

    slot: str
    written: str
    general: bool = False

    @property
    def english(self) -> bool:
        return self.written.startswith(_ENGLISH)

    @property
    def wording(self) -> str:
        return self.written.removeprefix(_ENGLISH)

    @property
    def takes_period(self) -> bool:
        timed = "{when" in self.wording or self.slot in _TIMELESS
        return not self.english and not timed

    @property
    def mentioned(self) -> set[str]:
        """What the wording tells of the fact."""
        return shown(self.wording) - {self.slot}


@cache
def material() -> dict[str, Any]:
    return tomllib.loads((files("evals.training") / "chronicle.toml").read_text(encoding="utf-8"))


@cache
def asks_of(family: str) -> tuple[Ask, ...]:
    """The questions of a family, and those that any sentence with such a slot may be asked."""
    own = material()["families"][family]["ask"]
    return (*_asks(own), *_asks(material()["general"], general=True), *_of_other_persons())


def _of_other_persons() -> list[Ask]:
    """What is asked of `who`, asked of `other`."""
    return [
        Ask(ask.slot.replace("who", "other"), ask.written.replace("{who", "{other"), general=True)
        for ask in _asks(material()["general"], general=True)
        if ask.slot.startswith("who")
    ]


def _asks(wordings: dict[str, list[str]], general: bool = False) -> list[Ask]:
    return [Ask(slot, one, general) for slot, some in wordings.items() for one in some]
