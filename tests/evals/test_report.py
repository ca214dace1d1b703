"""The report says what the run's JSON says, to people, and nothing of the data is markup."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from assistant.schema import Status
from evals import statistics
from evals.charts import charts
from evals.measures import MEASURES, figures_json
from evals.report import write_report
from evals.run import RunError
from evals.schema import Outcome, Run
from evals.wording import KINDS, TIERS

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
HOSTILE = "<script>alert(1)</script> | `x`\n# ![i](http://evil.example/i.png) **&amp;** $a_1$ \\"
SVG = {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}


def outcome(number: int, *, refusal: bool = False, **changes: Any) -> Outcome:
    """Answered; every third one wrong, and every fourth question of the second set."""
    right = number % 3 > 0
    answered = {"right": float(right), "wrong_refusal": 0.0, "words": 12.5 + number}
    answered |= {f"recall@{k}": float(number % 10 < k) for k in (1, 3, 5, 10)}
    plain = {
        "id": f"q-{number}", "set": "second" if number % 4 == 0 else "first", "split": "dev",
        "kind": ("number", "date")[number % 2], "cluster": f"c{number // 2}",
        "tier": ("near_miss", "hostile")[number % 2] if refusal else None,
        "turns": [f"Combien de maisons, n° {number} ?"],
        "expected": [Status.NOT_FOUND] if refusal else [Status.ANSWERED],
        "wanted": [] if refusal else ["71 maisons"],
        "evidence": [] if refusal else ["71 maisons ouvertes"],
        "status": Status.NOT_FOUND if refusal and right else Status.ANSWERED,
        "answer": "63 maisons [1]", "short_answer": "", "citations": [], "retrieved": [],
        "rank": None, "depth": None, "confidence": number / 40, "elapsed_ms": 3,
        "forced": right and not refusal, "right": right,
        "scores": {"refusal": float(right)} if refusal else answered,
    }  # fmt: skip
    return Outcome.model_validate(plain | changes)


def run_of(outcomes: list[Outcome], **changes: Any) -> Run:
    plain = {
        "system": "assistant",
        "created": datetime(2026, 3, 1, 14, 5, tzinfo=UTC),
        "command": "retro eval --split dev",
        "settings": {"torch": "2.13.0"},
        "seed": 7,
        "fingerprints": {"corpus": "ab12", "questions": "cd34"},
        "seconds": 12.34,
        "figures": json.loads(json.dumps(figures_json(outcomes))),
        "outcomes": outcomes,
    }
    return Run.model_validate(plain | changes)


@pytest.fixture(scope="module", autouse=True)
def _few_resamples() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(statistics, "RESAMPLES", 40)
        yield


@pytest.fixture(scope="module")
def mixed() -> Run:
    return run_of([outcome(number, refusal=number > 20) for number in range(1, 31)])


class Page(HTMLParser):
    """Table rows under the nearest heading, all tags, attributes and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[tuple[str, ...]] = []
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.text = self._heading = ""
        self._start = 0
        self._cells: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag in ("td", "th", "h2", "h3"):
            self._start = len(self.text)
        if tag == "tr":
            self._cells = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._cells.append(self.text[self._start :].strip())
        elif tag in ("h2", "h3"):
            self._heading = self.text[self._start :].strip()
        elif tag == "tr":
            self.rows.append((self._heading, *self._cells))

    def handle_data(self, data: str) -> None:
        self.text += data


def pages(run: Run, folder: Path) -> dict[str, Page]:
    html, markdown = (path.read_text("utf-8") for path in write_report(run, folder))
    return {"html": Page(html), "md": Page(MARKDOWN.render(markdown))}


@pytest.fixture(scope="module")
def mixed_pages(mixed: Run, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Page]:
    return pages(mixed, tmp_path_factory.mktemp("report"))


def french(value: float, scale: float) -> str:
    return f"{scale * value:.1f}".replace(".", ",")


def wanted_rows(heading: str, figures: dict[str, dict[str, float]]) -> set[tuple[str, ...]]:
    rows = set()
    for measure in MEASURES:
        if one := figures.get(measure.name):
            scale, unit = (1, "mots") if measure.name == "words" else (100, "%")
            value, low, high = (french(one[key], scale) for key in ("value", "low", "high"))
            interval = f"[{low}\u202f–\u202f{high}]"
            side = {"higher": "plus haut", "lower": "plus bas", None: "—"}[measure.better]
            n, clusters = str(one["n"]), str(one["clusters"])
            rows.add((heading, measure.label, f"{value}\u202f{unit}", interval, n, clusters, side))
    return rows


@pytest.mark.parametrize("kind", ["html", "md"])
def test_every_figure_of_the_json_stands_in_its_table(
    mixed: Run, mixed_pages: dict[str, Page], kind: str
) -> None:
    words = KINDS | TIERS
    wanted = wanted_rows("Toutes les mesures", mixed.figures["overall"])
    for by in ("by_set", "by_kind", "by_tier"):
        for key, figures in mixed.figures[by].items():
            name = words.get(key, key)
            wanted |= wanted_rows(name if name == key else f"{name} ({key})", figures)
    assert len(wanted) > 40
    assert wanted - set(mixed_pages[kind].rows) == set()


def test_the_charts_say_the_json_too(mixed: Run) -> None:
    risk, recall, kinds, tiers = drawn = charts(mixed)
    aurc = mixed.figures["overall"]["aurc"]["value"]
    assert risk.title.endswith(f"AURC {french(aurc, 100)}\u202f%")
    wrong = sum(not one.forced for one in mixed.outcomes) / 30
    assert risk.rows[-1] == ("100,0\u202f%", "30", f"{french(wrong, 100)}\u202f%")
    assert [row[0] for row in recall.rows] == ["1", "3", "5", "10"]
    assert {row[0] for row in kinds.rows} == {"nombre", "date"}
    assert {row[0] for row in tiers.rows} == {"presque dit", "hostile"}
    assert all('role="img"' in chart.svg and "<text" in chart.svg for chart in drawn)


def test_failures_say_what_was_wanted_and_what_came(
    mixed: Run, mixed_pages: dict[str, Page]
) -> None:
    for page in mixed_pages.values():
        for one in mixed.outcomes:
            assert (re.search(rf"{one.id}\b", page.text) is not None) is not one.right
        assert "71 maisons ouvertes" in page.text
        assert "63 maisons [1]" in page.text
        ranks = re.findall(r"rang de la preuve(?: : )?(\w+)", page.text)
        assert set(ranks) == {"introuvable", "sans"}


def test_it_says_how_to_run_it_again(mixed: Run, mixed_pages: dict[str, Page]) -> None:
    again = {"commande": mixed.command, "durée": "12,3\u202fs", "torch": "2.13.0"}
    for page in mixed_pages.values():
        assert {("Refaire cette mesure", *line) for line in again.items()} <= set(page.rows)
        assert "1er mars 2026, 14:05 UTC · 30 questions" in page.text


@pytest.fixture
def hostile() -> Run:
    whole: dict[str, Any] = {"turns": [HOSTILE, HOSTILE], "wanted": [HOSTILE], "id": HOSTILE}
    whole |= {"answer": HOSTILE, "evidence": [HOSTILE], "set": HOSTILE, "right": False}
    cited = {"document": HOSTILE, "start": 0, "end": 1, "quote": HOSTILE, "period": None}
    run = run_of([outcome(n, citations=[cited], **whole) for n in range(1, 4)])
    changes = {"system": HOSTILE, "command": HOSTILE, "settings": {HOSTILE: HOSTILE}}
    changes["figures"] = run.figures | {"by_kind": {"<b>$a_1$</b>": run.figures["overall"]}}
    return run.model_copy(update=changes)


def test_data_is_text(hostile: Run, tmp_path: Path) -> None:
    html, markdown = pages(hostile, tmp_path).values()
    assert html.text.count(HOSTILE) > 10
    assert "<b>$a_1$</b> (n = 3)" in html.text
    assert markdown.text.count(HOSTILE.replace("\n", "")) > 10
    assert {"script", "img", "a", "link", "iframe"} & html.tags == set()
    assert {"script", "img", "a", "code", "em"} & markdown.tags == set()
    assert [name for name, _ in html.attributes if name == "src" or name.startswith("on")] == []
    assert all(len(row) == 7 for row in markdown.rows if "bonnes réponses" in row[1:2])


def test_nothing_is_fetched_from_elsewhere(mixed: Run, tmp_path: Path) -> None:
    html, markdown = (path.read_text("utf-8") for path in write_report(mixed, tmp_path))
    assert set(re.findall(r'https?://[^"\s]+', html)) == SVG
    assert "http" not in markdown
    assert re.search(r"<script|<link|src=|@import|url\((?!#)", html) is None
    attributes = Page(html).attributes
    assert all(value[0] == "#" for name, value in attributes if name.endswith("href"))
    assert ("lang", "fr") in attributes
    names = [value for name, value in attributes if name == "id"]
    assert len(names) == len(set(names))


def test_the_same_run_gives_the_same_bytes(mixed: Run, tmp_path: Path) -> None:
    first = [path.read_bytes() for path in write_report(mixed, tmp_path / "a")]
    kept = Run.model_validate_json(mixed.model_dump_json())
    assert [path.read_bytes() for path in write_report(kept, tmp_path / "b")] == first
    assert [path.name for path in (tmp_path / "b").iterdir() if path.suffix == ".part"] == []


@pytest.mark.parametrize(
    ("outcomes", "absent"),
    [
        ([outcome(number) for number in range(1, 6)], {"Bons refus par difficulté"}),
        (
            [outcome(number, refusal=True) for number in range(1, 6)],
            {"Bonnes réponses par nature", "Rappel de la recherche"},
        ),
    ],
    ids=["without refusals", "without answers"],
)
def test_what_cannot_be_drawn_is_said(
    outcomes: list[Outcome], absent: set[str], tmp_path: Path
) -> None:
    for page in pages(run_of(outcomes), tmp_path).values():
        assert page.text.count("Rien à tracer") == len(absent)
        assert all(title in page.text for title in absent)


def test_a_run_without_a_failure_or_a_figure(tmp_path: Path) -> None:
    for page in pages(run_of([outcome(1)], figures={}), tmp_path).values():
        assert "Aucune." in page.text


def test_a_folder_that_cannot_be_written(mixed: Run, tmp_path: Path) -> None:
    (taken := tmp_path / "taken").touch()
    with pytest.raises(RunError, match=r"ne peut pas être écrit dans .*« --report »"):
        write_report(mixed, taken)
