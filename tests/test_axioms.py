import pytest
from pyoxigraph import Literal, NamedNode

from ttsgraph.axioms import (
    DataHasValue,
    Declaration,
    DifferentIndividuals,
    ObjectIntersectionOf,
    ObjectPropertyChain,
    ObjectSomeValuesFrom,
    SubClassOf,
    SubObjectPropertyOf,
)
from ttsgraph.terms import OWL, PREFIXES, expand

A, B, P, Q = (expand(f"tts:{name}") for name in "ABpq")


@pytest.mark.parametrize(
    ("axiom", "text"),
    [
        (Declaration(OWL.ObjectProperty, P), "Declaration(ObjectProperty(tts:p))"),
        (
            SubClassOf(ObjectIntersectionOf((A, ObjectSomeValuesFrom(P, OWL.Thing))), B),
            "SubClassOf(ObjectIntersectionOf(tts:A ObjectSomeValuesFrom(tts:p owl:Thing)) tts:B)",
        ),
        (
            SubClassOf(A, DataHasValue(Q, Literal("two words"))),
            'SubClassOf(tts:A DataHasValue(tts:q "two words"))',
        ),
        (
            SubObjectPropertyOf(ObjectPropertyChain((P, Q)), P),
            "SubObjectPropertyOf(ObjectPropertyChain(tts:p tts:q) tts:p)",
        ),
        (DifferentIndividuals((A, B)), "DifferentIndividuals(tts:A tts:B)"),
        # A name that has parentheses itself must not look like a construct.
        (SubClassOf(NamedNode(PREFIXES["tts"] + "A(x)"), B), f"SubClassOf(<{PREFIXES['tts']}A(x)> tts:B)"),
    ],
)
def test_an_axiom_prints_in_functional_style_syntax(axiom, text):
    assert str(axiom) == text


def test_axioms_are_equal_by_what_they_say():
    assert SubClassOf(A, B) == SubClassOf(expand("tts:A"), B)
    assert SubClassOf(A, B) != SubClassOf(B, A)
