"""Whether a new index version may go into service."""

from pathlib import Path

import pytest

from evals.promotion import promotion
from ingest.build import Accept, Report, build_index
from ingest.embedding import Embedder
from ingest.errors import PromotionError, UsageError
from ingest.settings import Settings
from ingest.versions import Manifest, Versions

QUESTIONS = """
set: own
split: dev
questions:
- id: how-many
  turns: ["Combien de communes ont rejoint le réseau ?"]
  kind: number
  expected: answered
  facts: [[{number: 11, unit: communes}]]
  evidence: ["11 communes ont rejoint le réseau"]
- id: who
  turns: ["Qui préside le réseau ?"]
  kind: person
  expected: answered
  facts: [["Ada Brunel"]]
  evidence: ["Ada Brunel préside le réseau"]
- id: another-year
  turns: ["Que s’est-il passé en 2023 ?"]
  kind: entries
  expected: not_found
  tier: year_not_indexed
  reason: no document of that year
"""
TEXT = """Bilan du réseau

En tout, 11 communes ont rejoint le réseau.

Ada Brunel préside le réseau.
"""


class Gate:
    """Builds what is in the corpus if the questions let it pass."""

    def __init__(self, settings: Settings, embedder: Embedder, questions: Path) -> None:
        self.settings, self.embedder, self._questions = settings, embedder, questions
        self.told = ""

    def write(self, path: str, text: str) -> None:
        place = self.settings.corpus / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")

    def accept(self, force: bool = False) -> Accept:
        def tell(text: str) -> None:
            self.told = text

        return promotion(
            self.settings, self.embedder, lambda *_: None, tell, self._questions, force
        )

    def build(self, force: bool = False) -> Report:
        return build_index(self.settings, self.embedder, accept=self.accept(force))

    @property
    def live(self) -> str:
        return Versions(self.settings.data).live().partition("-")[0]

    @property
    def folders(self) -> list[str]:
        index = self.settings.data / "index"
        return sorted(path.name.partition("-")[0] for path in index.iterdir() if path.is_dir())


@pytest.fixture
def gate(real_settings: Settings, real_embedder: Embedder, tmp_path: Path) -> Gate:
    places = {"corpus": tmp_path / "c", "data": tmp_path / "d"}
    questions = tmp_path / "questions.yaml"
    questions.write_text(QUESTIONS, encoding="utf-8")
    gate = Gate(real_settings.model_copy(update=places), real_embedder, questions)
    gate.write("2021/a.txt", TEXT)
    gate.build()
    assert gate.live == "v1"
    return gate


def test_what_changes_no_answer_passes(gate: Gate) -> None:
    gate.write("2021/b.txt", "Voirie\n\nLa rue des Lilas est pavée de grès depuis mars.\n")
    gate.build()
    assert gate.live == "v2"
    assert "gagnées : 0, perdues : 0" in gate.told
    assert "Tous les planchers tiennent" in gate.told


def test_a_lost_answer_keeps_the_old_version_and_is_told(gate: Gate) -> None:
    gate.write("2022/a.txt", TEXT.replace("11", "29"))
    with pytest.raises(PromotionError, match=r"v1-\w+ reste en service.*--force"):
        gate.build()
    assert (gate.live, gate.folders) == ("v1", ["v1"])
    assert "Perdue : how-many" in gate.told
    assert "29 communes" in gate.told
    assert "bonnes réponses" in gate.told
    gate.build(force=True)
    assert gate.live == "v2"


def test_a_build_that_ends_while_it_is_asked_leaves_no_version(gate: Gate) -> None:
    gate.write("2021/b.txt", "Voirie\n\nLa rue des Lilas est pavée de grès depuis mars.\n")
    named: list[str] = []

    def interrupted(_live: Manifest | None, _new: str) -> None:
        named.extend(gate.folders)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build_index(gate.settings, gate.embedder, accept=interrupted)
    assert named == ["building", "v1"]
    assert gate.folders == ["v1"]


def test_an_answer_in_other_words_is_told(gate: Gate) -> None:
    gate.write("2021/a.txt", TEXT.replace("En tout, 11", "Cette année encore, 11"))
    gate.build()
    assert "Autre : how-many" in gate.told
    assert "Cette année encore" in gate.told


def test_a_question_whose_evidence_or_object_is_gone_is_not_asked(gate: Gate) -> None:
    gate.write("2021/a.txt", TEXT.replace("Ada Brunel préside", "Jean Lo préside"))
    gate.write("2023/a.txt", "Bilan\n\nLa foire a eu lieu à Metz en mai.\n")
    gate.build()
    assert gate.live == "v2"
    assert "Non posées, faute de leur preuve ou de leur objet : 2" in gate.told


def test_questions_about_other_documents_decide_nothing(gate: Gate) -> None:
    gate.write("2021/a.txt", "Foire\n\nLa foire a eu lieu à Metz en mai.\n")
    with pytest.raises(UsageError, match="--questions"):
        gate.build()
    assert (gate.live, gate.folders) == ("v1", ["v1"])
