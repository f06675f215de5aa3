from itertools import product

import owlrl
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Triple, Variable

from ttsgraph.axioms import SymmetricObjectProperty
from ttsgraph.errors import OntologyError
from ttsgraph.ontology import parse_ontology
from ttsgraph.reasoner import materialize
from ttsgraph.rules import Atom, Rule, compile_axioms
from ttsgraph.terms import PREFIXES, RDF, expand, shown

HEADER = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
DECLARED = """
    tts:A a owl:Class . tts:B a owl:Class . tts:C a owl:Class .
    tts:p a owl:ObjectProperty . tts:q a owl:ObjectProperty . tts:r a owl:ObjectProperty .
    tts:d a owl:DatatypeProperty . tts:e a owl:DatatypeProperty .
"""


def restriction(kind, value, on="p"):
    return f"[ a owl:Restriction ; owl:onProperty tts:{on} ; owl:{kind} {value} ]"


def both(*operands):
    return f"[ a owl:Class ; owl:intersectionOf ( {' '.join(operands)} ) ]"


HAS_A = restriction("hasValue", "tts:a")
LISTED = "[ a owl:Class ; owl:oneOf ( tts:a tts:b ) ]"

#: Axiom and facts to exactly what is inferred, and one thing that is a near miss.
ENTAILED = {
    "subclass": ("tts:A rdfs:subClassOf tts:B .", "tts:x a tts:A . tts:y a tts:C .", ["x a B"], "y a B"),
    "equivalent classes": ("tts:A owl:equivalentClass tts:B .", "tts:x a tts:B .", ["x a A"], "x a C"),
    "intersection before": (
        f"{both('tts:A', 'tts:B')} rdfs:subClassOf tts:C .",
        "tts:x a tts:A, tts:B . tts:y a tts:A . tts:z a tts:B .",
        ["x a C"],
        "y a C",
    ),
    "intersection after": (
        f"tts:A rdfs:subClassOf {both('tts:B', HAS_A)} .",
        "tts:x a tts:A . tts:y a tts:B .",
        ["x p a", "x a B"],
        "y p a",
    ),
    "union": (
        "[ a owl:Class ; owl:unionOf ( tts:A tts:B ) ] rdfs:subClassOf tts:C .",
        "tts:x a tts:A . tts:y a tts:B . tts:z tts:p tts:x .",
        ["x a C", "y a C"],
        "z a C",
    ),
    "some values": (
        f"{restriction('someValuesFrom', 'tts:A')} rdfs:subClassOf tts:B .",
        "tts:x tts:p tts:y . tts:y a tts:A . tts:z tts:p tts:u . tts:z a tts:A .",
        ["x a B"],
        "z a B",
    ),
    "some value at all": (
        f"{restriction('someValuesFrom', 'owl:Thing')} rdfs:subClassOf tts:B .",
        "tts:x tts:p tts:y .",
        ["x a B"],
        "y a B",
    ),
    "some values of a list": (
        f"{restriction('someValuesFrom', LISTED)} rdfs:subClassOf tts:C .",
        "tts:x tts:p tts:a . tts:y tts:p tts:c .",
        ["x a C"],
        "y a C",
    ),
    "all values": (
        f"tts:A rdfs:subClassOf {restriction('allValuesFrom', 'tts:B')} .",
        "tts:x a tts:A ; tts:p tts:y . tts:z tts:p tts:u .",
        ["y a B"],
        "u a B",
    ),
    "has value before": (
        f"{HAS_A} rdfs:subClassOf tts:B .",
        "tts:x tts:p tts:a . tts:y tts:p tts:b .",
        ["x a B"],
        "y a B",
    ),
    "has value after": (f"tts:A rdfs:subClassOf {HAS_A} .", "tts:x a tts:A .", ["x p a"], "a p x"),
    "has literal": (
        f"{restriction('hasValue', 1, on='d')} rdfs:subClassOf tts:A .",
        'tts:x tts:d 1 . tts:y tts:d 2 . tts:z tts:d "1" .',
        ["x a A"],
        "z a A",
    ),
    "listed": (f"{LISTED} rdfs:subClassOf tts:C .", "tts:a tts:p tts:c .", ["a a C", "b a C"], "c a C"),
    "subproperty": ("tts:p rdfs:subPropertyOf tts:q .", "tts:x tts:p tts:y .", ["x q y"], "y q x"),
    "equivalent properties": (
        "tts:p owl:equivalentProperty tts:q .",
        "tts:x tts:q tts:y .",
        ["x p y"],
        "y p x",
    ),
    "inverse": (
        "tts:p owl:inverseOf tts:q .",
        "tts:x tts:p tts:y . tts:u tts:q tts:v .",
        ["v p u", "y q x"],
        "x q y",
    ),
    "domain": ("tts:p rdfs:domain tts:A .", "tts:x tts:p tts:y .", ["x a A"], "y a A"),
    "range": ("tts:p rdfs:range tts:A .", "tts:x tts:p tts:y .", ["y a A"], "x a A"),
    "symmetric": ("tts:p a owl:SymmetricProperty .", "tts:x tts:p tts:y ; tts:q tts:z .", ["y p x"], "z q x"),
    "transitive": (
        "tts:p a owl:TransitiveProperty .",
        "tts:x tts:p tts:y . tts:y tts:p tts:z . tts:z tts:p tts:u . tts:v tts:p tts:x .",
        ["v p u", "v p y", "v p z", "x p u", "x p z", "y p u"],
        "u p v",
    ),
    "symmetric and transitive": (
        "tts:p a owl:SymmetricProperty, owl:TransitiveProperty .",
        "tts:x tts:p tts:y .",
        ["x p x", "y p x", "y p y"],
        "z p z",
    ),
    "chain": (
        "tts:r owl:propertyChainAxiom ( tts:p tts:q ) .",
        "tts:x tts:p tts:y . tts:y tts:q tts:z . tts:u tts:q tts:y .",
        ["x r z"],
        "u r z",
    ),
    "chain over itself": (
        "tts:q owl:propertyChainAxiom ( tts:p tts:q ) .",
        "tts:x tts:p tts:y . tts:y tts:p tts:z . tts:z tts:q tts:u .",
        ["x q u", "y q u"],
        "x q z",
    ),
    "chain and constants": (
        "tts:r owl:propertyChainAxiom ( tts:p tts:q ) ."
        f"{restriction('hasValue', 'tts:a', on='r')} rdfs:subClassOf {HAS_A} .",
        "tts:x tts:p tts:y . tts:y tts:q tts:a . tts:a tts:q tts:b .",
        ["x p a", "x r a", "x r b"],
        "y p a",
    ),
    "data subproperty": ("tts:d rdfs:subPropertyOf tts:e .", 'tts:x tts:d "v" .', ['x e "v"'], 'x d "w"'),
    "data domain": ("tts:d rdfs:domain tts:A .", "tts:x tts:d 1 . tts:y tts:e 1 .", ["x a A"], "y a A"),
    "different individuals": ("tts:x owl:differentFrom tts:y .", "tts:x a tts:A .", [], "y a A"),
}


def consequences(turtle):
    ontology = parse_ontology(HEADER + DECLARED + turtle)
    return materialize(compile_axioms(ontology.axioms), ontology.facts)


def short(triple):
    """Print a fact as the tables here do."""
    subject, predicate, value = (shown(term).removeprefix("tts:") for term in triple)
    return f"{subject} {'a' if predicate == 'rdf:type' else predicate} {value}"


@pytest.mark.parametrize("construct", ENTAILED)
def test_what_follows_is_inferred_and_nothing_else(construct):
    axioms, facts, entailed, near_miss = ENTAILED[construct]

    inferred = [short(triple) for triple in consequences(axioms + facts).inferred]

    assert inferred == entailed
    assert near_miss not in inferred


#: Axiom to facts that contradict it, as they are reported, and facts that do not.
CONTRADICTED = {
    "tts:A owl:disjointWith tts:B .": (
        "tts:x a tts:A, tts:B .",
        ["x a A", "x a B"],
        "tts:x a tts:A . tts:y a tts:B .",
    ),
    "[] a owl:AllDisjointClasses ; owl:members ( tts:A tts:B tts:C ) .": (
        "tts:x a tts:A, tts:C .",
        ["x a A", "x a C"],
        "tts:x a tts:A . tts:y a tts:C .",
    ),
    "tts:A rdfs:subClassOf [ a owl:Class ; owl:complementOf tts:B ] .": (
        "tts:x a tts:A, tts:B .",
        ["x a A", "x a B"],
        "tts:x a tts:A, tts:C .",
    ),
    "tts:A rdfs:subClassOf owl:Nothing .": ("tts:x a tts:A .", ["x a A"], "tts:x a tts:B ."),
    "tts:p a owl:AsymmetricProperty .": (
        "tts:x tts:p tts:y . tts:y tts:p tts:x .",
        ["x p y", "y p x"],
        "tts:x tts:p tts:y . tts:y tts:p tts:z .",
    ),
    "tts:p a owl:IrreflexiveProperty .": (
        "tts:x tts:p tts:x .",
        ["x p x"],
        "tts:x tts:p tts:y . tts:x tts:q tts:x .",
    ),
    "tts:p owl:propertyDisjointWith tts:q .": (
        "tts:x tts:p tts:y ; tts:q tts:y .",
        ["x p y", "x q y"],
        "tts:x tts:p tts:y . tts:y tts:q tts:x .",
    ),
    "tts:d rdfs:range xsd:string .": (
        "tts:x tts:d true .",
        [f'x d "true"^^<{PREFIXES["xsd"]}boolean>'],
        'tts:x tts:d "v" .',
    ),
}


@pytest.mark.parametrize("axiom", CONTRADICTED)
def test_a_contradiction_is_a_result_that_names_its_facts(axiom):
    facts, reported, harmless = CONTRADICTED[axiom]

    (found,) = consequences(axiom + facts).contradictions

    assert [short(fact) for fact in found.facts] == reported
    assert found.rule.head is None
    assert consequences(axiom + harmless).contradictions == ()


def test_inferred_facts_contradict_as_asserted_ones_do():
    axioms = "tts:p rdfs:domain tts:A ; rdfs:range tts:B . tts:A owl:disjointWith tts:B ."

    (found,) = consequences(axioms + "tts:x tts:p tts:x . tts:y tts:p tts:z .").contradictions

    assert [short(fact) for fact in found.facts] == ["x a A", "x a B"]


def test_a_literal_never_becomes_a_subject():
    p, text = expand("tts:p"), Literal("text")
    rules = compile_axioms(
        parse_ontology(f"{HEADER}{DECLARED} tts:p a owl:SymmetricProperty ; rdfs:range tts:A .").axioms
    )

    inferred = materialize(
        rules, [Triple(expand("tts:x"), p, text), Triple(expand("tts:x"), p, expand("tts:y"))]
    ).inferred

    assert [short(triple) for triple in inferred] == ["y p x", "x a A", "y a A"]


def test_a_repeated_variable_asks_for_the_same_term_twice():
    p, q, x = expand("tts:p"), expand("tts:q"), Variable("x")
    rule = Rule(Atom(q, (x, x)), (Atom(p, (x, x)),), SymmetricObjectProperty(p), "test")

    inferred = materialize([rule], parse_ontology(HEADER + DECLARED + "tts:a tts:p tts:a, tts:b .").facts).inferred

    assert [short(triple) for triple in inferred] == ["a q a"]


def test_a_long_path_closes():
    facts = " ".join(f"tts:n{i:03} tts:p tts:n{i + 1:03} ." for i in range(60))

    found = consequences("tts:p a owl:TransitiveProperty ." + facts)

    assert found.size == 60 * 59 // 2
    assert found.rounds < 12


def test_no_facts_and_no_rules_give_nothing():
    assert materialize([], []).inferred == ()
    assert consequences("tts:A rdfs:subClassOf tts:B .").inferred == ()


# ── random ontologies ──

CHOICES = [
    "tts:A rdfs:subClassOf tts:B .",
    "tts:B rdfs:subClassOf tts:C .",
    "tts:C owl:equivalentClass tts:A .",
    f"{both('tts:A', restriction('someValuesFrom', 'tts:B'))} rdfs:subClassOf tts:C .",
    f"{both('tts:B', restriction('someValuesFrom', 'tts:A', on='q'))} rdfs:subClassOf {HAS_A} .",
    f"tts:C rdfs:subClassOf {restriction('allValuesFrom', 'tts:A', on='q')} .",
    f"{restriction('someValuesFrom', LISTED, on='q')} rdfs:subClassOf tts:A .",
    "[ a owl:Class ; owl:oneOf ( tts:b ) ] rdfs:subClassOf tts:B .",
    "tts:p rdfs:subPropertyOf tts:q .",
    "tts:p a owl:SymmetricProperty .",
    "tts:p a owl:TransitiveProperty .",
    "tts:q a owl:SymmetricProperty, owl:TransitiveProperty .",
    "tts:q owl:inverseOf tts:r .",
    "tts:r owl:propertyChainAxiom ( tts:p tts:q ) .",
    "tts:r owl:propertyChainAxiom ( tts:p tts:p tts:r ) .",
    "tts:q owl:propertyChainAxiom ( tts:q tts:p ) .",
    "tts:p rdfs:domain tts:A .",
    "tts:r rdfs:range tts:B .",
    "tts:A owl:disjointWith tts:C .",
    "tts:r a owl:AsymmetricProperty .",
]
INDIVIDUALS = st.sampled_from([expand(f"tts:{name}") for name in "abcd"])
FACTS = st.lists(
    st.builds(Triple, INDIVIDUALS, st.just(RDF.type), st.sampled_from([expand(f"tts:{name}") for name in "ABC"]))
    | st.builds(Triple, INDIVIDUALS, st.sampled_from([expand(f"tts:{name}") for name in "pqr"]), INDIVIDUALS),
    max_size=6,
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


def compiled(choices):
    return compile_axioms(parse_ontology(compatible(choices)).axioms)


RULES = st.lists(st.sampled_from(CHOICES), unique=True, max_size=7).map(compiled)


def fixpoint(rules, facts):
    """Apply every rule to every combination of individuals until nothing is new."""
    known = set(facts)
    terms = {term for fact in known for term in (fact.subject, fact.object)} | {expand(f"tts:{n}") for n in "abcd"}
    while new := {head for rule in rules if rule.head for head in heads(rule, known, terms)} - known:
        known |= new
    return known


def heads(rule, known, terms):
    variables = sorted({str(each) for atom in rule.body for each in atom.arguments if isinstance(each, Variable)})
    for values in product(terms, repeat=len(variables)):
        bindings = dict(zip(variables, values, strict=True))
        if all(instance(atom, bindings) in known for atom in rule.body):
            yield instance(rule.head, bindings)


def instance(atom, bindings):
    arguments = [bindings.get(str(each), each) for each in atom.arguments]
    if len(arguments) == 1:
        return Triple(arguments[0], RDF.type, atom.predicate)
    return Triple(arguments[0], atom.predicate, arguments[1])


@given(RULES, FACTS)
@settings(max_examples=60, deadline=None)
def test_the_result_is_that_of_trying_everything(rules, facts):
    inferred = materialize(rules, facts).inferred

    assert len(inferred) == len(set(inferred))
    assert set(inferred) == fixpoint(rules, facts) - set(facts)


@given(RULES, FACTS)
@settings(max_examples=60, deadline=None)
def test_materializing_again_adds_nothing(rules, facts):
    first = materialize(rules, facts)

    second = materialize(rules, [*facts, *first.inferred])

    assert second.inferred == ()
    assert second.contradictions == first.contradictions


@given(RULES, FACTS, st.randoms())
@settings(max_examples=60, deadline=None)
def test_order_and_repetition_of_the_facts_do_not_matter(rules, facts, random):
    shuffled = facts * 2
    random.shuffle(shuffled)

    one, other = materialize(rules, facts), materialize(rules, shuffled)

    assert (one.inferred, one.contradictions) == (other.inferred, other.contradictions)


def test_owlrl_infers_the_same():
    facts = "tts:a a tts:A ; tts:p tts:b . tts:b tts:p tts:c ; a tts:B . tts:c tts:q tts:x . tts:y tts:r tts:z ."
    turtle = compatible(CHOICES) + facts
    ontology = parse_ontology(turtle)
    graph = rdflib.Graph().parse(data=turtle, format="turtle")

    inferred = materialize(compile_axioms(ontology.axioms), ontology.facts).inferred
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)

    # Only facts about these individuals are compared: owlrl also infers facts about classes and properties.
    individuals, vocabulary = ({PREFIXES["tts"] + name for name in names} for names in ("abcxyz", "ABCpqr"))
    expected = {
        " ".join(term.n3() for term in (s, p, o))
        for s, p, o in graph
        if str(s) in individuals and (str(p) in vocabulary or (p == rdflib.RDF.type and str(o) in vocabulary))
    }
    assert {str(triple) for triple in (*inferred, *ontology.facts)} == expected
    assert "y a A" in map(short, inferred)
