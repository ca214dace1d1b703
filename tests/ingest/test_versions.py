"""Versions on disk: which is live, how it is switched, what is kept and what is refused."""

import errno
import os
import shutil
import threading
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from ingest.errors import IndexMismatchError, IndexMissingError, IndexStoreError
from ingest.versions import Manifest, Versions, checksums, write_manifest

FILES = ("documents.json", "passages.json", "lexicon.json", "lexical/vocab.json")


@pytest.fixture
def versions(tmp_path: Path) -> Versions:
    return Versions(tmp_path / "data")


def remove(versions: Versions, name: str) -> None:
    shutil.rmtree(versions.folder(name))


def add(versions: Versions, number: int, *, live: bool = True) -> str:
    """A whole version without an index in it."""
    name = f"v{number}-0a0b0c0d"
    folder = versions.folder(name)
    (folder / "lexical").mkdir(parents=True)
    for file in FILES:
        (folder / file).write_text(f"[{number}]")
    manifest = Manifest(
        version=name,
        created=datetime.now(UTC),
        corpus="c",
        settings="s",
        documents=(),
        refusals=(("2021/été.txt", "vide"),),
        passages=number,
        sentences=0,
        files=checksums(folder),
    )
    write_manifest(folder, manifest)
    if live:
        versions.switch(name)
    return name


def names(versions: Versions) -> list[str]:
    return sorted(path.name.split("-")[0] for path in versions.root.iterdir() if path.is_dir())


def test_without_an_index_the_command_is_said(versions: Versions) -> None:
    with pytest.raises(IndexMissingError, match="retro index"):
        versions.live()
    assert versions.list() == []
    assert versions.next_number() == 1


def test_the_version_switched_to_is_live(versions: Versions) -> None:
    add(versions, 1)
    second = add(versions, 2)
    assert versions.live() == second
    assert versions.manifest(second).number == 2
    assert versions.manifest(second).refusals == (("2021/été.txt", "vide"),)


def test_versions_are_listed_oldest_first_by_number(versions: Versions) -> None:
    for number in (10, 2, 9):
        add(versions, number)
    assert [manifest.number for manifest in versions.list()] == [2, 9, 10]
    assert versions.next_number() == 11


@pytest.mark.parametrize("step", ["write", "fsync", "replace"])
def test_a_switch_that_dies_leaves_the_old_version_live(
    versions: Versions, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    old, new = add(versions, 1), add(versions, 2, live=False)

    def die(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    place = {"write": (Path, "open"), "fsync": (os, "fsync"), "replace": (Path, "replace")}[step]
    with monkeypatch.context() as patch:
        patch.setattr(*place, die)
        with pytest.raises(OSError, match="No space"):
            versions.switch(new)
    assert versions.live() == old
    versions.switch(new)
    assert versions.live() == new


def test_a_reader_sees_whole_names_while_it_is_switched(versions: Versions) -> None:
    both = [add(versions, 1), add(versions, 20)]
    seen, done = set(), threading.Event()

    def watch() -> None:
        while not done.is_set():
            seen.add(versions.live())

    reader = threading.Thread(target=watch)
    reader.start()
    for turn in range(60):
        versions.switch(both[turn % 2])
    done.set()
    reader.join()
    assert seen <= set(both)
    assert [path.name for path in versions.root.glob("live*")] == ["live"]


@pytest.mark.parametrize(
    "file", ["documents.json", "passages.json", "lexicon.json", "lexical/vocab.json"]
)
def test_a_changed_file_is_found_and_named(versions: Versions, file: str) -> None:
    name = add(versions, 1)
    (versions.folder(name) / file).write_text("[2]")
    with pytest.raises(IndexMismatchError, match=f"{file}.*retro index"):
        versions.manifest(name)
    assert versions.list() == []


@pytest.mark.parametrize("file", ["manifest.json", "passages.json"])
def test_a_missing_file_is_said_with_the_command(versions: Versions, file: str) -> None:
    name = add(versions, 1)
    (versions.folder(name) / file).unlink()
    with pytest.raises(IndexMismatchError, match="retro index"):
        versions.manifest(name)


@pytest.mark.parametrize("content", ["", "{", "{}", "[]", '{"version": 3}', "\0"])
def test_an_unreadable_manifest_is_said_with_the_command(versions: Versions, content: str) -> None:
    name = add(versions, 1)
    (versions.folder(name) / "manifest.json").write_text(content)
    with pytest.raises(IndexMismatchError, match="retro index"):
        versions.manifest(name)


def test_rollback_makes_the_version_before_live(versions: Versions) -> None:
    first = add(versions, 1)
    add(versions, 2)
    assert versions.rollback().version == first == versions.live()
    with pytest.raises(IndexMissingError, match="--list"):
        versions.rollback()
    assert versions.live() == first


def test_rollback_passes_over_a_damaged_version(versions: Versions) -> None:
    first, second = add(versions, 1), add(versions, 2)
    add(versions, 3)
    (versions.folder(second) / "passages.json").write_text("[]")
    assert versions.rollback().version == first


def test_rollback_without_an_index_says_the_command(versions: Versions) -> None:
    with pytest.raises(IndexMissingError, match="retro index"):
        versions.rollback()


@pytest.mark.parametrize("content", ["", "nonsense\n"])
def test_rollback_from_a_damaged_live_file_is_no_traceback(
    versions: Versions, content: str
) -> None:
    first = add(versions, 1)
    (versions.root / "live").write_text(content)
    with suppress(IndexStoreError):
        assert versions.rollback().version == first


def test_the_last_three_are_kept(versions: Versions) -> None:
    for number in range(1, 6):
        add(versions, number)
    versions.clean(partial(remove, versions))
    assert names(versions) == ["v3", "v4", "v5"]


def test_the_live_version_is_kept_even_where_it_is_old(versions: Versions) -> None:
    old = add(versions, 1)
    for number in range(2, 6):
        add(versions, number, live=False)
    versions.clean(partial(remove, versions))
    assert versions.live() == old
    assert names(versions) == ["v1", "v3", "v4", "v5"]


def test_dead_builds_and_damaged_versions_are_removed_and_their_numbers_not_used_again(
    versions: Versions,
) -> None:
    add(versions, 1)
    damaged = add(versions, 7, live=False)
    (versions.folder(damaged) / "manifest.json").unlink()
    versions.folder("building-v8-0a0b0c0d-1").mkdir()
    assert [manifest.number for manifest in versions.list()] == [1]
    assert versions.next_number() == 8
    versions.clean(partial(remove, versions))
    assert names(versions) == ["v1"]


def test_one_writes_at_a_time(versions: Versions) -> None:
    other = Versions(versions.root.parent)
    with (
        versions.writing(),
        pytest.raises(IndexStoreError, match=rf"en cours.*{os.getpid()}.*depuis.*retro index"),
        other.writing(),
    ):
        pytest.fail("two hold the lock")
    with other.writing():
        pass


def test_the_lock_is_released_when_the_writer_fails(versions: Versions) -> None:
    with pytest.raises(ZeroDivisionError), versions.writing():
        raise ZeroDivisionError
    with versions.writing():
        pass


def test_rollback_waits_for_no_build(versions: Versions) -> None:
    add(versions, 1)
    second = add(versions, 2)
    with versions.writing(), pytest.raises(IndexStoreError, match="en cours"):
        Versions(versions.root.parent).rollback()
    assert versions.live() == second


def test_a_full_disk_is_said_in_french_with_its_setting(versions: Versions) -> None:
    with (
        pytest.raises(IndexStoreError, match=r"No space left.*RETRO_DATA"),
        versions.writing(),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_data_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    with (
        pytest.raises(IndexStoreError, match="RETRO_DATA"),
        Versions(tmp_path / "data").writing(),
    ):
        pytest.fail("it was written to")


def test_a_removed_data_folder_is_no_index(versions: Versions) -> None:
    add(versions, 1)
    shutil.rmtree(versions.root)
    with pytest.raises(IndexMissingError):
        versions.live()
