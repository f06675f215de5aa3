"""Turns a store in memory into a folder on disk and back, and keeps what was built so that nothing is built twice."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pyoxigraph import Store

from ttsgraph.errors import StoreError
from ttsgraph.shipped import shipped_folder
from ttsgraph.version import VERSION

MANIFEST = "ttsgraph.json"

#: How many stores the cache keeps.
KEPT = 8


def save_store(store: Store, folder: Path, digest: str = "") -> None:
    """Write a store into a folder that is new, empty, or a store of ours, which it replaces; all or nothing."""
    if folder.exists() and not _may_replace(folder):
        raise StoreError(f"{folder} exists and is no store of ttsgraph; name a new folder or an empty one")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
            fresh = Path(scratch, "fresh")
            _write(store, fresh, digest)
            if folder.exists():
                folder.rename(Path(scratch, "old"))
            fresh.rename(folder)
    except OSError as error:
        raise StoreError(f"cannot write a store to {folder}: {error.strerror or error}; name another folder") from error


def _may_replace(folder: Path) -> bool:
    return folder.is_dir() and ((folder / MANIFEST).is_file() or not any(folder.iterdir()))


def _write(store: Store, folder: Path, digest: str) -> None:
    folder.mkdir()
    on_disk = Store(str(folder / "store"))
    on_disk.bulk_extend(store)
    on_disk.flush()
    (folder / MANIFEST).write_text(json.dumps({"version": VERSION, "inputs": digest}) + "\n", "utf-8")


def open_store(folder: Path) -> Store:
    """Open a folder that `save_store` wrote, for reading."""
    if not (folder / MANIFEST).is_file():
        raise StoreError(f"{folder} is no store of ttsgraph; make one with: ttsgraph build PATH -o {folder}")
    try:
        return Store.read_only(str(folder / "store"))
    except (OSError, RuntimeError) as error:  # what is damaged is a RuntimeError
        raise StoreError(f"cannot open the store in {folder}: {error}; build it again") from error


def cached_store(paths: Sequence[Path], *, lines: bool, build: Callable[[], Store]) -> Store:
    """Return the store of some notes, built before or built now.

    It is found again by a hash of everything it is made from. Where the cache cannot be written, it stays in memory.
    """
    digest = inputs_digest(paths, lines=lines)
    folder = _cache_folder() / digest[:32]
    if (folder / MANIFEST).is_file():
        try:
            return open_store(folder)
        except StoreError:
            shutil.rmtree(folder, ignore_errors=True)
    store = build()
    try:
        save_store(store, folder, digest)
        _forget_oldest(folder.parent, keep=folder)
    except (StoreError, OSError):
        return store
    return store


def _cache_folder() -> Path:
    from platformdirs import user_cache_dir

    return Path(os.environ.get("TTSGRAPH_CACHE") or user_cache_dir("ttsgraph"))


def _forget_oldest(folder: Path, keep: Path) -> None:
    stores = [path for path in folder.iterdir() if (path / MANIFEST).is_file() and path != keep]
    stores.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for old in stores[KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


def inputs_digest(paths: Sequence[Path], *, lines: bool) -> str:
    """Return a hash of all that a store is made from: notes, ontology, checks, and the program."""
    digest = hashlib.sha256(f"{VERSION} {lines}\0".encode())
    package = Path(__file__).parent
    for path in _files([*paths, shipped_folder("ontology"), shipped_folder("queries") / "checks"]):
        digest.update(f"{path}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    for path in _files([package]):
        if path.suffix == ".py":
            state = path.stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def _files(paths: Iterable[Path]) -> list[Path]:
    found = []
    for path in paths:
        if path.is_dir():
            found += sorted(inner for inner in path.rglob("*") if inner.is_file())
        elif path.is_file():
            found.append(path)
    return found
