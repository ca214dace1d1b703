"""The short answer inside a sentence, and how well it fits what is asked for."""

from datetime import date

import pytest

from assistant.choice import Found
from assistant.extraction import extract
from assistant.matching import find_needs
from assistant.pipeline import Assistant
from assistant.understanding import read_question
from ingest.embedding import Embedder
from ingest.schema import Kind, Passage, Period

VISIT = (
    "Les 8 et 9 juillet, ils se rendent en Occitanie pour visiter des projets, dans le Gers, "
    "puis à Mende (48)."
)
REGIONS = "Elle est aux côtés de trois régions et du ministère, à Lyon, à Nice et à Gap."
NAMED = "Elle est aux côtés de trois régions : l’Occitanie, la Bretagne et la Corse."
PRESENT = "Il se déroule en présence de Nadia Hai, ministre chargée de la Ville."


def found(
    text: str,
    sentence: str,
    assistant: Assistant,
    embedder: Embedder,
    passage: Passage | None = None,
) -> Found:
    """Of a sentence that is a passage of 2020 by itself, or stands in `passage`."""
    question = read_question(text, text, "fr", years=[2020], today=date(2021, 3, 1))
    needs = find_needs(text, question.terms, assistant.index, embedder)
    year = Period.of_year(2020)
    alone = Passage("a.txt", 0, len(sentence), sentence, Kind.PARAGRAPH, period=year)
    return extract(question, needs, sentence, passage or alone)


@pytest.mark.parametrize(
    ("text", "sentence", "short"),
    [
        ("Dans quelle ville se rendent-ils ?", VISIT, "Mende (48)"),
        ("Dans quel département se rendent-ils ?", VISIT, "Gers, Mende (48)"),
        ("Dans quelle région se rendent-ils ?", VISIT, "Occitanie"),
        ("À part le Gers, dans quel département vont-ils ?", VISIT, "Mende (48)"),
        (
            "À part la Corse, quelles régions ?",
            "Ils vont en Corse du Sud et en Bretagne.",
            "Bretagne",
        ),
        ("Dans quel pays se rendent-ils ?", VISIT, ""),
        ("Qui était présent avec les délégués du préfet ?", PRESENT, "Nadia Hai"),
    ],
)
def test_what_is_given_is_of_the_kind_asked_for(
    text: str, sentence: str, short: str, assistant: Assistant, real_embedder: Embedder
) -> None:
    assert found(text, sentence, assistant, real_embedder).short == short


@pytest.mark.parametrize("text", ["Combien de temps dure la rencontre ?", "Quelle est sa durée ?"])
@pytest.mark.parametrize(
    ("sentence", "fits"),
    [
        ("Pendant trois jours, elle échange avec les élus.", True),
        ("Elle échange avec trois régions.", False),
    ],
)
def test_a_duration_is_in_units_of_time(
    text: str, sentence: str, fits: bool, assistant: Assistant, real_embedder: Embedder
) -> None:
    assert (found(text, sentence, assistant, real_embedder).fit >= 0.5) is fits


@pytest.mark.parametrize(
    ("sentence", "fits"), [(REGIONS, False), (NAMED, True)], ids=["counted", "named"]
)
def test_what_is_only_counted_is_no_list(
    sentence: str, fits: bool, assistant: Assistant, real_embedder: Embedder
) -> None:
    text = "Quelles sont les régions associées ?"
    assert (found(text, sentence, assistant, real_embedder).fit >= 0.5) is fits


HOLDER = "À Lyon, Paul Brun, directeur général, reçoit les maires."
DEPUTY = "À Lyon, Jean Lo, directeur général délégué, reçoit les maires."


@pytest.mark.parametrize(
    ("text", "holds", "another"),
    [
        ("Qui dirige l’agence ?", HOLDER, DEPUTY),
        ("Par qui l’agence est-elle dirigée ?", HOLDER, DEPUTY),
        ("Qui est le directeur général de l’agence ?", HOLDER, DEPUTY),
        ("Qui est le directeur général délégué ?", DEPUTY, HOLDER),
    ],
)
def test_who_stands_in_for_the_holder_of_an_office_is_another_person(
    text: str, holds: str, another: str, assistant: Assistant, real_embedder: Embedder
) -> None:
    right, wrong = (found(text, one, assistant, real_embedder).fit for one in (holds, another))
    assert right >= 0.6
    assert wrong < 0.3


@pytest.mark.parametrize(
    ("text", "sentence", "short"),
    [
        ("Où est le pôle de Châlons ?", "Il inaugure le pôle, à Châlons-en-Champagne (51).", ""),
        ("Où est le pôle ?", "Il inaugure le pôle, à Châlons-en-Champagne (51).", "Châlons-en-Cha"),
        ("Que veut dire ADT ?", "L’Agence du développement des territoires naît.", "Agence du dé"),
        ("Que veut dire ADT ?", "L’agence développe les territoires.", ""),
        ("Que veut dire PAT ?", "Il va à Paris, Angers et Tours.", ""),
        ("Qui est Nadia Hai à l’ADT ?", "L’Agence du développement des territoires naît.", ""),
    ],
)
def test_what_the_question_says_is_no_answer(
    text: str, sentence: str, short: str, assistant: Assistant, real_embedder: Embedder
) -> None:
    given = found(text, sentence, assistant, real_embedder).short
    assert given.startswith(short) if short else not given


FILMS = "L’Agence diffuse 7 vidéos, pour 2,5 millions d’euros, dans onze maisons."
CREATED = "Le 1er avril, Paul Brun dirige la maison."


@pytest.mark.parametrize(
    ("text", "sentence", "fits"),
    [
        ("Combien de petits films sont montrés ?", FILMS, True),
        ("How many shops got money?", FILMS, False),
        ("Combien d’argent a été donné ?", FILMS, True),
        ("Serait-il possible d’obtenir la liste des onze maisons ?", FILMS, False),
        ("Quand Paul Brun dirige-t-il la maison ?", CREATED, True),
        ("Quand Paul Brun a-t-il quitté la maison ?", CREATED, False),
        ("Quelle est la date de nomination de Paul Brun ?", CREATED, False),
        ("Quand s’est tenue la réunion de la maison ?", CREATED, True),
        ("Qui a succédé à Paul Brun à la maison ?", CREATED, False),
        ("Pourquoi la maison est-elle lancée ?", "Il la lance pour aider les maires.", True),
        ("Pourquoi la maison est-elle fermée ?", "Il la lance pour aider les maires.", False),
        ("Combien d’associations partenaires ?", "Elle réunit 12 entreprises partenaires.", False),
        ("Quand la maison a-t-elle été lancée ?", "Du 17 mars au 11 mai, il la lance.", True),
        ("Quelles sont les dates exactes ?", "Du 17 mars au 11 mai, il la lance.", True),
        ("Quelle est la date exacte ?", "En mars 2020, il lance la maison.", False),
        ("À quelle date la lance-t-il ?", "En mars 2020, il lance la maison.", True),
        ("Que dit mot pour mot Paul Brun ?", "Paul Brun rappelle la loi.", False),
        ("Que dit mot pour mot Paul Brun ?", f"« {FILMS} », dit Paul Brun.", True),
    ],
)
def test_what_is_near_what_is_asked_is_no_answer(
    text: str, sentence: str, fits: bool, assistant: Assistant, real_embedder: Embedder
) -> None:
    assert (found(text, sentence, assistant, real_embedder).fit > 0.5) is fits


@pytest.mark.parametrize(
    ("text", "speech", "short"),
    [
        ("Qui a parlé d’avenir ?", "« L’avenir est aux communes. »", "Paul Brun"),
        ("Qui a parlé d’avenir ?", "« L’avenir est à Marie Lo. »", "Paul Brun"),
        ("Qui a parlé de Paul Brun ?", "« L’avenir est aux communes. »", ""),
        ("Qui a bâti l’avenir ?", "« L’avenir est aux communes. »", ""),
        ("Qui va au parlement ?", "« L’avenir est aux communes. »", ""),
    ],
)
def test_who_stands_beside_a_speech_has_said_it(
    text: str, speech: str, short: str, assistant: Assistant, real_embedder: Embedder
) -> None:
    whole = f"{speech}\nPaul Brun, directeur général"
    passage = Passage("a.txt", 0, len(whole), whole, Kind.QUOTATION)
    assert found(text, speech, assistant, real_embedder, passage).short == short


@pytest.mark.parametrize(("text", "fits"), [("Quand ?", True), ("Quelles dates exactes ?", False)])
def test_a_month_is_no_exact_date(
    text: str, fits: bool, assistant: Assistant, real_embedder: Embedder
) -> None:
    month = Passage("a.txt", 0, 9, "Elle échange.", Kind.PARAGRAPH, period=Period.of_month(2020, 8))
    given = found(text, "Elle échange.", assistant, real_embedder, month)
    assert (given.fit >= 0.5) is fits


@pytest.mark.parametrize(
    ("text", "sentence", "short"),
    [
        ("Combien de communes ?", "72 % des communes, soit 130 communes.", "130 communes"),
        (
            "Quelle part des communes ?",
            "72 % des communes sont rurales.",
            "72 % des communes",
        ),
        ("Combien d’agents ont suivi la formation ?", "Elle forme 25 personnes.", "25 personnes"),
        ("À quelle fréquence le salon a-t-il lieu ?", "Il a lieu tous les six mois.", "six mois"),
        ("Quelle est la fréquence du salon ?", "Le salon hebdomadaire.", "hebdomadaire"),
        ("Quel budget ?", "Le budget est de 6,7 M€.", "6,7 M€"),
    ],
)
def test_a_number_counts_what_is_asked_for(
    text: str, sentence: str, short: str, assistant: Assistant, real_embedder: Embedder
) -> None:
    answer = found(text, sentence, assistant, real_embedder)
    assert short in answer.short
    assert answer.fit >= 0.5


def test_a_share_is_no_count(assistant: Assistant, real_embedder: Embedder) -> None:
    sentence = "72 % des communes sont rurales."
    assert found("Combien de communes ?", sentence, assistant, real_embedder).fit < 0.3


def test_what_leads_to_a_list_is_quoted_for_one(
    assistant: Assistant, real_embedder: Embedder
) -> None:
    text = "Elle se décline en phases :\n- la construction\n- le suivi"
    passage = Passage("a.txt", 0, len(text), text, Kind.PARAGRAPH, period=Period.of_year(2020))
    lead = text.split("\n")[0]
    assert found("Quelles phases ?", lead, assistant, real_embedder, passage).fit == 1.0
