"""Every string is in one file per language: none is missing, unused or written elsewhere."""

import ast
import inspect
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

import ingest
from ingest.errors import RetroError
from tests.ui.fakes import FakeAssistant
from ui import labels
from ui.labels import english, french
from ui.language import LANGUAGES, parted, speaking, spoken
from ui.server import create_app

UI = Path(french.__file__).parents[1]
FILES = (french, english)
PAGES = ("help.html", "accessibility.html")

# Told in French wherever they are read: the terminal, and what describes the API to programs.
FRENCH_ONLY = {
    "cli.py",
    "accounts_command.py",
    "feedback_command.py",
    "terminal.py",
    "batch.py",
    "contract.py",
    "api.py",
    "completions.py",
}
FRENCH = re.compile(
    r"[àâçèéêëîïôùûœ«»’]|\b(?:le|la|les|des|une|pour|dans|sur|est|sont|aucune?)\b", re.IGNORECASE
)


def names(module: Any) -> dict[str, Any]:
    """What a language file defines, in order."""
    tree = parsed(module)
    assigned = [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    ]
    defined = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return {name: getattr(module, name) for name in (*assigned, *defined) if name[0] != "_"}


def parsed(module: Any) -> ast.Module:
    return ast.parse(Path(module.__file__).read_text(encoding="utf-8"))


def shape(value: Any) -> Any:
    """What two languages share of a label: its kind, its keys or length, what it is filled with."""
    if callable(value):
        return inspect.signature(value)
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items()}
    if isinstance(value, tuple):
        return [shape(one) for one in value]
    return {field for _, field, _, _ in string.Formatter().parse(value) if field}


def code() -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(UI.rglob("*.py")):
        if path.parent.name != "labels":
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def read(node: ast.AST) -> Iterator[str]:
    """The labels that are read in some code."""
    for one in ast.walk(node):
        match one:
            case ast.Attribute(value=ast.Name(id="labels"), attr=name):
                yield name


def own_names(tree: ast.Module) -> Iterator[str]:
    """The labels that other labels are made of: names that are read, parameters apart."""
    for node in tree.body:
        given = set()
        if isinstance(node, ast.FunctionDef):
            given = {argument.arg for argument in node.args.args}
        for one in ast.walk(node):
            if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Load) and one.id not in given:
                yield one.id


def test_no_string_is_missing_in_a_language() -> None:
    wanted = {name: shape(value) for name, value in names(french).items()}
    assert len(wanted) > 150
    assert {name: shape(value) for name, value in names(english).items()} == wanted


def test_what_is_to_be_typed_is_the_same_in_each_language() -> None:
    """Commands, options, settings and headers that a sentence names."""
    typed = re.compile(r"\bRETRO_[A-Z_]+|\bretro [a-z]+(?: [a-z]+)?|--[a-z-]+|\b[A-Z][a-z]+(?=: B)")
    named = [
        {
            name: set(typed.findall(text))
            for name, text in names(module).items()
            if text == str(text)
        }
        for module in FILES
    ]
    assert named[0]["API_ABOUT"] == {"Authorization"}
    assert named[0] == named[1]


def test_a_difference_between_languages_is_seen() -> None:
    assert shape("{port} de {host}") != shape("{port}")
    assert shape({"a": "x"}) != shape({"b": "x"})
    assert shape(lambda count: "x") != shape(lambda count, most: "x")


def test_no_string_is_unused() -> None:
    used = {name for _, tree in code() for name in read(tree)}
    for path in UI.rglob("*.html"):
        used |= set(re.findall(r"\blabels\.(\w+)", path.read_text(encoding="utf-8")))
    for module in FILES:
        used |= set(own_names(parsed(module)))
    assert set(names(french)) - used == set()


def test_every_word_told_to_screen_readers_is_used() -> None:
    script = (UI / "static/app.js").read_text(encoding="utf-8")
    said = set(re.findall(r"\b(?:words|spoken\(\))\.(\w+)", script))
    said |= set(labels.SPOKEN) if "words[who]" in script else set()
    assert said == set(labels.SPOKEN)
    assert not FRENCH.search(script)


def test_no_label_is_read_before_it_is_known_who_reads() -> None:
    """At the top of a module, or as the default of a parameter, it would stay French."""
    early: list[tuple[str, str]] = []
    for path, tree in code():
        inside: set[int] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                inside |= {id(one) for part in node.body for one in ast.walk(part)}
            elif isinstance(node, ast.Lambda):
                inside |= {id(one) for one in ast.walk(node.body)}
        outside = [one for one in ast.walk(tree) if id(one) not in inside]
        early += [
            (path.name, node.attr)
            for node in outside
            if isinstance(node, ast.Attribute) and list(read(node))
        ]
        early += [
            (path.name, str(node.module))
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and str(node.module).startswith("ui.labels")
        ]
    assert early == []


def test_no_french_is_written_outside_the_language_files() -> None:
    found = []
    for path, tree in code():
        prose = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        found += [
            (path.name, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in prose
            and FRENCH.search(node.value)
        ]
    assert [one for one in found if one[0] not in FRENCH_ONLY and one[1] != "«"] == []


def words(template: str) -> str:
    """What is written in a template besides what fills it."""
    return re.sub(r"\{[{%#].*?[}%#]\}|<[^>]*>|&\w+;", " ", template, flags=re.DOTALL)


def test_shared_templates_have_no_words_of_their_own() -> None:
    shared = list((UI / "templates").glob("*.html"))
    assert shared
    told = {path.name: words(path.read_text(encoding="utf-8")) for path in shared}
    technical = {"array", "GET", "api", "openapi", "json"}
    found = {name: set(re.findall(r"\w+", text)) - technical for name, text in told.items()}
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_the_same_in_each_language(name: str) -> None:
    """As far as its structure tells: headings, items, links, what is shown when."""
    built = []
    for language in LANGUAGES:
        text = (UI / "templates" / language / name).read_text(encoding="utf-8")
        text = re.sub(r"</?span[^>]*>|\{% block title.*?%\}.*?\{% endblock %\}", "", text)
        built.append(re.findall(r"<[^>]*>|\{[{%].*?[}%]\}", text))
    assert built[0] == built[1]


def test_a_label_is_in_the_language_that_is_spoken() -> None:
    assert (spoken(), labels.SEND) == ("fr", "Envoyer")
    with speaking("en"):
        assert labels.SEND == "Send"
        with speaking("fr"):
            assert labels.SEND == "Envoyer"
        assert labels.seconds(1234) == "1.2\u00a0s"
    assert labels.seconds(1234) == "1,2\u00a0s"


@pytest.mark.parametrize(
    ("path", "language", "rest"),
    [
        ("/", "fr", "/"),
        ("/documents", "fr", "/documents"),
        ("/en/", "en", "/"),
        ("/en", "en", ""),
        ("/en/documents", "en", "/documents"),
        ("/entries", "fr", "/entries"),
    ],
)
def test_the_address_tells_the_language(path: str, language: str, rest: str) -> None:
    assert parted(path) == (language, rest)


def raised(package: Any) -> Iterator[str]:
    """The names of the errors that a package raises by name."""
    for path in sorted(Path(package.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Raise(exc=ast.Call(func=ast.Name(id=name))):
                    yield name


def errors(kind: type[RetroError] = RetroError) -> Iterator[type[RetroError]]:
    for each in kind.__subclasses__():
        yield each
        yield from errors(each)


def test_what_goes_wrong_below_is_told_in_english() -> None:
    import assistant.chat_model
    import assistant.live

    below = {*raised(ingest), *raised(assistant)}
    inner = {"CompletionError"}  # never leaves the assistant
    kinds = [kind for kind in errors() if kind.__name__ in below - inner]
    assert len(kinds) > 5
    french_only = "Refaites l’index."
    silent = {"PromotionError"}  # of `retro index` alone
    for kind in kinds:
        assert french.failure(kind(french_only)) == french_only
        if kind.__name__ not in silent:
            assert english.failure(kind(french_only)) != french_only


@pytest.mark.parametrize("accepted", ["de-DE", "en-US", "fr-FR"])
def test_pages_are_in_the_language_of_their_address(accepted: str) -> None:
    with TestClient(create_app(FakeAssistant())) as client:
        client.headers["Accept-Language"] = accepted
        for page in ("", "documents", "aide", "accessibilite", "documents/view?id=none"):
            assert re.search(r'<html\s+lang="fr"', client.get(f"/{page}").text), page
            assert re.search(r'<html\s+lang="en"', client.get(f"/en/{page}").text), page
        assert "cannot be shown" not in client.get("/en/documents").text
        assert client.get("/en", follow_redirects=False).headers["location"] == "./en/"
        assert client.get("/en/healthz").status_code == 404


def test_each_page_leads_to_itself_in_the_other_language() -> None:
    with TestClient(create_app(FakeAssistant())) as client:
        for here in ("/documents", "/aide", "/documents/view?id=2020/rapport.pdf&q=les"):
            page = client.get(here)
            for language in ("English", "Français"):
                (link,) = re.findall(rf'href="([^"]*)" lang="\w+">{language}<', page.text)
                page = client.get(str(page.url.join(link.replace("&amp;", "&"))))
                assert page.status_code == 200
            assert str(page.url).endswith(here)


def test_an_error_is_told_in_the_language_of_the_page() -> None:
    fake = FakeAssistant()

    def broken() -> Any:
        from ingest.errors import IndexMismatchError

        raise IndexMismatchError("L’index est endommagé.")

    fake.library = broken  # type: ignore[method-assign]
    with TestClient(create_app(fake)) as client:
        assert "L’index est endommagé." in client.get("/documents").text
        told = client.get("/en/documents").text
        assert "The index cannot be read." in told
        assert "endommagé" not in told


def test_the_summary_of_french_words_is_told_as_french() -> None:
    with TestClient(create_app(FakeAssistant())) as client:
        page = client.get("/en/documents").text
    assert 'lang="fr">Rapport d’activité 2020</a>' in page
    assert re.search(r'Unreadable: 2019/scan.pdf \(<span lang="fr">aucun texte', page)
    assert re.search(r'<span lang="fr">Le 1er/10', page)
