"""What the shipped reader reads, and how."""

import math
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.reader import BUNDLED, Reader, Reading, Window, examine_reader, load_reader
from ingest.errors import ModelError
from ingest.settings import NO_READER, Settings
from ingest.text import Span

HEADER = "Bilan 2016 de l’Office des canaux – Septembre 2016"
VISIT = (
    "Le 3/09, Inès Vauquelin, préfète du Cantal, inaugure à Aurillac un centre de formation. "
    "Anselme Kerrec, maire de la ville, l’accompagne. L’État y consacre 14 millions d’euros."
)


@pytest.fixture(scope="session")
def reader(real_settings: Settings) -> Reader:
    found = load_reader(real_settings)
    assert found
    return found


def read(reader: Reader, question: str, text: str = VISIT, start: int = 0) -> Reading:
    return reader.read(question, [Window(HEADER, text, start)])[0]


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Qui est la préfète du Cantal ?", "Inès Vauquelin"),
        ("Qui est le maire d’Aurillac ?", "Anselme Kerrec"),
        ("quel montant pour le centre de formation", "14 millions d’euros"),
        ("Dans quelle ville le centre ouvre-t-il ?", "Aurillac"),
        ("A quelle date le centre de formation a-t-il ete inaugure ?", "3/09"),
    ],
)
def test_the_span_that_answers(reader: Reader, question: str, answer: str) -> None:
    found = read(reader, question).answer
    assert found
    assert answer in VISIT[found.span.start : found.span.end]
    assert found.score > 0


@pytest.mark.parametrize(
    "question",
    [
        "Qui est le ministre de la Culture ?",
        "Combien d’élèves suivent les cours du centre ?",
        "Quand le pont de Tessac a-t-il été détruit ?",
    ],
)
def test_what_a_text_does_not_say(reader: Reader, question: str) -> None:
    found = read(reader, question).answer
    assert found is None or reader.logit(found.score) < 0


def test_offsets_are_the_document_s(reader: Reader) -> None:
    found = read(reader, "Qui est le maire d’Aurillac ?", start=1000).answer
    assert found
    assert "Kerrec" in VISIT[found.span.start - 1000 : found.span.end - 1000]


def test_a_sentence_gives_its_own_best_span(reader: Reader) -> None:
    reading = read(reader, "Qui est la préfète du Cantal ?")
    first, second = Span(0, VISIT.index("Anselme")), Span(VISIT.index("Anselme"), len(VISIT))
    one, other = reading.within(first), reading.within(second)
    assert one
    assert other
    assert one.score > other.score
    assert second.start <= other.span.start < other.span.end <= second.end
    assert reading.within(Span(5000, 5010)) is None


def test_a_date_that_the_heading_alone_gives(reader: Reader) -> None:
    text = "L’Office des canaux signe une convention avec la région Bretagne."
    reading = read(reader, "Quand l’Office signe-t-il une convention ?", text)
    assert reading.answer
    assert reading.header > reading.answer.score


def test_a_window_reads_the_same_in_any_company(reader: Reader) -> None:
    question = "Qui est le maire d’Aurillac ?"
    windows = [Window("", "Rien.", 0), Window(HEADER, VISIT, 0), Window("", VISIT[:60], 0)]
    together = reader.read(question, windows)[1].answer
    alone = read(reader, question).answer
    assert together
    assert alone
    assert together.span == alone.span
    assert math.isclose(together.score, alone.score, abs_tol=0.5)


def test_nothing_to_read(reader: Reader) -> None:
    assert reader.read("Qui ?", []) == []
    assert read(reader, "Qui ?", "").answer is None


def test_a_question_longer_than_the_network_reads(reader: Reader) -> None:
    found = read(reader, f"Qui est le maire d’Aurillac ? {'Merci de me répondre vite. ' * 70}")
    assert found.answer
    assert 0 <= found.answer.span.start < found.answer.span.end <= len(VISIT)


def test_many_at_once(reader: Reader) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = pool.map(lambda _: read(reader, "Qui est le maire d’Aurillac ?").answer, range(8))
    assert len({one.span for one in found if one}) == 1


def test_going_without(real_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    without = real_settings.model_copy(update={"reader": NO_READER})
    assert load_reader(without) is None
    assert examine_reader(without).sound
    assert examine_reader(real_settings).sound
    monkeypatch.setattr("assistant.reader.BUNDLED", Path("nowhere.safetensors"))
    assert load_reader(real_settings) is None
    assert "nowhere" in (check := examine_reader(real_settings)).detail
    assert not check.sound


def test_a_reader_that_is_named_must_be_there(real_settings: Settings, tmp_path: Path) -> None:
    named = real_settings.model_copy(update={"reader": str(tmp_path / "x.safetensors")})
    with pytest.raises(ModelError, match=r"x\.safetensors"):
        load_reader(named)
    assert not examine_reader(named).sound


def test_the_file_is_small() -> None:
    assert BUNDLED.stat().st_size <= 25 * 2**20
