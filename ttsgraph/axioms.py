"""OWL 2 class expressions and axioms as values; `str` turns one into functional-style syntax.

Names and order of arguments follow the OWL 2 Structural Specification. A class, a property or an individual
is its IRI.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from pyoxigraph import Literal, NamedNode

from ttsgraph.terms import shown


@dataclass(frozen=True)
class _Construct:
    def __str__(self) -> str:
        parts = (_words(getattr(self, field.name)) for field in fields(self))
        return f"{type(self).__name__}({' '.join(word for words in parts for word in words)})"


def _words(value: object) -> Iterator[str]:
    if isinstance(value, tuple):
        yield from (str(part) if isinstance(part, _Construct) else shown(part) for part in value)
    else:
        yield from _words((value,))


# ── class expressions (OWL 2 Structural Specification, 8) ──


@dataclass(frozen=True)
class ObjectIntersectionOf(_Construct):
    """The individuals in every operand."""

    operands: tuple["ClassExpression", ...]


@dataclass(frozen=True)
class ObjectUnionOf(_Construct):
    """The individuals in some operand."""

    operands: tuple["ClassExpression", ...]


@dataclass(frozen=True)
class ObjectComplementOf(_Construct):
    """The individuals outside the operand."""

    operand: "ClassExpression"


@dataclass(frozen=True)
class ObjectOneOf(_Construct):
    """The individuals listed."""

    individuals: tuple[NamedNode, ...]


@dataclass(frozen=True)
class ObjectSomeValuesFrom(_Construct):
    """The individuals that the property leads from to some member of the filler."""

    property: NamedNode
    filler: "ClassExpression"


@dataclass(frozen=True)
class ObjectAllValuesFrom(_Construct):
    """The individuals that the property leads from to members of the filler only."""

    property: NamedNode
    filler: "ClassExpression"


@dataclass(frozen=True)
class ObjectHasValue(_Construct):
    """The individuals that the property leads from to this individual."""

    property: NamedNode
    value: NamedNode


@dataclass(frozen=True)
class DataHasValue(_Construct):
    """The individuals that have this literal as a value of the property."""

    property: NamedNode
    value: Literal


ClassExpression = (
    NamedNode
    | ObjectIntersectionOf
    | ObjectUnionOf
    | ObjectComplementOf
    | ObjectOneOf
    | ObjectSomeValuesFrom
    | ObjectAllValuesFrom
    | ObjectHasValue
    | DataHasValue
)


@dataclass(frozen=True)
class ObjectPropertyChain(_Construct):
    """The object properties that are followed one after the other."""

    properties: tuple[NamedNode, ...]


# ── axioms (OWL 2 Structural Specification, 9) ──


@dataclass(frozen=True)
class Axiom(_Construct):
    """A statement about classes and properties, or that individuals differ.

    >>> print(SubClassOf(NamedNode("urn:a"), ObjectHasValue(NamedNode("urn:p"), NamedNode("urn:b"))))
    SubClassOf(<urn:a> ObjectHasValue(<urn:p> <urn:b>))
    """


@dataclass(frozen=True)
class Declaration(Axiom):
    """An entity is of this kind: owl:Class, owl:ObjectProperty and so on."""

    kind: NamedNode
    entity: NamedNode

    def __str__(self) -> str:
        return f"Declaration({shown(self.kind).removeprefix('owl:')}({shown(self.entity)}))"


@dataclass(frozen=True)
class SubClassOf(Axiom):
    """Every member of the first is a member of the second."""

    subclass: ClassExpression
    superclass: ClassExpression


@dataclass(frozen=True)
class EquivalentClasses(Axiom):
    """The classes have the same members."""

    classes: tuple[ClassExpression, ...]


@dataclass(frozen=True)
class DisjointClasses(Axiom):
    """No two of the classes have a common member."""

    classes: tuple[ClassExpression, ...]


@dataclass(frozen=True)
class SubObjectPropertyOf(Axiom):
    """Whatever the first leads to, the second leads to."""

    subproperty: NamedNode | ObjectPropertyChain
    superproperty: NamedNode


@dataclass(frozen=True)
class EquivalentObjectProperties(Axiom):
    """The object properties hold between the same individuals."""

    properties: tuple[NamedNode, ...]


@dataclass(frozen=True)
class DisjointObjectProperties(Axiom):
    """No two of the object properties hold between the same two individuals."""

    properties: tuple[NamedNode, ...]


@dataclass(frozen=True)
class InverseObjectProperties(Axiom):
    """One property leads back where the other leads to."""

    first: NamedNode
    second: NamedNode


@dataclass(frozen=True)
class ObjectPropertyDomain(Axiom):
    """Whatever has a value of the object property is in the domain."""

    property: NamedNode
    domain: ClassExpression


@dataclass(frozen=True)
class ObjectPropertyRange(Axiom):
    """Every value of the object property is in the range."""

    property: NamedNode
    range: ClassExpression


@dataclass(frozen=True)
class SymmetricObjectProperty(Axiom):
    """The property holds in both directions."""

    property: NamedNode


@dataclass(frozen=True)
class AsymmetricObjectProperty(Axiom):
    """The property never holds in both directions."""

    property: NamedNode


@dataclass(frozen=True)
class IrreflexiveObjectProperty(Axiom):
    """Nothing has itself as a value of the property."""

    property: NamedNode


@dataclass(frozen=True)
class TransitiveObjectProperty(Axiom):
    """What the property leads to in two steps, it leads to in one."""

    property: NamedNode


@dataclass(frozen=True)
class SubDataPropertyOf(Axiom):
    """Every value of the first is a value of the second."""

    subproperty: NamedNode
    superproperty: NamedNode


@dataclass(frozen=True)
class EquivalentDataProperties(Axiom):
    """The data properties have the same values."""

    properties: tuple[NamedNode, ...]


@dataclass(frozen=True)
class DisjointDataProperties(Axiom):
    """No individual has one literal as a value of two of the data properties."""

    properties: tuple[NamedNode, ...]


@dataclass(frozen=True)
class DataPropertyDomain(Axiom):
    """Whatever has a value of the data property is in the domain."""

    property: NamedNode
    domain: ClassExpression


@dataclass(frozen=True)
class DataPropertyRange(Axiom):
    """Every value of the data property is in the datatype."""

    property: NamedNode
    datatype: NamedNode


@dataclass(frozen=True)
class DifferentIndividuals(Axiom):
    """No two of the individuals are the same."""

    individuals: tuple[NamedNode, ...]
