"""Markdown and Quarto → the text of the page that they make."""

import pytest

from ingest.loaded import Loaded
from ingest.markdown import load_markdown


def load(source: str) -> Loaded:
    loaded = load_markdown(source.encode())
    for heading in loaded.headings:
        assert loaded.text[heading.start : heading.end] == heading.title
    return loaded


def headings(source: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.title) for heading in load(source).headings]


def test_headings_have_their_levels_and_no_marks() -> None:
    loaded = load("# Bilan 2021\n\nIntro.\n\n## *Mars*\n\nTexte.\n\nFin\n===\n")
    assert [(h.level, h.title) for h in loaded.headings] == [
        (1, "Bilan 2021"),
        (2, "Mars"),
        (1, "Fin"),
    ]
    assert loaded.text == "Bilan 2021\n\nIntro.\n\nMars\n\nTexte.\n\nFin"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (
            "Un *mot*, un [lien](http://x.fr) et `code`&nbsp;!\nSuite.",
            "Un mot, un lien et code\u00a0! Suite.",
        ),
        ("Un.\n\n> Cité.", "Un.\n\nCité."),
        ("Un  \ndeux", "Un\ndeux"),
        ("~~Barré~~ gardé", "gardé"),
        (
            "Avant :\n\n- un\n- deux\n  - trois\n\n1. a\n2. b\n\nFin.",
            "Avant :\n\n- un\n- deux\n- trois\n\n- a\n- b\n\nFin.",
        ),
        ("Avant :\n\n- un\n\n- deux\n", "Avant :\n\n- un\n- deux"),
        ("Texte.\n\n![Le groupe](a.png)\n\nFin.", "Texte.\n\nLe groupe\n\nFin."),
        (
            "Avant.\n\n```\na = 1\n\nb {.x} [^1]\n```\n\nFin.",
            "Avant.\n\na = 1\nb {.x} [^1]\n\nFin.",
        ),
        ("#\n\nTexte.", "Texte."),
        ("a\n\n---\n\nb", "a\n\nb"),
        ("a <b>gras</b> <!-- c --> d", "a gras d"),
        ("a\n\n<script>\nx\n\ny\n</script>\n\n<style>z</style>\n\nb", "a\n\nb"),
        ("<div>\n<p>a</p>\n</div>\n\n<nav>n</nav>", "a"),
        ("<details>\n<summary>\nUn [lien](u)\n</summary>\n![Vue](x)\n</details>", "Un lien\n\nVue"),
    ],
)
def test_the_text_is_what_a_reader_sees(source: str, text: str) -> None:
    assert load(source).text == text


def test_tables_have_a_line_for_each_row_and_their_first_names_the_columns() -> None:
    loaded = load("Un.\n\n| Ville | Élus |\n|---|--:|\n| **Brest** | 4 |\n| Lyon | |\n\nDeux.")
    assert loaded.text == "Un.\n\nVille | Élus\nBrest | 4\nLyon |\n\nDeux."
    (table,) = loaded.tables
    assert loaded.text[table.start : table.end] == "Ville | Élus\nBrest | 4\nLyon |"
    assert (table.title, table.header) == ("", "Ville | Élus")


@pytest.mark.parametrize("mark", [":", "Table:"])
def test_the_caption_under_a_table_is_its_title(mark: str) -> None:
    source = f"| a | b |\n|---|---|\n| c | d |\n\n{mark} Les *élus* {{#tbl-elus}}\n\nFin : a."
    loaded = load(f"| e |\n|---|\n| f |\n\n{source}")
    assert loaded.text == "e\nf\n\nLes élus\n\na | b\nc | d\n\nFin : a."
    assert [table.title for table in loaded.tables] == ["", "Les élus"]


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("title: Bilan", "Bilan"),
        ('title:  "Bilan : 2021"\nlayout: page', "Bilan : 2021"),
        ("layout: page\ntitle: |\n  Bilan\n  2021", "Bilan 2021"),
        ("title: 2021\ndate: 2021-99-99", "2021"),
        ("layout: page", "Année"),
        ("title: [a, b]", "Année"),
        ("", "Année"),
    ],
)
@pytest.mark.parametrize("end", ["---", "..."])
def test_front_matter_gives_the_title_and_no_text(head: str, title: str, end: str) -> None:
    loaded = load(f"---\n{head}\n{end}\n# Année\n\nTexte.")
    if head:
        assert (loaded.text, loaded.title) == ("Année\n\nTexte.", title)
    assert loaded.warnings == ()


@pytest.mark.parametrize(
    "head", ["title: Bilan\nx: [", "title: Bilan\n\tx: y", "title: Bilan\nx: " + "[" * 300_000]
)
def test_a_broken_front_matter_is_left_out_with_a_warning(head: str) -> None:
    loaded = load(f"---\n{head}\n---\nTexte.")
    assert (loaded.text, loaded.title) == ("Texte.", "Bilan")
    assert "YAML" in loaded.warnings[0]


@pytest.mark.parametrize("source", ["---\n\nUn : a: b\n\n---\n\nDeux", "---\nUn\n---\nDeux"])
def test_what_only_looks_like_front_matter_is_text(source: str) -> None:
    loaded = load(source)
    assert "Un" in loaded.text
    assert loaded.warnings == ()


def test_a_yaml_bomb_costs_nothing() -> None:
    lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40)]
    head = "\n".join(["a0: &a0 x", *lines, "<<: *a39", "title: Bilan"])
    assert load(f"---\n{head}\n---\nTexte.").title == "Bilan"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("a\n\n```{r}\nx\n```\n\n~~~ {python}\ny\n~~~\nb", "a\n\nb"),
        ("- a\n\n  ```{ojs}\n  x\n  ```\n- b", "- a\n- b"),
        ("a\n\n```python\nx = 1\n```", "a\n\nx = 1"),
        ("a `r nrow(x)` b `{python} y` `c`", "a b c"),
        ("a\n::: {.callout-tip}\nb\n:::\nc", "a\n\nb\n\nc"),
        (':::: {.callout-note title="Titre"}\n::: inner\na\n:::\n::::', "Titre\n\na"),
        ("::: warning Attention ici\na\n:::", "Attention ici\n\na"),
        ("```\n::: x\n```", "::: x"),
        ("a {{< fa brands r >}} b [ici]({{< var x.y >}}).", "a b ici."),
        ('a\n\n{% hint style="info" %}\nb\n{% endhint %}', "a\n\nb"),
        ("[a](u){target=_blank} `b`{.r} [c]{.smallcaps} d {e}", "a b c d {e}"),
        ('![Vue](x.png){width=50% fig-align="center"}', "Vue"),
        ('a\n{: .no_toc}\n\n{:class="x"}\n', "a"),
        (
            "a[^1] b[^note].\n\n[^1]: Une *note*.\n[^note]: Deux.\n\nc",
            "a b.\n\nUne note.\n\nDeux.\n\nc",
        ),
        ("a^[dit [ici](u)] b^[une note].", "a^[dit ici] b (une note)."),
    ],
)
def test_what_quarto_and_others_add_goes_and_its_content_stays(source: str, text: str) -> None:
    assert load(source).text == text


def test_attributes_of_a_heading_are_no_part_of_it() -> None:
    assert headings("# Un {#sec-un .unnumbered}\n\n## Deux {-}\n\n### {x} trois") == [
        (1, "Un"),
        (2, "Deux"),
        (3, "{x} trois"),
    ]


def test_what_another_file_holds_is_said_to_be_missing() -> None:
    loaded = load("a\n\n{{< include _un.qmd >}}\n\n{{< include _deux.qmd >}}")
    assert loaded.text == "a"
    assert loaded.warnings == ("inclus d’un autre fichier et laissé de côté : _deux.qmd, _un.qmd",)


@pytest.mark.parametrize(
    "source",
    [">" * 10_000, "- " * 10_000, "[" * 10_000, "*" * 10_000, "`" * 10_000, "{{<" * 10_000],
)
def test_hostile_markdown_ends(source: str) -> None:
    assert load(f"{source}\n\nFin.").text.endswith("Fin.")
