import pytest
from pyoxigraph import NamedNode

from ttsgraph.axioms import EquivalentClasses, ObjectAllValuesFrom, ObjectSomeValuesFrom, SubClassOf
from ttsgraph.errors import UnsupportedAxiomError
from ttsgraph.ontology import parse_ontology
from ttsgraph.rules import compile_axioms
from ttsgraph.terms import OWL, PREFIXES, expand

HEADER = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
DECLARED = """
    tts:A a owl:Class . tts:B a owl:Class . tts:C a owl:Class .
    tts:p a owl:ObjectProperty . tts:q a owl:ObjectProperty . tts:r a owl:ObjectProperty .
    tts:d a owl:DatatypeProperty . tts:e a owl:DatatypeProperty .
"""
HAS_A = "[ a owl:Restriction ; owl:onProperty tts:p ; owl:hasValue tts:a ]"
SOME_B = "[ a owl:Restriction ; owl:onProperty tts:p ; owl:someValuesFrom tts:B ]"
SOMETHING = "[ a owl:Restriction ; owl:onProperty tts:p ; owl:someValuesFrom owl:Thing ]"
ONLY_B = "[ a owl:Restriction ; owl:onProperty tts:p ; owl:allValuesFrom tts:B ]"
LISTED = "[ a owl:Class ; owl:oneOf ( tts:a tts:b ) ]"
SOME_LISTED = f"[ a owl:Restriction ; owl:onProperty tts:p ; owl:someValuesFrom {LISTED} ]"
EITHER = "[ a owl:Class ; owl:unionOf ( tts:A tts:B ) ]"

#: Axiom to its rules, each with its name.
RULES = {
    "tts:A rdfs:subClassOf tts:B .": ["cax-sco: B(?x) ← A(?x)"],
    "tts:A owl:equivalentClass tts:B .": ["cax-eqc1: B(?x) ← A(?x)", "cax-eqc2: A(?x) ← B(?x)"],
    f"tts:A owl:equivalentClass {HAS_A} .": [
        "cls-hv1: p(?x, tts:a) ← A(?x)",
        "cax-eqc2: A(?x) ← p(?x, tts:a)",
    ],
    f"{SOME_B} rdfs:subClassOf tts:A .": ["cax-sco: A(?x) ← p(?x, ?y) ∧ B(?y)"],
    f"{SOMETHING} rdfs:subClassOf tts:A .": ["cax-sco: A(?x) ← p(?x, ?y)"],
    f"{LISTED} rdfs:subClassOf tts:A .": ["cax-sco: A(tts:a) ←", "cax-sco: A(tts:b) ←"],
    f"{SOME_LISTED} rdfs:subClassOf tts:A .": [
        "cax-sco: A(?x) ← p(?x, tts:a)",
        "cax-sco: A(?x) ← p(?x, tts:b)",
    ],
    f"{EITHER} rdfs:subClassOf tts:C .": ["cax-sco: C(?x) ← A(?x)", "cax-sco: C(?x) ← B(?x)"],
    f"[ a owl:Class ; owl:intersectionOf ( tts:A {HAS_A} ) ] rdfs:subClassOf {ONLY_B} .": [
        "cls-avf: B(?y) ← A(?x) ∧ p(?x, tts:a) ∧ p(?x, ?y)"
    ],
    f"tts:A rdfs:subClassOf [ a owl:Class ; owl:intersectionOf ( tts:B {HAS_A} ) ] .": [
        "cls-int2: B(?x) ← A(?x)",
        "cls-hv1: p(?x, tts:a) ← A(?x)",
    ],
    f"tts:A rdfs:subClassOf {ONLY_B} .": ["cls-avf: B(?y) ← A(?x) ∧ p(?x, ?y)"],
    "tts:A rdfs:subClassOf [ a owl:Class ; owl:complementOf tts:B ] .": ["cls-com: ⊥ ← A(?x) ∧ B(?x)"],
    "tts:A rdfs:subClassOf owl:Nothing .": ["cls-nothing2: ⊥ ← A(?x)"],
    "tts:A rdfs:subClassOf owl:Thing .": [],
    "tts:A rdfs:subClassOf tts:A .": [],
    "owl:Nothing rdfs:subClassOf tts:A .": [],
    "tts:A owl:disjointWith tts:B .": ["cax-dw: ⊥ ← A(?x) ∧ B(?x)"],
    "[] a owl:AllDisjointClasses ; owl:members ( tts:A tts:B tts:C ) .": [
        "cax-adc: ⊥ ← A(?x) ∧ B(?x)",
        "cax-adc: ⊥ ← A(?x) ∧ C(?x)",
        "cax-adc: ⊥ ← B(?x) ∧ C(?x)",
    ],
    "tts:p rdfs:subPropertyOf tts:q .": ["prp-spo1: q(?x, ?y) ← p(?x, ?y)"],
    "tts:r owl:propertyChainAxiom ( tts:p tts:q ) .": ["prp-spo2: r(?x, ?z) ← p(?x, ?y) ∧ q(?y, ?z)"],
    "tts:r owl:propertyChainAxiom ( tts:p tts:q tts:p ) .": ["prp-spo2: r(?x, ?u) ← p(?x, ?y) ∧ q(?y, ?z) ∧ p(?z, ?u)"],
    "tts:p owl:equivalentProperty tts:q .": [
        "prp-eqp1: q(?x, ?y) ← p(?x, ?y)",
        "prp-eqp2: p(?x, ?y) ← q(?x, ?y)",
    ],
    "tts:p owl:inverseOf tts:q .": ["prp-inv1: q(?y, ?x) ← p(?x, ?y)", "prp-inv2: p(?y, ?x) ← q(?x, ?y)"],
    "tts:p rdfs:domain tts:A .": ["prp-dom: A(?x) ← p(?x, ?y)"],
    "tts:p rdfs:range tts:A .": ["prp-rng: A(?y) ← p(?x, ?y)"],
    "tts:p rdfs:range owl:Nothing .": ["cls-nothing2: ⊥ ← p(?x, ?y)"],
    "tts:p a owl:SymmetricProperty .": ["prp-symp: p(?y, ?x) ← p(?x, ?y)"],
    "tts:p a owl:TransitiveProperty .": ["prp-trp: p(?x, ?z) ← p(?x, ?y) ∧ p(?y, ?z)"],
    "tts:p a owl:AsymmetricProperty .": ["prp-asyp: ⊥ ← p(?x, ?y) ∧ p(?y, ?x)"],
    "tts:p a owl:IrreflexiveProperty .": ["prp-irp: ⊥ ← p(?x, ?x)"],
    "tts:p owl:propertyDisjointWith tts:q .": ["prp-pdw: ⊥ ← p(?x, ?y) ∧ q(?x, ?y)"],
    "tts:d rdfs:subPropertyOf tts:e .": ["prp-spo1: e(?x, ?y) ← d(?x, ?y)"],
    "tts:d rdfs:domain tts:A .": ["prp-dom: A(?x) ← d(?x, ?y)"],
    "tts:d rdfs:range xsd:integer .": ["dt-not-type: ⊥ ← d(?x, ?y) ∧ ¬xsd:integer(?y)"],
    "tts:a owl:differentFrom tts:b .": [],
}


@pytest.mark.parametrize("turtle", RULES)
def test_an_axiom_becomes_these_rules(turtle):
    rules = compile_axioms(parse_ontology(HEADER + DECLARED + turtle).axioms)

    assert [f"{rule.name}: {rule}" for rule in rules] == RULES[turtle]


def test_two_axioms_with_one_rule_give_it_once_with_the_first_of_them():
    turtle = "tts:A rdfs:subClassOf tts:B ; owl:equivalentClass tts:B ."

    rules = compile_axioms(parse_ontology(HEADER + DECLARED + turtle).axioms)

    assert [str(rule) for rule in rules] == ["B(?x) ← A(?x)", "A(?x) ← B(?x)"]
    assert {type(rule.axiom) for rule in rules} == {EquivalentClasses}


def test_nobody_is_listed_in_both_of_two_lists_without_a_common_name():
    both = f"[ a owl:Class ; owl:intersectionOf ( {LISTED} [ a owl:Class ; owl:oneOf ( tts:b tts:c ) ] ) ]"

    rules = compile_axioms(parse_ontology(f"{HEADER}{DECLARED} {both} rdfs:subClassOf tts:A .").axioms)

    # Neither a nor c is in both lists.
    assert [str(rule) for rule in rules] == ["A(tts:b) ←"]


@pytest.mark.parametrize(
    "axiom",
    [
        SubClassOf(OWL.Thing, expand("tts:A")),
        SubClassOf(ObjectAllValuesFrom(expand("tts:p"), OWL.Thing), expand("tts:A")),
        SubClassOf(expand("tts:A"), ObjectSomeValuesFrom(expand("tts:p"), expand("tts:B"))),
    ],
    ids=str,
)
def test_an_axiom_without_rules_is_never_passed_over(axiom):
    with pytest.raises(UnsupportedAxiomError):
        compile_axioms([axiom])


def test_names_with_parentheses_stay_readable_and_whole():
    axiom = SubClassOf(NamedNode(PREFIXES["tts"] + "a(b)"), expand("tts:B"))

    (rule,) = compile_axioms([axiom])

    assert str(rule) == "B(?x) ← <https://w3id.org/ttsgraph/ontology#a(b)>(?x)"
