import copy

import pytest
from pyoxigraph import Quad, Triple

from ttsgraph.checker import check
from ttsgraph.ontology import parse_ontology
from ttsgraph.terms import PREFIXES, RDF, expand, note_iri

HEADER = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
ONTOLOGY = parse_ontology(
    HEADER
    + """
    tts:Method a owl:Class . tts:Timed a owl:Class . tts:Axis a owl:Class . tts:Odd a owl:Class .
    tts:hasPosition a owl:ObjectProperty . tts:onAxis a owl:ObjectProperty .
    tts:amortizes a owl:ObjectProperty .
    tts:precedes a owl:ObjectProperty, owl:TransitiveProperty . tts:follows a owl:ObjectProperty .
    tts:analogOf a owl:ObjectProperty, owl:SymmetricProperty .
    tts:placedOn a owl:ObjectProperty ; rdfs:range tts:Axis ;
        owl:propertyChainAxiom ( tts:hasPosition tts:onAxis ) .
    tts:follows owl:inverseOf tts:precedes .
    tts:reasonsDuring a owl:ObjectProperty ; rdfs:subPropertyOf tts:hasPosition .
    tts:note a owl:DatatypeProperty ; rdfs:domain tts:Odd .
    tts:Timed rdfs:subClassOf tts:Method .
    [ owl:intersectionOf ( tts:Method
        [ a owl:Restriction ; owl:onProperty tts:placedOn ; owl:hasValue tts:timing ] ) ]
        rdfs:subClassOf tts:Timed .
    tts:Odd owl:equivalentClass [ owl:onProperty tts:amortizes ; owl:hasValue tts:nothing ] .
    tts:Axis rdfs:subClassOf [ owl:onProperty tts:analogOf ; owl:allValuesFrom tts:Axis ] .
    """
)
NOTE = note_iri("first")


def fact(text):
    names = text.replace(" a ", " rdf:type ").split()
    return Triple(*(expand(name if ":" in name else f"tts:{name}") for name in names))


STATED = [
    fact(text)
    for text in (
        "x a Method",
        "x reasonsDuring idle",
        "idle onAxis timing",
        "idle precedes query",
        "query precedes later",
        "timing analogOf locus",
        "x amortizes nothing",
    )
]


def leaf(text):
    return {"fact": printed(text), "graphs": ["ttsnote:first"]}


def printed(text):
    return " ".join(name if ":" in name else f"tts:{name}" for name in text.replace(" a ", " rdf:type ").split())


def step(text, rule, axiom, *premises):
    return {"fact": printed(text), "rule": rule, "axiom": axiom, "premises": list(premises)}


CHAIN = "SubObjectPropertyOf(ObjectPropertyChain(tts:hasPosition tts:onAxis) tts:placedOn)"
TIMED = "SubClassOf(ObjectIntersectionOf(tts:Method ObjectHasValue(tts:placedOn tts:timing)) tts:Timed)"
ODD = "EquivalentClasses(tts:Odd ObjectHasValue(tts:amortizes tts:nothing))"
SIMILAR = "SubClassOf(tts:Axis ObjectAllValuesFrom(tts:analogOf tts:Axis))"
PRECEDES = "TransitiveObjectProperty(tts:precedes)"
POSITION = step(
    "x hasPosition idle",
    "prp-spo1",
    "SubObjectPropertyOf(tts:reasonsDuring tts:hasPosition)",
    leaf("x reasonsDuring idle"),
)
PLACED = step("x placedOn timing", "prp-spo2", CHAIN, POSITION, leaf("idle onAxis timing"))
LATER = step("idle precedes later", "prp-trp", PRECEDES, leaf("idle precedes query"), leaf("query precedes later"))
AXIS = step("timing a Axis", "prp-rng", "ObjectPropertyRange(tts:placedOn tts:Axis)", PLACED)
PROOFS = {
    "subproperty": POSITION,
    "chain": PLACED,
    "transitive": LATER,
    "inverse": step("later follows idle", "prp-inv2", "InverseObjectProperties(tts:follows tts:precedes)", LATER),
    "symmetric": step(
        "locus analogOf timing",
        "prp-symp",
        "SymmetricObjectProperty(tts:analogOf)",
        leaf("timing analogOf locus"),
    ),
    "intersection": step("x a Timed", "cax-sco", TIMED, leaf("x a Method"), PLACED),
    "equivalence": step("x a Odd", "cax-eqc2", ODD, leaf("x amortizes nothing")),
    "all values": step("locus a Axis", "cls-avf", SIMILAR, AXIS, leaf("timing analogOf locus")),
}


@pytest.mark.parametrize("name", PROOFS)
def test_a_proof_is_accepted(name):
    assert check(PROOFS[name], ONTOLOGY.triples, STATED) == []


def changed(proof, **changes):
    return {**copy.deepcopy(proof), **changes}


MUTATED = {
    "a leaf that is not stated": (
        changed(LATER, premises=[leaf("idle precedes query"), leaf("query precedes never")]),
        "tts:query tts:precedes tts:never is not stated",
    ),
    "an inferred fact as a leaf": (
        changed(PLACED, premises=[leaf("x hasPosition idle"), leaf("idle onAxis timing")]),
        "tts:x tts:hasPosition tts:idle is not stated",
    ),
    "another head": (changed(PLACED, fact="tts:x tts:placedOn tts:locus"), "does not follow"),
    "a head the other way round": (changed(LATER, fact="tts:later tts:precedes tts:idle"), "does not follow"),
    "a premise for another": (
        changed(PLACED, premises=[POSITION, leaf("timing analogOf locus")]),
        "does not follow from its premises",
    ),
    "a premise too few": (changed(PLACED, premises=[POSITION]), "does not follow from its premises"),
    "a premise too many": (
        changed(LATER, premises=[*LATER["premises"], leaf("x a Method")]),
        "does not follow from its premises",
    ),
    "another rule": (changed(LATER, rule="prp-spo2"), "follows by prp-trp, not by prp-spo2"),
    "the rule of the other direction": (
        changed(PROOFS["equivalence"], rule="cax-eqc1"),
        "follows by cax-eqc2",
    ),
    "another axiom": (changed(LATER, axiom="SymmetricObjectProperty(tts:analogOf)"), "does not follow"),
    "an axiom that is not in the ontology": (
        changed(LATER, axiom="TransitiveObjectProperty(tts:follows)"),
        "is no axiom of the ontology",
    ),
    "a chain in another order": (
        changed(PLACED, axiom=CHAIN.replace("tts:hasPosition tts:onAxis", "tts:onAxis tts:hasPosition")),
        "is no axiom of the ontology",
    ),
    "a chain that is longer in the ontology": (
        changed(PLACED, axiom=CHAIN.replace("tts:hasPosition tts:onAxis", "tts:hasPosition")),
        "is no axiom of the ontology",
    ),
    "an axiom for another filler": (
        changed(PROOFS["intersection"], axiom=TIMED.replace("tts:timing", "tts:locus")),
        "is no axiom of the ontology",
    ),
    "an axiom for another property": (
        changed(PROOFS["intersection"], axiom=TIMED.replace("tts:placedOn", "tts:onAxis")),
        "is no axiom of the ontology",
    ),
    "an axiom that is not well formed": (
        changed(LATER, axiom="TransitiveObjectProperty(tts:precedes"),
        "is no axiom",
    ),
    "a declaration as an axiom": (changed(LATER, axiom="Declaration(Class(tts:Axis))"), "is no axiom"),
    "a circle": (
        changed(AXIS, premises=[changed(PLACED, premises=[AXIS, leaf("idle onAxis timing")])]),
        "tts:timing rdf:type tts:Axis supports itself",
    ),
    "no rule and no graphs": ({"fact": "tts:x rdf:type tts:Method"}, "is not written as a proof"),
    "no fact": (changed(LATER, fact="tts:idle"), "is not written as a proof"),
    "premises that are none": (
        changed(LATER, premises=["tts:idle tts:precedes tts:query"]),
        "is not written as a proof",
    ),
}


@pytest.mark.parametrize("mutation", MUTATED)
def test_what_is_no_proof_is_rejected(mutation):
    proof, fault = MUTATED[mutation]

    assert any(fault in found for found in check(proof, ONTOLOGY.triples, STATED))


@pytest.mark.parametrize("mutation", MUTATED)
def test_a_fault_is_found_however_deep_it_lies(mutation):
    proof, fault = MUTATED[mutation]
    above = step("y a Odd", "prp-dom", "DataPropertyDomain(tts:note tts:Odd)", proof)

    assert any(fault in found for found in check(above, ONTOLOGY.triples, STATED))


def test_a_fact_that_stands_twice_side_by_side_is_no_circle():
    loop = [fact("a precedes a")]
    twice = step("a precedes a", "prp-trp", PRECEDES, leaf("a precedes a"), leaf("a precedes a"))
    beside = step("idle precedes later", "prp-trp", PRECEDES, leaf("idle precedes query"), leaf("query precedes later"))

    assert check(twice, ONTOLOGY.triples, loop) == ["tts:a tts:precedes tts:a supports itself"]
    assert check(beside, ONTOLOGY.triples, STATED) == []


def test_graphs_are_compared_where_they_are_known():
    quads = [Quad(*triple, NOTE) for triple in STATED]
    wrong = {"fact": printed("x a Method"), "graphs": ["ttsnote:first", "ttsnote:second"]}

    assert check(PLACED, ONTOLOGY.triples, quads) == []
    assert check(wrong, ONTOLOGY.triples, quads) == ["tts:x rdf:type tts:Method is not stated in ttsnote:second"]


def test_literals_with_spaces_and_parentheses_are_facts_like_others():
    literal = '"first (see note)"'
    proof = step("x a Odd", "prp-dom", "DataPropertyDomain(tts:note tts:Odd)")
    proof["premises"] = [{"fact": f"tts:x tts:note {literal}", "graphs": ["ttsnote:first"]}]
    stated = parse_ontology(f"{HEADER} tts:note a owl:DatatypeProperty . tts:x tts:note {literal} .").facts

    assert check(proof, ONTOLOGY.triples, stated) == []
    assert stated[0].predicate != RDF.type
