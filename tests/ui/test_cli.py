"""The command line: exit codes, what goes out, and what goes wrong."""

import io
import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.conftest import CORPUS
from ui.cli import main

JOBS = "Combien de postes de conseillers ?"
TEXT = "Septembre\n\nLe 24/09, Caroline Cayeux inaugure le pôle commercial, à Barentin (76).\n"


class Done(NamedTuple):
    """How a command ended. Errors are wrapped to the terminal: `err` has them on one line."""

    code: int
    out: str
    err: str

    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.split("\n") if line]


Retro = Callable[..., Done]


@pytest.fixture
def retro(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    model_cache: Path,
) -> Retro:
    """Runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RETRO_CACHE", str(model_cache))
    monkeypatch.setenv("RETRO_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("RETRO_DATA", str(tmp_path / "data"))

    def run(*arguments: str) -> Done:
        monkeypatch.setattr(sys, "argv", ["retro", *arguments])
        capsys.readouterr()
        code: Any = 0
        try:
            main()
        except SystemExit as end:
            code = end.code or 0
        out, err = capsys.readouterr()
        return Done(code, out, " ".join(err.split()))

    return run


@pytest.fixture(scope="module")
def built(real_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the index of the real corpus."""
    return shutil.copytree(real_data, tmp_path_factory.mktemp("cli") / "data")


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch, retro: Retro, built: Path) -> Retro:
    """Runs a command on the real corpus and its index."""
    monkeypatch.setenv("RETRO_CORPUS", str(CORPUS))
    monkeypatch.setenv("RETRO_DATA", str(built))
    return retro


def write(folder: Path, text: str = TEXT, name: str = "2020/bilan.txt") -> None:
    path = folder / "corpus" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


# --- ask --------------------------------------------------------------------------------------


def test_an_answer_and_its_source(live: Retro) -> None:
    done = live("ask", JOBS)
    assert done.code == 0
    assert "4 000 postes" in done.out.replace("\u00a0", " ")
    assert "Sources" in done.out
    assert "17 novembre 2020" in done.out
    assert done.err == ""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Quel est le budget 2021 ?", "Passages proches"),
        ("Que s'est-il passé en 2019 ?", "Aucun document"),
        ("Bonjour", "Bonjour"),
        ("", "pas lu de question"),
    ],
)
def test_no_answer_is_exit_code_3(live: Retro, text: str, said: str) -> None:
    done = live("ask", text)
    assert done.code == 3
    assert said in done.out


def test_json_is_one_object(live: Retro) -> None:
    done = live("ask", "--json", JOBS)
    (row,) = done.rows()
    assert done.code == 0
    assert (row["status"], row["question"]) == ("answered", JOBS)
    assert "É" in live("ask", "--json", "Qui est Édouard Philippe ?").out
    assert live("ask", "--json", "Bonjour").code == 3


def test_a_batch_goes_on_after_a_bad_line(live: Retro, tmp_path: Path) -> None:
    lines = [
        {"id": "a", "turns": [JOBS]},
        {"id": "b", "turns": []},
        {"id": 3, "turns": ["Que s'est-il passé en juillet ?", "Et en juin ?"]},
        {"id": "d", "turns": [7]},
    ]
    text = "\n".join(json.dumps(line) for line in lines)
    path = tmp_path / "batch.jsonl"
    path.write_text(f"\ufeff{text}\n\nno JSON\n[]\n", encoding="utf-8")
    done = live("ask", "--batch", str(path))
    rows = done.rows()
    assert done.code == 1
    assert [row["id"] for row in rows] == ["a", "b", 3, "d", None, None]
    assert ["error" in row for row in rows] == [False, True, False, True, True, True]
    assert "4 000" in rows[0]["short_answer"].replace("\u00a0", " ")
    assert "feuille de route" in rows[2]["answer"]
    assert "ligne 2" in rows[1]["error"]


def test_a_batch_of_refusals_is_no_error(live: Retro, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"id": 1, "turns": ["Bonjour"]}\n'))
    done = live("ask", "--batch", "-")
    assert (done.code, done.rows()[0]["status"]) == (0, "declined")


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
def test_a_batch_that_cannot_be_read(live: Retro, tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "b.jsonl"
    if content:
        path.write_bytes(content)
    done = live("ask", "--batch", str(path))
    assert (done.code, done.out) == (1, "")
    assert "b.jsonl" in done.err
    assert "Traceback" not in done.err


def test_a_line_ends_at_a_line_feed_only(live: Retro, tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text('{"id": 1, "turns": ["Bon\u2028jour"]}\n', encoding="utf-8")
    assert [row["id"] for row in live("ask", "--batch", str(path)).rows()] == [1]


def test_an_id_that_is_no_text_stops_nothing(live: Retro, tmp_path: Path) -> None:
    path = tmp_path / "b.jsonl"
    path.write_text('{"id": "\\ud800", "turns": []}\n{"id": 2, "turns": ["Bonjour"]}\n')
    assert live("ask", "--batch", str(path)).rows()[-1]["id"] == 2


def test_a_missing_index_names_the_command(retro: Retro) -> None:
    done = retro("ask", JOBS)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("Erreur : ")
    assert "retro index" in done.err


def test_a_bad_setting_names_its_variable(retro: Retro, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETRO_EMBEDDING_MODEL", "")
    done = retro("ask", JOBS)
    assert done.code == 1
    assert "RETRO_EMBEDDING_MODEL" in done.err


def test_wrong_usage_is_exit_code_2(retro: Retro) -> None:
    assert retro("ask", "--nonsense").code == 2
    assert retro("chat", "--port", "0").code == 2


# --- index ------------------------------------------------------------------------------------


@pytest.mark.parametrize("option", [["--force"], ["--questions", "q.yaml"]])
def test_what_goes_with_evaluate_is_wrong_without(retro: Retro, option: list[str]) -> None:
    done = retro("index", *option)
    assert done.code == 2
    assert "--evaluate" in done.err


def test_a_version_is_evaluated_before_it_is_live(retro: Retro, tmp_path: Path) -> None:
    write(tmp_path, "Foire\n\nLa foire a eu lieu à Metz.\n")
    done = retro("index", "--evaluate")
    assert done.code == 2
    assert "--questions" in done.err
    assert retro("index", "--list").out.startswith("Aucune version")


def test_a_dry_run_builds_nothing(retro: Retro, tmp_path: Path) -> None:
    write(tmp_path)
    done = retro("index", "--dry-run")
    assert done.code == 0
    assert "2020/bilan.txt" in done.out
    assert "24 septembre 2020" in done.out
    assert "Aucune version" in retro("index", "--list").out


def test_build_list_and_roll_back(retro: Retro, tmp_path: Path) -> None:
    write(tmp_path)
    assert "construite" in retro("index").out
    assert "déjà à jour" in retro("index").out
    assert retro("index", "--rollback").code == 1
    write(tmp_path, TEXT.replace("Barentin", "Roubaix"))
    assert "v2-" in retro("index").out
    assert "Roubaix" in retro("ask", "Où est inauguré le pôle commercial ?").out
    listed = retro("index", "--list").out.splitlines()
    assert [line[:5].strip() for line in listed] == ["v1-", "→ v2-"]
    assert "v1-" in retro("index", "--rollback").out
    assert "Barentin" in retro("ask", "Où est inauguré le pôle commercial ?").out


def test_what_changed_is_said_before_and_after(retro: Retro, tmp_path: Path) -> None:
    write(tmp_path)
    write(tmp_path, "Fêtes\n\nLa foire a réuni vingt communes.", "2021/foire.txt")
    assert "2 ajouté(s), 0 modifié(s), 0 inchangé(s)" in retro("index").out
    write(tmp_path, TEXT.replace("Barentin", "Roubaix"))
    write(tmp_path, "Voirie\n\nLa rue est pavée.", "2021/rue.txt")
    (tmp_path / "corpus" / "2021" / "foire.txt").unlink()
    plan = retro("index", "--dry-run").out.splitlines()
    assert [line[0] for line in plan if not line.startswith(" ")] == ["~", "+", "-"]
    assert "d’après : dossier" in plan[0]
    done = json.loads(retro("index", "--json").out)
    assert (done["built"], done["refused"], done["same"]) == (True, {}, [])
    assert done["changed"] == ["2020/bilan.txt"]
    assert done["added"] == ["2021/rue.txt"]
    assert done["removed"] == ["2021/foire.txt"]
    assert json.loads(retro("index", "--json").out)["built"] is False


def test_a_missing_corpus_is_said(retro: Retro, tmp_path: Path) -> None:
    done = retro("index")
    assert (done.code, done.out) == (1, "")
    assert "corpus" in done.err
    assert not (tmp_path / "data" / "index" / "live").exists()


def test_a_refused_document_is_named_and_the_others_are_indexed(
    retro: Retro, tmp_path: Path
) -> None:
    write(tmp_path)
    write(tmp_path, "", "2020/vide.txt")
    done = retro("index")
    assert done.code == 1
    assert "REFUSÉ 2020/vide.txt" in done.out
    assert "v1-" in done.out


# --- doctor and eval --------------------------------------------------------------------------


def test_the_doctor_finds_nothing_wrong(live: Retro) -> None:
    done = live("doctor")
    assert "✗" not in done.out
    assert done.out.count("✓") == 9
    assert done.code == 0


def test_the_doctor_names_the_command_that_mends(retro: Retro, tmp_path: Path) -> None:
    write(tmp_path)
    done = retro("doctor")
    assert done.code == 1
    assert "✗ index" in done.out
    assert "retro index" in done.out


def test_the_doctor_sees_a_changed_corpus_and_an_unknown_setting(
    live: Retro, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write(tmp_path)
    monkeypatch.setenv("RETRO_CORPUS", str(tmp_path / "corpus"))
    monkeypatch.setenv("RETRO_CORPSE", "1")
    done = live("doctor")
    assert done.code == 1
    assert "RETRO_CORPSE" in done.out
    assert "✗ fraîcheur" in done.out
    assert "✓ index" in done.out


def test_eval_refuses_an_unknown_split(live: Retro) -> None:
    done = live("eval", "--split", "nowhere")
    assert (done.code, done.out) == (1, "")
    assert "nowhere" in done.err


def test_a_filter_is_kept_to_and_said(live: Retro) -> None:
    done = live("ask", "--year", "2020", "--month", "11", JOBS)
    assert done.code == 0
    assert "Filtre : 2020 · novembre" in done.out.replace("\u00a0", " ")
    excluded = live("ask", "--month", "11", "Que s’est-il passé en octobre 2020 ?")
    assert excluded.code == 3
    assert "Le filtre (novembre) exclut octobre 2020." in excluded.out
    unknown = live("ask", "--document", "2031/none.txt", JOBS)
    assert unknown.code == 2
    assert "2020/retrospective.txt" in unknown.err
    assert live("ask", "--month", "13", JOBS).code == 2
    assert live("ask", "--year", "2020", "--batch", "-").code == 2
