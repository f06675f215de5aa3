"""Folders with stores: written whole or not at all, found again by what they were made from, and few of them kept."""

import os

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from ttsgraph.errors import StoreError
from ttsgraph.storage import KEPT, MANIFEST, cached_store, inputs_digest, open_store, save_store

SUBJECT, PREDICATE = NamedNode("urn:a"), NamedNode("urn:b")


def store_of(text):
    store = Store()
    store.add(Quad(SUBJECT, PREDICATE, Literal(text)))
    return store


def texts(store):
    return {quad.object.value for quad in store}


@pytest.fixture
def cache(tmp_path, monkeypatch):
    folder = tmp_path / "cache"
    monkeypatch.setenv("TTSGRAPH_CACHE", str(folder))
    return folder


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "notes" / "a.md"
    path.parent.mkdir()
    path.write_text("Best-of-N improves coverage.\n", "utf-8")
    return path


class Builder:
    """Builds stores that say how many were built before them."""

    def __init__(self):
        self.built = 0

    def __call__(self):
        self.built += 1
        return store_of(str(self.built))


def test_what_was_saved_is_opened_again(tmp_path):
    save_store(store_of("x"), tmp_path / "new" / "store")

    assert texts(open_store(tmp_path / "new" / "store")) == {"x"}


def test_an_opened_store_is_for_reading(tmp_path):
    save_store(store_of("x"), tmp_path / "store")

    with pytest.raises(RuntimeError, match="only possible on read-write instances"):
        open_store(tmp_path / "store").add(Quad(SUBJECT, PREDICATE, Literal("y")))


def test_a_store_replaces_an_older_one_and_an_empty_folder(tmp_path):
    (tmp_path / "store").mkdir()
    for text in ("old", "new"):
        save_store(store_of(text), tmp_path / "store")

    assert texts(open_store(tmp_path / "store")) == {"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_folder_of_something_else_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work", "utf-8")

    with pytest.raises(StoreError, match="exists and is no store of ttsgraph"):
        save_store(store_of("x"), tmp_path / "mine")

    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["thesis.txt"]
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_a_file_in_the_way_is_left_alone(tmp_path):
    (tmp_path / "file").write_text("in the way", "utf-8")

    with pytest.raises(StoreError, match="exists and is no store"):
        save_store(store_of("x"), tmp_path / "file")
    with pytest.raises(StoreError, match="cannot write a store to"):
        save_store(store_of("x"), tmp_path / "file" / "below")

    assert (tmp_path / "file").read_text("utf-8") == "in the way"
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_fails_halfway_leaves_the_old_store_and_nothing_half_written(tmp_path):
    save_store(store_of("old"), tmp_path / "store")

    def breaking_off():
        yield Quad(SUBJECT, PREDICATE, Literal("new"))
        raise OSError("the disk is full")

    with pytest.raises(StoreError, match=r"cannot write a store to .*: the disk is full; name another folder"):
        save_store(breaking_off(), tmp_path / "store")

    assert texts(open_store(tmp_path / "store")) == {"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_a_folder_that_is_no_store_is_not_opened(tmp_path):
    with pytest.raises(StoreError, match="is no store of ttsgraph; make one with: ttsgraph build"):
        open_store(tmp_path)


@pytest.mark.parametrize("damage", ["missing", "CURRENT", "MANIFEST-*", "*.sst"])
def test_a_damaged_store_is_one_error(tmp_path, damage):
    save_store(store_of("x"), tmp_path / "store")
    for path in (tmp_path / "store" / "store").glob("*" if damage == "missing" else damage):
        path.unlink() if damage == "missing" else path.write_bytes(b"garbage")

    with pytest.raises(StoreError, match=r"cannot open the store in .*; build it again"):
        open_store(tmp_path / "store")


def test_what_was_built_is_found_again(cache, note):
    build = Builder()

    found = [texts(cached_store([note], lines=False, build=build)) for _ in range(2)]

    assert found == [{"1"}, {"1"}]
    assert build.built == 1


def test_a_note_that_changed_and_a_note_more_are_built_anew(cache, note):
    build = Builder()
    cached_store([note.parent], lines=False, build=build)

    note.write_text("Best-of-N improves accuracy.\n", "utf-8")
    assert texts(cached_store([note.parent], lines=False, build=build)) == {"2"}
    (note.parent / "b.md").write_text("MCTS improves accuracy.\n", "utf-8")
    assert texts(cached_store([note.parent], lines=False, build=build)) == {"3"}
    assert texts(cached_store([note.parent], lines=True, build=build)) == {"4"}
    # What is touched and says the same is the same.
    os.utime(note)
    assert texts(cached_store([note.parent], lines=False, build=build)) == {"3"}


def test_a_damaged_store_in_the_cache_is_built_anew(cache, note):
    build = Builder()
    cached_store([note], lines=False, build=build)
    for path in cache.glob("*/store/CURRENT"):
        path.write_bytes(b"garbage")

    assert texts(cached_store([note], lines=False, build=build)) == {"2"}
    assert texts(cached_store([note], lines=False, build=build)) == {"2"}


def test_the_cache_keeps_the_newest_stores_and_nothing_foreign_is_removed(cache, note):
    (cache / "foreign").mkdir(parents=True)
    folders = []
    for i in range(KEPT + 2):
        note.write_text(f"Best-of-N improves coverage {i} times.\n", "utf-8")
        cached_store([note], lines=False, build=Builder())
        folders.append(cache / inputs_digest([note], lines=False)[:32])
        os.utime(folders[-1], (1000 + i, 1000 + i))

    kept = {path.parent for path in cache.glob(f"*/{MANIFEST}")}

    assert kept == set(folders[-KEPT:])
    assert (cache / "foreign").is_dir()


def test_where_the_cache_cannot_be_written_the_store_stays_in_memory(tmp_path, note, monkeypatch):
    (tmp_path / "file").write_text("in the way", "utf-8")
    monkeypatch.setenv("TTSGRAPH_CACHE", str(tmp_path / "file" / "cache"))
    build = Builder()

    found = [texts(cached_store([note], lines=False, build=build)) for _ in range(2)]

    assert found == [{"1"}, {"2"}]
    assert (tmp_path / "file").read_text("utf-8") == "in the way"
