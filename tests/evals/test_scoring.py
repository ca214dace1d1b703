"""One question asked of a scripted system, and the scores of what comes back."""

from collections.abc import Mapping, Sequence
from math import log2
from typing import Any

import pytest

from assistant.pipeline import Trace
from assistant.schema import Answer, Citation, Searched, Status, Turn
from evals.schema import EvalQuestion, Outcome, iso_period
from evals.scoring import score
from ingest.schema import Document, Kind, Passage

ANSWERED, NOT_FOUND, DECLINED = Status.ANSWERED, Status.NOT_FOUND, Status.DECLINED
AGENTS = "L’agence emploie 142 agents."
TOWNS = "Elle accompagne 1 240 communes".ljust(500 - len(AGENTS), ".")
NINE, LATER = "Le 3/09, neuf auditions au Sénat.", "L’agence emploie 187 agents."
AGAIN = "Elle en employait 142 en 2020."
TEXTS = {"2020.txt": [AGENTS, TOWNS, NINE], "2021.txt": [LATER, AGAIN]}


DOCUMENTS = {
    id_: Document(id_, id_, iso_period(id_.removesuffix(".txt")), "fr", " ".join(sentences), "")
    for id_, sentences in TEXTS.items()
}


def passage(sentence: str) -> Passage:
    """Each sentence is a passage; it tells of the year of its document."""
    (one,) = (one for one in DOCUMENTS.values() if sentence in one.text)
    at = one.text.index(sentence)
    return Passage(one.id, at, at + len(sentence), sentence, Kind.PARAGRAPH, period=one.period)


def cite(quote: str, period: str | None = "document") -> Citation:
    told = passage(quote)
    own = told.period if period == "document" else period and iso_period(period)
    return Citation(
        told.document, "", "", None, "", told.start, told.end, quote, own or None, marker=1
    )


def answer(text: str, *citations: Citation, status: Status = ANSWERED, short: str = "") -> Answer:
    return Answer(
        status, text, short, "fr", "extractive", "typed", "understood", citations,
        Searched(()), (), "v1", 7,
    )  # fmt: skip


def trace(said: Answer, *found: str, forced: Answer | None = None) -> Trace:
    return Trace(said, tuple(passage(one) for one in found), 0.75, forced or said)


REFUSED = answer("Rien sur 142 agents.", status=NOT_FOUND)
RIGHT = answer("L’agence emploie 142 agents. [1]", cite(AGENTS), short="142 agents")
WRONG = answer("187 agents. [1]", cite(LATER))
UNSUPPORTED = {"alce_recall": 0, "alce_precision": 0, "unproven": 1}


class Scripted:
    """Gives the trace that its script has for a question after the answers of a history."""

    name = "scripted"
    documents: Mapping[str, Document] = DOCUMENTS
    units = tuple(passage(sentence) for sentences in TEXTS.values() for sentence in sentences)

    def __init__(self, script: Mapping[tuple[str, ...], Trace]) -> None:
        self._script = script
        self.asked: list[tuple[str, tuple[Turn, ...]]] = []

    def trace(self, question: str, history: Sequence[Turn] = ()) -> Trace:
        self.asked.append((question, tuple(history)))
        return self._script[(*(turn.answer for turn in history), question)]


def question(**changes: Any) -> EvalQuestion:
    plain = {
        "id": "agents", "turns": ["Combien ?"], "kind": "number", "expected": "answered",
        "facts": [[{"number": 142, "unit": "agents"}, "142 agents"]], "evidence": [AGENTS],
        "forbidden": [{"number": 187, "unit": "agents"}],
    }  # fmt: skip
    return EvalQuestion.model_validate(plain | changes)


def refusable(**changes: Any) -> EvalQuestion:
    plain = {"expected": "not_found", "facts": [], "evidence": [], "tier": "hostile", "reason": "x"}
    return question(**plain | changes)


def scored(asked: EvalQuestion, said: Trace) -> Outcome:
    return score(Scripted({("Combien ?",): said}), asked, "fictional", "dev")


def test_a_right_answer_has_every_score_of_its_kind() -> None:
    found = scored(question(periods=["2020"]), trace(RIGHT, TOWNS, AGENTS))
    assert found.scores == {
        "recall@1": 0 / 1, "recall@3": 1 / 1, "recall@5": 1 / 1, "recall@10": 1 / 1,
        "mrr": 1 / 2, "ndcg@10": 1 / log2(3),
        "evidence@500": 1, "evidence@1000": 1, "evidence@2000": 1,
        "words": 4, "right": 1, "fact_recall": 1 / 1, "containment": 1, "exact_match": 1, "f1": 1,
        "pointer": 1, "citation_recall": 1 / 1, "citation_precision": 1 / 1, "wrong_year": 0,
        "alce_recall": 1, "alce_precision": 1, "unproven": 0, "wrong_refusal": 0,
    }  # fmt: skip
    assert (found.rank, found.depth) == (2, len(TOWNS) + len(AGENTS))
    assert (found.right, found.confidence, found.elapsed_ms) == (True, 0.75, 7)
    assert found.retrieved == [passage(TOWNS).id, passage(AGENTS).id]
    assert [one.quote for one in found.citations] == [AGENTS]
    assert (found.wanted, found.set, found.split) == (
        ["142 agents | 142 agents"],
        "fictional",
        "dev",
    )


def test_a_value_without_a_wording_has_no_score_of_wordings() -> None:
    found = scored(question(facts=[{"number": 142, "unit": "agents"}]), trace(RIGHT, AGENTS))
    assert found.scores["right"] == 1
    assert not {"containment", "exact_match", "f1"} & found.scores.keys()


def test_a_wrong_answer() -> None:
    scores = (found := scored(question(periods=["2020"]), trace(WRONG, LATER))).scores
    assert (found.right, found.rank, found.depth) == (False, None, None)
    assert [scores[n] for n in ("right", "fact_recall", "mrr", "evidence@2000")] == [0, 0, 0, 0]
    assert [scores[n] for n in ("citation_recall", "citation_precision")] == [0, 0]
    assert [scores[n] for n in ("pointer", "wrong_year", "wrong_refusal")] == [1, 1, 0]
    assert scores["f1"] == 2 * 1 / (2 + 2)  # « 187 agents » for « 142 agents »


def test_a_forbidden_fact_spoils_a_right_one() -> None:
    found = scored(question(), trace(answer("142 agents, puis 187 agents [1]", cite(AGENTS))))
    assert (found.right, found.scores["right"], found.scores["fact_recall"]) == (False, 0, 1)


def test_a_wrong_refusal_has_no_score_of_an_answer() -> None:
    found = scored(question(periods=["2020"]), trace(REFUSED, AGENTS, forced=RIGHT))
    assert (found.right, found.forced, found.rank) == (False, True, 1)
    assert (found.scores["wrong_refusal"], found.scores["recall@1"]) == (1, 1)
    for name in ("right", "fact_recall", "containment", "exact_match", "f1", "citation_recall"):
        assert found.scores[name] == 0
    absent = {"words", "pointer", "citation_precision", "wrong_year", "refusal", "item_precision"}
    assert not absent & found.scores.keys()


@pytest.mark.parametrize(("forced", "right"), [(RIGHT, True), (WRONG, False), (REFUSED, False)])
def test_forced_tells_of_the_answer_without_refusing(forced: Answer, right: bool) -> None:
    found = scored(question(), trace(REFUSED, forced=forced))
    assert (found.forced, found.right) == (right, False)


@pytest.mark.parametrize(("status", "right"), [(NOT_FOUND, 1), (DECLINED, 1), (ANSWERED, 0)])
def test_either_refusal_is_right_where_there_is_no_answer(status: Status, right: int) -> None:
    found = scored(refusable(), trace(answer("Non.", status=status)))
    of_an_answer = {} if right else {"words": 1, "pointer": 0} | UNSUPPORTED
    assert found.scores == {"refusal": right} | of_an_answer
    assert found.right is bool(right)


@pytest.mark.parametrize(("said", "right"), [(RIGHT, True), (WRONG, False), (REFUSED, True)])
def test_where_either_would_do_a_false_answer_still_is_false(said: Answer, right: bool) -> None:
    found = scored(question(expected=["answered", "not_found"]), trace(said, AGENTS))
    assert found.right is right
    of_an_answer = {"words", "pointer", *UNSUPPORTED}
    assert found.scores.keys() == (set() if said is REFUSED else of_an_answer)


@pytest.mark.parametrize(
    ("citation", "periods", "evidence", "wrong"),
    [
        (cite(AGENTS), ["2020"], [AGENTS], 0),
        (cite(TOWNS), ["2020"], [AGENTS], 0),
        (cite(LATER), ["2020"], [AGENTS], 1),
        (cite(LATER), ["2019", "2021"], [AGENTS], 0),
        (cite(AGAIN), ["2020"], [AGENTS, AGAIN], 0),
        (cite(AGAIN), ["2020"], [AGENTS], 1),
        (cite(NINE, "2020-09-03"), ["2020-09"], [AGENTS], 0),
        (cite(NINE, "2020-09-03"), ["2020-10"], [AGENTS], 1),
        (cite(LATER, None), ["2020"], [AGENTS], 0),
        (cite(LATER), [], [AGENTS], None),
    ],
)
def test_a_citation_of_another_period_that_is_no_evidence(
    citation: Citation, periods: list[str], evidence: list[str], wrong: int | None
) -> None:
    asked = question(periods=periods, evidence=evidence)
    assert scored(asked, trace(answer("[1]", citation))).scores.get("wrong_year") == wrong


def test_one_citation_of_another_period_is_enough() -> None:
    said = answer("142 agents [1], puis 187 [1]", cite(AGENTS), cite(LATER))
    found = scored(question(periods=["2020"]), trace(said)).scores
    assert (found["wrong_year"], found["citation_recall"]) == (1, 1)
    assert found["citation_precision"] == 1 / 2


def test_a_list_of_entries_is_not_searched_for() -> None:
    said = answer("Voici :\n- 142 agents [1]\n- autre chose", cite(AGENTS))
    entries, listed = (scored(question(kind=k), trace(said, AGENTS)) for k in ("entries", "list"))
    searched = {"mrr", "ndcg@10", *(f"recall@{k}" for k in (1, 3, 5, 10))}
    searched |= {f"evidence@{depth}" for depth in (500, 1000, 2000)}
    assert listed.scores.keys() - entries.scores.keys() == searched
    assert entries.scores["item_precision"] == 1 / 2
    assert "item_precision" not in scored(question(), trace(said)).scores


def test_a_citation_gives_a_date_its_year() -> None:
    asked = question(kind="date", facts=[{"date": "2020-09-03"}], evidence=[NINE])
    said = answer("Le 3/09 [1]", cite(NINE))
    assert scored(asked, trace(said)).right
    assert not scored(asked, trace(answer("Le 3/09", cite(LATER)))).right


@pytest.mark.parametrize(
    ("asked", "cluster"),
    [
        (question(evidence=[TOWNS, AGENTS]), passage(TOWNS).id),
        (question(evidence=["142 agents"]), passage(AGENTS).id),
        (question(evidence=["emploie"]), passage(AGENTS).id),
        (question(evidence=["187"]), passage(LATER).id),
        (refusable(), "agents"),
    ],
)
def test_the_cluster_is_the_passage_of_first_evidence(asked: EvalQuestion, cluster: str) -> None:
    assert scored(asked, trace(REFUSED)).cluster == cluster


FIRST, SECOND, LAST, WHOLE = "Combien ?", "Et des communes ?", "Et là ?", "Et au Sénat en 2020 ?"


def test_a_dialogue_goes_on_from_its_own_answers_and_from_the_right_ones() -> None:
    own, right = (WRONG.text, "Aucune idée."), ("142 agents.", "1 240 communes.")
    dialogue = question(
        turns=[FIRST, SECOND, LAST], references=list(right), standalone=WHOLE,
        facts=["neuf"], evidence=[NINE, AGAIN],
    )  # fmt: skip
    system = Scripted({
        (FIRST,): trace(WRONG, LATER),
        (own[0], SECOND): trace(answer(own[1], status=NOT_FOUND)),
        (*own, LAST): trace(REFUSED, TOWNS, NINE),
        (*right, LAST): trace(answer("neuf [1]", cite(NINE))),
        (LAST,): trace(REFUSED, TOWNS, LATER),
        (WHOLE,): trace(REFUSED, AGAIN, NINE),
    })  # fmt: skip
    found = score(system, dialogue, "fictional", "dev")
    turns = tuple(Turn("typed", "understood", text) for text in own)
    references = Turn(FIRST, FIRST, right[0]), Turn(SECOND, SECOND, right[1])
    asked = [(FIRST, ()), (SECOND, turns[:1]), (LAST, turns), (LAST, references)]
    assert system.asked == [*asked, (LAST, ()), (WHOLE, ())]
    names = ("right", "right_free_running", "right_teacher_forced", "wrong_refusal")
    assert [found.scores[name] for name in names] == [0, 0, 1, 1]
    recalls = [found.scores[f"recall@5_{name}"] for name in ("alone", "dialogue", "whole")]
    assert recalls == [0 / 2, 1 / 2, 2 / 2]
    assert found.scores["recall@5"] == 1 / 2
    assert (found.turns, found.status, found.right) == ([FIRST, SECOND, LAST], NOT_FOUND, False)


def test_a_dialogue_that_must_be_refused_recalls_nothing() -> None:
    asked = refusable(turns=[FIRST, LAST], references=["142 agents."], standalone=WHOLE)
    keys = [(FIRST,), (RIGHT.text, LAST), ("142 agents.", LAST), (LAST,), (WHOLE,)]
    system = Scripted({key: trace(RIGHT if key == (FIRST,) else REFUSED) for key in keys})
    found = score(system, asked, "fictional", "dev").scores
    assert found == {"refusal": 1, "right_free_running": 1, "right_teacher_forced": 1}
