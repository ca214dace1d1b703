"""French BM25: what is shared, how much it counts, and that it is stored whole."""

from itertools import product
from pathlib import Path

import numpy as np
import pytest

from ingest.errors import IndexMismatchError
from ingest.lexical import LexicalIndex
from ingest.text import keys

TEXTS = [
    "L’agence lance Petites Villes de demain, à Barentin.",
    "Les effectifs de l’agence sont de 350 ETP.",
    "Le budget est de 4\u202f000 euros pour un cœur de ville.",
    "« … »",
    "Agence, agence, agence : l’agence et encore l’agence du Havre.",
]


@pytest.fixture(scope="module")
def index() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


def scores(index: LexicalIndex, text: str) -> list[float]:
    return index.scores(dict.fromkeys(keys(text), 1.0)).tolist()


def found(index: LexicalIndex, text: str) -> list[int]:
    """The positions of the texts that share a word, the best first."""
    given = scores(index, text)
    return sorted((i for i, score in enumerate(given) if score > 0), key=lambda i: -given[i])


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("effectif", 1),
        ("coeur", 2),
        ("CŒUR", 2),
        ("4000", 2),
        ("Le Havre", 4),
        ("ETP", 1),
        ("lancement", 0),
        ("petite ville", 0),
    ],
)
def test_a_word_is_found_however_it_is_written(
    index: LexicalIndex, text: str, position: int
) -> None:
    assert found(index, text)[0] == position


def test_there_is_one_score_a_text_and_none_is_negative(index: LexicalIndex) -> None:
    given = scores(index, "l’agence du Havre")
    assert len(given) == len(TEXTS)
    assert min(given) == 0


def test_unknown_words_stop_words_and_nothing_score_nothing(index: LexicalIndex) -> None:
    for text in ("zygomatique", "le la les", ""):
        assert found(index, text) == []


def test_a_text_without_words_is_never_found_and_moves_no_other(index: LexicalIndex) -> None:
    assert scores(index, "agence budget effectifs")[3] == 0
    assert found(index, "Havre") == [4]


def test_a_rare_word_counts_more_than_a_common_one(index: LexicalIndex) -> None:
    assert max(scores(index, "Barentin")) > scores(index, "agence")[0] > 0


def test_weights_scale_and_add_up(index: LexicalIndex) -> None:
    (one,), (other,) = keys("agence"), keys("Havre")
    both = index.scores({one: 0.5, other: 2.0})
    assert both == pytest.approx(0.5 * index.scores({one: 1}) + 2 * index.scores({other: 1}))


def test_it_is_the_same_once_stored(index: LexicalIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "lexical")
    again = LexicalIndex.load(tmp_path / "lexical")
    for text in (*TEXTS, "inconnu"):
        assert np.array_equal(scores(again, text), scores(index, text))


def test_one_text_alone_is_enough(tmp_path: Path) -> None:
    LexicalIndex.build(["Un budget."]).save(tmp_path / "lexical")
    assert found(LexicalIndex.load(tmp_path / "lexical"), "budgets") == [0]


def test_texts_without_any_word_are_taken() -> None:
    assert found(LexicalIndex.build(["…", "«»"]), "budget") == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        *product(["params.index.json", "vocab.index.json"], [None, b"", b"{", b"\0" * 40]),
        *product(["data.csc.index.npy"], [None, b"{", b"\0" * 40]),
        pytest.param("data.csc.index.npy", b""),
    ],
)
def test_a_damaged_folder_is_said_with_the_command(
    index: LexicalIndex, tmp_path: Path, name: str, content: bytes | None
) -> None:
    index.save(tmp_path / "lexical")
    path = tmp_path / "lexical" / name
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(IndexMismatchError, match="retro index"):
        LexicalIndex.load(tmp_path / "lexical")


def test_a_missing_folder_is_said_with_the_command(tmp_path: Path) -> None:
    with pytest.raises(IndexMismatchError, match="retro index"):
        LexicalIndex.load(tmp_path / "nothing")
