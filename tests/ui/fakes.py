"""An assistant that answers by rote, over the real document and a hostile one."""

import hashlib
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.introduction import Introduction
from assistant.schema import Answer, Citation, Excerpt, Searched, Status, Turn
from ingest.coverage import Coverage, YearCovered
from ingest.errors import RetroError
from ingest.schema import Document, Period

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


def excerpt_of(document: Document, quote: str, heading: str, period: Period | None) -> Excerpt:
    start = document.text.index(quote)
    end = start + len(quote)
    return Excerpt(document.id, document.title, heading, None, "", start, end, quote, period)


def cite(excerpt: Excerpt, marker: int) -> Citation:
    return Citation(**vars(excerpt), marker=marker)


def answer_of(question: str, **changes: object) -> Answer:
    searched = Searched(("2020/retrospective.txt",), (Period.of_year(2020),))
    blank = Answer(
        Status.ANSWERED, "", "", "fr", "extractive", question, question, (), searched, (), "3", 412
    )
    return replace(blank, **changes)  # type: ignore[arg-type]


@dataclass
class FakeAssistant:
    """Answers by a word of the question; `gate` holds back « lente » until it is set."""

    gate: threading.Event = field(default_factory=threading.Event)
    histories: list[list[Turn]] = field(default_factory=list)
    summary: str = f"{TITLE} (2020)"

    def __post_init__(self) -> None:
        text = (CORPUS / "2020/retrospective.txt").read_text(encoding="utf-8")
        self.real = document_of("2020/retrospective.txt", text, TITLE)
        hostile = f"Avant 🎓 {HOSTILE}\nle piège : {HOSTILE}\naprès {HOSTILE}"
        self.hostile = document_of("2020/<b>piège</b>.txt", hostile, f"Titre {HOSTILE}")

    def stream(self, question: str, history: Sequence[Turn] = ()) -> Iterator[Answer]:
        self.histories.append(list(history))
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
        elif "octobre" in question:
            yield from self._october(question)
        elif "lente" in question:
            whole = self._demain(question)
            yield replace(whole, short_answer="")
            self.gate.wait(20)
            yield whole
        else:
            yield self._demain(question)

    def document(self, document_id: str, version: str) -> Document | None:
        known = {self.real.id: self.real, self.hostile.id: self.hostile}
        return known.get(document_id) if version == "3" else None

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
        return Introduction(self.summary, found, examples)

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
