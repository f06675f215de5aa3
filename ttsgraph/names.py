"""Turns what a person calls a thing into the thing: labels, aliases, CURIEs and IRIs, in any case."""

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Store, Triple

from ttsgraph.errors import UnknownTermError
from ttsgraph.terms import ONTOLOGY_GRAPH, OWL, RDF, RDFS, SKOS, Term, curie, expand


def normal_form(name: str) -> str:
    """Return a name without case, hyphens and needless space.

    >>> normal_form("Sleep-Time  compute")
    'sleep time compute'
    """
    return " ".join(re.sub(r"[-_\u2010-\u2014]", " ", name.casefold()).split())


#: A label that is a name and no pattern, as hidden labels may be.
PLAIN = re.compile(r"[^|\[\]{}*=]+")


@dataclass
class Names:
    """The names of the individuals and object properties of an ontology."""

    labels: dict[NamedNode, str] = field(default_factory=dict)
    alternative_labels: dict[NamedNode, list[str]] = field(default_factory=lambda: defaultdict(list))
    individuals: set[NamedNode] = field(default_factory=set)
    properties: set[NamedNode] = field(default_factory=set)
    classes: set[NamedNode] = field(default_factory=set)

    def label(self, term: NamedNode) -> str:
        """Return the label of a term, or its CURIE if it has none."""
        return self.labels.get(term, curie(term.value))

    def individual(self, name: str, among: Iterable[NamedNode] | None = None) -> NamedNode:
        """Return the individual of this name; an unknown name is an error with near misses."""
        allowed = self.individuals if among is None else self.individuals & set(among)
        return self._resolve(name, allowed, "thing")

    def relation(self, name: str) -> NamedNode:
        """Return the object property with this label, local name, CURIE or IRI."""
        return self._resolve(name, self.properties, "relation")

    def kind(self, name: str) -> NamedNode:
        """Return the class with this label, local name, CURIE or IRI."""
        return self._resolve(name, self.classes, "kind of thing")

    def _resolve(self, name: str, allowed: set[NamedNode], what: str) -> NamedNode:
        by_name = self._by_name(allowed)
        found = by_name.get(normal_form(name), set()) or self._by_iri(name, allowed)
        if len(found) == 1:
            return next(iter(found))
        if found:
            listed = ", ".join(sorted(curie(term.value) for term in found))
            raise UnknownTermError(f"{name!r} names several things: {listed}; say which")
        near = difflib.get_close_matches(normal_form(name), by_name, n=3, cutoff=0.6)
        shown = sorted({self.label(term) for key in near for term in by_name[key]})
        hint = f"; did you mean {' or '.join(map(repr, shown))}?" if shown else ""
        raise UnknownTermError(f"no {what} is called {name!r}{hint}")

    def _by_name(self, allowed: set[NamedNode]) -> dict[str, set[NamedNode]]:
        """Map normal forms to terms; a label outranks an alias, and so does its owner."""
        found: dict[str, set[NamedNode]] = {}
        for term in allowed:
            for alias in (*self.alternative_labels.get(term, ()), *_local_names(term)):
                found.setdefault(normal_form(alias), set()).add(term)
        preferred: dict[str, set[NamedNode]] = {}
        for term in allowed:
            preferred.setdefault(normal_form(self.label(term)), set()).add(term)
        return found | preferred

    def _by_iri(self, name: str, allowed: set[NamedNode]) -> set[NamedNode]:
        try:
            iri = expand(name)
        except UnknownTermError:
            return set()
        return {iri} & allowed


def _local_names(term: NamedNode) -> tuple[str, str]:
    """Return the last part of an IRI, as it is and with spaces before the capitals inside it."""
    local = term.value.rsplit("#")[-1].rsplit("/")[-1]
    return local, re.sub(r"(?<!^)(?=[A-Z])", " ", local)


def names_of(triples: Iterable[Triple]) -> Names:
    """Collect the names from the triples of an ontology."""
    names = Names()
    for triple in triples:
        if isinstance(triple.subject, NamedNode):
            _add(names, triple.subject, triple.predicate, triple.object)
    return names


def _add(names: Names, subject: NamedNode, predicate: NamedNode, value: Term) -> None:
    if predicate == RDFS.label and isinstance(value, Literal):
        names.labels[subject] = value.value
    elif predicate in (SKOS.altLabel, SKOS.hiddenLabel) and isinstance(value, Literal) and PLAIN.fullmatch(value.value):
        names.alternative_labels[subject].append(value.value)
    elif (predicate, value) == (RDF.type, OWL.NamedIndividual):
        names.individuals.add(subject)
    elif (predicate, value) == (RDF.type, OWL.Class):
        names.classes.add(subject)
    elif (predicate, value) == (RDF.type, OWL.ObjectProperty):
        names.properties.add(subject)


def names_in(store: Store) -> Names:
    """Collect the names from the ontology graph of a store."""
    wanted = (RDFS.label, SKOS.altLabel, SKOS.hiddenLabel, RDF.type)
    quads = (quad for term in wanted for quad in store.quads_for_pattern(None, term, None, ONTOLOGY_GRAPH))
    return names_of(quad.triple for quad in quads)
