import pytest

from ttsgraph.errors import OntologyError, UnsupportedAxiomError
from ttsgraph.mapping import GraphReader
from ttsgraph.ontology import parse_ontology
from ttsgraph.terms import PREFIXES

HEADER = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
DECLARED = """
    tts:A a owl:Class . tts:B a owl:Class . tts:C a owl:Class .
    tts:p a owl:ObjectProperty . tts:q a owl:ObjectProperty . tts:r a owl:ObjectProperty .
    tts:d a owl:DatatypeProperty . tts:e a owl:DatatypeProperty .
    tts:note a owl:AnnotationProperty . tts:remark a owl:AnnotationProperty .
"""

ON_P = "a owl:Restriction ; owl:onProperty tts:p"
MEMBERS = "owl:members ( tts:p tts:q tts:r )"
ANNOTATES = "owl:annotatedSource tts:A ; owl:annotatedProperty rdfs:subClassOf ; owl:annotatedTarget tts:B"

SUPPORTED = {
    "tts:A rdfs:subClassOf tts:B .": "SubClassOf(tts:A tts:B)",
    "tts:A owl:equivalentClass tts:B .": "EquivalentClasses(tts:A tts:B)",
    "tts:A owl:disjointWith tts:B .": "DisjointClasses(tts:A tts:B)",
    "[] a owl:AllDisjointClasses ; owl:members ( tts:A tts:B tts:C ) .": "DisjointClasses(tts:A tts:B tts:C)",
    "[ a owl:Class ; owl:intersectionOf ( tts:A tts:B ) ] rdfs:subClassOf tts:C .": (
        "SubClassOf(ObjectIntersectionOf(tts:A tts:B) tts:C)"
    ),
    "[ a owl:Class ; owl:unionOf ( tts:A tts:B ) ] rdfs:subClassOf tts:C .": (
        "SubClassOf(ObjectUnionOf(tts:A tts:B) tts:C)"
    ),
    "[ a owl:Class ; owl:oneOf ( tts:a tts:b ) ] rdfs:subClassOf tts:C .": (
        "SubClassOf(ObjectOneOf(tts:a tts:b) tts:C)"
    ),
    "tts:A rdfs:subClassOf [ a owl:Class ; owl:complementOf tts:B ] .": ("SubClassOf(tts:A ObjectComplementOf(tts:B))"),
    f"[ {ON_P} ; owl:someValuesFrom owl:Thing ] rdfs:subClassOf tts:C .": (
        "SubClassOf(ObjectSomeValuesFrom(tts:p owl:Thing) tts:C)"
    ),
    f"tts:A rdfs:subClassOf [ {ON_P} ; owl:allValuesFrom tts:B ] .": (
        "SubClassOf(tts:A ObjectAllValuesFrom(tts:p tts:B))"
    ),
    f"tts:A rdfs:subClassOf [ {ON_P} ; owl:hasValue tts:a ] .": ("SubClassOf(tts:A ObjectHasValue(tts:p tts:a))"),
    'tts:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tts:d ; owl:hasValue "x" ] .': (
        'SubClassOf(tts:A DataHasValue(tts:d "x"))'
    ),
    "tts:p rdfs:subPropertyOf tts:q .": "SubObjectPropertyOf(tts:p tts:q)",
    "tts:p owl:propertyChainAxiom ( tts:q tts:r ) .": ("SubObjectPropertyOf(ObjectPropertyChain(tts:q tts:r) tts:p)"),
    "tts:p owl:equivalentProperty tts:q .": "EquivalentObjectProperties(tts:p tts:q)",
    "tts:p owl:inverseOf tts:q .": "InverseObjectProperties(tts:p tts:q)",
    "tts:p rdfs:domain tts:A .": "ObjectPropertyDomain(tts:p tts:A)",
    "tts:p rdfs:range tts:A .": "ObjectPropertyRange(tts:p tts:A)",
    "tts:p a owl:SymmetricProperty .": "SymmetricObjectProperty(tts:p)",
    "tts:p a owl:AsymmetricProperty .": "AsymmetricObjectProperty(tts:p)",
    "tts:p a owl:IrreflexiveProperty .": "IrreflexiveObjectProperty(tts:p)",
    "tts:p a owl:TransitiveProperty .": "TransitiveObjectProperty(tts:p)",
    "tts:p owl:propertyDisjointWith tts:q .": "DisjointObjectProperties(tts:p tts:q)",
    f"[] a owl:AllDisjointProperties ; {MEMBERS} .": "DisjointObjectProperties(tts:p tts:q tts:r)",
    "tts:d rdfs:subPropertyOf tts:e .": "SubDataPropertyOf(tts:d tts:e)",
    "tts:d owl:equivalentProperty tts:e .": "EquivalentDataProperties(tts:d tts:e)",
    "tts:d owl:propertyDisjointWith tts:e .": "DisjointDataProperties(tts:d tts:e)",
    "tts:d rdfs:domain tts:A .": "DataPropertyDomain(tts:d tts:A)",
    "tts:d rdfs:range xsd:integer .": "DataPropertyRange(tts:d xsd:integer)",
    "tts:a owl:differentFrom tts:b .": "DifferentIndividuals(tts:a tts:b)",
    "[] a owl:AllDifferent ; owl:members ( tts:a tts:b tts:c ) .": "DifferentIndividuals(tts:a tts:b tts:c)",
}


@pytest.mark.parametrize("turtle", SUPPORTED)
def test_each_supported_axiom_is_read(turtle):
    axioms = [str(axiom) for axiom in parse_ontology(HEADER + DECLARED + turtle).axioms]

    assert [axiom for axiom in axioms if not axiom.startswith("Declaration")] == [SUPPORTED[turtle]]


@pytest.mark.parametrize(
    "turtle",
    [
        "tts:note rdfs:subPropertyOf tts:remark .",
        "tts:note rdfs:domain tts:A ; rdfs:range xsd:string .",
        'tts:p rdfs:label "p"@en ; owl:deprecated true ; tts:note "what is said of p" .',
        f'tts:A rdfs:subClassOf tts:B . [] a owl:Axiom ; {ANNOTATES} ; tts:note "first", "second" .',
    ],
)
def test_annotations_are_read_and_mean_nothing(turtle):
    ontology = parse_ontology(HEADER + DECLARED + turtle)

    assert ontology.facts == ()
    assert {type(axiom).__name__ for axiom in ontology.axioms} <= {"Declaration", "SubClassOf"}


UNSUPPORTED = {
    "tts:p a owl:FunctionalProperty .": "owl:FunctionalProperty tts:p is outside",
    "tts:p a owl:InverseFunctionalProperty .": "owl:InverseFunctionalProperty tts:p",
    "tts:p a owl:ReflexiveProperty .": "owl:ReflexiveProperty tts:p",
    "tts:a owl:sameAs tts:b .": "tts:a owl:sameAs tts:b",
    "tts:A owl:hasKey ( tts:d ) .": "tts:A owl:hasKey",
    "tts:A owl:disjointUnionOf ( tts:B tts:C ) .": "tts:A owl:disjointUnionOf",
    f"tts:A rdfs:subClassOf [ {ON_P} ; owl:maxCardinality 1 ] .": "owl:maxCardinality",
    f"tts:A rdfs:subClassOf [ {ON_P} ; owl:hasSelf true ] .": "owl:hasSelf",
    "tts:p rdfs:subPropertyOf [ owl:inverseOf tts:q ] .": "anonymous property",
    "tts:d rdfs:range [ a rdfs:Datatype ; owl:oneOf ( 1 2 ) ] .": "anonymous range of tts:d",
    "tts:Small a rdfs:Datatype .": "rdfs:Datatype tts:Small",
    "tts:a a [ a owl:Class ; owl:complementOf tts:A ] .": "rdf:type",
    "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual tts:a .": "owl:NegativePropertyAssertion",
    "tts:A owl:unheardOf tts:B .": "tts:A owl:unheardOf tts:B",
    "[] tts:p tts:a .": "tts:p tts:a",
}


@pytest.mark.parametrize("turtle", UNSUPPORTED)
def test_an_axiom_outside_the_rules_is_named_and_never_ignored(turtle):
    with pytest.raises(UnsupportedAxiomError) as caught:
        parse_ontology(HEADER + DECLARED + turtle)

    assert UNSUPPORTED[turtle] in str(caught.value)


WRONG = {
    "tts:a tts:unknown tts:b .": "tts:unknown is used as a property and not declared",
    "tts:a a tts:Unknown .": "tts:Unknown is used as a class and not declared",
    "tts:a a tts:p .": "tts:p is used as a class and not declared",
    "tts:a tts:A tts:b .": "tts:A is used as a property and not declared",
    "tts:Unknown rdfs:subClassOf tts:A .": "tts:Unknown is not declared as owl:Class",
    "tts:p rdfs:subPropertyOf tts:d .": "tts:d is not declared as owl:ObjectProperty",
    "tts:p a owl:DatatypeProperty .": "tts:p is declared both as",
    "tts:a tts:p 1 .": "no value for a property declared as owl:ObjectProperty",
    "tts:a tts:d tts:b .": "no value for a property declared as owl:DatatypeProperty",
    "tts:p tts:q tts:a .": "tts:p is used as an individual",
    "tts:p owl:propertyChainAxiom ( tts:q ) .": "fewer than two properties",
    "tts:A rdfs:subClassOf _:x . tts:B rdfs:subClassOf _:x . _:x owl:oneOf ( tts:a ) .": "used once",
    "tts:A rdfs:subClassOf _:x . _:x a owl:Class ; owl:complementOf _:x .": "used once",
    "[] a owl:AllDisjointClasses ; owl:members ( tts:A ) ; tts:note 1 .": "owl:members and nothing else",
    f'[] a owl:Axiom ; {ANNOTATES} ; tts:note "of nothing" .': "does not annotate an axiom that is here",
}


@pytest.mark.parametrize("turtle", WRONG)
def test_a_name_used_otherwise_than_declared_is_an_error(turtle):
    with pytest.raises(OntologyError) as caught:
        parse_ontology(HEADER + DECLARED + turtle)

    assert WRONG[turtle] in str(caught.value)
    assert not isinstance(caught.value, UnsupportedAxiomError)


def test_a_declaration_may_stand_after_its_use():
    triples = parse_ontology(f"{HEADER} tts:a a tts:A . tts:A a owl:Class .").triples

    reader = GraphReader(triples)
    for triple in triples[::-1]:
        list(reader.axioms_of(triple))

    assert [str(fact.object) for fact in reader.facts] == ["<https://w3id.org/ttsgraph/ontology#A>"]
