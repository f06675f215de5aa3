"""Turns rules into strata: groups in an order in which each needs only itself and what stands before it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ttsgraph.rules import Rule


@dataclass(frozen=True)
class Stratum:
    """Predicates that depend on each other, and their rules: to apply once, or until nothing is new."""

    predicates: frozenset[str]
    once: tuple[Rule, ...]
    recursive: tuple[Rule, ...]


def strata(rules: Sequence[Rule]) -> tuple[Stratum, ...]:
    """Group the rules that have a head by the strongly connected components of their predicates.

    >>> from ttsgraph.axioms import TransitiveObjectProperty
    >>> from ttsgraph.rules import compile_axioms
    >>> from ttsgraph.terms import expand
    >>> rules = compile_axioms([TransitiveObjectProperty(expand("tts:precedes"))])
    >>> [sorted(stratum.predicates) for stratum in strata(rules)]
    [['https://w3id.org/ttsgraph/ontology#precedes']]
    """
    needs: dict[str, set[str]] = {}
    by_head: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.head is not None:
            body = {atom.predicate.value for atom in rule.body}
            needs.setdefault(rule.head.predicate.value, set()).update(body)
            by_head.setdefault(rule.head.predicate.value, []).append(rule)
    ordered = {predicate: sorted(needs.get(predicate, ())) for predicate in sorted(needs)}
    return tuple(
        _stratum(component, [rule for predicate in sorted(component) for rule in by_head.get(predicate, ())])
        for component in _Components(ordered).found
        if not component.isdisjoint(by_head)
    )


def _stratum(component: frozenset[str], rules: Iterable[Rule]) -> Stratum:
    once: list[Rule] = []
    recursive: list[Rule] = []
    for rule in rules:
        inside = any(atom.predicate.value in component for atom in rule.body)
        (recursive if inside else once).append(rule)
    return Stratum(component, tuple(once), tuple(recursive))


class _Components:
    """Strongly connected components, each after those it leads to (Tarjan 1972), without recursion."""

    def __init__(self, successors: Mapping[str, Sequence[str]]) -> None:
        self.found: list[frozenset[str]] = []
        self._successors = successors
        self._number: dict[str, int] = {}
        self._lowest: dict[str, int] = {}
        self._open: dict[str, None] = {}
        for node in successors:
            if node not in self._number:
                self._walk(node)

    def _walk(self, root: str) -> None:
        path = [(root, self._entered(root))]
        while path:
            node, rest = path[-1]
            following = next(rest, None)
            if following is None:
                path.pop()
                self._leave(node)
                if path:
                    self._lower(path[-1][0], self._lowest[node])
            elif following not in self._number:
                path.append((following, self._entered(following)))
            elif following in self._open:
                self._lower(node, self._number[following])

    def _entered(self, node: str) -> Iterator[str]:
        self._number[node] = self._lowest[node] = len(self._number)
        self._open[node] = None
        return iter(self._successors.get(node, ()))

    def _lower(self, node: str, number: int) -> None:
        self._lowest[node] = min(self._lowest[node], number)

    def _leave(self, node: str) -> None:
        if self._lowest[node] < self._number[node]:
            return
        component = {node}
        while (last := self._open.popitem()[0]) != node:
            component.add(last)
        self.found.append(frozenset(component))
