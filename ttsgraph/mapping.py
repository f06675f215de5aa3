"""Turns an RDF graph into the axioms and facts that its triples state (OWL 2 Mapping to RDF Graphs, 3).

Every triple must be read as part of an axiom, a fact or an annotation: what is left over, misdeclared or
unknown is an error, so nothing is ignored.
"""

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ttsgraph.axioms import (
    AsymmetricObjectProperty,
    Axiom,
    ClassExpression,
    DataHasValue,
    DataPropertyDomain,
    DataPropertyRange,
    Declaration,
    DifferentIndividuals,
    DisjointClasses,
    DisjointDataProperties,
    DisjointObjectProperties,
    EquivalentClasses,
    EquivalentDataProperties,
    EquivalentObjectProperties,
    InverseObjectProperties,
    IrreflexiveObjectProperty,
    ObjectAllValuesFrom,
    ObjectComplementOf,
    ObjectHasValue,
    ObjectIntersectionOf,
    ObjectOneOf,
    ObjectPropertyChain,
    ObjectPropertyDomain,
    ObjectPropertyRange,
    ObjectSomeValuesFrom,
    ObjectUnionOf,
    SubClassOf,
    SubDataPropertyOf,
    SubObjectPropertyOf,
    SymmetricObjectProperty,
    TransitiveObjectProperty,
)
from ttsgraph.errors import OntologyError, UnsupportedAxiomError
from ttsgraph.terms import OWL, PREFIXES, RDF, RDFS, Term, shown

#: What an entity may be declared to be.
_KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
#: Annotation properties that need no declaration (OWL 2 Structural Specification, 5.5), and a header's.
_ANNOTATIONS = frozenset(
    {
        RDFS.label,
        RDFS.comment,
        RDFS.seeAlso,
        RDFS.isDefinedBy,
        OWL.deprecated,
        OWL.versionInfo,
        OWL.versionIRI,
        OWL.imports,
    }
)
#: Types from which nothing follows: a header, and what every individual is.
_PLAIN_TYPES = frozenset((OWL.Ontology, OWL.NamedIndividual, OWL.Thing))
_ANNOTATED = (OWL.annotatedSource, OWL.annotatedProperty, OWL.annotatedTarget)
_RESERVED = tuple(PREFIXES[prefix] for prefix in ("owl", "rdf", "rdfs", "xsd"))


class GraphReader:
    """A graph that is taken apart: what is declared, the facts met, and the blank nodes not used yet."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        """Collect the declarations, which may stand after their use."""
        self.facts: list[Triple] = []
        self._kinds: dict[Term, NamedNode] = {}
        self._unused: dict[Term, list[Triple]] = {}
        self._stated: set[tuple[Term | None, ...]] = set()
        for triple in triples:
            self._stated.add(tuple(triple))
            if isinstance(triple.subject, BlankNode):
                self._unused.setdefault(triple.subject, []).append(triple)
            elif triple.predicate == RDF.type and triple.object in _KINDS:
                self._declare(triple.subject, triple.object)

    def _declare(self, entity: Term, kind: Term) -> None:
        assert isinstance(kind, NamedNode)
        known = self._kinds.setdefault(entity, kind)
        if known != kind:
            raise OntologyError(f"{shown(entity)} is declared both as {shown(known)} and as {shown(kind)}")

    def axioms_of(self, triple: Triple) -> Iterable[Axiom]:
        """Return the axioms that a triple states; a fact that it states instead is added to the facts."""
        is_typing = triple.predicate == RDF.type
        key = triple.object if is_typing else triple.predicate
        read = (_TYPES if is_typing else _PREDICATES).get(key)
        if read is not None:
            return read(self, triple.subject, triple.object)
        # A blank node is read with the axiom that it is part of.
        if not isinstance(triple.subject, BlankNode):
            self._read_assertion(triple, key)
        return ()

    def require_nothing_left(self) -> None:
        """Raise an error for the first blank node that is part of no axiom."""
        for triples in self._unused.values():
            text = " ; ".join(f"{shown(p)} {shown(o)}" for s, p, o in triples)
            raise UnsupportedAxiomError(f"[ {text} ] is outside what the reasoner has rules for")

    def take_annotation(self, term: Term) -> None:
        """Take the annotation of an axiom out of what is left; the axiom must be here."""
        triples = self._unused.pop(term, [])
        parts = {p: o for s, p, o in triples}
        annotated = tuple(parts.get(each) for each in _ANNOTATED)
        others = [p for p in parts if p not in (RDF.type, *_ANNOTATED) and not self._is_annotation(p)]
        if annotated not in self._stated or others:
            text = " ; ".join(f"{shown(p)} {shown(o)}" for s, p, o in triples)
            raise OntologyError(f"[ {text} ] does not annotate an axiom that is here")

    def _is_annotation(self, named: Term) -> bool:
        return named in _ANNOTATIONS or self._kinds.get(named) == OWL.AnnotationProperty

    # ── facts ──

    def _read_assertion(self, triple: Triple, key: Term) -> None:
        is_typing = triple.predicate == RDF.type
        kind = self._kinds.get(key)
        if key in _PLAIN_TYPES if is_typing else self._is_annotation(key):
            return
        if not isinstance(key, NamedNode) or key.value.startswith(_RESERVED):
            raise _outside(triple)
        if kind is None or is_typing != (kind == OWL.Class):
            wanted = "class" if is_typing else "property"
            raise OntologyError(f"{shown(key)} is used as a {wanted} and not declared as one")
        self._require_arguments(triple, kind)
        self.facts.append(triple)

    def _require_arguments(self, triple: Triple, kind: NamedNode) -> None:
        if not isinstance(triple.object, Literal if kind == OWL.DatatypeProperty else NamedNode):
            text = " ".join(shown(term) for term in triple)
            raise OntologyError(f"{text}: that is no value for a property declared as {shown(kind)}")
        for term in (triple.subject, triple.object):
            if not isinstance(term, Literal):
                self.individual(term)

    # ── parts of axioms ──

    def entity(self, term: Term, *kinds: NamedNode) -> NamedNode:
        """Return a name that is declared to be of one of the kinds."""
        if isinstance(term, NamedNode) and self._kinds.get(term) in kinds:
            return term
        if isinstance(term, BlankNode):
            raise UnsupportedAxiomError("an anonymous property or datatype is outside what the reasoner has rules for")
        raise OntologyError(f"{shown(term)} is not declared as {' or '.join(shown(kind) for kind in kinds)}")

    def kind(self, term: Term) -> NamedNode:
        """Return what kind of property a name is declared to be."""
        return self._kinds[self.entity(term, *_KINDS[1:])]

    def individual(self, term: Term) -> NamedNode:
        """Return a name that may be an individual's: a property's may not, as owlready2 cannot load that."""
        if isinstance(term, NamedNode) and self._kinds.get(term, OWL.Class) == OWL.Class:
            return term
        raise OntologyError(f"{shown(term)} is used as an individual, and is not the name of one")

    def node(self, term: Term) -> dict[NamedNode, Term]:
        """Take a blank node with all it says out of what is left; a node is part of one axiom only."""
        triples = self._unused.pop(term, [])
        found = {triple.predicate: triple.object for triple in triples}
        if not triples or len(found) != len(triples):
            raise OntologyError(f"{shown(term)} is not a list, or a class expression, that is used once: {triples}")
        return found

    def items(self, head: Term) -> Iterator[Term]:
        """Yield the terms of an RDF list."""
        while head != RDF.nil:
            node = self.node(head)
            if node.keys() - {RDF.type} != {RDF.first, RDF.rest}:
                raise OntologyError(f"{shown(head)} is not a well-formed list")
            yield node[RDF.first]
            head = node[RDF.rest]

    def individuals(self, head: Term) -> tuple[NamedNode, ...]:
        """Return the individuals of an RDF list."""
        return tuple(self.individual(item) for item in self.items(head))

    def expression(self, term: Term) -> ClassExpression:
        """Return the class that a term names, or the class expression that it is."""
        if isinstance(term, NamedNode):
            return term if term in (OWL.Thing, OWL.Nothing) else self.entity(term, OWL.Class)
        node = self.node(term)
        parts = {p: o for p, o in node.items() if p != RDF.type and p not in _CLASS_AXIOMS}
        build = _EXPRESSIONS.get(frozenset(parts))
        if build is None or node.get(RDF.type, OWL.Class) not in (OWL.Class, OWL.Restriction):
            text = " ; ".join(sorted(f"{shown(p)} {shown(o)}" for p, o in node.items()))
            raise UnsupportedAxiomError(f"the class expression [ {text} ] is outside what the reasoner has rules for")
        return build(self, parts)

    def expressions(self, head: Term) -> tuple[ClassExpression, ...]:
        """Return the class expressions of an RDF list."""
        return tuple(self.expression(item) for item in self.items(head))


def _outside(triple: Triple) -> UnsupportedAxiomError:
    subject, predicate, value = (shown(term) for term in triple)
    is_named_type = predicate == "rdf:type" and isinstance(triple.object, NamedNode)
    text = f"{value} {subject}" if is_named_type else f"{subject} {predicate} {value}"
    return UnsupportedAxiomError(f"{text} is outside what the reasoner has rules for")


# ── class expressions (OWL 2 Mapping to RDF Graphs, table 13) ──


def _has_value(reader: GraphReader, node: dict[NamedNode, Term]) -> ClassExpression:
    named, value = (
        reader.entity(node[OWL.onProperty], OWL.ObjectProperty, OWL.DatatypeProperty),
        node[OWL.hasValue],
    )
    if reader.kind(named) == OWL.ObjectProperty:
        return ObjectHasValue(named, reader.individual(value))
    if isinstance(value, Literal):
        return DataHasValue(named, value)
    raise OntologyError(f"{shown(value)} is no value for the data property {shown(named)}")


def _quantified(build: type[ObjectSomeValuesFrom | ObjectAllValuesFrom], filler: NamedNode) -> "_ExpressionReader":
    return lambda reader, node: build(
        reader.entity(node[OWL.onProperty], OWL.ObjectProperty), reader.expression(node[filler])
    )


_ExpressionReader = Callable[[GraphReader, dict[NamedNode, Term]], ClassExpression]

#: The predicates of a blank node to what reads the class expression that it is.
_EXPRESSIONS: dict[frozenset[NamedNode], _ExpressionReader] = {
    frozenset([OWL.intersectionOf]): lambda reader, node: ObjectIntersectionOf(
        reader.expressions(node[OWL.intersectionOf])
    ),
    frozenset([OWL.unionOf]): lambda reader, node: ObjectUnionOf(reader.expressions(node[OWL.unionOf])),
    frozenset([OWL.complementOf]): lambda reader, node: ObjectComplementOf(reader.expression(node[OWL.complementOf])),
    frozenset([OWL.oneOf]): lambda reader, node: ObjectOneOf(reader.individuals(node[OWL.oneOf])),
    frozenset([OWL.onProperty, OWL.hasValue]): _has_value,
    frozenset([OWL.onProperty, OWL.someValuesFrom]): _quantified(ObjectSomeValuesFrom, OWL.someValuesFrom),
    frozenset([OWL.onProperty, OWL.allValuesFrom]): _quantified(ObjectAllValuesFrom, OWL.allValuesFrom),
}


# ── axioms (OWL 2 Mapping to RDF Graphs, table 16) ──

_AxiomReader = Callable[[GraphReader, Term, Term], Iterable[Axiom]]


def _declaration(reader: GraphReader, entity: Term, kind: Term) -> Iterable[Axiom]:
    # A class expression is a blank node of type owl:Class, and declares nothing.
    if isinstance(entity, NamedNode) and isinstance(kind, NamedNode):
        yield Declaration(kind, entity)


def _characteristic(axiom: Callable[[NamedNode], Axiom]) -> _AxiomReader:
    return lambda reader, named, _: [axiom(reader.entity(named, OWL.ObjectProperty))]


def _between_properties(
    for_objects: Callable[..., Axiom], for_data: Callable[..., Axiom], *, paired: bool
) -> _AxiomReader:
    def read(reader: GraphReader, first: Term, second: Term) -> Iterable[Axiom]:
        kind = reader.kind(first)
        properties = (reader.entity(first, kind), reader.entity(second, kind))
        # Between annotation properties such a triple has no logical meaning (OWL 2 Direct Semantics, 2.3).
        if kind != OWL.AnnotationProperty:
            axiom = for_objects if kind == OWL.ObjectProperty else for_data
            yield axiom(properties) if paired else axiom(*properties)

    return read


def _domain(reader: GraphReader, named: Term, domain: Term) -> Iterable[Axiom]:
    kind = reader.kind(named)
    if kind != OWL.AnnotationProperty:
        axiom = ObjectPropertyDomain if kind == OWL.ObjectProperty else DataPropertyDomain
        yield axiom(reader.entity(named, kind), reader.expression(domain))


def _range(reader: GraphReader, named: Term, values: Term) -> Iterable[Axiom]:
    kind = reader.kind(named)
    if kind == OWL.ObjectProperty:
        yield ObjectPropertyRange(reader.entity(named, kind), reader.expression(values))
    elif kind == OWL.DatatypeProperty:
        if not isinstance(values, NamedNode):
            raise UnsupportedAxiomError(f"the anonymous range of {shown(named)} is outside what the reasoner checks")
        yield DataPropertyRange(reader.entity(named, kind), values)


def _inverse(reader: GraphReader, first: Term, second: Term) -> Iterable[Axiom]:
    yield InverseObjectProperties(reader.entity(first, OWL.ObjectProperty), reader.entity(second, OWL.ObjectProperty))


def _chain(reader: GraphReader, named: Term, steps: Term) -> Iterable[Axiom]:
    chain = tuple(reader.entity(step, OWL.ObjectProperty) for step in reader.items(steps))
    if len(chain) < 2:
        raise OntologyError(f"the chain for {shown(named)} has fewer than two properties")
    yield SubObjectPropertyOf(ObjectPropertyChain(chain), reader.entity(named, OWL.ObjectProperty))


def _different(reader: GraphReader, first: Term, second: Term) -> Iterable[Axiom]:
    yield DifferentIndividuals((reader.individual(first), reader.individual(second)))


def _members(reader: GraphReader, subject: Term) -> Term:
    node = reader.node(subject)
    for predicate in (OWL.members, OWL.distinctMembers):
        if node.keys() == {RDF.type, predicate}:
            return node[predicate]
    raise OntologyError(f"{shown(node[RDF.type])} must have owl:members and nothing else")


def _annotation(reader: GraphReader, subject: Term, _: Term) -> Iterable[Axiom]:
    reader.take_annotation(subject)
    return ()


def _all_different(reader: GraphReader, subject: Term, _: Term) -> Iterable[Axiom]:
    yield DifferentIndividuals(reader.individuals(_members(reader, subject)))


def _all_disjoint_classes(reader: GraphReader, subject: Term, _: Term) -> Iterable[Axiom]:
    yield DisjointClasses(reader.expressions(_members(reader, subject)))


def _all_disjoint_properties(reader: GraphReader, subject: Term, _: Term) -> Iterable[Axiom]:
    items = tuple(reader.items(_members(reader, subject)))
    kinds = {reader.kind(item) for item in items}
    if kinds == {OWL.ObjectProperty}:
        yield DisjointObjectProperties(tuple(reader.entity(item, OWL.ObjectProperty) for item in items))
    else:
        yield DisjointDataProperties(tuple(reader.entity(item, OWL.DatatypeProperty) for item in items))


#: Axioms whose subject may be a class expression.
_CLASS_AXIOMS: dict[Term, _AxiomReader] = {
    RDFS.subClassOf: lambda reader, lower, upper: [SubClassOf(reader.expression(lower), reader.expression(upper))],
    OWL.equivalentClass: lambda reader, first, second: [
        EquivalentClasses((reader.expression(first), reader.expression(second)))
    ],
    OWL.disjointWith: lambda reader, first, second: [
        DisjointClasses((reader.expression(first), reader.expression(second)))
    ],
}

#: Predicate to what reads the axiom of a triple with it.
_PREDICATES: dict[Term, _AxiomReader] = {
    **_CLASS_AXIOMS,
    RDFS.subPropertyOf: _between_properties(SubObjectPropertyOf, SubDataPropertyOf, paired=False),
    OWL.equivalentProperty: _between_properties(EquivalentObjectProperties, EquivalentDataProperties, paired=True),
    OWL.propertyDisjointWith: _between_properties(DisjointObjectProperties, DisjointDataProperties, paired=True),
    RDFS.domain: _domain,
    RDFS.range: _range,
    OWL.inverseOf: _inverse,
    OWL.propertyChainAxiom: _chain,
    OWL.differentFrom: _different,
}

#: Class to what reads the axiom of a triple that gives its subject this type.
_TYPES: dict[Term, _AxiomReader] = {
    **dict.fromkeys(_KINDS, _declaration),
    OWL.SymmetricProperty: _characteristic(SymmetricObjectProperty),
    OWL.AsymmetricProperty: _characteristic(AsymmetricObjectProperty),
    OWL.IrreflexiveProperty: _characteristic(IrreflexiveObjectProperty),
    OWL.TransitiveProperty: _characteristic(TransitiveObjectProperty),
    OWL.Axiom: _annotation,
    OWL.AllDifferent: _all_different,
    OWL.AllDisjointClasses: _all_disjoint_classes,
    OWL.AllDisjointProperties: _all_disjoint_properties,
}
