"""Turns a store into something that can be asked: its names, the stored queries, and proofs."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from ttsgraph.names import Names, names_in
from ttsgraph.ontology import read_triples
from ttsgraph.proofs import Proof, Prover
from ttsgraph.queries import Solutions, StoredQuery, Term, load_queries, query_named
from ttsgraph.rules import compile_axioms
from ttsgraph.shipped import shipped_folder
from ttsgraph.terms import BASE, INFERRED_GRAPH, ONTOLOGY_GRAPH, STATISTICS_GRAPH


@dataclass(frozen=True)
class Reference:
    """Words of a note that bear a statement out, and where they stand."""

    note: str
    kind: str
    file: str
    line: int
    exact: str
    polarity: str
    condition: str | None

    @property
    def place(self) -> str:
        """The file and the line."""
        return f"{self.file}:{self.line}"


class Knowledge:
    """A store with what is needed to put questions to it; everything is made when it is first needed."""

    def __init__(self, store: Store) -> None:
        """Take a store that holds an ontology, notes, and what was inferred from them."""
        self.store = store

    @cached_property
    def names(self) -> Names:
        """The names of what is in the ontology."""
        return names_in(self.store)

    @cached_property
    def queries(self) -> Mapping[str, StoredQuery]:
        """The stored queries by name."""
        return load_queries(shipped_folder("queries"))

    @cached_property
    def prover(self) -> Prover:
        """Finds proofs in the store, by the axioms that it holds."""
        triples = (quad.triple for quad in self.store.quads_for_pattern(None, None, None, ONTOLOGY_GRAPH))
        return Prover(self.store, compile_axioms(read_triples(triples).axioms))

    def run(self, name: str, /, **arguments: Term) -> Solutions:
        """Run the stored query of a name."""
        return query_named(self.queries, name).run(self.store, **arguments)

    def rows(self, name: str, /, **arguments: Term) -> list[dict[str, Term | None]]:
        """Run the stored query of a name and return each solution as a mapping."""
        return self.run(name, **arguments).dicts()

    def label(self, term: Term | None) -> str:
        """Return what to call a term when speaking to a person."""
        if isinstance(term, NamedNode):
            return self.names.label(term)
        return term.value if isinstance(term, Literal | BlankNode) else ""

    def holds(self, fact: Triple) -> bool:
        """Tell whether a fact is asserted or inferred."""
        return any(True for _ in self.store.quads_for_pattern(fact.subject, fact.predicate, fact.object, None))

    def prove(self, fact: Triple) -> Proof | None:
        """Return a proof of a fact, `None` if it does not hold."""
        return self.prover.prove(fact)

    def sentence(self, fact: Triple) -> str:
        """Say a fact in words: the labels of its terms.

        Class membership reads "is a".
        """
        relation = "is a" if fact.predicate.value.endswith("#type") else self.label(fact.predicate)
        return f"{self.label(fact.subject)} {relation} {self.label(fact.object)}"

    def references(self, fact: Triple) -> list[Reference]:
        """Return the words on which a fact rests: the quotes at the leaves of its proof, in order."""
        proof = self.prove(fact)
        found = [ref for leaf in proof.leaves() for ref in self.leaf_references(leaf)] if proof else []
        return list(dict.fromkeys(found))

    def leaf_references(self, leaf: Proof) -> list[Reference]:
        """Return the quotes of the notes that assert a leaf; a leaf of the ontology alone has none."""
        if not any(is_note(graph) for graph in leaf.graphs):
            return []
        return self.evidence(leaf.fact, polarity="asserted")

    def evidence(self, fact: Triple, polarity: str | None = None) -> list[Reference]:
        """Return the words of every claim that speaks of a statement, or of those with one polarity."""
        rows = self.rows("claims/evidence", subject=fact.subject, property=fact.predicate, object=fact.object)
        found = [_reference(row) for row in rows if row["exact"] is not None]
        return [ref for ref in found if polarity in (None, ref.polarity)]

    def claim_references(self, claim: Term) -> list[Reference]:
        """Return the words of one claim."""
        rows = self.rows("claims/words", claim=claim)
        return [_reference(row) for row in rows]


def is_note(graph: NamedNode) -> bool:
    """Tell whether a graph holds what a note asserts."""
    own = (INFERRED_GRAPH, STATISTICS_GRAPH, ONTOLOGY_GRAPH)
    is_named_so = graph.value.startswith(f"{BASE}note/") and not graph.value.endswith("/evidence")
    return graph not in own and is_named_so


def _reference(row: Mapping[str, Term | None]) -> Reference:
    texts = {name: term.value for name, term in row.items() if isinstance(term, NamedNode | Literal)}
    return Reference(
        note=texts["note"],
        kind=texts.get("kind", "note"),
        file=texts.get("file", ""),
        line=int(texts.get("line", 0)),
        exact=" ".join(texts["exact"].split()),
        polarity=texts["polarity"],
        condition=texts.get("condition"),
    )
