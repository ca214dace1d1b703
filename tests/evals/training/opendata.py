"""A folder of the shape of the open data that holds our own text."""

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from evals.split import Part
from evals.training.sources import SQUAD, Asked

Paragraphs = list[tuple[str, dict[str, list[str]]]]
"""Each with the answers of the annotators to its questions."""

FRENCH: dict[str, Paragraphs] = {
    "Phare d’Orcal": [
        (
            "Le phare d’Orcal fut allumé en 1854 par l’abbé Prunel. Haut de 38 mètres, il "
            "éclaire la baie de Sorne. Sa lanterne vient de Lyon. Elle tourne en douze secondes.",
            {
                "Qui alluma le phare d’Orcal en 1854 ?": ["Prunel", "l’abbé Prunel"],
                "Quelle est la hauteur du phare d’Orcal ?": ["38 mètres", "Haut de 38 mètres"],
                "D’où vient la lanterne du phare d’Orcal ?": ["Lyon"],
            },
        ),
        (
            "Le dernier gardien du phare d’Orcal partit en 1992. Il se nommait Yvon Lestrade. "
            "Depuis, une horloge commande la lampe du phare.",
            {"Quand partit le dernier gardien du phare d’Orcal ?": ["1992", "en 1992"]},
        ),
        (
            "On atteint le phare d’Orcal par une chaussée pavée. La mer la couvre deux fois par "
            "jour. Un panneau annonce l’heure des marées.",
            {"Par quoi atteint-on le phare d’Orcal ?": ["une chaussée pavée", "une chaussée"]},
        ),
    ],
    "Pont de Vaubrun": [
        (
            "Le pont de Vaubrun fut ouvert en 1887 par Léonie Darcet. Il mesure 412 mètres. "
            "Quatre arches de granit le portent.",
            {
                "Qui a ouvert le pont de Vaubrun en 1887 ?": ["Léonie Darcet"],
                "Combien de mètres mesure le pont de Vaubrun ?": ["412", "412 mètres"],
            },
        ),
        (
            "Une crue emporta la deuxième arche du pont de Vaubrun en 1910. Trois ans de travaux "
            "suivirent. Le préfet Odilon Prat les dirigea depuis Brévant.",
            {"Qui dirigea les travaux du pont de Vaubrun ?": ["Odilon Prat", "préfet Odilon Prat"]},
        ),
    ],
    "Moulin de Brévant": [
        (
            "Le moulin de Brévant fut bâti en 1721 par Inès Vauquelin. Il broyait 9 tonnes de blé "
            "par semaine. Sa roue est en chêne. Elle fut réparée à Nantes.",
            {
                "Qui a bâti le moulin de Brévant en 1721 ?": ["Inès Vauquelin"],
                "En quel bois est la roue du moulin de Brévant ?": ["chêne", "en chêne"],
            },
        ),
        (
            "Un incendie ravagea le moulin de Brévant en août 1803. Le meunier sauva la meule. "
            "La commune racheta les murs pour 600 francs.",
            {"Pour combien la commune racheta-t-elle le moulin de Brévant ?": ["600 francs"]},
        ),
    ],
    "Halle de Louvade": [
        (
            "La halle de Louvade abrite 24 étals depuis 1936. On y vend des fleurs le jeudi. "
            "L’architecte Marcel Aubry en dessina la verrière.",
            {
                "Qui dessina la verrière de la halle de Louvade ?": ["Marcel Aubry"],
                "Que vend-on le jeudi à la halle de Louvade ?": ["des fleurs", "fleurs"],
            },
        ),
        (
            "La grêle brisa la verrière de la halle de Louvade en 1951. Le maire fit poser un toit "
            "de zinc. Il tint trente ans.",
            {"Qu’est-ce qui brisa la verrière de la halle de Louvade ?": ["La grêle"]},
        ),
    ],
    "Théâtre de Louvade": [
        (
            "Le théâtre de Louvade compte 310 places. Sa troupe joua une pièce d’Odile Marn. Le "
            "rideau vient d’un cirque.",
            {"Combien de places compte le théâtre de Louvade ?": ["310", "310 places"]},
        )
    ],
    "Digue de Kerrec": [
        (
            "La digue de Kerrec fut achevée en 1964. Elle protège 80 fermes. Un sentier la suit.",
            {"Combien de fermes protège la digue de Kerrec ?": ["80", "80 fermes"]},
        )
    ],
}  # fmt: skip
ENGLISH: dict[str, Paragraphs] = {
    "Harlow_Bridge": [
        (
            "Harlow Bridge was opened in 1902 by Edith Palmer. It is 96 metres long. Sheep crossed "
            "it first.",
            {
                "Who opened Harlow Bridge in 1902?": ["Edith Palmer"],
                "How long is Harlow Bridge?": ["96 metres", "96 metres long"],
                "Who painted Harlow Bridge?": [],
            },
        ),
        (
            "A storm closed Harlow Bridge in 1938. Walter Finch repaired it within a year. The "
            "toll went up.",
            {
                "Who repaired Harlow Bridge?": ["Walter Finch"],
                "Which king visited Harlow Bridge?": [],
            },
        ),
    ],
    "Calder_Tramway": [
        (
            "The Calder Tramway ran from 1911 to 1949. Horses drew it at first.",
            {"What drew the Calder Tramway at first?": ["Horses"]},
        )
    ],
}  # fmt: skip
AGENCY: dict[str, Any] = {
    "name": "Office des bacs de la Sorne",
    "part": "training",
    "documents": {
        "2019/retrospective.txt": (
            "Rétrospective 2019\n\nMars\n\nLe 4/03, le bac de Vaubrun est remis à flot par Odile "
            "Ferrand. Il peut porter douze voitures.\n\nJuin\n\nLe 12/06, un quai de bois ouvre à "
            "Brévant. Il a coûté 84 000 euros."
        ),
        "2020/rapport.md": (
            "# Rapport 2020\n\n## Les bacs\n\nLes bacs ont passé 31 000 voyageurs en 2020. Le bac "
            "de Vaubrun en a pris la moitié."
        ),
    },
    "questions": [
        {
            "question": "Combien de voitures le bac de Vaubrun prend-il ?",
            "kind": "number",
            "document": "2019/retrospective.txt",
            "evidence": "Il peut porter douze voitures.",
            "answer": "douze",
        },
        {
            "question": "Quel a été le prix du quai de Brévant ?",
            "kind": "number",
            "document": "2019/retrospective.txt",
            "evidence": "Le 12/06, un quai de bois ouvre à Brévant. Il a coûté 84 000 euros.",
            "answer": "84 000 euros",
        },
        {
            "question": "Qui conduit le bac de Vaubrun ?",
            "kind": "person",
            "absent": "On dit qui l’a remis à flot, et non qui le conduit.",
        },
    ],
}

PARTS: dict[str, Part] = {
    "Phare d’Orcal": "training",
    "Pont de Vaubrun": "training",
    "Moulin de Brévant": "training",
    "Halle de Louvade": "training",
    "Théâtre de Louvade": "calibration",
    "Digue de Kerrec": "measure",
    "Harlow Bridge": "training",
    "Calder Tramway": "calibration",
}


def write(
    folder: Path,
    french: dict[str, Paragraphs] = FRENCH,
    english: dict[str, Paragraphs] = ENGLISH,
) -> Path:
    """The folder of `--data`."""
    paragraphs: list[dict[str, Any]] = []
    questions: list[dict[str, Any]] = []
    for article, (title, texts) in enumerate(french.items()):
        for number, (text, asked) in enumerate(texts):
            home = {"doc_id": f"d-{article}-{number}", "article": article}
            paragraphs.append(home | {"title": title, "text": text})
            for question, given in asked.items():
                answers = [{"text": one, "start": text.index(one)} for one in given]
                row = {"qid": f"q{len(questions)}", "question": question, "answers": answers}
                questions.append(row | home | {"named_or_dated_question": True})
    for name, lines in (("paragraphs", paragraphs), ("questions", questions)):
        path = folder / "piaf" / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    (folder / SQUAD).parent.mkdir(exist_ok=True)
    (folder / SQUAD).write_text(json.dumps({"data": [_squad(*one) for one in english.items()]}))
    return folder


def _squad(title: str, paragraphs: Paragraphs) -> dict[str, Any]:
    def row(text: str, question: str, given: Sequence[str]) -> dict[str, Any]:
        answers = [{"text": one, "answer_start": text.index(one)} for one in given]
        id_ = sha256(question.encode()).hexdigest()
        return {"id": id_, "question": question, "answers": answers, "is_impossible": not given}

    return {
        "title": title,
        "paragraphs": [
            {"context": text, "qas": [row(text, *one) for one in asked.items()]}
            for text, asked in paragraphs
        ],
    }


def given(asked: Asked) -> list[str]:
    return [asked.text[slice(*span)] for span in asked.answers]
