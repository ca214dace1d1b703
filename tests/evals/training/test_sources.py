"""The open data → questions about paragraphs, by part."""

from collections import Counter
from pathlib import Path

import pytest

from evals.split import part_of
from evals.training.sources import SQUAD, Sources, TrainingError, read_sources
from tests.evals.training.opendata import ENGLISH, FRENCH, PARTS, given, write


def test_an_article_is_of_one_part_and_always_of_the_same(sources: Sources) -> None:
    assert {one.article for one in sources.asked} == set(PARTS)
    for title, part in PARTS.items():
        assert part_of(title) == part
        assert {one.article for one in sources.of(part)} >= {title}
    assert sum(len(sources.of(part)) for part in set(PARTS.values())) == len(sources.asked)


def test_answers_stand_in_their_paragraphs_and_some_questions_have_none(sources: Sources) -> None:
    wanted = {
        question: answers
        for texts in (*FRENCH.values(), *ENGLISH.values())
        for _, asked in texts
        for question, answers in asked.items()
    }
    assert {one.question: given(one) for one in sources.asked} == wanted
    assert Counter(bool(one.answers) for one in sources.asked if one.language == "en")[False] == 2


def test_the_fingerprint_is_of_both_files(folder: Path, sources: Sources) -> None:
    assert read_sources(folder) == sources
    other = write(folder, english={"Harlow_Bridge": ENGLISH["Harlow_Bridge"]})
    assert read_sources(other).fingerprint != sources.fingerprint


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (None, "ne peut pas être lu"),
        ("{", "SQuAD 2.0"),
        ('{"version": "2.0"}', "SQuAD 2.0"),
        ('{"data": [{"title": "T", "paragraphs": [{"context": "c"}]}]}', "SQuAD 2.0"),
    ],
)
def test_a_squad_file_that_cannot_be_used_is_named(
    folder: Path, content: str | None, fault: str
) -> None:
    path = folder / SQUAD
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(TrainingError, match=fault) as raised:
        read_sources(folder)
    assert str(path) in str(raised.value)
