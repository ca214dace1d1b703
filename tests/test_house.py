"""The directions and homes of DESIGN.md: who imports whom, and where a library lives."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.settings import Settings

ROOT = Path(__file__).parents[1]
PACKAGES = ("ingest", "assistant", "ui", "evals")
FILES = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
COMMAND_LINE = {"ui/cli.py", "ui/feedback_command.py"}
STEPS = {
    "understanding", "retrieval", "selection", "answering", "entries", "verification", "composing",
}  # fmt: skip
HOMES = {
    "chromadb": {"ingest/vectors.py"},
    "langchain": {"assistant/chat_model.py"},
    "langchain_chroma": {"ingest/vectors.py"},
    "langsmith": {"assistant/completion.py"},
    "sentence_transformers": {"ingest/embedding.py"},
    "torch": {
        "ingest/embedding.py",
        "ingest/e5.py",
        "ingest/q4.py",
        "assistant/network.py",
        "evals/training/loop.py",
    },
    "safetensors": {"ingest/e5.py", "ingest/q4.py", "assistant/network.py"},
    "bm25s": {"ingest/lexical.py"},
    "lxml": {"ingest/tree.py"},
    "docx": {"ui/word.py"},
    "markdown_it": {"ingest/markdown.py"},
    "pdfplumber": {"ingest/pdf.py"},
    "sqlite3": {"ingest/cache.py", "ui/feedback.py"},
    "Stemmer": {"ingest/text.py"},
    "simplemma": {"ingest/text.py"},
    "charset_normalizer": {"ingest/plain.py"},
    "pydantic_settings": {"ingest/settings.py"},
    "rapidfuzz": {"assistant/matching.py"},
    "prometheus_client": {"ui/metrics.py"},
    "typer": {
        "ui/cli.py",
        "ui/accounts_command.py",
        "ui/feedback_command.py",
        "evals/training/__main__.py",
    },
    "argon2": {"ui/accounts.py"},
    "authlib": {"ui/openid.py"},
    "joserfc": {"ui/openid.py"},
    "uvicorn": {"ui/server.py", "ui/front.py"},
    "yaml": {"evals/dataset.py", "evals/training/agencies.py", "ingest/markdown.py"},
    "matplotlib": {"evals/charts.py"},
    "jinja2": {"evals/report.py", "ui/pages.py"},
    "text_to_num": {"ingest/numerals.py"},
    "tomlkit": {"evals/calibration.py", "evals/gate.py"},
    "langchain_text_splitters": {"evals/baselines.py"},
}


def imports(path: Path, *, nested: bool = True) -> Iterator[str]:
    """The modules that a file imports, in full; without `nested`, not those inside functions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    inside = {
        id(node) for one in ast.walk(tree) if isinstance(one, functions) for node in ast.walk(one)
    }
    for node in ast.walk(tree):
        if not nested and id(node) in inside:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: a relative import"
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def tops(path: Path, *, nested: bool = True) -> set[str]:
    return {name.split(".")[0] for name in imports(path, nested=nested)}


def place(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_there_is_something_to_look_at() -> None:
    assert {place(path).split("/")[0] for path in FILES} == set(PACKAGES)


def test_an_import_is_seen_wherever_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "one.py"
    path.write_text("import a.b\nfrom c import d\ndef f():\n    from e import g\n")
    assert tops(path) == {"a", "c", "e"}
    assert tops(path, nested=False) == {"a", "c"}
    assert "c.d" in set(imports(path))


@pytest.mark.parametrize(
    ("package", "forbidden"),
    [
        ("ingest", {"assistant", "ui", "evals"}),
        ("assistant", {"ui", "evals"}),
        ("evals", {"ui"}),
        ("ui", {"evals"}),
    ],
)
def test_imports_go_one_way(package: str, forbidden: set[str]) -> None:
    wrong = {
        place(path): found
        for path in FILES
        if place(path).startswith(f"{package}/") and place(path) not in COMMAND_LINE
        if (found := tops(path) & forbidden)
    }
    assert wrong == {}


@pytest.mark.parametrize("command", sorted(COMMAND_LINE))
def test_the_command_line_reaches_evals_inside_a_function_only(command: str) -> None:
    assert "evals" in tops(ROOT / command)
    assert "evals" not in tops(ROOT / command, nested=False)


@pytest.mark.parametrize(("library", "homes"), HOMES.items(), ids=HOMES)
def test_a_library_has_one_home(library: str, homes: set[str]) -> None:
    found = {place(path) for path in FILES if library in tops(path)}
    assert found
    assert found <= homes


def test_gradio_lives_in_the_interface() -> None:
    found = {place(path).split("/")[0] for path in FILES if "gradio" in tops(path)}
    assert found == {"ui"}


def test_one_file_knows_the_order_of_the_steps() -> None:
    several = {
        place(path): steps
        for path in FILES
        if len(steps := {step for step in STEPS if f"assistant.{step}" in imports(path)}) > 1
    }
    assert several.pop("assistant/extractive.py") == STEPS
    assert several == {}


def test_no_file_is_named_for_nothing() -> None:
    nameless = {"utils", "util", "helpers", "helper", "core", "common", "misc"}
    assert [place(path) for path in FILES if nameless & set(path.with_suffix("").parts)] == []


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for field in Settings.model_fields if (name := f"RETRO_{field.upper()}")
            not in readme] == []  # fmt: skip
