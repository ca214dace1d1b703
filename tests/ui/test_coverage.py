"""What is indexed, in words."""

import re

from tests.ui.fakes import HOSTILE, FakeAssistant
from ui.coverage import coverage_markup, coverage_text


def test_everything_is_said_on_lines() -> None:
    text = coverage_text(FakeAssistant().introduction().coverage)
    assert text.split("\n")[0].startswith(
        "2020\u00a0: «\u00a0Rétrospective 2020 de l’ANCT\u00a0», «"
    )
    assert "(rien de daté en avril)" in text
    assert "Aucun document\u00a0: 2019" in text
    assert "Illisible\u00a0: 2019/scan.pdf (" in text
    assert text.endswith("Indexé le 4 janvier 2021 (v3-0a0b0c0d)")


def test_titles_and_reasons_are_inert() -> None:
    found = FakeAssistant().introduction()
    markup = coverage_markup(found.summary + HOSTILE, found.coverage)
    assert "\n" not in markup
    tags = set(re.findall(r"<[^>]*>", markup))
    assert tags == {
        "<details>", "<summary>", "</summary>", "<div>", "<ul>", "<li>", "</li>", "</ul>", "<p>",
        "</p>", "</div>", "</details>", '<span lang="fr">', "</span>",
    }  # fmt: skip
