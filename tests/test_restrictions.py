import pytest

from ttsgraph.errors import OntologyError, UnsupportedAxiomError
from ttsgraph.ontology import parse_ontology
from ttsgraph.terms import PREFIXES

HEADER = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
DECLARED = """
    tts:A a owl:Class . tts:B a owl:Class .
    tts:p a owl:ObjectProperty . tts:q a owl:ObjectProperty . tts:r a owl:ObjectProperty .
    tts:d a owl:DatatypeProperty .
"""
SOME = "[ a owl:Restriction ; owl:onProperty tts:p ; owl:someValuesFrom tts:B ]"
EVERY = "[ a owl:Restriction ; owl:onProperty tts:p ; owl:allValuesFrom tts:B ]"
UNION = "[ a owl:Class ; owl:unionOf ( tts:A tts:B ) ]"
INTERSECTION = f"[ a owl:Class ; owl:intersectionOf ( tts:A {SOME} ) ]"

WITHOUT_RULE = {
    f"tts:A rdfs:subClassOf {SOME} .": "what follows for its members, ObjectSomeValuesFrom",
    f"tts:A rdfs:subClassOf {UNION} .": "what follows for its members, ObjectUnionOf",
    f"tts:A owl:equivalentClass {INTERSECTION} .": "what follows for its members, ObjectSomeValuesFrom",
    f"{EVERY} rdfs:subClassOf tts:A .": "what makes something a member of it, ObjectAllValuesFrom",
    "owl:Thing rdfs:subClassOf tts:A .": "what makes something a member of it, owl:Thing",
    f"tts:A owl:disjointWith {EVERY} .": "what makes something a member of it, ObjectAllValuesFrom",
    f"tts:p rdfs:domain {UNION} .": "what follows for its members, ObjectUnionOf",
    "tts:d rdfs:range xsd:date .": "outside what the reasoner checks",
}


@pytest.mark.parametrize("turtle", WITHOUT_RULE)
def test_what_no_rule_reads_or_derives_is_refused(turtle):
    with pytest.raises(UnsupportedAxiomError) as caught:
        parse_ontology(HEADER + DECLARED + turtle)

    assert WITHOUT_RULE[turtle] in str(caught.value)


@pytest.mark.parametrize(
    "turtle",
    [
        f"{SOME} rdfs:subClassOf tts:A .",
        f"{UNION} rdfs:subClassOf tts:A .",
        f"{INTERSECTION} rdfs:subClassOf {EVERY} .",
        f"tts:p rdfs:range {EVERY} .",
        "tts:A rdfs:subClassOf owl:Thing .",
        "tts:A rdfs:subClassOf owl:Nothing .",
    ],
)
def test_the_same_expressions_where_there_are_rules_are_accepted(turtle):
    assert parse_ontology(HEADER + DECLARED + turtle).axioms


NOT_SIMPLE = {
    "tts:p a owl:TransitiveProperty, owl:IrreflexiveProperty .": "IrreflexiveObjectProperty(tts:p)",
    "tts:p a owl:TransitiveProperty, owl:AsymmetricProperty .": "AsymmetricObjectProperty(tts:p)",
    "tts:p owl:propertyChainAxiom ( tts:q tts:r ) ; owl:propertyDisjointWith tts:q .": "tts:p is",
    "tts:p a owl:TransitiveProperty ; rdfs:subPropertyOf tts:q . tts:q a owl:IrreflexiveProperty .": "tts:q",
    "tts:p a owl:TransitiveProperty . tts:q owl:inverseOf tts:p ; a owl:AsymmetricProperty .": "tts:q is",
}


@pytest.mark.parametrize("turtle", NOT_SIMPLE)
def test_a_property_that_must_be_simple_and_is_not_is_named(turtle):
    with pytest.raises(OntologyError, match="needs a simple property") as caught:
        parse_ontology(HEADER + DECLARED + turtle)

    assert NOT_SIMPLE[turtle] in str(caught.value)


def test_a_property_below_a_transitive_one_is_simple():
    turtle = "tts:p rdfs:subPropertyOf tts:q ; a owl:IrreflexiveProperty . tts:q a owl:TransitiveProperty ."

    assert parse_ontology(HEADER + DECLARED + turtle).axioms


IRREGULAR = [
    "tts:p rdfs:subPropertyOf tts:q . tts:p owl:propertyChainAxiom ( tts:q tts:r ) .",
    "tts:p owl:propertyChainAxiom ( tts:q tts:r ) . tts:q owl:propertyChainAxiom ( tts:p tts:r ) .",
    "tts:p owl:propertyChainAxiom ( tts:q tts:p tts:r ) .",
    "tts:p owl:inverseOf tts:q ; owl:propertyChainAxiom ( tts:q tts:r ) .",
]


@pytest.mark.parametrize("turtle", IRREGULAR)
def test_chains_that_cannot_be_put_in_order_are_refused(turtle):
    with pytest.raises(OntologyError, match="irregular"):
        parse_ontology(HEADER + DECLARED + turtle)


@pytest.mark.parametrize(
    "turtle",
    [
        "tts:p owl:propertyChainAxiom ( tts:p tts:p ) .",
        "tts:p owl:propertyChainAxiom ( tts:p tts:q ), ( tts:r tts:p ), ( tts:q tts:r ) .",
        "tts:q rdfs:subPropertyOf tts:p . tts:p owl:propertyChainAxiom ( tts:q tts:r ) .",
    ],
)
def test_regular_chains_are_accepted(turtle):
    assert parse_ontology(HEADER + DECLARED + turtle).axioms
