"""Turns a store into a file of any RDF format, the same bytes for the same graph."""

import tempfile
from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, Triple, serialize

from ttsgraph.errors import StoreError
from ttsgraph.terms import PREFIXES

#: File name extension to format; the formats without named graphs get the union of all graphs.
FORMATS: dict[str, RdfFormat] = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".owl": RdfFormat.RDF_XML,
    ".rdf": RdfFormat.RDF_XML,
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
}


def export_store(store: Store, path: Path) -> None:
    """Write a store to a file in the format of its extension; the file is complete or not there."""
    rdf_format = FORMATS.get(path.suffix.lower())
    if rdf_format is None:
        raise StoreError(f"{path}: no format has the extension {path.suffix!r}; take one of {' '.join(FORMATS)}")
    _write_atomically(path, serialized(store, rdf_format))


def serialized(store: Iterable[Quad], rdf_format: RdfFormat) -> bytes:
    """Return the bytes of quads in a format, in an order that only depends on what they say."""
    statements: list[Quad] | list[Triple]
    if rdf_format.supports_datasets:
        statements = sorted(store, key=lambda quad: (str(quad.graph_name), str(quad)))
    else:
        statements = sorted({quad.triple for quad in store}, key=str)
    content = serialize(statements, format=rdf_format, prefixes=PREFIXES)
    assert content is not None
    return content


def _write_atomically(path: Path, content: bytes) -> None:
    try:
        with tempfile.TemporaryDirectory(prefix=f".{path.name}-", dir=path.parent) as scratch:
            fresh = Path(scratch, "fresh")
            fresh.write_bytes(content)
            fresh.replace(path)
    except OSError as error:
        raise StoreError(
            f"cannot write {path}: {error.strerror or error}; name a file in a folder that you may write to"
        ) from error
