"""A chat that goes on while the corpus is indexed anew."""

import hashlib
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.live import LiveAssistant
from assistant.schema import Status
from ingest.build import build_index, open_index
from ingest.embedding import Embedder
from ingest.errors import IndexMissingError
from ingest.settings import Settings
from ingest.text import keys
from ingest.versions import KEPT, Versions

QUESTION = "Combien de communes ont rejoint le réseau ?"


def tell(settings: Settings, figure: int) -> None:
    folder = settings.corpus / "2021"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "a.txt").write_text(
        f"Bilan du réseau\n\nEn tout, {figure} communes ont rejoint le réseau.\n\n"
        f"Le réseau compte {figure} communes de plus que prévu.\n"
    )


@pytest.fixture
def settings(real_settings: Settings, tmp_path: Path, server: str) -> Settings:
    places = {"corpus": tmp_path / "c", "data": tmp_path / "d", "chroma_url": server}
    return real_settings.model_copy(update=places)


@pytest.fixture
def live(settings: Settings, real_embedder: Embedder) -> LiveAssistant:
    tell(settings, 11)
    build_index(settings, real_embedder)
    return LiveAssistant(settings)


def test_the_next_question_is_answered_from_the_new_version(
    live: LiveAssistant, settings: Settings, real_embedder: Embedder
) -> None:
    before = live.answer(QUESTION)
    tell(settings, 22)
    version = build_index(settings, real_embedder).manifest.version
    after = live.answer(QUESTION)
    assert "11 communes" in before.text
    assert "22 communes" in after.text
    assert after.index_version == version != before.index_version
    for answer in (before, after):
        document = live.document("2021/a.txt", answer.index_version)
        assert document
        assert answer.citations[0].quote in document.text
    assert live.document("2021/a.txt", "v9-nowhere") is None
    live.close()


def test_the_library_follows_and_a_file_is_given_while_it_is_what_is_indexed(
    live: LiveAssistant, settings: Settings, real_embedder: Embedder
) -> None:
    path = (settings.corpus / "2021/a.txt").resolve()
    assert live.original("2021/a.txt") == path
    tell(settings, 22)
    assert live.original("2021/a.txt") is None
    version = build_index(settings, real_embedder).manifest.version
    ((document, passages),) = live.library().documents
    assert live.library().coverage.version == version
    assert "22 communes" in document.text
    assert passages > 0
    assert live.original("2021/a.txt") == path
    assert live.original("2021/b.txt") is None
    live.close()


def test_an_answer_tells_what_it_was_made_from(live: LiveAssistant) -> None:
    answer = live.answer(QUESTION)
    found = live.provenance(answer)
    document = live.document("2021/a.txt", answer.index_version)
    assert found
    assert document
    assert found.version == answer.index_version
    digest = hashlib.sha256(document.text.encode()).hexdigest()
    assert found.hashes == {"2021/a.txt": digest}
    assert (found.verified, found.embedding_model) == (True, "multilingual-e5-small")
    moved = replace(answer.citations[0], start=answer.citations[0].start + 1)
    forged = live.provenance(replace(answer, citations=(moved,)))
    assert forged
    assert not forged.verified
    assert live.provenance(replace(answer, index_version="v9-nowhere")) is None
    live.close()


def test_an_answer_under_way_ends_on_its_version(
    live: LiveAssistant, settings: Settings, real_embedder: Embedder
) -> None:
    under_way = live.stream(QUESTION)
    first = next(under_way)
    for figure in range(22, 22 + KEPT + 1):
        tell(settings, figure)
        build_index(settings, real_embedder)
        assert f"{figure} communes" in live.answer(QUESTION).text
    whole = [first, *under_way][-1]
    assert "11 communes" in whole.text
    assert live.document("2021/a.txt", first.index_version)
    assert f"{figure} communes" in live.answer(QUESTION).text
    live.close()


def test_a_rollback_is_followed(
    live: LiveAssistant, settings: Settings, real_embedder: Embedder
) -> None:
    tell(settings, 22)
    build_index(settings, real_embedder)
    assert "22 communes" in live.answer(QUESTION).text
    Versions(settings.data).rollback()
    assert "11 communes" in live.answer(QUESTION).text
    live.close()


def test_a_version_that_cannot_be_opened_is_left_alone(
    live: LiveAssistant, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    Versions(settings.data).switch("v9-broken")
    for _ in range(2):
        assert "11 communes" in live.answer(QUESTION).text
    assert caplog.text.count("v9-broken") == 1
    (settings.data / "index" / "live").unlink()
    assert "11 communes" in live.answer(QUESTION).text
    live.close()


def test_there_must_be_an_index_at_first(settings: Settings) -> None:
    with pytest.raises(IndexMissingError, match="retro index"):
        LiveAssistant(settings)


@pytest.mark.slow
def test_a_client_that_asks_all_along_sees_no_fault_and_no_mix(
    live: LiveAssistant, settings: Settings, real_embedder: Embedder
) -> None:
    figures = {Versions(settings.data).live(): 11}
    seen: list[tuple[str, str]] = []
    faults: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                answer = live.answer(QUESTION)
                assert answer.status is Status.ANSWERED
                seen.append((answer.index_version, answer.text))
        except BaseException as error:
            faults.append(error)

    clients = [threading.Thread(target=ask) for _ in range(3)]
    for client in clients:
        client.start()
    try:
        for figure in (22, 33, 44, 55, 66):
            tell(settings, figure)
            figures[build_index(settings, real_embedder).manifest.version] = figure
    finally:
        done.set()
        for client in clients:
            client.join()
    assert faults == []
    assert len({version for version, _ in seen}) >= 2
    for version, text in seen:
        told = {figure for figure in figures.values() if f"{figure} communes" in text}
        assert told == {figures[version]}
    live.close()


EDITIONS = (
    "Bilans du programme\n\nLe bilan 2022 compte 31 services.",
    "Bilans du programme\n\nLe bilan 2023 compte 47 services.\n\nLe bilan 2022 compte 31 services.",
    "Bilans du programme\n\nLe bilan 2024 compte 58 services.\n\nLe bilan 2023 compte 45 services.",
)


def test_a_page_that_changes_under_its_name_is_answered_from_its_last_text_only(
    settings: Settings, real_embedder: Embedder
) -> None:
    page = settings.corpus / "divers" / "bilans.md"
    page.parent.mkdir(parents=True)
    page.write_text(EDITIONS[0], encoding="utf-8")
    build_index(settings, real_embedder)
    live = LiveAssistant(settings)
    for text in EDITIONS[1:]:
        page.write_text(text, encoding="utf-8")
        report = build_index(settings, real_embedder)
        assert report.changes.changed == ("divers/bilans.md",)
        assert report.embedded < 6
    answer = live.answer("Combien de services compte le bilan 2023 ?")
    assert "45 services" in answer.text
    index = open_index(settings, real_embedder)
    vector = real_embedder.embed_query("services du bilan 2023")
    for hit in (*index.dense(vector, 50), *index.lexical(dict.fromkeys(keys("bilan"), 1.0), 50)):
        assert hit.passage.text in EDITIONS[-1]
    index.close()
    live.close()
