"""Turns notes into a knowledge graph that can be asked, kept in a folder, and exported: wiring only."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple

from ttsgraph.answers import (
    Answer,
    comparison_answer,
    placement_answer,
    plain_answer,
    proof_dict,
    proof_line,
    relatives_answer,
)
from ttsgraph.answers.document import Line, Section
from ttsgraph.answers.words import searched_line
from ttsgraph.checks import violations
from ttsgraph.errors import ParameterError, UnknownTermError
from ttsgraph.export import export_store, serialized
from ttsgraph.knowledge import Knowledge
from ttsgraph.proofs import Proof
from ttsgraph.queries import Parameter, Solutions, StoredQuery, Term, query_named
from ttsgraph.questions import understand
from ttsgraph.shipped import shipped_folder
from ttsgraph.storage import cached_store, open_store, save_store
from ttsgraph.terms import RDF, TTS, curie, expand

if TYPE_CHECKING:
    import rdflib

    from ttsgraph.build import Progress

PathLike = Path | str


class KnowledgeGraph:
    """The map: what notes say, what follows from it, and the questions that it answers.

    >>> graph = KnowledgeGraph.load()
    >>> print(graph.place("sleep-time compute").short.split(".")[0])
    Sleep-time compute moves along the axis of timing and reasons during idle time, before the query
    """

    def __init__(self, store: Store) -> None:
        """Take a store that `load`, `build` or `open` made."""
        self.knowledge = Knowledge(store)

    @classmethod
    def load(cls, *paths: PathLike, lines: bool = False, progress: Progress | None = None) -> KnowledgeGraph:
        """Return the graph of notes, the shipped ones by default; what was built before is not built again.

        With `lines`, syntheses of notes are read as well. ProblemsError with the notes are raised all together.
        """
        where = _paths(paths)
        return cls(cached_store(where, lines=lines, build=lambda: _build(where, lines, progress)))

    @classmethod
    def build(cls, *paths: PathLike, lines: bool = False, progress: Progress | None = None) -> KnowledgeGraph:
        """Build the graph of notes in memory, the shipped ones by default."""
        return cls(_build(_paths(paths), lines, progress))

    @classmethod
    def open(cls, folder: PathLike) -> KnowledgeGraph:
        """Open a folder that `save` wrote."""
        return cls(open_store(Path(folder)))

    def save(self, folder: PathLike) -> None:
        """Write the graph into a folder, for `open`."""
        save_store(self.store, Path(folder))

    @property
    def store(self) -> Store:
        """The pyoxigraph store, for SPARQL of one's own."""
        return self.knowledge.store

    def ask(self, question: str) -> Answer:
        """Answer a question in English; one of no known form is a `QuestionError` that lists the forms."""
        understood = understand(question, self.knowledge.queries.values(), self.knowledge.names, self._takes)
        arguments = understood.arguments
        if understood.query.name == "methods/placement":
            return placement_answer(self.knowledge, arguments["method"], question)
        if understood.query.name == "methods/relatives":
            return relatives_answer(self.knowledge, arguments["method"], question)
        if understood.query.name == "methods/differences":
            return comparison_answer(self.knowledge, arguments["method"], arguments["other"], question)
        if understood.query.name == "claims/evidence":
            fact = Triple(arguments["subject"], arguments["property"], arguments["object"])
            return self._proven(fact, question)
        return plain_answer(self.knowledge, understood.query, arguments, question)

    def _takes(self, parameter: Parameter, term: NamedNode) -> bool:
        return parameter.takes(self.store, term)

    def place(self, method: str) -> Answer:
        """Say where a method stands, given by label, alias, CURIE or IRI."""
        return placement_answer(self.knowledge, self.method(method))

    def relatives(self, method: str) -> Answer:
        """Say what a method is close to, and what only looks like it."""
        return relatives_answer(self.knowledge, self.method(method))

    def compare(self, method: str, other: str) -> Answer:
        """Say what two methods share and in what they differ."""
        return comparison_answer(self.knowledge, self.method(method), self.method(other))

    def method(self, name: str) -> NamedNode:
        """Return the method of a name; an unknown one is an error with near misses."""
        quads = self.store.quads_for_pattern(None, RDF.type, TTS.Method, None)
        methods = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
        return self.knowledge.names.individual(name, among=methods)

    def statement(self, subject: str, relation: str, value: str) -> Triple:
        """Return the triple that three names make up, which may hold or not."""
        names = self.knowledge.names
        if relation in ("a", "is a", "type", "rdf:type"):
            return Triple(names.individual(subject), RDF.type, names.kind(value))
        return Triple(names.individual(subject), names.relation(relation), names.individual(value))

    def why(self, subject: str, relation: str, value: str) -> Answer:
        """Prove a statement down to quotes, or say what was searched for it in vain."""
        fact = self.statement(subject, relation, value)
        return self._proven(fact, f"Why {self.knowledge.sentence(fact)}?")

    def _proven(self, fact: Triple, question: str) -> Answer:
        sentence = self.knowledge.sentence(fact)
        proof = self.knowledge.prove(fact)
        if proof is None:
            return self._not_proven(fact, question, sentence)
        lines = (proof_line(self.knowledge, proof),)
        return Answer(question, f"{sentence}: it holds.", (Section("Proof", lines),))

    def _not_proven(self, fact: Triple, question: str, sentence: str) -> Answer:
        """Say which claims speak of a statement all the same, and what was searched."""
        terms = [term for term in (fact.subject, fact.object) if isinstance(term, NamedNode)]
        named = [term for term in terms if term in self.knowledge.names.individuals]
        spoken = [
            Line(f"{ref.polarity}: {sentence}" + (f" ({ref.condition})" if ref.condition else ""), (ref,))
            for ref in self.knowledge.evidence(fact)
        ]
        sections = [Section("What notes say of it", tuple(spoken))] if spoken else []
        searched = Section("What was searched", (searched_line(self.knowledge, *named),))
        return Answer(question, f"{sentence}: no note says so, and nothing entails it.", (*sections, searched))

    def proof(self, subject: str, relation: str, value: str) -> Proof | None:
        """Return the proof of a statement as a tree, `None` if it does not hold."""
        return self.knowledge.prove(self.statement(subject, relation, value))

    def proof_dict(self, proof: Proof) -> dict[str, object]:
        """Return a proof as plain values for JSON, with the sources of its leaves."""
        return proof_dict(self.knowledge, proof)

    def query(self, name: str, /, **arguments: str | Term) -> Solutions:
        """Run a stored query; arguments are terms, or names of things."""
        query = query_named(self.knowledge.queries, name)
        return query.run(self.store, **{key: self._term(query, key, value) for key, value in arguments.items()})

    def _term(self, query: StoredQuery, key: str, value: str | Term) -> Term:
        """Turn a name into the term that a parameter takes; a parameter the query lacks is left for it to report."""
        if not isinstance(value, str):
            return value
        parameter = next((each for each in query.parameters if each.name == key), None)
        if parameter is None:
            raise ParameterError(f"{query.name} takes {[each.name for each in query.parameters]}, not {key!r}")
        return self._argument(parameter.type, value)

    def _argument(self, kind: str, value: str) -> Term:
        if kind.startswith("xsd:"):
            return Literal(value, datatype=expand(kind))
        if kind == "tts:Method":
            return self.method(value)
        return self._any_term(value)

    def _any_term(self, name: str) -> NamedNode:
        """Return the thing, else the relation, else the IRI of a name."""
        names = self.knowledge.names
        for find in (names.relation, expand):
            with suppress(UnknownTermError):
                return find(name)
        return names.individual(name)

    def check(self, *, dl: bool = False) -> list[str]:
        """Return a line for each violation of a check; with `dl`, also for what HermiT finds wrong."""
        found = violations(self.store, self.knowledge.queries.values())
        if dl:
            from ttsgraph.referee import hermit

            verdict = hermit(self.store)
            found += [] if verdict.consistent else ["HermiT: the ontology and the notes contradict each other"]
            found += [f"HermiT: nothing can be a {curie(term.value)}" for term in verdict.unsatisfiable]
        return found

    def export(self, path: PathLike) -> None:
        """Write the graph to a file: `.ttl`, `.nt`, `.trig`, `.nq`, `.jsonld`, or `.owl` for Protégé."""
        export_store(self.store, Path(path))

    def to_rdflib(self) -> rdflib.Dataset:
        """Return the graph as an rdflib dataset, its named graphs kept."""
        import rdflib

        dataset = rdflib.Dataset()
        dataset.parse(data=serialized(self.store, RdfFormat.N_QUADS), format="nquads")
        return dataset


def _paths(paths: Sequence[PathLike]) -> list[Path]:
    return [Path(path) for path in paths] or [shipped_folder("notes")]


def _build(paths: Sequence[Path], lines: bool, progress: Progress | None) -> Store:
    from ttsgraph.build import build

    return build(paths, lines=lines, progress=progress).store
