"""An assistant that answers by rote, over the real document and a hostile one."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.introduction import Introduction
from assistant.library import Library
from assistant.provenance import Provenance
from assistant.schema import (
    EVERYTHING,
    Answer,
    Citation,
    Excerpt,
    Language,
    Scope,
    Searched,
    Status,
    Turn,
)
from ingest.coverage import Coverage, YearCovered
from ingest.errors import RetroError
from ingest.passages import cut
from ingest.reading import read_document
from ingest.schema import Document, Heading, Period, Table
from ingest.timeline import timeline

CORPUS = Path(__file__).parents[2] / "corpus"
TITLE = "Rétrospective 2020 de l’ANCT"
HOSTILE = (
    "<img src=x onerror=\"window.PWNED=1;fetch('/pwned')\"> ![](http://evil.test/p.png) "
    "[lien](javascript:PWNED=1) <script>window.PWNED=1</script> www.evil.test "
    "```mermaid\ngraph TD; A[<img src=http://evil.test/m.png>]\n``` $$x^2$$ `code` **gras** "
    "| a | b |\n|---|---|\n# titre ${window.PWNED=1} {{PWNED}} &lt;b&gt; 🎓 a@evil.test [1] [99]"
    "\n\n![](http://evil.test/q.png)\n\n    code\n\n[ref]: http://evil.test\n\n- <b>x</b>"
)


def document_of(name: str, text: str, title: str) -> Document:
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(name, title, Period.of_year(2020), "fr", text, digest)


def report_of() -> Document:
    """Of three pages, the third beginning within a paragraph; with a list and a table."""
    table = "Antenne | Agents\nMende | 12\nFoix | 7"
    text = (
        f"Bilan 2020\n\nLes agents\n\n- 187 agents\n- dont 12 à Mende\n\n{table}\n\n"
        "Les élus et les ÉLUES\n\nLe 24/06, la Forêt d’élite ouvre. Elle est ouverte à tous."
    )
    report = document_of("2020/rapport.pdf", text, "Rapport d’activité 2020")
    titles = (("Bilan 2020", 1), ("Les agents", 2), ("Les élus et les ÉLUES", 4))
    headings = (Heading(text.index(t), text.index(t) + len(t), level, t) for t, level in titles)
    start = text.index(table)
    return replace(
        report,
        headings=tuple(headings),
        tables=(Table(start, start + len(table), "Tableau 1", "Antenne | Agents"),),
        pages=(0, text.index("Les élus"), text.index("Elle est")),
        page_labels=("i", "ii", "1"),
        publisher="ANCT",
    )


def excerpt_of(document: Document, quote: str, heading: str, period: Period | None) -> Excerpt:
    start = document.text.index(quote)
    end = start + len(quote)
    return Excerpt(document.id, document.title, heading, None, "", start, end, quote, period)


def cite(excerpt: Excerpt, marker: int) -> Citation:
    return Citation(**vars(excerpt), marker=marker)


def answer_of(question: str, **changes: object) -> Answer:
    searched = Searched(("2020/retrospective.txt",), (Period.of_year(2020),))
    language: Language = "en" if question.startswith("Wh") else "fr"
    blank = Answer(
        Status.ANSWERED,
        "",
        "",
        language,
        "extractive",
        question,
        question,
        (),
        searched,
        (),
        "3",
        412,
    )
    return replace(blank, **changes)  # type: ignore[arg-type]


@dataclass
class FakeAssistant:
    """Answers by a word of the question; `gate` holds back « lente » until it is set."""

    gate: threading.Event = field(default_factory=threading.Event)
    histories: list[list[Turn]] = field(default_factory=list)
    scopes: list[Scope] = field(default_factory=list)
    originals: dict[str, Path] = field(default_factory=dict)
    quotations: list[bool] = field(default_factory=list)
    writes: bool = False
    summary: str = f"{TITLE} (2020)"

    def __post_init__(self) -> None:
        self.real = read_document(CORPUS / "2020/retrospective.txt", CORPUS)
        hostile = f"Avant 🎓 {HOSTILE}\nle piège : {HOSTILE}\naprès {HOSTILE}"
        self.hostile = document_of("2020/<b>piège</b>.txt", hostile, f"Titre {HOSTILE}")
        self.report = report_of()

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        scope: Scope = EVERYTHING,
        *,
        quotations: bool = False,
    ) -> Iterator[Answer]:
        self.quotations.append(quotations)
        self.histories.append(list(history))
        self.scopes.append(scope)
        if "erreur" in question:
            raise RetroError("L’index est endommagé. Refaites-le : retro index")
        if "panne" in question:
            raise ZeroDivisionError("secret detail")
        yield from self._answers(question)

    def _answers(self, question: str) -> Iterator[Answer]:
        if "2021" in question:
            yield self._not_found(question)
        elif "piège" in question:
            yield self._trap(question)
        elif "octobre" in question or "October" in question:
            yield from self._october(question)
        elif "lente" in question:
            whole = self._demain(question)
            yield replace(whole, short_answer="")
            self.gate.wait(20)
            yield whole
        else:
            yield self._demain(question)

    def standalone(self, question: str, history: Sequence[Turn] = ()) -> str:
        return f"{history[-1].question} {question}" if history else question

    def document(self, document_id: str, version: str) -> Document | None:
        known = {each.id: each for each in (self.real, self.hostile, self.report)}
        return known.get(document_id) if version == "3" else None

    def library(self) -> Library:
        documents = (self.report, self.real, self.hostile)
        passages = {each.id: cut(each, lambda text: len(text) < 1500) for each in documents}
        return Library(
            documents=tuple((each, len(passages[each.id])) for each in documents),
            coverage=self.introduction().coverage._replace(version="3"),
            years=timeline([one for some in passages.values() for one in some], (2020,)),
        )

    def original(self, document_id: str) -> Path | None:
        return self.originals.get(document_id)

    def provenance(self, answer: Answer) -> Provenance | None:
        hashes = {
            one.id: one.sha256
            for one in (self.real, self.hostile)
            if one.id in {citation.document for citation in answer.citations}
        }
        built = datetime(2021, 1, 4, 12, tzinfo=UTC)
        models = ("multilingual-e5-small", "aucun")
        return Provenance("v3-0a0b0c0d", built, bool(hashes), hashes, "c0", "5e", *models)

    def propose(self, answer: Answer) -> tuple[str, ...]:
        if "piège" in answer.question:
            return (HOSTILE,)
        return ("Que s’est-il passé en octobre 2020 ?", "Et en 2021, une question de plus ?")

    def introduction(self) -> Introduction:
        examples = (
            "Quand le programme Petites Villes de demain a-t-il été lancé ?",
            "Que s’est-il passé en octobre 2020 ?",
            "Combien de postes de conseillers numériques ont été annoncés ?",
        )
        april = YearCovered(2020, (self.real, self.hostile), (Period.of_month(2020, 4),))
        built = datetime(2021, 1, 4, 12, tzinfo=UTC)
        refused = (("2019/scan.pdf", f"aucun texte {HOSTILE}"),)
        found = Coverage("v3-0a0b0c0d", built, (april,), (2019,), (), refused)
        english = ("When was Petites Villes de demain launched?", "What happened in October 2020?")
        return Introduction(self.summary, found, {"fr": examples, "en": english})

    def _demain(self, question: str) -> Answer:
        day = Period(date(2020, 10, 1), date(2020, 10, 1))
        quotes = (
            "Le 1er/10, Jacqueline Gourault, ministre chargée de la Cohésion des territoires, "
            "Joël Giraud, chargé de la Ruralité, et Yves Le Breton lancent Petites Villes de "
            "demain, à Barentin (76).",
            "C’est le tout premier programme élaboré par l’Agence depuis sa création.",
        )
        found = [excerpt_of(self.real, quote, "Octobre", day) for quote in quotes]
        return answer_of(
            question,
            text=f"{quotes[0]} [1]\n{quotes[1]} [2]",
            short_answer="1er octobre 2020",
            citations=tuple(cite(each, n) for n, each in enumerate(found, start=1)),
        )

    def _october(self, question: str) -> Iterator[Answer]:
        """The month's entries, one more each time."""
        month = self.real.text.partition("\nOctobre\n")[2].partition("\nNovembre\n")[0]
        lines = [line for line in month.split("\n") if line.startswith(("Le ", "Les "))]
        days = ((1, 1), (13, 13), (19, 19), (20, 20), (21, 21), (22, 23))
        items: list[str] = []
        cited: list[Citation] = []
        for number, (line, (first, last)) in enumerate(zip(lines, days, strict=True), start=1):
            period = Period(date(2020, 10, first), date(2020, 10, last))
            items.append(f"- {line} [{number}]")
            cited.append(cite(excerpt_of(self.real, line, "Octobre", period), number))
            searched = Searched(("2020/retrospective.txt",), (Period.of_month(2020, 10),))
            text = "\n".join(["En octobre 2020 :", *items])
            yield answer_of(question, text=text, citations=tuple(cited), searched=searched)

    def _not_found(self, question: str) -> Answer:
        quote = (
            "Elle est aux côtés de trois régions et du ministère de la Cohésion des territoires "
            "et des Relations avec les collectivités territoriales dans cette présidence qui se "
            "poursuit en 2021."
        )
        near = excerpt_of(self.real, quote, "Février", Period.of_month(2020, 2))
        spring = "Les premières démarreront au printemps 2021."
        day = Period(date(2020, 10, 19), date(2020, 10, 19))
        return answer_of(
            question,
            status=Status.NOT_FOUND,
            text="Aucun document indexé ne couvre l’année 2021.",
            related=(near, excerpt_of(self.real, spring, "Octobre", day)),
            searched=Searched(("2020/retrospective.txt",), (Period.of_year(2021),)),
        )

    def _trap(self, question: str) -> Answer:
        quote = f"le piège : {HOSTILE}"
        found = excerpt_of(self.hostile, quote, f"Titre {HOSTILE}", None)
        return answer_of(
            question, text=f"{quote} [1]\n- {HOSTILE} [1]", short_answer=HOSTILE,
            citations=(cite(found, 1),),
        )  # fmt: skip
