"""Turns rules and asserted facts into all the facts that follow.

Semi-naive, stratum by stratum (Abiteboul, Hull and Vianu, Foundations of Databases, 13.1): after the first
round, a rule is applied only to combinations with a fact of the round before.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from pyoxigraph import Literal, NamedNode, Triple, Variable

from ttsgraph.columns import (
    BITS,
    FIRST_LITERAL,
    NOTHING,
    UNBOUND,
    Argument,
    Bindings,
    Column,
    Relation,
    distinct,
    found_in,
    joined,
    pairs,
    subjects_and_objects,
)
from ttsgraph.datatypes import is_in
from ttsgraph.rules import Atom, Rule
from ttsgraph.strata import Stratum, strata
from ttsgraph.terms import RDF, Term

#: A class, or a property, and its number of arguments.
_Key = tuple[NamedNode, int]
_TYPE = RDF.type


@dataclass(frozen=True)
class Contradiction:
    """Facts that cannot all be true, by a rule without head."""

    rule: Rule
    facts: tuple[Triple, ...]


@dataclass(frozen=True)
class Materialization:
    """What follows from facts: the inferred facts, and the contradictions among all of them."""

    contradictions: tuple[Contradiction, ...]
    rounds: int
    _terms: "_Terms" = field(repr=False)
    _columns: Mapping[_Key, Column] = field(repr=False)

    @property
    def size(self) -> int:
        """How many facts were inferred."""
        return sum(len(column) for column in self._columns.values())

    @cached_property
    def inferred(self) -> tuple[Triple, ...]:
        """The facts that were inferred and not asserted, by predicate, then subject, then object."""
        ranks, terms = self._terms.ranked()
        keys = sorted(self._columns, key=lambda key: (-key[1], key[0].value))
        return tuple(triple for key in keys for triple in _written(key, self._columns[key], ranks, terms))


def _written(key: _Key, column: Column, ranks: Callable[[Column], Column], terms: list[Term]) -> Iterator[Triple]:
    predicate, arity = key
    if arity == 1:
        for subject in np.sort(ranks(column)).tolist():
            yield _triple(terms[subject], _TYPE, predicate)
        return
    subjects, objects = subjects_and_objects(column)
    subjects, objects = subjects_and_objects(np.sort(pairs(ranks(subjects), ranks(objects))))
    for subject, value in zip(subjects.tolist(), objects.tolist(), strict=True):
        yield _triple(terms[subject], predicate, terms[value])


def _triple(subject: Term, predicate: NamedNode, value: Term) -> Triple:
    assert not isinstance(subject, Literal)
    return Triple(subject, predicate, value)


def materialize(rules: Sequence[Rule], facts: Iterable[Triple]) -> Materialization:
    """Apply the rules to the facts until nothing new follows.

    A class or property in no rule takes no part. A literal never becomes the subject of a fact.

    >>> from ttsgraph.axioms import SymmetricObjectProperty
    >>> from ttsgraph.rules import compile_axioms
    >>> same, a, b = NamedNode("urn:near"), NamedNode("urn:a"), NamedNode("urn:b")
    >>> print(*materialize(compile_axioms([SymmetricObjectProperty(same)]), [Triple(a, same, b)]).inferred)
    <urn:b> <urn:near> <urn:a>
    """
    engine = _Engine(rules, facts)
    for stratum in strata(rules):
        engine.saturate(stratum)
    contradictions = tuple(found for rule in rules if rule.head is None for found in engine.contradictions(rule))
    return Materialization(contradictions, engine.rounds, engine.terms, engine.inferred())


class _Terms:
    """Numbers for terms, and back."""

    def __init__(self) -> None:
        self.numbers: dict[Term, int] = {}
        self.resources: list[Term] = []
        self.literals: list[Term] = []

    def number(self, term: Term) -> int:
        number = self.numbers.get(term)
        if number is None:
            is_literal = isinstance(term, Literal)
            same_kind = self.literals if is_literal else self.resources
            number = self.numbers[term] = len(same_kind) + (FIRST_LITERAL if is_literal else 0)
            same_kind.append(term)
        return number

    def term(self, number: int) -> Term:
        return self.resources[number] if number < FIRST_LITERAL else self.literals[number - FIRST_LITERAL]

    def ranked(self) -> tuple[Callable[[Column], Column], list[Term]]:
        """Return an order that depends on the terms alone: what turns numbers into places, and the terms."""
        terms = self.resources + self.literals
        texts = [str(term) for term in terms]
        order = sorted(range(len(terms)), key=texts.__getitem__)
        places = np.empty(len(terms), np.int64)
        places[order] = np.arange(len(terms))
        gap = FIRST_LITERAL - len(self.resources)

        def ranks(numbers: Column) -> Column:
            ranked: Column = places[np.where(numbers < FIRST_LITERAL, numbers, numbers - gap)]
            return ranked

        return ranks, [terms[i] for i in order]


@dataclass(frozen=True)
class _Pattern:
    """An atom with numbers for its terms."""

    key: _Key
    arguments: tuple[Argument, ...]


@dataclass(frozen=True)
class _Plan:
    """A rule with numbers for its terms; tests are its negated atoms."""

    head: _Pattern | None
    body: tuple[_Pattern, ...]
    tests: tuple[_Pattern, ...]

    @cached_property
    def copies(self) -> str | None:
        """Whether the head is the one atom of the body with all its facts, as they are or inverted."""
        if self.head is None or len(self.body) != 1:
            return None
        arguments = self.body[0].arguments
        if not all(isinstance(each, str) for each in arguments) or len(set(arguments)) < len(arguments):
            return None
        return {arguments[::-1]: "inverse", arguments: "facts"}.get(self.head.arguments)


class _Engine:
    """The relations as they grow."""

    def __init__(self, rules: Sequence[Rule], facts: Iterable[Triple]) -> None:
        self.terms = _Terms()
        self.rounds = 0
        self._plans = {id(rule): self._planned(rule) for rule in rules}
        atoms = [atom for rule in rules for atom in (*rule.body, *([rule.head] if rule.head else []))]
        self._relations = self._loaded({_key(atom) for atom in atoms if not atom.negated}, facts)
        self._added: dict[_Key, list[Column]] = {}

    # ── from terms to numbers, and back ──

    def _planned(self, rule: Rule) -> _Plan:
        body = tuple(self._pattern(atom) for atom in rule.body if not atom.negated)
        tests = tuple(self._pattern(atom) for atom in rule.body if atom.negated)
        return _Plan(None if rule.head is None else self._pattern(rule.head), body, tests)

    def _pattern(self, atom: Atom) -> _Pattern:
        arguments = (each.value if isinstance(each, Variable) else self.terms.number(each) for each in atom.arguments)
        return _Pattern(_key(atom), tuple(arguments))

    def _loaded(self, keys: Iterable[_Key], facts: Iterable[Triple]) -> dict[_Key, Relation]:
        found: dict[_Key, list[int]] = {key: [] for key in keys}
        classes: dict[Term, list[int]] = {
            predicate: column for (predicate, arity), column in found.items() if arity == 1
        }
        properties = {predicate: column for (predicate, arity), column in found.items() if arity == 2}
        number = self.terms.number
        for fact in facts:
            predicate = fact.predicate
            if predicate == _TYPE:
                members = classes.get(fact.object)
                if members is not None:
                    members.append(number(fact.subject))
            else:
                values = properties.get(predicate)
                if values is not None:
                    values.append(number(fact.subject) << BITS | number(fact.object))
        return {key: Relation(distinct([np.array(column, np.int64)])) for key, column in found.items()}

    def inferred(self) -> dict[_Key, Column]:
        """Return all that was added to what was asserted."""
        return {key: distinct(columns) for key, columns in self._added.items()}

    # ── rounds ──

    def saturate(self, stratum: Stratum) -> None:
        """Apply the rules of a stratum until nothing new follows."""
        self._add(self._concluded(plan) for plan in self._plans_of(stratum.once))
        plans = self._plans_of(stratum.recursive)
        recent = self._add(self._concluded(plan) for plan in plans)
        while recent:
            recent = self._add(
                self._concluded(plan, i, recent[pattern.key])
                for plan in plans
                for i, pattern in enumerate(plan.body)
                if pattern.key in recent
            )

    def _plans_of(self, rules: Iterable[Rule]) -> list[_Plan]:
        return [self._plans[id(rule)] for rule in rules]

    def _add(self, concluded: Iterable[tuple[_Key, Column]]) -> dict[_Key, Relation]:
        """Add what is new in the conclusions of a round, and return it."""
        columns: dict[_Key, list[Column]] = {}
        for key, column in concluded:
            if len(column):
                columns.setdefault(key, []).append(column)
        recent = {key: new for key, parts in columns.items() if len(new := self._new(key, parts))}
        self.rounds += bool(columns)
        for key, column in recent.items():
            self._relations[key].add(column)
            self._added.setdefault(key, []).append(column)
        return {key: Relation(column) for key, column in recent.items()}

    def _new(self, key: _Key, columns: list[Column]) -> Column:
        values = distinct(columns)
        # Facts about literals stand last, and are left out.
        end = np.searchsorted(values, FIRST_LITERAL << BITS if key[1] == 2 else FIRST_LITERAL)
        values = values[:end]
        return values[~found_in(self._relations[key].facts, values)]

    # ── one rule ──

    def _concluded(self, plan: _Plan, place: int | None = None, recent: Relation | None = None) -> tuple[_Key, Column]:
        """Return what a rule concludes, from any facts or with the atom at one place among recent facts."""
        assert plan.head is not None
        if plan.copies is not None:
            relation = recent or self._relations[plan.body[0].key]
            return plan.head.key, relation.inverse if plan.copies == "inverse" else relation.facts
        bindings = self._bindings(plan, place, recent)
        return plan.head.key, bindings.values(plan.head.arguments) if bindings.rows else NOTHING

    def _bindings(self, plan: _Plan, place: int | None = None, recent: Relation | None = None) -> Bindings:
        bindings = UNBOUND
        waiting = dict(enumerate(plan.body))
        while waiting and bindings.rows:
            i = place if place in waiting else self._next(waiting, bindings)
            pattern = waiting.pop(i)
            relation = recent if recent and i == place else self._relations[pattern.key]
            bindings = joined(bindings, pattern.arguments, relation)
        for test in plan.tests if bindings.rows else ():
            bindings = self._passing(test, bindings)
        return bindings

    def _next(self, waiting: Mapping[int, _Pattern], bindings: Bindings) -> int:
        """Choose the next atom: one with a bound variable, then one that binds few, then a small one."""

        def cost(i: int) -> tuple[bool, int, int]:
            variables = {each for each in waiting[i].arguments if isinstance(each, str)}
            unbound = variables - bindings.columns.keys()
            is_apart = bool(bindings.columns) and bool(unbound) and unbound == variables
            return is_apart, len(unbound), len(self._relations[waiting[i].key].facts)

        return min(waiting, key=cost)

    def _passing(self, test: _Pattern, bindings: Bindings) -> Bindings:
        column = bindings.column(test.arguments[0])
        assert column is not None
        values = distinct([column])
        passing = [not self._is_in(self.terms.term(number), test.key[0]) for number in values.tolist()]
        return bindings.chosen(found_in(values[np.array(passing, bool)], column))

    def _is_in(self, term: Term, datatype: NamedNode) -> bool:
        return isinstance(term, Literal) and is_in(term, datatype)

    def contradictions(self, rule: Rule) -> Iterator[Contradiction]:
        """Yield each set of facts that contradict each other by a rule, in an order of the facts alone."""
        plan = self._plans[id(rule)]
        bindings = self._bindings(plan)
        if not bindings.rows:
            return
        columns = [
            [self._fact(each.key, value) for value in bindings.values(each.arguments).tolist()] for each in plan.body
        ]
        found: dict[frozenset[Triple], tuple[Triple, ...]] = {}
        for facts in sorted(zip(*columns, strict=True), key=lambda facts: [str(fact) for fact in facts]):
            found.setdefault(frozenset(facts), facts)
        yield from (Contradiction(rule, facts) for facts in found.values())

    def _fact(self, key: _Key, value: int) -> Triple:
        predicate, arity = key
        if arity == 1:
            return _triple(self.terms.term(value), _TYPE, predicate)
        return _triple(self.terms.term(value >> BITS), predicate, self.terms.term(value & ((1 << BITS) - 1)))


def _key(atom: Atom) -> _Key:
    return atom.predicate, len(atom.arguments)
