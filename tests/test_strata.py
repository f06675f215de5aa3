from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Variable

from ttsgraph.axioms import Declaration
from ttsgraph.rules import Atom, Rule
from ttsgraph.strata import strata
from ttsgraph.terms import OWL

X = Variable("x")


def rule(head, *body):
    atoms = [Atom(NamedNode(f"urn:{name}"), (X,)) for name in (head, *body)]
    return Rule(atoms[0], tuple(atoms[1:]), Declaration(OWL.Class, NamedNode("urn:a")), "test")


def names(stratum):
    return "".join(sorted(predicate.removeprefix("urn:") for predicate in stratum.predicates))


def test_predicates_that_need_each_other_share_a_stratum():
    found = strata([rule("d", "c"), rule("b", "a"), rule("a", "b", "e"), rule("c", "a"), rule("c", "d")])

    assert [names(stratum) for stratum in found] == ["ab", "cd"]


def test_rules_are_recursive_only_within_their_stratum():
    once, again = rule("a", "b"), rule("a", "a", "c")

    (stratum,) = strata([again, once])

    assert (stratum.once, stratum.recursive) == ((once,), (again,))


def test_a_rule_without_head_is_in_no_stratum():
    contradiction = Rule(None, rule("a", "b").body, rule("a").axiom, "cax-dw")

    assert strata([contradiction]) == ()


def test_a_long_path_does_not_exhaust_the_stack():
    rules = [rule(f"{i + 1:05}", f"{i:05}") for i in range(3000)]

    assert len(strata(rules)) == 3000


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from("abcdef")), max_size=15))
def test_a_stratum_needs_only_itself_and_those_before(pairs):
    found = strata([rule(head, body) for head, body in pairs])

    order = {name: i for i, stratum in enumerate(found) for name in names(stratum)}
    assert all(order.get(body, -1) <= order[head] for head, body in pairs)
    for head, body in pairs:
        is_mutual = head == body or (head in reached(body, pairs) and body in reached(head, pairs))
        assert (order.get(body, -1) == order[head]) == is_mutual


def reached(start, pairs):
    found = {start}
    while more := {head for head, body in pairs if body in found} - found:
        found |= more
    return found
