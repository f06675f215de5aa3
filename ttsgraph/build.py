"""Turns notes and an ontology into a store: reads, reasons, counts, and checks."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store, Triple

from ttsgraph.checks import require_sound
from ttsgraph.claims import reading_quads, run_iri, written_claims
from ttsgraph.errors import InconsistentError
from ttsgraph.names import names_of
from ttsgraph.notes import Note, load_notes
from ttsgraph.ontology import Ontology, load_ontology
from ttsgraph.queries import load_queries
from ttsgraph.reading import Claim, Lexicon, Reading, compile_lexicon, read_note
from ttsgraph.reasoner import Materialization, materialize
from ttsgraph.rules import compile_axioms
from ttsgraph.shipped import shipped_folder
from ttsgraph.statistics import feature_quads
from ttsgraph.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH
from ttsgraph.version import VERSION

#: Called with how many of how many notes have been read.
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Build:
    """A finished store and what came of reading each note."""

    store: Store
    readings: tuple[Reading, ...]


def read_paths(
    paths: Sequence[Path], *, lines: bool = False, progress: Progress | None = None
) -> tuple[Ontology, tuple[Reading, ...]]:
    """Read the notes of files and folders by the shipped ontology; lines, which are syntheses, only if asked for."""
    ontology = load_ontology(shipped_folder("ontology"))
    notes = [_with_short_path(note) for note in load_notes(paths, lines=lines)]
    return ontology, read_all(notes, ontology, progress)


def _with_short_path(note: Note) -> Note:
    """Let the path of a shipped note begin at the folder of notes, wherever ttsgraph is installed."""
    home = shipped_folder("notes").parent.as_posix() + "/"
    return replace(note, path=note.path.removeprefix(home))


def read_all(notes: Sequence[Note], ontology: Ontology, progress: Progress | None = None) -> tuple[Reading, ...]:
    """Read the prose of notes and add what people wrote into them as links and claims."""
    lexicon = compile_lexicon(ontology.triples)
    written = written_claims(notes, lexicon, names_of(ontology.triples))
    return tuple(_readings(notes, lexicon, written, progress))


def _readings(
    notes: Sequence[Note], lexicon: Lexicon, written: Mapping[str, Sequence[Claim]], progress: Progress | None
) -> Iterator[Reading]:
    for i, note in enumerate(notes, start=1):
        reading = read_note(note, lexicon)
        yield replace(reading, claims=(*written[note.slug], *reading.claims))
        if progress is not None:
            progress(i, len(notes))


def build(paths: Sequence[Path], *, lines: bool = False, progress: Progress | None = None) -> Build:
    """Build the store of the notes of files and folders.

    Everything wrong with the notes is reported at once, as `ProblemsError`; a contradiction is an `InconsistentError`.
    """
    ontology, readings = read_paths(paths, lines=lines, progress=progress)
    store = assemble(ontology, readings)
    return Build(store, readings)


def assemble(ontology: Ontology, readings: Iterable[Reading]) -> Store:
    """Put an ontology and readings into a store, with what follows from them, and check the result."""
    store = Store()
    run = run_iri(VERSION, _hash(ontology))
    asserted = [quad for reading in readings for quad in reading_quads(reading, run)]
    store.extend(_in_graph(triple, ONTOLOGY_GRAPH) for triple in ontology.triples)
    store.extend(asserted)
    facts = (*ontology.facts, *(quad.triple for quad in asserted))
    materialization = materialize(compile_axioms(ontology.axioms), facts)
    _require_consistency(materialization)
    store.extend(_in_graph(triple, INFERRED_GRAPH) for triple in materialization.inferred)
    store.extend(feature_quads(store))
    require_sound(store, load_queries(shipped_folder("queries")).values())
    return store


def _in_graph(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _hash(ontology: Ontology) -> str:
    return hashlib.sha256("\n".join(map(str, ontology.triples)).encode()).hexdigest()


def _require_consistency(materialization: Materialization) -> None:
    if materialization.contradictions:
        first = materialization.contradictions[0]
        shown = "; ".join(str(fact) for fact in first.facts)
        raise InconsistentError(f"the notes contradict the ontology: {first.rule.axiom} against {shown}")
