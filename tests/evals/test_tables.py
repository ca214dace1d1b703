"""What the terminal shows: every figure with its interval, and every failure with its reasons."""

import re
from typing import Any, get_args

import pytest

from assistant.schema import Status
from evals import statistics
from evals.compare import compare
from evals.gate import Fall
from evals.measures import MEASURES, figures_json
from evals.schema import Kind, Outcome, Run, Tier
from evals.tables import ANSWER_SHOWN, comparison_text, failures_text, gate_text, run_text
from evals.wording import KINDS, STATUSES, TIERS
from tests.evals.test_run import outcome, refusal, run_of


@pytest.fixture(autouse=True)
def _few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(statistics, "RESAMPLES", 50)


def plain(text: str) -> str:
    """One kind of space, and one between any two words."""
    return " ".join(text.split())


def line(text: str, start: str) -> str:
    (found,) = [plain(one) for one in text.split("\n") if plain(one).startswith(start)]
    return found


def measured() -> Run:
    """Three right answers of four, of two sets and kinds; two right refusals of three."""
    words = {"right": 1.0, "words": 12.0}
    return run_of(
        outcome("a", scores=words),
        outcome("b", kind="date", scores=words | {"words": 25.5, "wrong_refusal": 0.0}),
        outcome("c", set="other", split="test", scores=words),
        outcome("d", set="other", split="test", right=False, scores={"right": 0.0}),
        refusal("e"),
        refusal("f").model_copy(update={"tier": "hostile"}),
        refusal("g", right=False),
    )


# --- a run ------------------------------------------------------------------------------------


def test_a_figure_stands_with_its_interval_and_its_number_of_questions() -> None:
    """Wilson's interval of 3 in 4 is 30.1 to 95.4 %."""
    text = run_text(measured())
    assert "bonnes réponses 75,0 % [30,1 – 95,4] n = 4" in plain(text)
    assert "bons refus (rappel) 66,7 % [20,8 – 93,9] n = 3" in plain(text)
    assert re.search(r"longueur en mots 16,5 mots \[.* – .*\] n = 3", plain(text))


def test_every_figure_is_there_by_its_name() -> None:
    run = measured()
    whole = run_text(run).split("\n\n")[0]
    shown = [measure.label for measure in MEASURES if f"  {measure.label} " in whole]
    wanted = figures_json(run.outcomes)["overall"]
    assert shown == [measure.label for measure in MEASURES if measure.name in wanted]
    assert len(shown) > 3


def test_each_set_has_its_own_figures_where_there_are_several() -> None:
    blocks = run_text(measured()).split("\n\n")
    assert [plain(block.split("\n")[0]) for block in blocks] == [
        "Ensemble", "other/test", "own/dev", "Par genre de question", "Refus, par cas",
    ]  # fmt: skip
    assert "bonnes réponses 50,0 %" in plain(blocks[1])
    assert "bonnes réponses 100,0 %" in plain(blocks[2])
    assert "own/dev" not in run_text(run_of(outcome("a")))


def test_kinds_and_tiers_have_their_rows() -> None:
    text = run_text(measured())
    assert line(text, KINDS["date"]).startswith("date 1 100,0 % [20,7 – 100,0] ")
    assert line(text, KINDS["number"]).startswith("nombre 3 66,7 %")
    assert line(text, TIERS["hostile"]).startswith("hostile 1 100,0 %")
    assert line(text, TIERS["off_subject"]).startswith("hors sujet 2 50,0 %")


def test_a_table_without_rows_is_left_out() -> None:
    assert "Refus, par cas" not in run_text(run_of(outcome("a")))
    assert "Par genre" not in run_text(run_of(refusal("a")))


# --- failures ---------------------------------------------------------------------------------


def test_a_failure_is_told_in_full() -> None:
    wrong = outcome(
        "postes-2020", right=False, turns=["Combien de postes ?", "Et de maisons ?"],
        wanted=["71 maisons | soixante et onze", "2020"], evidence=["71 maisons", "en 2020"],
        answer="« 63 maisons » [1]\n\n« 4 000 » [2]", rank=7,
    )  # fmt: skip
    text = failures_text([outcome("juste"), wrong])
    assert text.startswith("Échecs : 1 sur 2\n")
    assert line(text, "postes-2020") == "postes-2020 (nombre) : réponse fausse"
    assert line(text, "question") == "question : Combien de postes ? → Et de maisons ?"
    assert line(text, "attendu") == "attendu : réponse 71 maisons | soixante et onze + 2020"
    assert line(text, "obtenu") == "obtenu : réponse « 63 maisons » [1] / « 4 000 » [2]"
    assert line(text, "preuve") == "preuve : 71 maisons / en 2020"
    assert line(text, "rang") == "rang : 7"
    assert "juste" not in text


@pytest.mark.parametrize(
    ("failed", "said"),
    [
        (refusal("a", right=False), ["(fait, hors sujet) : réponse à tort", "rang : sans objet",
         "preuve : aucune", "attendu : introuvable"]),
        (outcome("a", right=False, status=Status.DECLINED, rank=None),
         [": refus à tort", "rang : introuvable", "obtenu : décliné"]),
        (outcome("a", right=False, expected=[Status.ANSWERED, Status.NOT_FOUND]),
         ["attendu : réponse ou introuvable"]),
    ],
)  # fmt: skip
def test_a_failure_says_what_is_wrong(failed: Outcome, said: list[str]) -> None:
    text = plain(failures_text([failed]))
    assert [one for one in said if one not in text] == []


def test_a_long_answer_is_cut() -> None:
    text = failures_text([outcome("a", right=False, answer="x" * (ANSWER_SHOWN + 50))])
    assert line(text, "obtenu").count("x") == ANSWER_SHOWN


@pytest.mark.parametrize("outcomes", [[], [outcome("a"), refusal("b")]])
def test_no_failure(outcomes: list[Outcome]) -> None:
    assert failures_text(outcomes) == "Aucun échec."


# --- comparisons and the gate -----------------------------------------------------------------


def both(*, details: bool = True) -> str:
    scored: dict[str, Any] = {"scores": {"right": 0.0, "words": 20.0}}
    first = run_of(outcome("a", right=False, **scored), outcome("b"), system="bm25")
    better = outcome("a", scores={"right": 1.0, "words": 12.0}, answer="71 maisons [1]")
    lost = outcome("b", right=False, status=Status.NOT_FOUND, answer="Rien.")
    return comparison_text(compare(first, run_of(better, lost)), details=details)


def test_a_comparison_holds_both_figures_and_their_difference() -> None:
    text = both()
    assert text.startswith("bm25 → assistant, 2 questions")
    assert "bonnes réponses 50,0 % → 50,0 % +0,0 [" in plain(text)
    assert line(text, "longueur en mots") == ("longueur en mots 20,0 → 12,0 −8,0 [−8,0 – −8,0] =")
    assert line(text, "gagnées") == "gagnées : 1, perdues : 1"


def test_a_verdict_is_told_in_words() -> None:
    right, wrong = ([outcome(one, right=good) for one in "abc"] for good in (True, False))
    assert line(comparison_text(compare(run_of(*wrong), run_of(*right))), "bonnes").endswith(
        "0,0 % → 100,0 % +100,0 [+100,0 – +100,0] mieux"
    )
    assert line(comparison_text(compare(run_of(*right), run_of(*wrong))), "bonnes").endswith(
        "moins bien"
    )


def test_questions_that_changed_sides_are_shown_before_and_after() -> None:
    text = both()
    assert line(text, "Gagnée") == "Gagnée : a — Combien de postes à a ?"
    assert line(text, "Perdue") == "Perdue : b — Combien de postes à b ?"
    assert "après : réponse 71 maisons [1]" in plain(text)
    assert "après : introuvable Rien." in plain(text)
    assert text.count("avant : ") == 2
    assert "Gagnée" not in both(details=False)
    assert "gagnées : 1" in both(details=False)


def test_the_gate_names_every_fall() -> None:
    fallen = [Fall("own/dev", "right", 0.8, 0.7), Fall("own/test", "pointer", 1.0, None)]
    text = gate_text(fallen)
    assert [one.strip() for one in text.split("\n")[1:]] == [str(fall) for fall in fallen]
    assert gate_text([]) == "Tous les planchers tiennent."


def test_every_kind_tier_and_status_has_a_word() -> None:
    assert (set(KINDS), set(TIERS)) == (set(get_args(Kind)), set(get_args(Tier)))
    assert set(STATUSES) == set(Status)
