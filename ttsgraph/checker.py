"""Turns a proof into what is wrong with it; shares no code with what finds proofs.

It reads the proof as plain values and looks up each axiom among the triples of the ontology. A step is right
if its conclusion follows from its premises, all of them used: the axiom is evaluated over the premises as
sets (OWL 2 Direct Semantics, 2.2 and 2.3), where the reasoner compiles it into rules.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, permutations, product
from typing import Any

from pyoxigraph import NamedNode, Quad, Triple

from ttsgraph.terms import shown

#: A triple as it is printed: subject, predicate, object.
_Fact = tuple[str, str, str]
_Facts = frozenset[_Fact]
#: A conclusion, the name of the OWL 2 RL rule that draws it last, and the facts used.
_Step = tuple[_Fact, str, _Facts]
#: A name or literal; or a construct: its name, then its arguments.
_Expression = Any
_NO_FACTS: _Facts = frozenset()


def check(proof: Mapping[str, Any], triples: Iterable[Triple], asserted: Iterable[Triple | Quad]) -> list[str]:
    """Return the faults of a proof, written as `Proof.to_dict` does; none means that it is a proof.

    Triples are those of the ontology. Where what is asserted comes as quads, its graphs are compared too.

    >>> check({"fact": "tts:a tts:p tts:b", "graphs": ["ttsnote:x"]}, [], [])
    ['tts:a tts:p tts:b is not stated']
    """
    stated: dict[_Fact, set[str]] = {}
    for each in asserted:
        graphs = stated.setdefault(_printed(each), set())
        if isinstance(each, Quad) and isinstance(each.graph_name, NamedNode):
            graphs.add(shown(each.graph_name))
    return list(dict.fromkeys(_Replay(_Graph(triples), stated).faults(proof, ())))


def _printed(triple: Triple | Quad) -> _Fact:
    return shown(triple.subject), shown(triple.predicate), shown(triple.object)


@dataclass(frozen=True)
class _Replay:
    """What a proof may draw on: the ontology, and stated facts with the graphs that state them."""

    ontology: "_Graph"
    stated: Mapping[_Fact, set[str]]

    def faults(self, proof: Mapping[str, Any], above: tuple[_Fact, ...]) -> Iterator[str]:
        """Yield the faults of a proof that stands below some facts."""
        if not _is_well_formed(proof):
            yield f"{proof!r} is not written as a proof"
            return
        fact = _fact(proof)
        if fact in above:
            yield f"{proof['fact']} supports itself"
        elif "rule" not in proof:
            yield from self._leaf_faults(fact, proof)
        else:
            yield from (f"{proof['fact']} {fault}" for fault in self._step_faults(fact, proof))
            for premise in proof["premises"]:
                yield from self.faults(premise, (*above, fact))

    def _leaf_faults(self, fact: _Fact, proof: Mapping[str, Any]) -> Iterator[str]:
        if fact not in self.stated:
            yield f"{proof['fact']} is not stated"
        elif graphs := self.stated[fact]:
            yield from (f"{proof['fact']} is not stated in {each}" for each in proof["graphs"] if each not in graphs)

    def _step_faults(self, fact: _Fact, proof: Mapping[str, Any]) -> Iterator[str]:
        axiom = _parsed(proof["axiom"])
        if axiom is None or not self.ontology.states(axiom):
            yield f"rests on {proof['axiom']}, which is no axiom of the ontology that a fact can follow by"
            return
        premises = frozenset(_fact(premise) for premise in proof["premises"])
        steps = _steps(axiom, premises, fact[0])
        names = {name for head, name, used in steps if head == fact and used == premises}
        if not names:
            yield f"does not follow from its premises by {proof['axiom']}"
        elif proof["rule"] not in names:
            yield f"follows by {' or '.join(sorted(names))}, not by {proof['rule']}"


def _is_well_formed(proof: Mapping[str, Any]) -> bool:
    match proof:
        case {"fact": _, "rule": str(), "axiom": str(), "premises": [*premises]}:
            return all(map(_has_fact, [proof, *premises]))
        case {"fact": _, "graphs": [*_], **others}:
            return _has_fact(proof) and not others
    return False


def _has_fact(proof: object) -> bool:
    return isinstance(proof, Mapping) and str(proof.get("fact")).count(" ") >= 2


def _fact(proof: Mapping[str, Any]) -> _Fact:
    # No CURIE or IRI has a space in it, a literal may.
    subject, predicate, value = str(proof["fact"]).split(" ", 2)
    return subject, predicate, value


# ── axioms as they are written ──

_TOKEN = re.compile(r"""\s*( [()] | <[^>]*> | "(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)? | [^\s()"<]+ )""", re.VERBOSE)


def _parsed(text: str) -> _Expression | None:
    """Read functional-style syntax; None if it is not well formed."""
    stack: list[list[_Expression]] = [[]]
    place = 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            return None
        place = token.end()
        _take(token[1], stack)
        if not stack:
            return None
    return stack[0][0] if len(stack) == 1 and len(stack[0]) == 1 else None


def _take(token: str, stack: list[list[_Expression]]) -> None:
    if token == "(":
        # The name of the construct stands before the parenthesis.
        stack.append([stack[-1].pop()] if stack[-1] else [""])
    elif token == ")":
        construct = tuple(stack.pop())
        if stack:
            stack[-1].append(construct)
    else:
        stack[-1].append(token)


# ── whether an axiom stands in the ontology (OWL 2 Mapping to RDF Graphs, 2) ──

#: Axiom to the predicate that states it between its two arguments.
_PREDICATES = {
    "SubClassOf": "rdfs:subClassOf",
    "EquivalentClasses": "owl:equivalentClass",
    "SubObjectPropertyOf": "rdfs:subPropertyOf",
    "SubDataPropertyOf": "rdfs:subPropertyOf",
    "EquivalentObjectProperties": "owl:equivalentProperty",
    "EquivalentDataProperties": "owl:equivalentProperty",
    "InverseObjectProperties": "owl:inverseOf",
    "ObjectPropertyDomain": "rdfs:domain",
    "DataPropertyDomain": "rdfs:domain",
    "ObjectPropertyRange": "rdfs:range",
}
#: Axiom to the type that states it.
_TYPES = {
    "SymmetricObjectProperty": "owl:SymmetricProperty",
    "TransitiveObjectProperty": "owl:TransitiveProperty",
}
#: Construct to the predicate of its list of arguments.
_LISTS = {
    "ObjectIntersectionOf": "owl:intersectionOf",
    "ObjectUnionOf": "owl:unionOf",
    "ObjectOneOf": "owl:oneOf",
}
#: Construct to the predicate of its second argument; the first is a property.
_RESTRICTIONS = {
    "ObjectSomeValuesFrom": "owl:someValuesFrom",
    "ObjectAllValuesFrom": "owl:allValuesFrom",
    "ObjectHasValue": "owl:hasValue",
    "DataHasValue": "owl:hasValue",
}


class _Graph:
    """The ontology's triples as they are printed."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.objects: dict[tuple[str, str], set[str]] = {}
        self.pairs: dict[str, list[tuple[str, str]]] = {}
        for subject, predicate, value in map(_printed, triples):
            self.objects.setdefault((subject, predicate), set()).add(value)
            self.pairs.setdefault(predicate, []).append((subject, value))

    def states(self, axiom: _Expression) -> bool:
        """Tell whether the triples state an axiom."""
        match axiom:
            case ("SubObjectPropertyOf", ("ObjectPropertyChain", *steps), named):
                lists = self.objects.get((named, "owl:propertyChainAxiom"), ())
                return any(self._is_list(steps, head) for head in lists)
            case (kind, named) if kind in _TYPES:
                return _TYPES[kind] in self.objects.get((named, "rdf:type"), ())
            case (kind, first, second) if kind in _PREDICATES:
                pairs = self.pairs.get(_PREDICATES[kind], ())
                return any(self._is(first, s) and self._is(second, o) for s, o in pairs)
        return False

    def _is(self, expression: _Expression, node: str) -> bool:
        match expression:
            case str():
                return expression == node
            case (kind, *items) if kind in _LISTS:
                return any(self._is_list(items, head) for head in self.objects.get((node, _LISTS[kind]), ()))
            case (kind, named, filler) if kind in _RESTRICTIONS:
                fillers = self.objects.get((node, _RESTRICTIONS[kind]), ())
                is_on = named in self.objects.get((node, "owl:onProperty"), ())
                return is_on and any(self._is(filler, each) for each in fillers)
        return False

    def _is_list(self, items: Iterable[_Expression], head: str) -> bool:
        for item in items:
            if not any(self._is(item, first) for first in self.objects.get((head, "rdf:first"), ())):
                return False
            head = next(iter(self.objects.get((head, "rdf:rest"), ())), "")
        return head == "rdf:nil"


# ── what follows by an axiom, and from which facts ──


def _steps(axiom: _Expression, facts: _Facts, subject: str) -> Iterator[_Step]:
    """Yield what follows from facts by an axiom; the subject is one of the individuals to try."""
    individuals = {subject} | {each for s, p, o in facts for each in (s, o)}
    kind, *arguments = axiom
    if kind in _ABOUT_CLASSES:
        lower, upper = arguments
        for first, second, name in _ABOUT_CLASSES[kind](lower, upper):
            for each in individuals:
                yield from _included(first, second, each, facts, name)
    else:
        yield from _ABOUT_PROPERTIES[kind](arguments, facts)


_ABOUT_CLASSES: dict[str, Callable[[_Expression, _Expression], list[tuple[_Expression, _Expression, str]]]] = {
    "SubClassOf": lambda lower, upper: [(lower, upper, "cax-sco")],
    "EquivalentClasses": lambda lower, upper: [(lower, upper, "cax-eqc1"), (upper, lower, "cax-eqc2")],
}


def _included(lower: _Expression, upper: _Expression, each: str, facts: _Facts, name: str) -> Iterator[_Step]:
    for used in _membership(lower, each, facts):
        for head, last, besides in _consequences(upper, each, facts, name):
            yield head, last, used | besides


def _membership(expression: _Expression, each: str, facts: _Facts) -> Iterator[_Facts]:
    """Yield the sets of facts by which an individual is in a class expression."""
    match expression:
        case str():
            yield from ([_NO_FACTS] if expression == "owl:Thing" else _if_known((each, "rdf:type", expression), facts))
        case ("ObjectIntersectionOf", *operands):
            ways = [list(_membership(operand, each, facts)) for operand in operands]
            yield from (_NO_FACTS.union(*parts) for parts in product(*ways))
        case ("ObjectUnionOf", *operands):
            yield from chain.from_iterable(_membership(operand, each, facts) for operand in operands)
        case ("ObjectOneOf", *individuals):
            yield from [_NO_FACTS] if each in individuals else []
        case _:
            yield from _membership_by_value(expression, each, facts)


def _membership_by_value(expression: _Expression, each: str, facts: _Facts) -> Iterator[_Facts]:
    match expression:
        case ("ObjectHasValue" | "DataHasValue", named, value):
            yield from _if_known((each, named, value), facts)
        case ("ObjectSomeValuesFrom", named, filler):
            for step in _values(each, named, facts):
                yield from (used | {step} for used in _membership(filler, step[2], facts))


def _if_known(fact: _Fact, facts: _Facts) -> list[_Facts]:
    return [frozenset([fact])] if fact in facts else []


def _values(each: str, named: str, facts: _Facts) -> list[_Fact]:
    return [fact for fact in facts if fact[:2] == (each, named)]


def _consequences(expression: _Expression, each: str, facts: _Facts, name: str) -> Iterator[_Step]:
    """Yield what follows for an individual in a class expression."""
    match expression:
        case str():
            is_plain = expression not in ("owl:Thing", "owl:Nothing")
            yield from [((each, "rdf:type", expression), name, _NO_FACTS)] if is_plain else []
        case ("ObjectIntersectionOf", *operands):
            yield from chain.from_iterable(_consequences(item, each, facts, "cls-int2") for item in operands)
        case ("ObjectHasValue" | "DataHasValue", named, value):
            yield (each, named, value), "cls-hv1", _NO_FACTS
        case ("ObjectAllValuesFrom", named, filler):
            for step in _values(each, named, facts):
                found = _consequences(filler, step[2], facts, "cls-avf")
                yield from ((head, last, used | {step}) for head, last, used in found)


def _subproperty(arguments: list[_Expression], facts: _Facts) -> Iterator[_Step]:
    lower, upper = arguments
    if isinstance(lower, str):
        yield from (((s, upper, o), "prp-spo1", frozenset([(s, p, o)])) for s, p, o in facts if p == lower)
        return
    paths = [(s, s, _NO_FACTS) for s in {fact[0] for fact in facts}]
    for step in lower[1:]:
        paths = [(start, o, used | {(s, p, o)}) for start, end, used in paths for s, p, o in _values(end, step, facts)]
    yield from (((start, upper, end), "prp-spo2", used) for start, end, used in paths)


def _transitive(arguments: list[_Expression], facts: _Facts) -> Iterator[_Step]:
    (named,) = arguments
    chained = _subproperty([("ObjectPropertyChain", named, named), named], facts)
    return ((head, "prp-trp", used) for head, _, used in chained)


def _both_ways(name: str, *, inverted: bool) -> Callable[[list[_Expression], _Facts], Iterator[_Step]]:
    def steps(arguments: list[_Expression], facts: _Facts) -> Iterator[_Step]:
        for i, (lower, upper) in enumerate(permutations(arguments, 2), start=1):
            for s, p, o in facts:
                if p == lower:
                    yield ((o, upper, s) if inverted else (s, upper, o)), f"{name}{i}", frozenset([(s, p, o)])

    return steps


def _symmetric(arguments: list[_Expression], facts: _Facts) -> Iterator[_Step]:
    return (((o, p, s), "prp-symp", frozenset([(s, p, o)])) for s, p, o in facts if p == arguments[0])


def _of_arguments(place: int, name: str) -> Callable[[list[_Expression], _Facts], Iterator[_Step]]:
    def steps(arguments: list[_Expression], facts: _Facts) -> Iterator[_Step]:
        for fact in facts:
            if fact[1] == arguments[0]:
                for head, last, used in _consequences(arguments[1], fact[place], facts, name):
                    yield head, last, used | {fact}

    return steps


_ABOUT_PROPERTIES: dict[str, Callable[[list[_Expression], _Facts], Iterator[_Step]]] = {
    "SubObjectPropertyOf": _subproperty,
    "SubDataPropertyOf": _subproperty,
    "EquivalentObjectProperties": _both_ways("prp-eqp", inverted=False),
    "EquivalentDataProperties": _both_ways("prp-eqp", inverted=False),
    "InverseObjectProperties": _both_ways("prp-inv", inverted=True),
    "SymmetricObjectProperty": _symmetric,
    "TransitiveObjectProperty": _transitive,
    "ObjectPropertyDomain": _of_arguments(0, "prp-dom"),
    "DataPropertyDomain": _of_arguments(0, "prp-dom"),
    "ObjectPropertyRange": _of_arguments(2, "prp-rng"),
}
