"""Turns a dataset into how rare each feature of a method is.

A feature is a property with a value, or a class. What it weighs when two methods share it is its information
content, minus the binary logarithm of the share of methods that bear it, so that what all have in common says
nothing (Resnik, "Using information content to evaluate semantic similarity in a taxonomy", IJCAI 1995).
"""

from collections import defaultdict
from collections.abc import Iterator, Set
from math import log2

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from ttsgraph.terms import ONTOLOGY_GRAPH, OWL, RDF, STATISTICS_GRAPH, TTS, XSD, hashed_iri

Subject = NamedNode | BlankNode | Triple


def feature_quads(store: Store) -> list[Quad]:
    """Describe each feature that an asserted or inferred fact gives to a method, in sorted order.

    `tts:kinship` in the ontology says which properties and classes make features. Linear in the facts.

    >>> feature_quads(Store())
    []
    """
    methods = frozenset(_bearers_of_class(store, TTS.Method))
    quads: set[Quad] = set()
    for kinship in store.quads_for_pattern(None, TTS.kinship, None, ONTOLOGY_GRAPH):
        if isinstance(kinship.subject, NamedNode) and isinstance(kinship.object, Literal):
            for property_, value, bearers in _features(store, kinship.subject, methods):
                quads.update(_described(property_, value, kinship.object))
                quads.update(_counted(property_, value, bearers, len(methods)))
    return sorted(quads, key=str)


def information_content(bearers: int, methods: int) -> Literal:
    """Return how many bits it says of a method that it is one of the bearers among all methods.

    >>> information_content(2, 16).value
    '3.000'
    """
    return Literal(f"{log2(methods / bearers):.3f}", datatype=XSD.decimal)


def _features(store: Store, term: NamedNode, methods: Set[Subject]) -> Iterator[tuple[NamedNode, NamedNode, int]]:
    if any(store.quads_for_pattern(term, RDF.type, OWL.Class, ONTOLOGY_GRAPH)):
        bearers = len(methods & _bearers_of_class(store, term))
        if bearers:
            yield RDF.type, term, bearers
        return
    bearers_by_value: dict[NamedNode, set[Subject]] = defaultdict(set)
    for fact in store.quads_for_pattern(None, term, None, None):
        # A fact that stands in several graphs has one bearer all the same.
        if fact.subject in methods and isinstance(fact.object, NamedNode):
            bearers_by_value[fact.object].add(fact.subject)
    for value, bearing in bearers_by_value.items():
        yield term, value, len(bearing | (methods & _belonging_to(store, value) if term == TTS.analogOf else set()))


def _belonging_to(store: Store, family: NamedNode) -> set[Subject]:
    """Return what belongs to a family or field, and so has a share in what is likened to it."""
    relations = (TTS.specialises, TTS.inField)
    return {fact.subject for each in relations for fact in store.quads_for_pattern(None, each, family, None)}


def _bearers_of_class(store: Store, class_: NamedNode) -> set[Subject]:
    return {fact.subject for fact in store.quads_for_pattern(None, RDF.type, class_, None)}


def _described(property_: NamedNode, value: NamedNode, kinship: Literal) -> Iterator[Quad]:
    feature = hashed_iri("feature", property_.value, value.value)
    yield Quad(feature, TTS.featureProperty, property_, STATISTICS_GRAPH)
    yield Quad(feature, TTS.featureValue, value, STATISTICS_GRAPH)
    yield Quad(feature, TTS.kinship, kinship, STATISTICS_GRAPH)


def _counted(property_: NamedNode, value: NamedNode, bearers: int, methods: int) -> Iterator[Quad]:
    feature = hashed_iri("feature", property_.value, value.value)
    count = Literal(str(bearers), datatype=XSD.integer)
    yield Quad(feature, TTS.bearers, count, STATISTICS_GRAPH)
    yield Quad(feature, TTS.informationContent, information_content(bearers, methods), STATISTICS_GRAPH)
