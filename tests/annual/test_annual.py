"""Real annual documents, which the project does not carry, and 160 questions about them.

    pytest tests/annual --annual ../shared/annual -s

Questions were written from the documents alone, by people who had not seen the code. Failures of
`questions.yaml` were looked at while the program was worked on, and no question of `kept.yaml`.
"""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from assistant.pipeline import Assistant
from assistant.reader import load_reader
from assistant.schema import Answer, Status
from ingest.build import build_index, open_index
from ingest.embedding import Embedder
from ingest.schema import Document
from ingest.settings import Settings
from ingest.text import folded

HERE = Path(__file__).parent
REFUSED = {
    "anct-numa-workshop-2020-11-garbled.pdf": "illisible",
    "maisonpoesie-rapport-activite-2020-2021-damaged.pdf": "blanches",
    "prefecture-finistere-secheresse-2022-10-scan.pdf": "image",
}
LOOKED_AT, KEPT = "questions.yaml", "kept.yaml"


def read(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load((HERE / name).read_text("utf-8"))
    return found


QUESTIONS = [*read(LOOKED_AT), *read(KEPT)]

pytestmark = pytest.mark.slow


class Asked(NamedTuple):
    """A question as written, and what was answered."""

    question: dict[str, Any]
    answer: Answer

    @property
    def answered(self) -> bool:
        return self.answer.status is Status.ANSWERED

    @property
    def cited(self) -> set[str]:
        return {citation.document for citation in self.answer.citations}

    @property
    def from_its_document(self) -> bool:
        return self.answered and self.question["document"] in self.cited

    @property
    def on_its_page(self) -> bool:
        pages = {citation.page for citation in self.answer.citations}
        return self.from_its_document and self.question.get("page") in (None, *pages)

    @property
    def right(self) -> bool:
        text = folded(self.answer.text)
        return self.from_its_document and all(
            any(folded(str(one)) in text for one in fact) for fact in self.question["facts"]
        )

    @property
    def of_another_year(self) -> bool:
        """Whether nothing cited is of a year that the question names or is about, or names it."""
        named = set(re.findall(r"\b20\d\d\b", self.question["question"]))
        named |= {str(self.question.get("year", "")), self.question.get("document", "")[:4]}
        years = {document[:4] for document in self.cited}
        years |= set(re.findall(r"\b20\d\d\b", " ".join(c.quote for c in self.answer.citations)))
        return self.answered and bool(named - {""}) and not years & named


@pytest.fixture(scope="module")
def annual(
    request: pytest.FixtureRequest,
    real_settings: Settings,
    real_embedder: Embedder,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Assistant]:
    """The assistant on the real documents, each in the folder of its year."""
    source = request.config.getoption("--annual")
    if not source:
        pytest.skip("--annual DIR: real documents, not part of the project")
    root = tmp_path_factory.mktemp("annual")
    corpus = shutil.copytree(real_settings.corpus, root / "corpus")
    wanted = {question["document"] for question in QUESTIONS if "document" in question}
    for name in (*sorted(wanted), *(f"divers/{name}" for name in REFUSED)):
        place = corpus / name
        place.parent.mkdir(exist_ok=True)
        if not place.exists():
            shutil.copy(next(Path(source).rglob(place.name)), place)
    places = {"corpus": corpus, "data": root / "data"}
    settings = real_settings.model_copy(update=places)
    build_index(settings, real_embedder)
    index = open_index(settings, real_embedder)
    yield Assistant(index, real_embedder, load_reader(settings))
    index.close()


@pytest.fixture(scope="module", params=[LOOKED_AT, KEPT])
def asked(annual: Assistant, request: pytest.FixtureRequest) -> list[Asked]:
    return [Asked(one, annual.answer(one["question"])) for one in read(request.param)]


def test_what_cannot_be_read_is_refused_and_the_rest_is_indexed(annual: Assistant) -> None:
    refused = {Path(path).name: reason for path, reason in annual.index.manifest.refusals}
    assert refused.keys() == REFUSED.keys()
    assert all(word in refused[name] for name, word in REFUSED.items())
    wanted = {question["document"] for question in QUESTIONS if "document" in question}
    assert annual.index.documents.keys() == wanted


def test_every_quotation_is_at_its_place(annual: Assistant, asked: list[Asked]) -> None:
    documents: dict[str, Document] = annual.index.documents
    for one in asked:
        for citation in one.answer.citations:
            text = documents[citation.document].text
            assert text[citation.start : citation.end] == citation.quote


def test_answers_are_of_the_right_document_and_year(
    asked: list[Asked], request: pytest.FixtureRequest
) -> None:
    able = [one for one in asked if "document" in one.question]
    unable = [one for one in asked if "document" not in one.question]
    counts = {
        "posées": len(asked),
        "avec réponse": len(able),
        "de leur document": sum(one.from_its_document for one in able),
        "de leur page": sum(one.on_its_page for one in able),
        "justes": sum(one.right for one in able),
        "refusées à tort": sum(not one.answered for one in able),
        "sans réponse, refusées": sum(not one.answered for one in unable),
        "d’une autre année": sum(one.of_another_year for one in asked),
    }
    print("\n" + "\n".join(f"{name} : {count}" for name, count in counts.items()))
    for one in asked if LOOKED_AT in request.node.name else ():
        good = one.right if "document" in one.question else not one.answered
        if not good or one.of_another_year:
            said = " / ".join(one.answer.text.split("\n"))[:200]
            print(f"- {one.question['id']} : {one.question['question']}\n    {said}")
    assert counts["d’une autre année"] <= 0.02 * len(asked)


def test_the_same_page_at_three_dates_answers_from_the_last_only(
    request: pytest.FixtureRequest,
    annual: Assistant,
    real_settings: Settings,
    real_embedder: Embedder,
    tmp_path: Path,
) -> None:
    places = {"corpus": tmp_path / "corpus", "data": tmp_path / "data"}
    settings = real_settings.model_copy(update=places)
    page = settings.corpus / "divers" / "bilans.md"
    page.parent.mkdir(parents=True)
    source = Path(request.config.getoption("--annual"))
    for date in ("2024-02", "2025-03", "2026-05"):
        shutil.copy(source / "edge" / f"betagouv-bilans-du-programme-v{date}.md", page)
        report = build_index(settings, real_embedder)
        assert set(report.changes.added + report.changes.changed) == {"divers/bilans.md"}
    index = open_index(settings, real_embedder)
    last = Assistant(index, real_embedder)
    text = index.documents["divers/bilans.md"].text
    assert {passage.document for passage in index.passages} == {"divers/bilans.md"}
    assert all(p.text == text[p.start : p.end] for p in index.passages)
    for question in ("Quel bilan a été publié ?", "Combien de services en 2023 ?"):
        for citation in last.answer(question).citations:
            assert text[citation.start : citation.end] == citation.quote
    index.close()
