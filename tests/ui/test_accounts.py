"""The file of accounts: what it keeps, who may read it, what becomes of it when things go wrong."""

import errno
import json
import stat
import threading
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ingest.errors import AccountsError
from ui.accounts import FILE, Accounts
from ui.cli import app

PASSWORD = "une longue phrase de passe"
runner = CliRunner()


@pytest.fixture
def accounts(tmp_path: Path) -> Accounts:
    return Accounts(tmp_path / "data")


def test_a_password_opens_its_account_and_no_other(accounts: Accounts) -> None:
    accounts.add("camille", PASSWORD)
    accounts.add("dominique", f"{PASSWORD} aussi")
    assert accounts.verify("camille", PASSWORD) == accounts.stamp("camille") != ""
    for name, password in (
        ("camille", f"{PASSWORD} aussi"),
        ("camille", ""),
        ("personne", PASSWORD),
        ("", ""),
        ("camille", "x" * 1_000_000),
    ):
        assert accounts.verify(name, password) == ""


def test_a_name_and_a_password_are_known_however_they_are_encoded(accounts: Accounts) -> None:
    accounts.add("Élodie", "crème brûlée à midi")
    assert accounts.verify("e\u0301lodie", "cre\u0300me bru\u0302le\u0301e a\u0300 midi")
    with pytest.raises(AccountsError, match="existe déjà"):
        accounts.add("ÉLODIE", PASSWORD)


def test_the_file_holds_no_secret_and_is_its_owners_alone(
    accounts: Accounts, tmp_path: Path
) -> None:
    accounts.add("camille", PASSWORD)
    token = accounts.new_token("camille")
    path = tmp_path / "data" / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text(encoding="utf-8")
    assert PASSWORD not in text
    assert token not in text
    assert "$argon2id$" in text
    assert not path.with_suffix(".new").exists()


def test_a_token_is_its_owners_until_it_is_revoked(accounts: Accounts) -> None:
    accounts.add("openwebui")
    token, other = accounts.new_token("openwebui"), accounts.new_token("openwebui")
    assert accounts.owner(token) == accounts.owner(other) == "openwebui"
    accounts.revoke("openwebui", accounts.all()["openwebui"].tokens[0].id)
    assert (accounts.owner(token), accounts.owner(other)) == ("", "openwebui")
    assert accounts.owner("") == accounts.owner("retro_x") == ""
    accounts.remove("openwebui")
    assert accounts.owner(other) == ""


def test_a_program_has_no_password(accounts: Accounts) -> None:
    accounts.add("openwebui")
    assert accounts.verify("openwebui", "") == accounts.stamp("openwebui") == ""


def test_a_new_password_changes_the_stamp(accounts: Accounts) -> None:
    accounts.add("camille", PASSWORD)
    before = accounts.stamp("camille")
    accounts.set_password("camille", PASSWORD)
    assert accounts.stamp("camille") != before


def test_a_change_by_another_process_is_seen(accounts: Accounts, tmp_path: Path) -> None:
    accounts.add("camille", PASSWORD)
    other = Accounts(tmp_path / "data")
    assert other.verify("camille", PASSWORD)
    accounts.remove("camille")
    assert not other.verify("camille", PASSWORD)


def test_several_at_once_lose_nothing(tmp_path: Path) -> None:
    Accounts(tmp_path).add("openwebui")
    threads = [
        threading.Thread(target=lambda: Accounts(tmp_path).new_token("openwebui")) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(Accounts(tmp_path).all()["openwebui"].tokens) == 8


@pytest.mark.parametrize("password", ["court", "x" * 1001, "  Camille.Martin  "])
def test_a_weak_password_is_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(AccountsError, match="12 à 1000"):
        accounts.add("camille.martin", password)
    assert accounts.all() == {}


@pytest.mark.parametrize("name", ["", " ", "a b", "a/b", "a\n", "<b>", "x" * 101, "a:b"])
def test_a_name_that_is_none_is_refused(accounts: Accounts, name: str) -> None:
    if name == "a\n":
        assert accounts.add(name, PASSWORD) == "a"
        return
    with pytest.raises(AccountsError, match="nommer un compte"):
        accounts.add(name, PASSWORD)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"users": {"a": 1}}'])
def test_a_damaged_file_is_told_and_kept(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(AccountsError, match="retro users add"):
        Accounts(tmp_path).verify("camille", PASSWORD)
    with pytest.raises(AccountsError, match="retro users add"):
        Accounts(tmp_path).add("camille", PASSWORD)
    assert (tmp_path / FILE).read_text() == text


def test_a_file_of_another_user_is_not_to_be_destroyed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As root leaves it, by a command that was not run as the user of the service."""
    Accounts(tmp_path).add("camille", PASSWORD)

    def refuse(_: Path) -> bytes:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    for read in (lambda: Accounts(tmp_path).all(), lambda: Accounts(tmp_path).add("a", PASSWORD)):
        with pytest.raises(AccountsError, match="chown") as raised:
            read()
        assert "supprimez" not in str(raised.value)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(AccountsError, match="droits du"):
        Accounts(tmp_path / "data").add("camille", PASSWORD)


def test_the_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETRO_DATA", str(tmp_path))

    def said(*words: str, typed: str = "") -> str:
        result = runner.invoke(app, ["users", *words], input=typed, catch_exceptions=False)
        assert result.exit_code == 0
        return result.stdout

    said("add", "camille", typed=f"{PASSWORD}\n")
    said("add", "openwebui", "--program")
    token = said("token", "openwebui").strip()
    assert Accounts(tmp_path).owner(token) == "openwebui"
    listed = said("list")
    number = json.loads((tmp_path / FILE).read_text())["users"]["openwebui"]["tokens"][0]["id"]
    assert "camille · personne" in listed
    assert f"jeton {number}" in listed
    assert token not in listed
    said("revoke", "openwebui", number)
    assert Accounts(tmp_path).owner(token) == ""
    said("password", "camille", typed="une autre phrase de passe\n")
    assert Accounts(tmp_path).verify("camille", "une autre phrase de passe")
    said("remove", "camille")
    assert list(Accounts(tmp_path).all()) == ["openwebui"]


def test_an_empty_password_is_none(tmp_path: Path) -> None:
    with pytest.raises(AccountsError):
        Accounts(tmp_path).add("camille", "")
    assert Accounts(tmp_path).all() == {}
