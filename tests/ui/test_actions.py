"""The buttons under an answer: what they are, and what they may ask for."""

from dataclasses import replace

import pytest

from tests.ui.comparing import difference, evolution
from tests.ui.fakes import FakeAssistant
from ui.actions import ALL, Act, actions_markup, read_act
from ui.conversation import Exchange, State, messages


def ids(markup: str) -> list[str]:
    return [part.partition('"')[0] for part in markup.split(' id="')[1:]]


@pytest.mark.parametrize(
    "reference",
    ["", "md", "md-3", "md--1", "md-1\n", "MD-1", "md-\u0661", "../md-1", "md-1-1", "m-1"],
)
def test_what_is_no_button_means_nothing(reference: str) -> None:
    assert read_act(reference, 2) is None


def test_a_button_is_a_name_and_a_turn() -> None:
    assert read_act("docx-2", 2) == Act("docx", 2)
    assert read_act("print-0", 2) == Act("print", ALL)


def test_only_an_evolution_has_a_csv() -> None:
    assert "csv-2" in ids(actions_markup(evolution("?"), 2, last=True))
    assert "csv-2" not in ids(actions_markup(difference("?"), 2, last=True))


def test_each_state_has_the_buttons_that_make_sense(assistant: FakeAssistant) -> None:
    answer = list(assistant.stream("Petites Villes"))[-1]
    done = Exchange("a", answer, State.DONE)
    exchanges = [done, Exchange("b", None, State.FAILED, "non"), Exchange("c", answer)]
    first, failed, under_way = (message["content"] for message in messages(exchanges)[1::2])
    assert [one for one in ids(first) if one.startswith(("copy", "edit", "retry"))] == [
        "copy-1", "edit-1"
    ]  # fmt: skip
    assert ids(failed) == ["edit-2"]
    assert ids(under_way) == []
    stopped = replace(exchanges[2], state=State.STOPPED)
    assert ids(messages([done, stopped])[3]["content"]) == ["edit-2", "retry-2"]
