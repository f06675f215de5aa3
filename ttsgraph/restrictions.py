"""Turns axioms into the restrictions that they break: those of OWL 2 DL, and those of the rules there are.

What a rule can read, and what it can derive, is what the OWL 2 RL profile allows there (OWL 2 Profiles,
4.2.3). The restrictions of OWL 2 DL are on the axioms taken together (OWL 2 Structural Specification, 11).
"""

from collections.abc import Iterable, Iterator, Mapping

from pyoxigraph import NamedNode

from ttsgraph.axioms import (
    AsymmetricObjectProperty,
    Axiom,
    ClassExpression,
    DataHasValue,
    DataPropertyDomain,
    DataPropertyRange,
    DisjointClasses,
    DisjointObjectProperties,
    EquivalentClasses,
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
    SubObjectPropertyOf,
    TransitiveObjectProperty,
)
from ttsgraph.datatypes import DATATYPES
from ttsgraph.errors import OntologyError, UnsupportedAxiomError
from ttsgraph.terms import OWL, curie

#: Property to the properties that it must hold for, or must come after.
Order = Mapping[NamedNode, set[NamedNode]]


def broken_restrictions(axioms: Iterable[Axiom]) -> Iterator[OntologyError]:
    """Yield an error for each axiom without a rule, then for each broken restriction of OWL 2 DL."""
    axioms = tuple(axioms)
    yield from (error for axiom in axioms for error in _without_rule(axiom))
    above = _hierarchy(axioms)
    yield from _not_simple(axioms, above)
    yield from _irregular(axioms, above)


# ── what there are rules for ──


def _without_rule(axiom: Axiom) -> Iterator[OntologyError]:
    before, after = _positions(axiom)
    for expression in before:
        yield from _unreadable(axiom, expression)
    for expression in after:
        yield from _underivable(axiom, expression)
    if isinstance(axiom, DataPropertyRange) and axiom.datatype not in DATATYPES:
        known = ", ".join(sorted(curie(datatype.value) for datatype in DATATYPES))
        yield UnsupportedAxiomError(f"{axiom} is outside what the reasoner checks: the datatypes {known}")


def _positions(axiom: Axiom) -> tuple[tuple[ClassExpression, ...], tuple[ClassExpression, ...]]:
    """Return the class expressions that rules read, and those that rules must derive."""
    match axiom:
        case SubClassOf(subclass, superclass):
            return (subclass,), (superclass,)
        case EquivalentClasses(classes):
            return classes, classes
        case DisjointClasses(classes):
            return classes, ()
        case ObjectPropertyDomain(_, named) | ObjectPropertyRange(_, named) | DataPropertyDomain(_, named):
            return (), (named,)
    return (), ()


def _unreadable(axiom: Axiom, expression: ClassExpression) -> Iterator[OntologyError]:
    match expression:
        case NamedNode() if expression != OWL.Thing:
            return
        case ObjectIntersectionOf(operands) | ObjectUnionOf(operands):
            yield from (error for operand in operands for error in _unreadable(axiom, operand))
        case ObjectSomeValuesFrom(_, filler):
            yield from () if filler == OWL.Thing else _unreadable(axiom, filler)
        case ObjectHasValue() | DataHasValue() | ObjectOneOf():
            return
        case _:
            yield _unsupported(axiom, expression, "what makes something a member of it")


def _underivable(axiom: Axiom, expression: ClassExpression) -> Iterator[OntologyError]:
    match expression:
        case NamedNode() | ObjectHasValue() | DataHasValue():
            return
        case ObjectIntersectionOf(operands):
            yield from (error for operand in operands for error in _underivable(axiom, operand))
        case ObjectAllValuesFrom(_, filler):
            yield from _underivable(axiom, filler)
        case ObjectComplementOf(operand):
            yield from _unreadable(axiom, operand)
        case _:
            yield _unsupported(axiom, expression, "what follows for its members")


def _unsupported(axiom: Axiom, expression: ClassExpression, about: str) -> UnsupportedAxiomError:
    text = curie(expression.value) if isinstance(expression, NamedNode) else str(expression)
    return UnsupportedAxiomError(f"{axiom} is outside what the reasoner has rules for: it asks {about}, {text}")


# ── OWL 2 DL: the property hierarchy, simple properties, regularity ──


def _hierarchy(axioms: Iterable[Axiom]) -> Order:
    """Return each property's superproperties, a property and its inverse counting as one."""
    above: dict[NamedNode, set[NamedNode]] = {}
    for axiom in axioms:
        match axiom:
            case SubObjectPropertyOf(NamedNode() as lower, upper):
                above.setdefault(lower, set()).add(upper)
            case EquivalentObjectProperties((first, second)) | InverseObjectProperties(first, second):
                above.setdefault(first, set()).add(second)
                above.setdefault(second, set()).add(first)
    return above


def _reachable(start: NamedNode, order: Order) -> set[NamedNode]:
    found: set[NamedNode] = set()
    waiting = [start]
    while waiting:
        following = order.get(waiting.pop(), set()) - found
        found |= following
        waiting.extend(following)
    return found


def _not_simple(axioms: Iterable[Axiom], above: Order) -> Iterator[OntologyError]:
    """Find properties that must be simple but are implied by a transitive property or a chain (11.2)."""
    composite = {
        axiom.property if isinstance(axiom, TransitiveObjectProperty) else axiom.superproperty
        for axiom in axioms
        if isinstance(axiom, TransitiveObjectProperty)
        or (isinstance(axiom, SubObjectPropertyOf) and isinstance(axiom.subproperty, ObjectPropertyChain))
    }
    not_simple = composite.union(*(_reachable(each, above) for each in composite))
    for axiom in axioms:
        for each in _must_be_simple(axiom):
            if each in not_simple:
                yield OntologyError(
                    f"{axiom} needs a simple property: {curie(each.value)} is transitive, or implied by a"
                    " transitive property or a chain"
                )


def _must_be_simple(axiom: Axiom) -> tuple[NamedNode, ...]:
    match axiom:
        case AsymmetricObjectProperty(simple) | IrreflexiveObjectProperty(simple):
            return (simple,)
        case DisjointObjectProperties(properties):
            return properties
    return ()


def _irregular(axioms: Iterable[Axiom], above: Order) -> Iterator[OntologyError]:
    """Find chains for which the properties cannot be put in an order (11.2)."""
    chains = [
        (axiom, axiom.subproperty.properties)
        for axiom in axioms
        if isinstance(axiom, SubObjectPropertyOf) and isinstance(axiom.subproperty, ObjectPropertyChain)
    ]
    later: dict[NamedNode, set[NamedNode]] = {}
    for axiom, chain in chains:
        for earlier in _earlier(chain, axiom.superproperty):
            later.setdefault(earlier, set()).add(axiom.superproperty)
    for axiom, chain in chains:
        target = axiom.superproperty
        for each in _earlier(chain, target):
            after = _reachable(each, later)
            if each in after or any(each in _reachable(one, above) for one in after):
                yield OntologyError(
                    f"{axiom} makes the chains irregular: {curie(each.value)} must come before"
                    f" {curie(target.value)} and also follows from it"
                )


def _earlier(chain: tuple[NamedNode, ...], target: NamedNode) -> tuple[NamedNode, ...]:
    """Return the properties of a chain that must come before the property that it implies."""
    if chain == (target, target):
        return ()
    if chain[0] == target:
        return chain[1:]
    return chain[:-1] if chain[-1] == target else chain
