"""Which words of a question a text covers."""

from collections.abc import Callable

import pytest

from assistant.matching import FAMILY, Need, Needs, find_needs, synonyms
from assistant.pipeline import Assistant
from ingest.embedding import Embedder
from ingest.text import Term, key, keys, terms

Find = Callable[[str], Needs]
WELL = 0.5


@pytest.fixture(scope="module")
def needs(assistant: Assistant, real_embedder: Embedder) -> Find:
    return lambda text: find_needs(text, terms(text), assistant.index, real_embedder)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("conseillers", "4 000 postes de conseillers numériques"),
        ("conselliers", "4 000 postes de conseillers numériques"),
        ("numeriques", "conseillers numériques"),
        ("SÉNAT", "au Sénat"),
        ("à barentin", "à Barentin (76)"),
        ("à Barentain", "à Barentin (76)"),
        ("la création", "l’ANCT crée une Académie"),
        ("créer", "la création culturelle"),
        ("lancement", "ils lancent un programme"),
        ("le patron", "Yves Le Breton, directeur général"),
        ("jobs", "4 000 postes"),
        ("le lancement d’acv", "Action cœur de ville"),
        ("PVD", "ils lancent Petites Villes de demain"),
        ("ANCT", "l’Agence organise"),
    ],
)
def test_a_word_is_covered(needs: Find, asked: str, said: str) -> None:
    assert needs(asked).coverage(set(keys(said))) >= WELL


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("la tarte Tatin", "4 000 postes de conseillers"),
        ("à Zanzibar", "à Barentin (76)"),
        ("en 2035", "en 2020"),
    ],
)
def test_a_word_is_not_covered(needs: Find, asked: str, said: str) -> None:
    assert needs(asked).coverage(set(keys(said))) < WELL


def test_the_word_itself_covers_better_than_a_synonym(needs: Find) -> None:
    assert needs("le directeur").coverage({key("directeur")}) == pytest.approx(1.0)
    assert 0 < needs("le patron").coverage({key("directeur")}) < 1


def test_a_word_of_the_family_that_is_a_synonym_too_covers_as_one_of_the_family(
    needs: Find,
) -> None:
    (need,) = [one for one in needs("Qui préside le comité ?").needs if one.term.word == "préside"]
    assert need.strength([key("présidente")]) == FAMILY


def test_a_figure_is_covered_by_itself_alone(needs: Find) -> None:
    found = needs("les 250 millions")
    assert found.missing_names({"251", key("millions")}) == ["250"]
    assert found.missing_names({"250"}) == []


@pytest.mark.parametrize("asked", ["Mme Gourault", "M. Gourault", "Gourault et le DG"])
def test_a_title_is_no_name(needs: Find, asked: str) -> None:
    assert needs(f"Que fait {asked} ?").missing_names({key("gourault")}) == []


def test_what_the_corpus_does_not_know(needs: Find) -> None:
    assert needs("Zanzibar").known == 0
    assert needs("conseillers").known == pytest.approx(1.0)


def need(word: str, weight: float, *, name: bool = False) -> Need:
    return Need(Term(word, word, 0, len(word)), weight, {word: 1.0}, name)


def test_shares_are_by_weight() -> None:
    found = Needs((need("rare", 3.0), need("frequent", 1.0), need("Nom", 4.0, name=True)))
    assert found.coverage({"rare"}) == pytest.approx(3 / 8)
    assert found.coverage({"rare", "frequent", "Nom"}) == pytest.approx(1.0)
    assert found.name_coverage({"rare"}) == 0
    assert found.worst_gap({"Nom"}) == pytest.approx(3 / 4)
    assert Needs(()).coverage(set()) == 1


def test_synonyms_go_both_ways_and_english_one_way() -> None:
    known = synonyms("en")
    assert key("chef") in known[key("directeur")]
    assert key("directeur") in known[key("chef")]
    assert all(one not in others for one, others in known.items())


def test_an_english_word_means_nothing_in_french() -> None:
    assert key("salon") in synonyms("en")[key("fair")]
    assert key("salon") not in synonyms("fr").get(key("faire"), frozenset())
