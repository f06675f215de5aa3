import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ttsgraph.columns import UNBOUND, Bindings, Relation, distinct, found_in, joined, pairs

NUMBERS = st.integers(0, 5)
PAIRS = st.sets(st.tuples(NUMBERS, NUMBERS))


def relation(facts):
    subjects = np.array([s for s, o in facts], np.int64)
    return Relation(distinct([pairs(subjects, np.array([o for s, o in facts], np.int64))]))


def rows(bindings, *names):
    return sorted(zip(*(bindings.columns[name].tolist() for name in names), strict=True))


@given(st.lists(NUMBERS), st.lists(NUMBERS))
def test_values_are_found_in_a_column_that_holds_them(held, values):
    column = distinct([np.array(held, np.int64)])

    found = found_in(column, np.array(values, np.int64))

    assert found.tolist() == [value in held for value in values]


@given(PAIRS, PAIRS)
def test_a_join_follows_pairs_forwards(first, second):
    bindings = joined(joined(UNBOUND, ("x", "y"), relation(first)), ("y", "z"), relation(second))

    expected = sorted((x, y, z) for x, y in first for w, z in second if w == y)
    assert (rows(bindings, "x", "y", "z") if expected else bindings.rows) == (expected or 0)


@given(PAIRS, PAIRS)
def test_a_join_follows_pairs_backwards(first, second):
    bindings = joined(joined(UNBOUND, ("x", "y"), relation(first)), ("z", "y"), relation(second))

    expected = sorted((x, y, z) for x, y in first for z, w in second if w == y)
    assert (rows(bindings, "x", "y", "z") if expected else bindings.rows) == (expected or 0)


@given(PAIRS, st.integers(0, 5))
def test_a_number_binds_like_a_variable(facts, number):
    bindings = joined(UNBOUND, ("x", number), relation(facts))

    assert sorted(bindings.columns["x"].tolist()) == sorted(s for s, o in facts if o == number)


@given(PAIRS)
def test_a_repeated_variable_binds_only_what_leads_to_itself(facts):
    bindings = joined(UNBOUND, ("x", "x"), relation(facts))

    assert bindings.columns["x"].tolist() == sorted(s for s, o in facts if s == o)


@given(PAIRS, st.sets(NUMBERS))
def test_what_shares_no_variable_is_combined_in_every_way(facts, members):
    bindings = joined(
        joined(UNBOUND, ("x", "y"), relation(facts)),
        ("z",),
        Relation(distinct([np.array([*members], np.int64)])),
    )

    assert bindings.rows == len(facts) * len(members)
    assert set(rows(bindings, "x", "y", "z")) == {(s, o, z) for s, o in facts for z in members}


@given(PAIRS, PAIRS)
def test_an_inverse_keeps_up_with_what_is_added(first, second):
    grown = relation(first)
    assert grown.inverse.tolist() == [o << 32 | s for o, s in sorted((o, s) for s, o in first)]

    grown.add(relation(second - first).facts)

    assert grown.facts.tolist() == relation(first | second).facts.tolist()
    assert grown.inverse.tolist() == relation({(o, s) for s, o in first | second}).facts.tolist()


def test_no_row_is_no_row_whatever_is_joined():
    nothing = Bindings({"x": np.empty(0, np.int64)}, 0)

    assert joined(nothing, ("x", "y"), relation({(1, 2)})).rows == 0
