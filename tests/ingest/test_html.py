"""HTML pages → the text that a reader of them came for, with its headings and tables."""

import pytest

from ingest.errors import DocumentError
from ingest.html import load_html
from ingest.loaded import Loaded

LONG = "Le bilan de l’année tient en quelques mots. " * 10


def load(source: str) -> Loaded:
    loaded = load_html(source.encode())
    for heading in loaded.headings:
        assert loaded.text[heading.start : heading.end] == heading.title
    for table in loaded.tables:
        assert loaded.text[table.start : table.end].startswith(table.header)
        assert "\n\n" not in loaded.text[table.start : table.end]
    return loaded


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>Un\n <b>mot</b>&nbsp;!<p>Deux.", "Un mot\u00a0!\n\nDeux."),
        ("<p>Un<br>deux<br><br>trois</p>", "Un\ndeux\n\ntrois"),
        ("<div>Un<p>deux</p>trois</div>quatre", "Un\n\ndeux\n\ntrois\n\nquatre"),
        ("<p>a</p><ul><li>b<ol><li>c</ol><li><p>d</p></ul><ul><li>e", "a\n\n- b\n- c\n- d\n\n- e"),
        ("<ul><li><h2>T</h2><p>x</p></li><li>y</li></ul>", "T\n\nx\n\n- y"),
        ("<dl><dt>PLF<dd>Projet<dt>DGS<dd>Direction</dl>", "PLF\nProjet\n\nDGS\nDirection"),
        ("<pre>a\n  b\n\n<b>c</b></pre>", "a\n  b\nc"),
        ("<p>a <a href='/x'>lien</a>, <em>b</em></p>", "a lien, b"),
        ("<p>Un <img alt='Le lac'> deux</p>Fin", "Un deux\n\nLe lac\n\nFin"),
        ("<img alt=''><img alt='IMG_1.jpg'><img src=x>a", "a"),
        ("<figure><img alt='Vue'><figcaption>Légende</figcaption></figure>", "Vue\n\nLégende"),
        ("<figure><img alt='Vue'><figcaption>Vue</figcaption></figure>", "Vue"),
        ("<ul><li><img alt='Picto'>a<li><img alt='Seul'><li>b</ul>", "- a\n- Seul\n- b\n\nPicto"),
        ("<p>1 < 2 & 3 &lt;b&gt;</p>", "1 < 2 & 3 <b>"),
        ("<p>a</p></body></html><p>après</p>", "a\n\naprès"),
        ("<details><summary>S</summary>dedans</details>", "S\n\ndedans"),
        ("<p>.</p><p>—</p><p>a</p>", "a"),
    ],
)
def test_the_text_is_what_a_reader_sees_block_by_block(source: str, text: str) -> None:
    assert load(source).text == text


@pytest.mark.parametrize(
    "source",
    [
        "<nav>x</nav>",
        "<div><header>x</header></div>",
        "<footer>x</footer>",
        "<aside>x</aside>",
        "<div role=complementary>x</div>",
        "<div role=navigation>x</div>",
        "<script>x</script><style>x</style><template>x</template><noscript>x</noscript>",
        "<!-- x -->",
        "<svg><title>x</title></svg>",
        "<button>x</button><form><label>x</label><select><option>x</select><textarea>x</textarea>",
        "<p hidden>x</p><p aria-hidden=true>x</p><p style='display: none'>x</p>",
        "<a href='#contenu'>Aller au contenu</a>",
        "<ol class='fr-breadcrumb'><li>x</ol>",
        "<div id=cookie-bar><p>Nous utilisons des cookies</p><button>Accepter</button></div>",
        "<div role=dialog><p>Ces traceurs</p><button>Accepter</button></div>",
        "<p><sup><a href='#n1'>1</a></sup></p>",
        "<del>x</del><s>x</s>",
    ],
)
def test_what_stands_around_the_text_goes(source: str) -> None:
    assert load(f"<p>avant</p>{source}<p>après</p>").text == "avant\n\naprès"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<article><header>a</header><aside>b</aside><footer>c</footer></article>", "a\n\nb\n\nc"),
        ("<h3><button>Intitulé</button></h3>", "Intitulé"),
        ("<div role=tabpanel hidden>onglet</div>", "onglet"),
        (
            "<div id=cookies><h2>Cookies</h2>Nous en comptons 3.</div>",
            "Cookies\n\nNous en comptons 3.",
        ),
        ("<body class='has-breadcrumb'><p>a</p>", "a"),
        ("<p>100 m<sup>2</sup> le 1<sup>er</sup> mars</p>", "100 m2 le 1er mars"),
        ("<p>voir <a href='#s'>la section 2</a></p>", "voir la section 2"),
        ("<div class=modalites><h2>Modalités</h2></div>", "Modalités"),
    ],
)
def test_what_resembles_it_stays(source: str, text: str) -> None:
    assert load(source).text == text


def test_the_call_of_a_note_is_no_figure_of_the_sentence() -> None:
    calls = "<sup><a href='#n1'>1</a></sup>", "<a class='footnote-ref' href='#n2'>2</a>"
    assert load("<p>En 2021{}, puis{}.</p>".format(*calls)).text == "En 2021, puis."


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (f"<p>Bandeau</p><main><p>{LONG}</p></main><p>Pied</p>", LONG.strip()),
        (f"<p>Bandeau</p><div role=main><main>{LONG}</main></div>Pied", LONG.strip()),
        (f"<p>Bandeau</p><article>{LONG}</article>", LONG.strip()),
        ("<article>a</article><article>b</article>c", "a\n\nb\n\nc"),
        (f"<main>a</main><p>{LONG}</p>", f"a\n\n{LONG.strip()}"),
    ],
)
def test_the_one_main_part_is_taken_where_it_holds_most_of_the_page(source: str, text: str) -> None:
    assert load(source).text == text


@pytest.mark.parametrize(
    ("source", "title"),
    [
        ("<title>Site</title><meta property='og:title' content='Partage'><h1>Bilan</h1>", "Bilan"),
        ("<title>Site</title><meta property='og:title' content='Partage'>a", "Partage"),
        ("<title>Site</title><h1>a</h1><h1>b</h1>", "Site"),
        ("<title> Le\n bilan </title><h2>a</h2>", "Le bilan"),
        ("<title>Site</title><h1 hidden>x</h1><nav><h1></h1></nav><h1>Bilan</h1>", "Bilan"),
        ("<h2>a</h2><h1>b</h1>", ""),
        ("<title>Site</title><h1>Bilan</h1><div class='fr-modal'><h1>Fenêtre</h1></div>", "Bilan"),
    ],
)
def test_the_title_is_the_only_h1_else_what_the_head_says(source: str, title: str) -> None:
    assert load(source).title == title


def test_a_heading_outside_the_main_part_opens_the_text() -> None:
    loaded = load(f"<header><p>Menu</p><h1>Bilan</h1></header><main><h2>a</h2>{LONG}</main>")
    assert loaded.text.startswith("Bilan\n\na\n\nLe bilan de")
    assert [(h.level, h.title) for h in loaded.headings] == [(1, "Bilan"), (2, "a")]


def test_a_banner_of_links_above_the_heading_goes_and_text_there_stays() -> None:
    banner = "<div><a href=/><img alt=Logo>Accueil</a></div>"
    assert load(f"{banner}<h1>Bilan</h1><p>a</p>").text == "Bilan\n\na"
    assert "Accueil" in load(f"<p>Note.</p>{banner}<h1>Bilan</h1>").text


def test_headings_keep_their_levels_and_lose_their_marks() -> None:
    loaded = load("<h1>Un</h1><h3>Deux<br><i>bis</i> <a href='#d'>¶</a></h3><h2></h2><h2>\n</h2>")
    assert [(h.level, h.title) for h in loaded.headings] == [(1, "Un"), (3, "Deux bis")]
    window = load("<h2>a</h2><dialog open><h1>Fenêtre</h1></dialog>")
    assert [h.title for h in window.headings] == ["a"]
    assert "Fenêtre" in window.text


CAPTION = "<caption>Les élus</caption>"
HEAD = "<tr><th>Ville<th>Élus"


@pytest.mark.parametrize(
    ("source", "text", "title", "header"),
    [
        (
            f"{CAPTION}{HEAD}<tr><td>Brest<td>4",
            "Ville | Élus\nBrest | 4",
            "Les élus",
            "Ville | Élus",
        ),
        ("<thead><tr><td>a<td>b</thead><tr><td>c<td>d", "a | b\nc | d", "", "a | b"),
        ("<tr><th>a<td>b<tr><th>c<td>d", "a | b\nc | d", "", ""),
        ("<tr><td>a<br>b<td><ul><li>c<li>d</ul><tr><td><td>", "a b | - c - d", "", ""),
        ("<tr><td rowspan=2>a<td>b<tr><td>c", "a | b\na | c", "", ""),
        ("<tr><td>a<td rowspan=3>b<td>c<tr><td>d<td>e", "a | b | c\nd | b | e", "", ""),
        ("<tr><td colspan=2>a<td>b<tr><td>c<td>d<td>e", "a | b\nc | d | e", "", ""),
        ("<tr><td rowspan=99999 colspan=99999>a<td>b<tr><td>c", "a | b\na | c", "", ""),
        ("<tr><th><th>2021<tr><td>Brest<td>", "| 2021\nBrest |", "", "| 2021"),
        ("<tr><td><h3>a</h3><td>b<tr><td>c<td>d", "a | b\nc | d", "", ""),
    ],
)
def test_tables_have_a_line_for_each_row(source: str, text: str, title: str, header: str) -> None:
    loaded = load(f"<p>avant<table>{source}</table>après")
    (table,) = loaded.tables
    assert loaded.text[table.start : table.end] == text
    assert (table.title, table.header) == (title, header)
    above = f"avant\n\n{title}\n\n" if title else "avant\n\n"
    assert loaded.text == f"{above}{text}\n\naprès"


@pytest.mark.parametrize("caption_first", [True, False])
def test_the_caption_of_a_figure_is_that_of_its_table(caption_first: bool) -> None:
    parts = ["<figcaption>Les élus</figcaption>", f"<table>{HEAD}</table>"]
    inside = "".join(parts if caption_first else parts[::-1])
    loaded = load(f"<figure>{inside}</figure>")
    assert loaded.text == "Les élus\n\nVille | Élus"
    assert loaded.tables[0].title == "Les élus"


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<tr><td><h2>T</h2><p>a</p><td>b", "T\n\na\n\nb"),
        ("<tr><td>Encadré<p>deux", "Encadré\n\ndeux"),
        ("<tr><td>a<td><table><tr><td>b<td>c</table>", "a\n\nb | c"),
    ],
)
def test_a_table_that_only_places_its_content_is_none(source: str, text: str) -> None:
    assert load(f"<table>{source}</table>").text == text


FRENCH = "Été à Orléans : cœur de métier, déjà 5 000 € versés."


@pytest.mark.parametrize(
    ("data", "warned"),
    [
        (f"<p>{FRENCH}".encode(), False),
        (f"<p>{FRENCH}".encode("utf-8-sig"), False),
        (f"<meta charset='ISO-8859-1'><p>{FRENCH}".encode("cp1252"), False),
        (f"<meta content='text/html; charset=windows-1252'><p>{FRENCH}".encode("cp1252"), False),
        (f"<META CHARSET=iso-8859-15><p>{FRENCH}".encode("iso-8859-15"), False),
        (f"<meta charset=utf-8><p>{FRENCH}".encode("cp1252"), True),
        (f"<meta charset=rot13><p>{FRENCH}".encode("cp1252"), True),
        (f"<p>{FRENCH}".encode("utf-16"), True),
    ],
)
def test_the_encoding_is_what_the_page_says_else_recognised(data: bytes, warned: bool) -> None:
    loaded = load_html(data)
    assert (loaded.text, bool(loaded.warnings)) == (FRENCH, warned)


@pytest.mark.parametrize("depth", [10_000, 200_000])
@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td"])
def test_absurd_nesting_is_refused(tag: str, depth: int) -> None:
    with pytest.raises(DocumentError, match=r"imbrique .* ; "):
        load(f"<{tag}>" * depth + "x")


def test_deep_nesting_within_reason_is_read() -> None:
    assert load("<div>" * 1500 + "x").text == "x"
    assert load("<p>x" * 5000).text.count("x") == 5000


@pytest.mark.parametrize(
    "character", ["\x02", "\x0b", "\x7f", "&#1;", "&#8;", "&#x9d;", "&#xFFFE;"]
)
@pytest.mark.parametrize("source", ["<h1>a{}</h1>", "<pre>a{}</pre>", "<img alt='a{}'>", "a{}"])
def test_control_characters_never_reach_the_text(source: str, character: str) -> None:
    assert load(source.format(character)).text in ("a", "a\ufffd")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(DocumentError, match="octets de contrôle"):
        load_html(b"<p>\0\x01")


@pytest.mark.parametrize("source", ["", " \n", "<p></p>", "<frameset><frame src=x></frameset>"])
def test_a_page_without_text_gives_none(source: str) -> None:
    assert load(source).text == ""
