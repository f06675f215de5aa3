"""Turns a fact into proofs of why it holds, found backwards over the store; nothing is recorded for them.

The search widens one step at a time: it collects the instances of rules that conclude the fact, then those
that conclude their premises, and stops soon after the fact can be proved from what was collected. Proofs are
put together upwards, from proofs, so that no failure has to be remembered and none can be circular (Knuth, A
generalization of Dijkstra's algorithm, 1977).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyoxigraph import Literal, NamedNode, Store, Triple, Variable

from ttsgraph.rules import Atom, Rule
from ttsgraph.terms import INFERRED_GRAPH, RDF, STATISTICS_GRAPH, Term, note_iri, shown

_TYPE = RDF.type
_NOTES = note_iri("").value
#: Steps to look further back for a proof that rests on a note, once there is one that does not.
_PATIENCE = 2


@dataclass(frozen=True)
class Proof:
    """A fact with its reason: the graphs that state it, or the rule that concludes it from premises."""

    fact: Triple
    rule: Rule | None
    premises: tuple["Proof", ...]
    graphs: tuple[NamedNode, ...]

    @cached_property
    def facts(self) -> frozenset[Triple]:
        """All facts in the proof, its own included."""
        return frozenset([self.fact]).union(*(premise.facts for premise in self.premises))

    @cached_property
    def size(self) -> int:
        """How many facts are written when the proof is."""
        return 1 + sum(premise.size for premise in self.premises)

    @cached_property
    def rests_on_note(self) -> bool:
        """Whether some fact that it ends in is stated by a note."""
        return any(graph.value.startswith(_NOTES) for leaf in self.leaves() for graph in leaf.graphs)

    def leaves(self) -> tuple["Proof", ...]:
        """Return the stated facts that the proof ends in, each once, in the order in which they are met."""
        if self.rule is None:
            return (self,)
        return tuple(dict.fromkeys(leaf for premise in self.premises for leaf in premise.leaves()))

    def to_dict(self) -> dict[str, Any]:
        """Return the proof as plain values, facts as CURIEs and N-Triples."""
        fact = {"fact": " ".join(shown(term) for term in self.fact)}
        if self.rule is None:
            return {**fact, "graphs": [shown(graph) for graph in self.graphs]}
        premises = [premise.to_dict() for premise in self.premises]
        return {**fact, "rule": self.rule.name, "axiom": str(self.rule.axiom), "premises": premises}


class Prover:
    """The rules, and a store that holds what was asserted and what was inferred by them.

    >>> from ttsgraph.axioms import SymmetricObjectProperty
    >>> from ttsgraph.rules import compile_axioms
    >>> from pyoxigraph import Quad
    >>> near, a, b = NamedNode("urn:near"), NamedNode("urn:a"), NamedNode("urn:b")
    >>> store = Store()
    >>> store.extend([Quad(a, near, b, note_iri("map")), Quad(b, near, a, INFERRED_GRAPH)])
    >>> prover = Prover(store, compile_axioms([SymmetricObjectProperty(near)]))
    >>> [str(leaf.fact) for leaf in prover.prove(Triple(b, near, a)).leaves()]
    ['<urn:a> <urn:near> <urn:b>']
    """

    def __init__(self, store: Store, rules: Iterable[Rule]) -> None:
        """File the rules under what they conclude."""
        self._store = store
        self._rules: dict[Term, list[_Backward]] = {}
        for rule in rules:
            if rule.head is not None:
                backward = _Backward(rule, _pattern(rule.head), tuple(_pattern(atom) for atom in rule.body))
                self._rules.setdefault(rule.head.predicate, []).append(backward)

    def prove(self, fact: Triple) -> Proof | None:
        """Return the best proof: that it is stated, else one that rests on a note, else a small one."""
        return next(iter(self.proofs(fact, limit=1)), None)

    def proofs(self, fact: Triple, limit: int = 3) -> list[Proof]:
        """Return the best proofs of a fact that differ in their last step, the best first."""
        stated = self.leaf(fact)
        found = [] if stated is None else [stated]
        return found + _Search(self, fact).proofs(limit - len(found))

    def leaf(self, fact: Triple) -> Proof | None:
        """Return the proof of a fact by the graphs that state it."""
        quads = self._store.quads_for_pattern(fact.subject, fact.predicate, fact.object)
        graphs = {quad.graph_name for quad in quads} - {INFERRED_GRAPH, STATISTICS_GRAPH}
        named = (graph for graph in graphs if isinstance(graph, NamedNode))
        return Proof(fact, None, (), tuple(sorted(named, key=str))) if graphs else None

    def instances(self, fact: Triple) -> list["Instance"]:
        """Return the instances of rules that conclude a fact from facts in the store, in a fixed order."""
        found: list[Instance] = []
        for backward in self._rules.get(fact.object if fact.predicate == _TYPE else fact.predicate, ()):
            bindings = _unified(backward.head, fact, {})
            if bindings is not None:
                all_premises = dict.fromkeys(
                    tuple(_instantiated(pattern, solution) for pattern in backward.body)
                    for solution in self._solutions(backward.body, bindings)
                )
                found += [Instance(backward.rule, each) for each in sorted(all_premises, key=_text)]
        return found

    def _solutions(self, waiting: "_Patterns", bindings: "_Substitution") -> Iterator["_Substitution"]:
        if not waiting:
            yield bindings
            return
        # A bound subject leaves the fewest facts to try: objects such as a class are shared by many.
        i = max(range(len(waiting)), key=lambda i: _selectivity(waiting[i], bindings))
        for fact in self._matches(waiting[i], bindings):
            extended = _unified(waiting[i], fact, bindings)
            if extended is not None:
                yield from self._solutions(waiting[:i] + waiting[i + 1 :], extended)

    def _matches(self, pattern: "_Pattern", bindings: "_Substitution") -> Iterator[Triple]:
        subject, predicate, value = (_bound(each, bindings) for each in pattern)
        assert isinstance(predicate, NamedNode)
        if not isinstance(subject, Literal):
            yield from (quad.triple for quad in self._store.quads_for_pattern(subject, predicate, value))


# ── rules as patterns of triples ──

_Pattern = tuple[Term | Variable, NamedNode, Term | Variable]
_Patterns = tuple[_Pattern, ...]
_Substitution = Mapping[Variable, Term]


@dataclass(frozen=True)
class _Backward:
    rule: Rule
    head: _Pattern
    body: _Patterns


@dataclass(frozen=True)
class Instance:
    """A rule with facts for its body."""

    rule: Rule
    premises: tuple[Triple, ...]


def _pattern(atom: Atom) -> _Pattern:
    if len(atom.arguments) == 1:
        return atom.arguments[0], _TYPE, atom.predicate
    return atom.arguments[0], atom.predicate, atom.arguments[1]


def _bound(term: Term | Variable, bindings: _Substitution) -> Term | None:
    return bindings.get(term) if isinstance(term, Variable) else term


def _selectivity(pattern: _Pattern, bindings: _Substitution) -> int:
    subject, predicate, value = pattern
    has_subject = _bound(subject, bindings) is not None
    return 2 * has_subject + (predicate != _TYPE and _bound(value, bindings) is not None)


def _unified(pattern: _Pattern, fact: Triple, bindings: _Substitution) -> _Substitution | None:
    extended = dict(bindings)
    for part, term in zip(pattern, fact, strict=True):
        known = extended.setdefault(part, term) if isinstance(part, Variable) else part
        if known != term:
            return None
    return extended


def _instantiated(pattern: _Pattern, bindings: _Substitution) -> Triple:
    subject, value = _bound(pattern[0], bindings), _bound(pattern[2], bindings)
    assert subject is not None and not isinstance(subject, Literal) and value is not None
    return Triple(subject, pattern[1], value)


def _text(facts: Iterable[Triple]) -> list[str]:
    return [str(fact) for fact in facts]


class _Search:
    """The instances collected for one fact, and the best proofs so far of the facts that they need."""

    def __init__(self, prover: Prover, root: Triple) -> None:
        self._prover = prover
        self._root = root
        self._collected: dict[Triple, list[Instance]] = {}
        self._waiting = {root: None}
        #: The smallest proof of each fact, and the smallest of those that rest on a note.
        self._smallest: dict[Triple, Proof] = {}
        self._noted: dict[Triple, Proof] = {}

    def proofs(self, limit: int) -> list[Proof]:
        """Return the best proofs by a rule."""
        found: list[Proof] = []
        waited = 0
        while limit > sum(proof.rests_on_note for proof in found) and self._waiting and waited <= _PATIENCE:
            self._widen()
            found = self._of_root()
            waited += bool(found)
        return found[: max(limit, 0)]

    def _of_root(self) -> list[Proof]:
        found = []
        for instance in self._collected[self._root]:
            proof = self._resting_on_note(self._root, instance) or self._combined(self._root, instance)
            found += [proof] if proof else []
        return sorted(found, key=lambda proof: (not proof.rests_on_note, proof.size))

    def _widen(self) -> None:
        """Collect the instances that conclude the facts met last, and prove what can be proved with them."""
        facts, self._waiting = self._waiting, {}
        for fact in facts:
            self._collected[fact] = self._prover.instances(fact)
            for premise in (premise for instance in self._collected[fact] for premise in instance.premises):
                self._meet(premise)
        below = [fact for fact in self._collected if fact != self._root]
        while sum(self._improve(fact) for fact in below):
            pass

    def _meet(self, fact: Triple) -> None:
        if fact in self._smallest or fact in self._collected or fact in self._waiting:
            return
        leaf = self._prover.leaf(fact)
        if leaf is None:
            self._waiting[fact] = None
        else:
            self._keep(leaf)

    def _keep(self, proof: Proof) -> bool:
        """Keep a proof if it is the smallest of its kind so far."""
        is_better = False
        for kept in (self._smallest, self._noted) if proof.rests_on_note else (self._smallest,):
            if proof.fact not in kept or proof.size < kept[proof.fact].size:
                kept[proof.fact] = proof
                is_better = True
        return is_better

    def _improve(self, fact: Triple) -> bool:
        proofs = [
            proof
            for instance in self._collected[fact]
            for proof in (self._combined(fact, instance), self._resting_on_note(fact, instance))
            if proof is not None
        ]
        return sum(self._keep(proof) for proof in proofs) > 0

    def _combined(self, fact: Triple, instance: Instance) -> Proof | None:
        return self._proof(fact, instance, [self._smallest.get(each) for each in instance.premises])

    def _resting_on_note(self, fact: Triple, instance: Instance) -> Proof | None:
        """Combine the smallest proofs, but for one premise take one that rests on a note."""
        noted = [i for i, each in enumerate(instance.premises) if each in self._noted]
        premises = [self._smallest.get(each) for each in instance.premises]
        if not noted or None in premises:
            return None
        facts = instance.premises
        i = min(noted, key=lambda i: self._noted[facts[i]].size - self._smallest[facts[i]].size)
        return self._proof(fact, instance, [*premises[:i], self._noted[facts[i]], *premises[i + 1 :]])

    def _proof(self, fact: Triple, instance: Instance, premises: Iterable[Proof | None]) -> Proof | None:
        found = tuple(premise for premise in premises if premise is not None and fact not in premise.facts)
        return Proof(fact, instance.rule, found, ()) if len(found) == len(instance.premises) else None
