from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, Store, Triple

from ttsgraph.checker import check
from ttsgraph.errors import OntologyError
from ttsgraph.ontology import parse_ontology
from ttsgraph.proofs import Prover
from ttsgraph.reasoner import materialize
from ttsgraph.rules import compile_axioms
from ttsgraph.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, RDF, STATISTICS_GRAPH, expand, note_iri

HEADER = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
DECLARED = """
    tts:A a owl:Class . tts:B a owl:Class . tts:C a owl:Class .
    tts:p a owl:ObjectProperty . tts:q a owl:ObjectProperty . tts:r a owl:ObjectProperty .
"""
NOTE = note_iri("first")


def fact(text):
    subject, predicate, value = (expand(f"tts:{name}") for name in text.split())
    return Triple(subject, RDF.type if predicate == expand("tts:a") else predicate, value)


def prover(axioms, *, note=(), ontology=(), more=()):
    """Make a prover over what a note states, what the ontology states, and what follows from both."""
    store = Store()
    store.extend(Quad(*fact(text), NOTE) for text in note)
    store.extend(Quad(*fact(text), ONTOLOGY_GRAPH) for text in ontology)
    store.extend(more)
    rules = compile_axioms(parse_ontology(HEADER + DECLARED + axioms).axioms)
    inferred = materialize(rules, [quad.triple for quad in store]).inferred
    store.extend(Quad(*triple, INFERRED_GRAPH) for triple in inferred)
    return Prover(store, rules)


def tree(proof):
    """Print a proof on one line: the last step first, its premises in brackets."""
    text = " ".join(proof.to_dict()["fact"].replace("rdf:type", "a").replace("tts:", "").split())
    if proof.rule is None:
        return text
    return f"{text} by {proof.rule.name} [{', '.join(tree(premise) for premise in proof.premises)}]"


def test_a_stated_fact_is_its_own_proof_with_the_graphs_that_state_it():
    second = note_iri("another")
    found = prover("", note=["x p y"], ontology=["x p y"], more=[Quad(*fact("x p y"), second)]).prove(fact("x p y"))

    assert (found.rule, found.premises) == (None, ())
    assert found.graphs == (second, NOTE, ONTOLOGY_GRAPH)
    assert found.leaves() == (found,)


def test_graphs_of_what_was_computed_state_nothing():
    computed = [Quad(*fact("x p y"), STATISTICS_GRAPH), Quad(*fact("y p x"), INFERRED_GRAPH)]
    found = prover("tts:p a owl:SymmetricProperty .", more=computed)

    # Each would follow from the other, but neither is stated.
    assert found.prove(fact("x p y")) is None
    assert found.prove(fact("y p x")) is None


def test_what_does_not_hold_has_no_proof():
    found = prover("tts:p rdfs:domain tts:A .", note=["x p y"])

    assert found.prove(fact("x a A"))
    assert found.prove(fact("y a A")) is None
    assert found.proofs(fact("y a A")) == []


def test_a_proof_goes_down_to_what_is_stated():
    axioms = "tts:r owl:propertyChainAxiom ( tts:p tts:q ) ; rdfs:domain tts:A . tts:A rdfs:subClassOf tts:B ."

    found = prover(axioms, note=["x p y"], ontology=["y q z", "y q u"]).prove(fact("x a B"))

    assert tree(found) == "x a B by cax-sco [x a A by prp-dom [x r u by prp-spo2 [x p y, y q u]]]"
    assert [leaf.graphs for leaf in found.leaves()] == [(NOTE,), (ONTOLOGY_GRAPH,)]


def test_plain_values_of_a_proof_name_rule_axiom_and_graphs():
    found = prover("tts:p a owl:SymmetricProperty .", note=["x p y"]).prove(fact("y p x"))

    assert found.to_dict() == {
        "fact": "tts:y tts:p tts:x",
        "rule": "prp-symp",
        "axiom": "SymmetricObjectProperty(tts:p)",
        "premises": [{"fact": "tts:x tts:p tts:y", "graphs": ["ttsnote:first"]}],
    }


def test_a_rule_without_body_proves_from_nothing():
    found = prover("[ a owl:Class ; owl:oneOf ( tts:x ) ] rdfs:subClassOf tts:A .").prove(fact("x a A"))

    assert tree(found) == "x a A by cax-sco []"
    assert found.leaves() == ()


def test_what_rests_on_a_note_comes_before_what_is_shorter():
    axioms = "tts:A rdfs:subClassOf tts:C . tts:p rdfs:domain tts:B . tts:B rdfs:subClassOf tts:C ."

    found = prover(axioms, ontology=["x a A"], note=["x p y"]).proofs(fact("x a C"))

    assert [tree(proof) for proof in found] == [
        "x a C by cax-sco [x a B by prp-dom [x p y]]",
        "x a C by cax-sco [x a A]",
    ]


def test_a_premise_is_proved_from_a_note_where_it_can_be():
    axioms = "tts:p rdfs:domain tts:A . tts:B rdfs:subClassOf tts:A . tts:A rdfs:subClassOf tts:C ."

    found = prover(axioms, ontology=["x a B"], note=["x p y"]).prove(fact("x a C"))

    assert tree(found) == "x a C by cax-sco [x a A by prp-dom [x p y]]"


def test_of_two_proofs_the_smaller_is_the_better():
    axioms = "tts:p a owl:TransitiveProperty . tts:q rdfs:subPropertyOf tts:p ."
    note = ["a p b", "b p c", "c p d", "a q d"]

    found = prover(axioms, note=note).proofs(fact("a p d"))

    assert [tree(proof) for proof in found] == [
        "a p d by prp-spo1 [a q d]",
        "a p d by prp-trp [a p b, b p d by prp-trp [b p c, c p d]]",
        "a p d by prp-trp [a p c by prp-trp [a p b, b p c], c p d]",
    ]


def test_no_more_proofs_are_given_than_asked_for_and_a_stated_fact_comes_first():
    found = prover("tts:q rdfs:subPropertyOf tts:p . tts:p a owl:SymmetricProperty .", note=["x p y", "x q y", "y p x"])

    assert [tree(proof) for proof in found.proofs(fact("x p y"), limit=2)] == [
        "x p y",
        "x p y by prp-spo1 [x q y]",
    ]


def test_a_failure_below_one_fact_is_no_failure_for_another():
    # A follows from B and B from A; only C gives either of them.
    axioms = "tts:A owl:equivalentClass tts:B . tts:C rdfs:subClassOf tts:B ."
    found = prover(axioms, note=["x a C"])

    for _ in range(2):
        assert tree(found.prove(fact("x a A"))) == "x a A by cax-eqc2 [x a B by cax-sco [x a C]]"
        assert tree(found.prove(fact("x a B"))) == "x a B by cax-sco [x a C]"


def test_no_fact_supports_itself_to_rest_on_a_note():
    # C would bring the note into the proof of B, but is itself proved by B.
    axioms = """tts:A rdfs:subClassOf tts:B . tts:C rdfs:subClassOf tts:B . tts:B rdfs:subClassOf tts:D .
        tts:D a owl:Class .
        [ owl:intersectionOf ( tts:B [ owl:onProperty tts:p ; owl:someValuesFrom owl:Thing ] ) ]
        rdfs:subClassOf tts:C ."""

    found = prover(axioms, ontology=["x a A"], note=["x p y"]).prove(fact("x a D"))

    assert tree(found) == "x a D by cax-sco [x a B by cax-sco [x a A]]"


def test_a_premise_that_the_fact_itself_would_prove_best_is_proved_otherwise():
    axioms = """tts:A rdfs:subClassOf tts:B . tts:B owl:equivalentClass tts:C . tts:E a owl:Class .
        [ owl:intersectionOf ( tts:A [ owl:onProperty tts:p ; owl:someValuesFrom owl:Thing ] ) ]
        rdfs:subClassOf tts:E . tts:E rdfs:subClassOf tts:C ."""

    found = prover(axioms, note=["x a A", "x p y"]).proofs(fact("x a B"))

    assert [tree(proof) for proof in found] == [
        "x a B by cax-sco [x a A]",
        "x a B by cax-eqc2 [x a C by cax-sco [x a E by cax-sco [x a A, x p y]]]",
    ]


def test_the_order_of_the_store_does_not_matter():
    axioms = "tts:p a owl:TransitiveProperty, owl:SymmetricProperty ."
    note = ["a p b", "b p c", "c p d", "a p e", "e p d"]

    one, other = prover(axioms, note=note), prover(axioms, note=note[::-1])

    assert one.proofs(fact("a p d")) == other.proofs(fact("a p d"))


# ── random ontologies ──

CHOICES = [
    "tts:A rdfs:subClassOf tts:B .",
    "tts:B owl:equivalentClass tts:C .",
    "tts:A owl:equivalentClass [ a owl:Restriction ; owl:onProperty tts:p ; owl:hasValue tts:a ] .",
    "tts:B rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tts:q ; owl:allValuesFrom tts:A ] .",
    """[ a owl:Class ; owl:intersectionOf ( tts:C [ a owl:Class ; owl:unionOf ( tts:A
        [ a owl:Restriction ; owl:onProperty tts:p ; owl:someValuesFrom tts:B ] ) ] ) ]
        rdfs:subClassOf [ a owl:Restriction ; owl:onProperty tts:q ; owl:hasValue tts:b ] .""",
    """[ owl:onProperty tts:r ; owl:someValuesFrom [ a owl:Class ; owl:oneOf ( tts:a tts:b ) ] ]
        rdfs:subClassOf [ a owl:Class ; owl:intersectionOf ( tts:A tts:B ) ] .""",
    "[ a owl:Class ; owl:oneOf ( tts:c ) ] rdfs:subClassOf tts:C .",
    "tts:p rdfs:subPropertyOf tts:q .",
    "tts:p a owl:SymmetricProperty, owl:TransitiveProperty .",
    "tts:q owl:inverseOf tts:r .",
    "tts:r owl:propertyChainAxiom ( tts:p tts:q tts:p ) .",
    "tts:q owl:propertyChainAxiom ( tts:p tts:q ) .",
    "tts:p owl:equivalentProperty tts:r .",
    "tts:q rdfs:domain tts:A ; rdfs:range tts:B .",
]
NAMES = st.sampled_from("abcd")
TEXTS = st.lists(
    st.builds("{} a {}".format, NAMES, st.sampled_from("ABC"))
    | st.builds("{} {} {}".format, NAMES, st.sampled_from("pqr"), NAMES),
    max_size=5,
)


def compatible(choices):
    """Leave out the axioms that may not stand with those before them."""
    kept = HEADER + DECLARED
    for choice in choices:
        try:
            parse_ontology(kept + choice)
        except OntologyError:
            continue
        kept += choice
    return kept


@given(st.lists(st.sampled_from(CHOICES), unique=True, max_size=6).map(compatible), TEXTS)
@settings(max_examples=60, deadline=None)
def test_every_inferred_fact_has_a_proof_that_ends_in_stated_facts(turtle, texts):
    ontology = parse_ontology(turtle)
    rules = compile_axioms(ontology.axioms)
    asserted = [fact(text) for text in texts]
    inferred = materialize(rules, asserted).inferred
    store = Store()
    store.extend(Quad(*triple, NOTE) for triple in asserted)
    store.extend(Quad(*triple, INFERRED_GRAPH) for triple in inferred)

    proofs = {triple: Prover(store, rules).proofs(triple) for triple in inferred}

    for triple, found in proofs.items():
        assert found, triple
        assert len(found) == len({str(proof.to_dict()) for proof in found})
        for proof in found:
            assert {leaf.fact for leaf in proof.leaves()} <= set(asserted)
            assert check(proof.to_dict(), ontology.triples, asserted) == []
