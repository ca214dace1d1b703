"""What kind of answer a question wants."""

import pytest

from assistant.schema import Wanted
from assistant.wanted import asks_for_entries, edge, language_of, wanted_answer


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Combien de postes de conseillers ?", Wanted.NUMBER),
        ("combien de postes", Wanted.NUMBER),
        ("Quel est le montant de l’enveloppe ?", Wanted.NUMBER),
        ("How many jobs?", Wanted.NUMBER),
        ("Quand a lieu la rencontre ?", Wanted.DATE),
        ("À quelle date ?", Wanted.DATE),
        ("When was it launched?", Wanted.DATE),
        ("Où a lieu la rencontre ?", Wanted.PLACE),
        ("Dans quelle ville ?", Wanted.PLACE),
        ("Where did it take place?", Wanted.PLACE),
        ("Qui a inauguré le pôle commercial ?", Wanted.PERSON),
        ("Who is the president?", Wanted.PERSON),
        ("Qu’est-ce qui a été annoncé sur le proxy ?", Wanted.FACT),
        ("Qui est Édouard Philippe ?", Wanted.DEFINITION),
        ("Qu’est-ce que la Suera ?", Wanted.DEFINITION),
        ("Pourquoi ce programme ?", Wanted.REASON),
        ("Quelles sont les priorités ?", Wanted.LIST),
        ("L’Agence a-t-elle signé une convention ?", Wanted.YES_NO),
        ("Que dit Yves Le Breton ?", Wanted.QUOTATION),
        ("Yves Le Breton, c’est qui déjà ?", Wanted.DEFINITION),
        ("Qui c’est, Nadia Hai ?", Wanted.DEFINITION),
        ("Nadia Hai, ministre de quoi ?", Wanted.DEFINITION),
        ("Qui prend la parole au rendez-vous ?", Wanted.PERSON),
        ("nom du ministre de l’Industrie", Wanted.PERSON),
        ("MINISTRE DE LA VILLE NOM", Wanted.PERSON),
        ("Comment s’appelle la directrice ?", Wanted.PERSON),
        ("Comment s’appelle le programme ?", Wanted.FACT),
        ("C’est lancé où", Wanted.PLACE),
        ("Ils étaient où, début juillet ?", Wanted.PLACE),
        ("D’où viennent les stagiaires ?", Wanted.PLACE),
        ("salon des maires, dates", Wanted.DATE),
        ("effectif délégués du préfet", Wanted.NUMBER),
        ("À quelle date les chiffres clés ont-ils paru ?", Wanted.DATE),
        ("Quand de nombreux maires se sont-ils réunis ?", Wanted.DATE),
        ("Les effectifs ont-ils augmenté ?", Wanted.YES_NO),
        ("En octobre, quels événements ont lieu ?", Wanted.LIST),
        ("Le forum aura-t-il lieu ?", Wanted.YES_NO),
        ("Nadia Hai parle de quoi ?", Wanted.FACT),
        ("Le directeur de cabinet de Jacqueline Gourault, c’est qui ?", Wanted.PERSON),
        ("Quels ministères sont partenaires ?", Wanted.LIST),
        ("L’agence du préfet a-t-elle changé de nom ?", Wanted.YES_NO),
        ("L’inauguration, c’était le combien ?", Wanted.DATE),
        ("La Suera, ça veut dire quoi ?", Wanted.DEFINITION),
        ("Retrouve la phrase de la ministre sur la relance", Wanted.QUOTATION),
        ("noms des communes lauréates", Wanted.LIST),
        ("affluence au salon", Wanted.NUMBER),
        ("panne du serveur, cause", Wanted.REASON),
        ("Qu’est-ce qui est remis en cause ?", Wanted.FACT),
        ("Par quels villages passe-t-elle ?", Wanted.PLACE),
        ("Quelle fonction occupe Nadia Hai ?", Wanted.DEFINITION),
        ("Quelles sont les fonctions de Nadia Hai ?", Wanted.DEFINITION),
        ("Quelle est la fonction du comité de Nadia Hai ?", Wanted.FACT),
        ("Quel est le nombre de maisons ?", Wanted.NUMBER),
        ("Quand la fréquentation a-t-elle été mesurée ?", Wanted.DATE),
        ("Quelles mesures ont été prises en raison du confinement ?", Wanted.LIST),
        ("Quelles associations défendent la cause des femmes ?", Wanted.LIST),
        ("Pour quel motif le salon est-il annulé ?", Wanted.REASON),
        ("Explique-moi en une phrase de quoi il parle", Wanted.FACT),
        ("Quel membre du gouvernement était là quand le salon a ouvert ?", Wanted.PERSON),
        ("Qui a ouvert le salon, et quand la charte est-elle signée ?", Wanted.PERSON),
        ("Quelle convention a été signée et quand ?", Wanted.DATE),
        ("Sais-tu quand le salon a ouvert ?", Wanted.DATE),
        ("c koi la Suera", Wanted.DEFINITION),
        ("c ki le DG", Wanted.PERSON),
        ("Il me faut le lieu de la rencontre", Wanted.PLACE),
        ("La réunion du conseil tient lieu de bilan", Wanted.FACT),
        ("Quels agents peuvent choisir leur lieu de travail ?", Wanted.LIST),
        ("Que contient l’annexe C qui liste les communes ?", Wanted.LIST),
        ("Comment puis-je savoir quand le salon aura lieu ?", Wanted.DATE),
        ("What is the budget committee?", Wanted.DEFINITION),
        ("À quel rythme le comité se réunit-il ?", Wanted.NUMBER),
        ("What is the budget of the programme?", Wanted.NUMBER),
    ],
)
def test_the_kind_of_answer(text: str, wanted: Wanted) -> None:
    assert wanted_answer(text) is wanted


@pytest.mark.parametrize("text", ["QUAND A LIEU LA RENCONTRE ?", "quand a lieu la rencontre"])
def test_case_and_marks_do_not_count(text: str) -> None:
    assert wanted_answer(text) is Wanted.DATE


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Pourquoi le nombre de communes a-t-il été corrigé ?", Wanted.REASON),
        ("À quelles dates le salon a-t-il eu lieu ?", Wanted.DATE),
        ("Quelle était la part des femmes ?", Wanted.NUMBER),
        ("Qui dirigeait l’agence ?", Wanted.PERSON),
    ],
)
def test_the_first_word_does_not_always_decide(text: str, wanted: Wanted) -> None:
    assert wanted_answer(text) is wanted


@pytest.mark.parametrize(
    "text", ["Quel était le taux de satisfaction en 2020 ?", "Quelle a été la dépense en 2020 ?"]
)
def test_a_figure_of_a_year_is_not_what_happened(text: str) -> None:
    assert not asks_for_entries(text, has_period=True)


def test_what_happened_needs_a_period() -> None:
    text = "Que s’est-il passé en octobre ?"
    assert asks_for_entries(text, has_period=True)
    assert not asks_for_entries(text, has_period=False)
    assert not asks_for_entries("Combien de postes en novembre ?", has_period=True)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("Quel est le dernier événement de l’année ?", "last"),
        ("Quel est le premier temps fort ?", "first"),
        ("What was the last event?", "last"),
        ("Que s’est-il passé en octobre ?", None),
    ],
)
def test_the_first_or_the_last(text: str, where: str | None) -> None:
    assert edge(text) == where


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Combien de postes de conseillers ?", "fr"),
        ("How many jobs for advisers?", "en"),
        ("What happened in October?", "en"),
        ("Petites Villes de demain", "fr"),
        ("", "fr"),
        ("十月", "fr"),
    ],
)
def test_the_language(text: str, language: str) -> None:
    assert language_of(text) == language
