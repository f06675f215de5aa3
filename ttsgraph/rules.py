"""Turns axioms into rules.

The rules of OWL 2 RL (OWL 2 Profiles, 4.3) read axioms and facts; here the axioms have been read beforehand,
so that a rule reads facts only. It bears the name of the OWL 2 RL rule that draws its conclusion.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch
from itertools import chain, combinations, count, product

from pyoxigraph import NamedNode, Variable

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
from ttsgraph.errors import UnsupportedAxiomError
from ttsgraph.terms import OWL, Term, shown


@dataclass(frozen=True)
class Atom:
    """A class with one argument, or a property with two.

    Negated, it is a test instead of a fact: the argument is no literal in the datatype that is the predicate.
    """

    predicate: NamedNode
    arguments: tuple[Variable | Term, ...]
    negated: bool = False

    def __str__(self) -> str:
        arguments = (str(each) if isinstance(each, Variable) else shown(each) for each in self.arguments)
        name = shown(self.predicate).removeprefix("tts:")
        return f"{'¬' * self.negated}{name}({', '.join(arguments)})"


Body = tuple[Atom, ...]


@dataclass(frozen=True)
class Rule:
    """What follows (the head) from facts of a form (the body) by an axiom; without head, a contradiction.

    >>> p, x, y = NamedNode("urn:p"), Variable("x"), Variable("y")
    >>> print(Rule(Atom(p, (y, x)), (Atom(p, (x, y)),), SymmetricObjectProperty(p), "prp-symp"))
    <urn:p>(?y, ?x) ← <urn:p>(?x, ?y)
    """

    head: Atom | None
    body: Body
    axiom: Axiom
    name: str

    def __str__(self) -> str:
        head = "⊥" if self.head is None else str(self.head)
        return f"{head} ← {' ∧ '.join(map(str, self.body))}".rstrip()


def compile_axioms(axioms: Iterable[Axiom]) -> tuple[Rule, ...]:
    """Return the rules of the axioms, in the order of the axioms; two axioms with the same rule give it once.

    >>> from ttsgraph.axioms import ObjectPropertyChain
    >>> from ttsgraph.terms import expand
    >>> position, axis, placed = map(expand, ["tts:hasPosition", "tts:onAxis", "tts:placedOn"])
    >>> print(*compile_axioms([SubObjectPropertyOf(ObjectPropertyChain((position, axis)), placed)]))
    placedOn(?x, ?z) ← hasPosition(?x, ?y) ∧ onAxis(?y, ?z)
    """
    rules: dict[tuple[Atom | None, Body], Rule] = {}
    for axiom in axioms:
        for head, body, name in _derivations(axiom):
            rule = _rule(head, body, axiom, name)
            if rule is not None:
                rules.setdefault((rule.head, rule.body), rule)
    return tuple(rules.values())


def _rule(head: Atom | None, body: Body, axiom: Axiom, name: str) -> Rule | None:
    """Write a derivation as a rule, naming variables in the order they are met; None if it says nothing."""
    equal = _equalities(body)
    if equal is None:
        return None
    facts = [_replaced(each, equal) for each in body if each.predicate != OWL.sameAs]
    conclusion = None if head is None else _replaced(head, equal)
    met = [each for atom in facts for each in atom.arguments if isinstance(each, Variable)]
    if conclusion and any(isinstance(each, Variable) and each not in met for each in conclusion.arguments):
        raise UnsupportedAxiomError(f"{axiom} is outside what the reasoner has rules for: it is about everything")
    names: _Replacement = dict(zip(dict.fromkeys(met), _names(), strict=False))
    renamed = tuple(dict.fromkeys(_replaced(each, names) for each in facts))
    rule = Rule(None if conclusion is None else _replaced(conclusion, names), renamed, axiom, name)
    return None if rule.head in rule.body else rule


_Replacement = Mapping[Variable | Term, Variable | Term]


def _equalities(body: Body) -> _Replacement | None:
    """Return which individual each variable must be; None if one must be two."""
    found: dict[Variable | Term, Variable | Term] = {}
    for atom in body:
        if atom.predicate == OWL.sameAs:
            variable, individual = atom.arguments
            # No rule derives owl:sameAs, so two names are never seen to be of one individual.
            if found.setdefault(variable, individual) != individual:
                return None
    return found


def _replaced(atom: Atom, by: _Replacement) -> Atom:
    return Atom(atom.predicate, tuple(by.get(each, each) for each in atom.arguments), atom.negated)


def _names() -> Iterator[Variable]:
    yield from (Variable(letter) for letter in "xyzuvw")
    yield from (Variable(f"x{number}") for number in count(1))


# ── from one axiom to heads and bodies ──

#: A head, a body, and the name of the OWL 2 RL rule that leads from the one to the other.
_Derivation = tuple[Atom | None, Body, str]
_X, _Y = Variable("x"), Variable("y")


_Fresh = Callable[[], Variable]


def _fresh() -> _Fresh:
    numbers = count()
    return lambda: Variable(f"fresh{next(numbers)}")


@singledispatch
def _readings(expression: ClassExpression, member: Variable, fresh: _Fresh) -> Iterable[Body]:
    """Yield each way to see from facts that something is a member of a class expression."""
    raise UnsupportedAxiomError(f"there is no rule to see what is a member of {expression}")


@_readings.register
def _(expression: NamedNode, member: Variable, fresh: _Fresh) -> Iterable[Body]:
    if expression == OWL.Thing:
        return [()]
    return [] if expression == OWL.Nothing else [(Atom(expression, (member,)),)]


@_readings.register
def _(expression: ObjectIntersectionOf, member: Variable, fresh: _Fresh) -> Iterable[Body]:
    ways = [_readings(operand, member, fresh) for operand in expression.operands]
    return (tuple(chain.from_iterable(parts)) for parts in product(*ways))


@_readings.register
def _(expression: ObjectUnionOf, member: Variable, fresh: _Fresh) -> Iterable[Body]:
    return chain.from_iterable(_readings(operand, member, fresh) for operand in expression.operands)


@_readings.register
def _(expression: ObjectSomeValuesFrom, member: Variable, fresh: _Fresh) -> Iterable[Body]:
    value = fresh()
    step = Atom(expression.property, (member, value))
    return ((step, *body) for body in _readings(expression.filler, value, fresh))


@_readings.register
def _(expression: ObjectHasValue | DataHasValue, member: Variable, fresh: _Fresh) -> Iterable[Body]:
    return [(Atom(expression.property, (member, expression.value)),)]


@_readings.register
def _(expression: ObjectOneOf, member: Variable, fresh: _Fresh) -> Iterable[Body]:
    return [(Atom(OWL.sameAs, (member, individual)),) for individual in expression.individuals]


def _conclusions(expression: ClassExpression, member: Variable, name: str, fresh: _Fresh) -> Iterable[_Derivation]:
    """Yield what follows for a member of a class expression, and from what besides."""
    match expression:
        case NamedNode():
            return _memberships(expression, member, name)
        case ObjectIntersectionOf(operands):
            return chain.from_iterable(_conclusions(each, member, "cls-int2", fresh) for each in operands)
        case ObjectHasValue(named, value) | DataHasValue(named, value):
            return [(Atom(named, (member, value)), (), "cls-hv1")]
        case ObjectAllValuesFrom():
            return _conclusions_for_values(expression, member, fresh)
        case ObjectComplementOf(operand):
            return ((None, body, "cls-com") for body in _readings(operand, member, fresh))
    raise UnsupportedAxiomError(f"there is no rule for what follows for a member of {expression}")


def _conclusions_for_values(every: ObjectAllValuesFrom, member: Variable, fresh: _Fresh) -> Iterator[_Derivation]:
    value = fresh()
    for head, body, name in _conclusions(every.filler, value, "cls-avf", fresh):
        yield head, (Atom(every.property, (member, value)), *body), name


def _memberships(named: NamedNode, member: Variable, name: str) -> Iterable[_Derivation]:
    if named == OWL.Nothing:
        return [(None, (), "cls-nothing2")]
    return [] if named == OWL.Thing else [(Atom(named, (member,)), (), name)]


def _inclusion(lower: ClassExpression, upper: ClassExpression, name: str) -> Iterator[_Derivation]:
    fresh = _fresh()
    for body in _readings(lower, _X, fresh):
        for head, besides, last in _conclusions(upper, _X, name, fresh):
            yield head, body + besides, last


def _disjointness(classes: tuple[ClassExpression, ...]) -> Iterator[_Derivation]:
    name, fresh = "cax-dw" if len(classes) == 2 else "cax-adc", _fresh()
    for first, second in combinations(classes, 2):
        for body in _readings(ObjectIntersectionOf((first, second)), _X, fresh):
            yield None, body, name


def _between(lower: NamedNode, upper: NamedNode, name: str) -> _Derivation:
    return Atom(upper, (_X, _Y)), (Atom(lower, (_X, _Y)),), name


def _of_arguments(named: NamedNode, member: Variable, upper: ClassExpression, name: str) -> Iterator[_Derivation]:
    for head, besides, last in _conclusions(upper, member, name, _fresh()):
        yield head, (Atom(named, (_X, _Y)), *besides), last


@singledispatch
def _derivations(axiom: Axiom) -> Iterable[_Derivation]:
    raise UnsupportedAxiomError(f"{axiom} is outside what the reasoner has rules for")


@_derivations.register
def _(axiom: Declaration | DifferentIndividuals) -> Iterable[_Derivation]:
    # No rule derives owl:sameAs, so that individuals differ can be contradicted by nothing.
    return ()


@_derivations.register
def _(axiom: SubClassOf) -> Iterable[_Derivation]:
    return _inclusion(axiom.subclass, axiom.superclass, "cax-sco")


@_derivations.register
def _(axiom: EquivalentClasses) -> Iterable[_Derivation]:
    for first, second in combinations(axiom.classes, 2):
        yield from _inclusion(first, second, "cax-eqc1")
        yield from _inclusion(second, first, "cax-eqc2")


@_derivations.register
def _(axiom: DisjointClasses) -> Iterable[_Derivation]:
    return _disjointness(axiom.classes)


@_derivations.register
def _(axiom: SubObjectPropertyOf) -> Iterable[_Derivation]:
    if isinstance(axiom.subproperty, NamedNode):
        return [_between(axiom.subproperty, axiom.superproperty, "prp-spo1")]
    steps = axiom.subproperty.properties
    points = [Variable(f"point{i}") for i in range(len(steps) + 1)]
    body = tuple(Atom(step, (points[i], points[i + 1])) for i, step in enumerate(steps))
    return [(Atom(axiom.superproperty, (points[0], points[-1])), body, "prp-spo2")]


@_derivations.register
def _(axiom: SubDataPropertyOf) -> Iterable[_Derivation]:
    return [_between(axiom.subproperty, axiom.superproperty, "prp-spo1")]


@_derivations.register
def _(axiom: EquivalentObjectProperties | EquivalentDataProperties) -> Iterable[_Derivation]:
    for first, second in combinations(axiom.properties, 2):
        yield _between(first, second, "prp-eqp1")
        yield _between(second, first, "prp-eqp2")


@_derivations.register
def _(axiom: DisjointObjectProperties | DisjointDataProperties) -> Iterable[_Derivation]:
    name = "prp-pdw" if len(axiom.properties) == 2 else "prp-adp"
    for first, second in combinations(axiom.properties, 2):
        yield None, (Atom(first, (_X, _Y)), Atom(second, (_X, _Y))), name


@_derivations.register
def _(axiom: InverseObjectProperties) -> Iterable[_Derivation]:
    yield Atom(axiom.second, (_Y, _X)), (Atom(axiom.first, (_X, _Y)),), "prp-inv1"
    yield Atom(axiom.first, (_Y, _X)), (Atom(axiom.second, (_X, _Y)),), "prp-inv2"


@_derivations.register
def _(axiom: ObjectPropertyDomain | DataPropertyDomain) -> Iterable[_Derivation]:
    return _of_arguments(axiom.property, _X, axiom.domain, "prp-dom")


@_derivations.register
def _(axiom: ObjectPropertyRange) -> Iterable[_Derivation]:
    return _of_arguments(axiom.property, _Y, axiom.range, "prp-rng")


@_derivations.register
def _(axiom: DataPropertyRange) -> Iterable[_Derivation]:
    # Instead of deriving that a literal is in a datatype (prp-rng), which would make it a subject.
    outside = Atom(axiom.datatype, (_Y,), negated=True)
    yield None, (Atom(axiom.property, (_X, _Y)), outside), "dt-not-type"


@_derivations.register
def _(axiom: SymmetricObjectProperty) -> Iterable[_Derivation]:
    yield Atom(axiom.property, (_Y, _X)), (Atom(axiom.property, (_X, _Y)),), "prp-symp"


@_derivations.register
def _(axiom: AsymmetricObjectProperty) -> Iterable[_Derivation]:
    yield None, (Atom(axiom.property, (_X, _Y)), Atom(axiom.property, (_Y, _X))), "prp-asyp"


@_derivations.register
def _(axiom: IrreflexiveObjectProperty) -> Iterable[_Derivation]:
    yield None, (Atom(axiom.property, (_X, _X)),), "prp-irp"


@_derivations.register
def _(axiom: TransitiveObjectProperty) -> Iterable[_Derivation]:
    between = Variable("between")
    body = (Atom(axiom.property, (_X, between)), Atom(axiom.property, (between, _Y)))
    yield Atom(axiom.property, (_X, _Y)), body, "prp-trp"
