"""What trains the reader, on a folder of the shape of the open data that holds our own text."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest
import torch
import typer
from safetensors import safe_open
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from tokenizers.processors import TemplateProcessing
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast
from typer.testing import CliRunner, Result

from assistant.network import FROZEN, MOST_TOKENS, PADDING, ReaderNetwork
from assistant.reader import Reader, Window
from evals.split import Part, part_of
from evals.training import loop
from evals.training.__main__ import main
from evals.training.chronicle import chronicles
from evals.training.example import Example
from evals.training.examples import SHARES, examples
from evals.training.leaks import forbidden, leaks
from evals.training.loop import BATCH, Row, batches, rows, train
from evals.training.scores import Said, calibrated, reading_figures
from evals.training.sources import SQUAD, Asked, Sources, TrainingError, read_sources
from evals.training.windows import LONGEST, Windows, around
from ingest.embedding import bundled_base
from ingest.settings import Settings
from ingest.text import Span, folded, sentences

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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "data")


@pytest.fixture
def sources(folder: Path) -> Sources:
    return read_sources(folder)


@pytest.fixture
def asked(sources: Sources) -> list[Asked]:
    return sources.of("training")


def given(asked: Asked) -> list[str]:
    return [asked.text[slice(*span)] for span in asked.answers]


def command(data: Path, out: Path, *options: str) -> Result:
    app = typer.Typer()
    app.command()(main)
    return CliRunner().invoke(app, ["--data", str(data), "--out", str(out), *options])


def refused(result: Result) -> str:
    """What the command says as it gives up, which is no traceback."""
    assert (result.exit_code, type(result.exception)) == (1, SystemExit)
    assert "Traceback" not in result.output
    return result.stderr


# Sources


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
    folder: Path, tmp_path: Path, content: str | None, fault: str
) -> None:
    path = folder / SQUAD
    path.unlink() if content is None else path.write_text(content)
    with pytest.raises(TrainingError, match=fault) as raised:
        read_sources(folder)
    assert str(path) in str(raised.value)
    assert refused(command(folder, tmp_path / "out")) == f"{raised.value}\n"


def test_a_part_without_an_article_is_told_before_training(tmp_path: Path) -> None:
    kept = {title: texts for title, texts in FRENCH.items() if PARTS[title] != "measure"}
    data = write(tmp_path / "data", kept)
    assert "« measure »" in refused(command(data, tmp_path / "out"))


# Windows

LONG = " ".join(f"La borne {n} porte le nom du géomètre {chr(64 + n)}andier." for n in range(1, 21))


@pytest.mark.parametrize("words", ["borne 1 ", "Eandier", "Tandier.", "Jandier. La borne 11"])
def test_a_window_is_a_run_of_sentences_around_the_answer(words: str) -> None:
    answer = Span(start := LONG.index(words), start + len(words))
    spans = sentences(LONG)
    windows = {around(LONG, answer, Random(seed)) for seed in range(60)}
    for window in windows:
        assert window.start <= answer.start < answer.end <= window.end
        assert window.start in {one.start for one in spans}
        assert window.end in {one.end for one in spans}
        assert window.end - window.start <= LONGEST
    assert len({window.start for window in windows} | {window.end for window in windows}) > 5


def test_a_sentence_longer_than_any_window_is_whole() -> None:
    text = f"Bref. {'Un mot, ' * 100}fin. Bref."
    assert around(text, Span(8, 10), Random(0)) == sentences(text)[1]


def test_a_hard_window_answers_nothing(asked: list[Asked]) -> None:
    windows = Windows((one.article, one.text) for one in asked)
    found = [
        (one, windows.hard(one.question, one.text, given(one), Random(seed)))
        for one in asked
        for seed in range(8)
    ]
    assert all(pair for _, pair in found)
    homes = {one.text: one.article for one in asked}
    for one, (title, text) in ((one, pair) for one, pair in found if pair):
        assert text not in one.text
        assert homes[text] == title
        assert not any(folded(answer) in folded(text) for answer in given(one))
    assert len({pair for one, pair in found if one == asked[0]}) > 1


def test_the_hardest_window_is_the_one_that_shares_most_words() -> None:
    windows = Windows([("A", "Le pont de Tessac."), ("B", "Le pont vert de Tessac est à Prat.")])
    question = "Où est le pont vert de Tessac ?"
    assert windows.hard(question, "", [], Random(0), depth=1) == (
        "B",
        "Le pont vert de Tessac est à Prat.",
    )
    hard = windows.hard(question, "", ["PRAT"], Random(0))
    assert hard == ("A", "Le pont de Tessac.")
    assert windows.hard(question, "Le pont de Tessac.", ["Prat"], Random(0)) is None
    assert windows.hard("Combien de moutons ?", "", [], Random(0)) is None


def test_another_window_of_the_article_lacks_the_answer(asked: list[Asked]) -> None:
    windows = Windows((one.article, one.text) for one in asked)
    home = {one.text for one in asked if one.article == "Phare d’Orcal"}
    drawn = {windows.of_article("Phare d’Orcal", ["lyon"], Random(seed)) for seed in range(30)}
    assert drawn == {text for text in home if "Lyon" not in text}
    assert len(drawn) == 2
    assert windows.of_article("Phare d’Orcal", ["phare"], Random(0)) is None
    assert windows.of_article("Phare d’Orcal", ["Orcal"], Random(0)) is None


# Examples

MADE = 300
PLAIN = ["noisy"]


def test_the_same_seed_gives_the_same_examples(asked: list[Asked]) -> None:
    made = examples(asked, 5, MADE)
    assert made == examples(asked, 5, MADE)
    assert Counter(made) != Counter(examples(asked, 6, MADE))


def test_every_kind_is_made_in_its_share(asked: list[Asked]) -> None:
    plain, noisy = examples(asked, 5, MADE, PLAIN), examples(asked, 5, MADE)
    kinds = Counter(one.kind for one in plain)
    assert kinds == {kind: round(share * MADE) for kind, share in SHARES.items()}
    assert [one._replace(question="") for one in noisy] == [
        one._replace(question="") for one in plain
    ]
    changed = sum(one != other for one, other in zip(noisy, plain, strict=True))
    assert 0.05 < changed / len(plain) < 0.25


def test_a_positive_example_is_answered_by_an_annotator(asked: list[Asked]) -> None:
    by_question = {one.question: one for one in asked}
    made = [one for one in examples(asked, 5, MADE, PLAIN) if one.kind in ("piaf", "squad")]
    seen = set()
    for one in made:
        header, text = one.window.split("\n", 1)
        source = by_question[one.question]
        assert one.answer
        assert one.answer.start > len(header)
        assert one.words in given(source)
        assert header.startswith(source.article)
        assert text in source.text
        seen.add((one.question, one.words))
    assert len(seen) > len({question for question, _ in seen})


def test_an_example_without_an_answer_does_not_hold_its_words(asked: list[Asked]) -> None:
    by_question = {one.question: one for one in asked}
    kinds = ("without-sentence", "hard-window", "other-window")
    made = [one for one in examples(asked, 5, MADE, PLAIN) if one.kind in kinds]
    assert {one.kind for one in made} == set(kinds)
    for one in made:
        assert one.answer is None
        answers = given(by_question[one.question])
        assert not any(folded(answer) in folded(one.window) for answer in answers)


def test_unanswered_questions_of_the_data_and_swapped_ones_have_no_answer(
    asked: list[Asked],
) -> None:
    made = examples(asked, 5, MADE, PLAIN)
    unanswered = {one.question for one in asked if not one.answers}
    assert {one.question for one in made if one.kind == "squad-absent"} == unanswered
    swapped = [one for one in made if one.kind == "swapped"]
    assert not {one.question for one in swapped} & {one.question for one in asked}
    assert {one.answer for one in made if one.kind in ("squad-absent", "swapped")} == {None}


@pytest.mark.parametrize("kind", SHARES)
def test_the_rest_is_the_same_without_a_kind(asked: list[Asked], kind: str) -> None:
    made = examples(asked, 5, MADE)
    left = examples(asked, 5, MADE, [kind])
    assert left == [one for one in made if one.kind != kind]
    assert len(left) < len(made)


# Leaks

RUNS = cache(forbidden)
HARMLESS = Example("Qui a bâti le moulin ?", "Moulin\nInès Vauquelin l’a bâti.", None, "piaf")


@pytest.mark.parametrize(
    "question",
    [
        "Sinon, où a eu lieu la rencontre nationale Action cœur de ville et pourquoi ?",
        "ou a eu lieu la RENCONTRE NATIONALE action coeur d'hier",
        "Quand l'ANCT a-t-elle été créée ?",
        "quand l’anct a-t-elle ete creee",
    ],
)
def test_a_question_of_the_evaluation_is_found(question: str) -> None:
    planted = HARMLESS._replace(question=question)
    assert leaks([HARMLESS, planted, HARMLESS], RUNS()) == [planted]


@pytest.mark.parametrize("year", ["corpus/2020", "evals/corpora/fictional/2019"])
def test_a_sentence_of_a_corpus_is_found(year: str) -> None:
    path = next((Path(__file__).parents[2] / year).glob("*.txt"))
    text = path.read_text("utf-8")
    planted = [
        HARMLESS._replace(window=f"Titre\nBref. {text[slice(*span)]} Bref.")
        for span in sentences(text)
        if span.end - span.start > 120
    ]
    assert len(planted) > 2
    assert leaks([HARMLESS, *planted], RUNS()) == planted


@pytest.mark.parametrize(
    "question",
    [
        "Quand l'ANCT a-t-elle été créée et fermée ?",
        "À quelle date a eu lieu la visite de la préfète ?",
        "Combien de fois la France a-t-elle remporté la Coupe du monde de football ?",
    ],
)
def test_words_that_are_shared_by_chance_are_no_leak(question: str) -> None:
    assert not leaks([HARMLESS._replace(question=question)], RUNS())


def test_chronicles_hold_nothing_of_the_evaluation() -> None:
    assert leaks(list(chronicles(11, 1500)), RUNS()) == []


def test_the_command_refuses_what_leaks(tmp_path: Path) -> None:
    question = "Où a eu lieu la rencontre nationale Action cœur de ville ?"
    text = "La rencontre eut lieu à Prat. Il y pleuvait. On y dansa."
    planted: dict[str, Paragraphs] = {"Pont de Vaubrun": [(text, {question: ["Prat"]})]}
    data = write(tmp_path / "data", FRENCH | planted)
    said = refused(command(data, tmp_path / "out", "--steps", "3", "--without", "noisy"))
    assert said.split()[0].isdigit()
    assert f"« {question} »" in said
    assert not list((tmp_path / "out").iterdir())


# Loop


@pytest.fixture
def tokenizer() -> Any:
    """A token a word, every one unknown."""
    model = Tokenizer(WordLevel({"<s>": 0, "<pad>": PADDING, "</s>": 2, "<unk>": 3}, "<unk>"))
    model.pre_tokenizer = Whitespace()
    model.post_processor = TemplateProcessing(
        single="<s> $A </s>", pair="<s> $A </s> $B </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return cast(Any, PreTrainedTokenizerFast)(tokenizer_object=model, pad_token="<pad>")


def test_an_answer_that_was_cut_off_is_left_out(tokenizer: Any) -> None:
    question, window = "qui donc", " ".join(f"m{n:03}" for n in range(400))
    read = MOST_TOKENS - len("<s> qui donc </s> </s>".split())
    last, cut = (window.index(f"m{n:03}") for n in (read - 1, read))
    spans = [Span(0, 4), Span(5, 14), Span(6, 8), None, Span(last, last + 4), Span(last, cut + 4)]
    spans.append(Span(cut, cut + 4))
    found = rows(tokenizer, [Example(question, window, span, "piaf") for span in spans])
    at = len("<s> qui donc </s>".split())
    end = MOST_TOKENS - 2
    wanted = [(at, at), (at + 1, at + 2), (at + 1, at + 1), (0, 0), (end, end)]
    assert [(row.start, row.end) for row in found] == wanted
    assert {len(row.ids) for row in found} == {MOST_TOKENS}


def learnable(count: int) -> list[Row]:
    """The answer is where token 7 stands, or nowhere."""
    rng = Random(3)
    found = []
    for _ in range(count):
        ids = [0, *(rng.randrange(10, 50) for _ in range(rng.randrange(6, 16))), 2]
        at = rng.choice((0, rng.randrange(1, len(ids) - 1)))
        ids[at] = 7 if at else 0
        found.append(Row(ids, at, at))
    return found


def test_batches_are_whole_and_of_rows_of_like_length(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "POOL", 5 * BATCH)
    found = learnable(12 * BATCH + 7)
    cut = batches(found, 1)
    assert [len(batch) for batch in cut] == [BATCH] * 12
    assert cut == batches(found, 1) != batches(found, 2)
    drawn = Counter(str(row) for batch in cut for row in batch)
    assert drawn <= Counter(map(str, found))
    spreads = [len(batch[-1].ids) - len(batch[0].ids) for batch in cut]
    assert max(spreads[:10]) < 6
    lengths = [len(batch[0].ids) for batch in cut[:5]]
    assert any(sorted(lengths) != [len(b[0].ids) for b in batches(found, s)[:5]] for s in range(9))


def test_few_rows_are_one_batch() -> None:
    assert [len(batch) for batch in batches(learnable(5), 1)] == [5]


@pytest.fixture
def base() -> Any:
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=50,
        hidden_size=32,
        num_hidden_layers=FROZEN + 2,
        num_attention_heads=2,
        intermediate_size=64,
        pad_token_id=PADDING,
    )
    return BertModel(config, add_pooling_layer=False)


class CutOffError(Exception):
    """What ends a training before its time."""


Steps = list[tuple[int, float]]
Trained = Callable[..., tuple[ReaderNetwork, Steps]]


@pytest.fixture
def trained(base: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trained:
    """Trains a network that begins as any other does, or `blank`; gives it with the steps that
    were told of. All have one checkpoint."""
    monkeypatch.setattr(loop, "RATE", 5e-3)
    monkeypatch.setattr(loop, "CHECKPOINT", 4)

    def run(
        steps: int, cut: int = 0, fingerprint: str = "one", blank: bool = False
    ) -> tuple[ReaderNetwork, Steps]:
        torch.manual_seed(2)
        network = ReaderNetwork(base)
        told: Steps = []
        if blank:
            with torch.no_grad():
                for parameter in network.own().values():
                    parameter.zero_()

        def report(step: int, of: int, loss: float) -> None:
            assert of == steps
            told.append((step, loss))
            if step == cut:
                raise CutOffError

        checkpoint = tmp_path / "checkpoint.pt"
        options: Any = {"checkpoint": checkpoint, "fingerprint": fingerprint, "report": report}
        try:
            train(network, learnable(steps * BATCH), seed=9, **options)
        except CutOffError:
            assert cut
        return network, told

    return run


def same(one: ReaderNetwork, other: ReaderNetwork) -> bool:
    pairs = zip(one.own().items(), other.own().items(), strict=True)
    return all(a == b and torch.equal(v, w) for (a, v), (b, w) in pairs)


def test_the_loss_falls_and_the_shared_layers_stay(base: Any, trained: Trained) -> None:
    shared = [base.embeddings, *base.encoder.layer[:FROZEN]]
    before = [value.clone() for module in shared for value in module.parameters()]
    above = [value.clone() for value in base.encoder.layer[FROZEN].parameters()]
    network, told = trained(30)
    assert [step for step, _ in told] == list(range(1, 31))
    losses = [loss for _, loss in told]
    assert sum(losses[-5:]) < 0.8 * sum(losses[:5])
    after = [value for module in shared for value in module.parameters()]
    assert all(map(torch.equal, before, after))
    assert {value.grad for value in after} == {None}
    assert all(map(torch.equal, above, base.encoder.layer[FROZEN].parameters()))
    fresh = ReaderNetwork(base).own()
    own = network.own().items()
    assert not any(torch.equal(value, fresh[name]) for name, value in own if value.ndim > 1)
    assert not network.training


def test_a_training_that_was_cut_off_ends_as_one_that_was_not(
    trained: Trained, tmp_path: Path
) -> None:
    whole, told = trained(10)
    (tmp_path / "checkpoint.pt").unlink()
    half, before = trained(10, cut=6)
    assert not same(half, whole)
    resumed, after = trained(10, blank=True)
    assert [step for step, _ in after] == list(range(5, 11))
    assert before[:4] + after == told
    assert same(resumed, whole)


def test_another_training_starts_anew(trained: Trained, tmp_path: Path) -> None:
    whole, told = trained(6)
    other, again = trained(6, fingerprint="two")
    assert again == told
    assert same(other, whole)
    assert trained(6, fingerprint="two")[1] == told[4:]
    assert [path.name for path in tmp_path.iterdir()] == ["checkpoint.pt"]


# Figures


@pytest.mark.parametrize("right", [True, False])
def test_scores_of_one_class_are_calibrated_too(right: bool) -> None:
    scale, bias = calibrated([Said(float(n), right, True, "piaf") for n in range(-5, 6)])
    assert abs(scale) < 100
    assert (bias > 0) is right


def test_a_higher_score_is_surer() -> None:
    found = [Said(float(n), n % 7 < n, True, "piaf") for n in range(-10, 11)]
    scale, bias = calibrated(found)
    assert scale > 0
    assert scale * 10 + bias > 0 > scale * -10 + bias


def test_there_is_no_figure_of_what_has_no_answer(asked: list[Asked]) -> None:
    unread = cast(Reader, None)
    unanswered = [one for one in asked if not one.answers]
    assert unanswered
    assert reading_figures(unread, []) == reading_figures(unread, unanswered) == {}


@pytest.mark.slow
def test_the_whole_command(
    folder: Path, tmp_path: Path, real_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.training.__main__.CALIBRATED", 60)
    out = tmp_path / "deep" / "out"
    result = command(folder, out, "--steps", "2")
    assert result.exit_code == 0, result.output
    assert "PIAF exact : " in result.output
    assert "SQuAD" not in result.output
    path = out / "reader.safetensors"
    with safe_open(path, framework="pt") as file:
        metadata = file.metadata()
    assert "pas {0} sur {0}, perte".format(metadata["steps"]) in result.output
    assert metadata["data"] == read_sources(folder).fingerprint
    reader = Reader.open(*bundled_base(real_settings.cache), path)
    assert reader.logit(1.0) - reader.logit(0.0) == pytest.approx(float(metadata["scale"]))
    text = FRENCH["Phare d’Orcal"][0][0]
    found = reader.read("Qui alluma le phare ?", [Window("Phare", text, 40)])[0].answer
    assert found
    assert 40 <= found.span.start < found.span.end <= 40 + len(text)
