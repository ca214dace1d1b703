"""A rote assistant whose answers compare: years, documents that differ, dated entries."""

from collections.abc import Iterator, Sequence
from datetime import date

from assistant.provenance import Provenance
from assistant.schema import EVERYTHING, Answer, Row, Scope, Told, Turn
from ingest.schema import Document, Period
from tests.ui.fakes import FakeAssistant, answer_of, cite, document_of, excerpt_of

YEARS = document_of(
    "2022/rapport.md",
    "=SOMME(A1)\u202f: 142 agents en 2019.\nEn 2022, 187 agents «\u00a0présents\u00a0».",
    "Rapport 2022",
)
OTHER = document_of("2021/lettre.md", "L’agence compte\nen tout 180 agents. | *", "Lettre 2021")


def evolution(question: str) -> Answer:
    first = excerpt_of(YEARS, "=SOMME(A1)\u202f: 142 agents en 2019.", "", Period.of_year(2019))
    last = excerpt_of(YEARS, "En 2022, 187 agents «\u00a0présents\u00a0».", "", None)
    rows = (
        Row(Told.QUOTED, "142 agents", 2019, 1),
        Row(Told.NOT_MENTIONED, "", 2020),
        Row(Told.NO_DOCUMENT, "", 2021),
        Row(Told.QUOTED, "", 2022, 2),
    )
    cited = (cite(first, 1), cite(last, 2))
    return answer_of(question, text="- 2019\u00a0: 142 agents [1]", citations=cited, rows=rows)


def difference(question: str) -> Answer:
    new = cite(excerpt_of(YEARS, "En 2022, 187 agents «\u00a0présents\u00a0».", "", None), 2)
    old = cite(excerpt_of(OTHER, OTHER.text, "Effectifs", Period.of_year(2021)), 1)
    rows = (Row(Told.QUOTED, "187 agents", None, 2), Row(Told.QUOTED, "180 agents", None, 1))
    text = f"180 agents [1]\n\n{OTHER.text} [1]\n\nUn autre\u00a0: {new.quote} [2]"
    return answer_of(
        question, text=text, short_answer="180 agents", citations=(old, new), rows=rows
    )


def entries(question: str, document: Document) -> Answer:
    day = Period(date(2020, 10, 13), date(2020, 10, 13))
    found = cite(excerpt_of(document, "Le 13/10, Caroline Cayeux", "Octobre", day), 1)
    text = (
        f"- 13 octobre 2020\u00a0: «\u00a0{found.quote}\u00a0» [1]\n- 14 octobre 2020\u00a0: rien"
    )
    return answer_of(question, text=text, citations=(found,))


class ComparingAssistant(FakeAssistant):
    """As `FakeAssistant`, and « évolution », « différence », « entrées »."""

    def provenance(self, answer: Answer) -> Provenance | None:
        found = super().provenance(answer)
        known = {one.id: one.sha256 for one in (self.real, self.hostile, YEARS, OTHER)}
        hashes = {one.document: known[one.document] for one in answer.citations}
        return found and found._replace(verified=bool(hashes), hashes=hashes)

    def stream(
        self,
        question: str,
        history: Sequence[Turn] = (),
        scope: Scope = EVERYTHING,
        *,
        quotations: bool = False,
    ) -> Iterator[Answer]:
        if "évolution" in question:
            yield evolution(question)
        elif "différence" in question:
            yield difference(question)
        elif "entrées" in question:
            yield entries(question, self.real)
        else:
            yield from super().stream(question, history, scope, quotations=quotations)
