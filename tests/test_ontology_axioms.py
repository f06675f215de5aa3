"""From Turtle files to axioms: what `load_ontology` and `parse_ontology` make of them."""

import pytest

from ttsgraph.errors import OntologyError, UnsupportedAxiomError
from ttsgraph.ontology import load_ontology, parse_ontology, read_triples
from ttsgraph.terms import PREFIXES, shown

HEADER = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
DECLARED = """
    tts:A a owl:Class . tts:B a owl:Class .
    tts:p a owl:ObjectProperty . tts:d a owl:DatatypeProperty . tts:note a owl:AnnotationProperty .
"""


def printed(triples):
    return [" ".join(map(shown, triple)) for triple in triples]


def test_only_statements_about_individuals_are_facts():
    turtle = """
        tts:a a tts:A, owl:NamedIndividual ; rdfs:label "a" ; tts:p tts:b ; tts:d 1 ; tts:note "not a fact" .
        tts:A rdfs:label "a class" ; rdfs:subClassOf tts:B .
    """

    facts = parse_ontology(HEADER + DECLARED + turtle).facts

    # Neither the annotations nor the declaration of the individual are among them.
    assert printed(facts) == [
        "tts:a rdf:type tts:A",
        'tts:a tts:d "1"^^<http://www.w3.org/2001/XMLSchema#integer>',
        "tts:a tts:p tts:b",
    ]


def test_order_and_blank_node_labels_of_the_source_do_not_matter():
    restriction = "{0} a owl:Restriction ; owl:onProperty tts:p ; owl:hasValue tts:{1} .\n"
    first = "tts:A rdfs:subClassOf _:x, _:y .\n" + restriction.format("_:x", "a") + restriction.format("_:y", "b")
    second = restriction.format("_:x", "b") + restriction.format("_:q", "a") + "tts:A rdfs:subClassOf _:q, _:x .\n"

    one, other = parse_ontology(HEADER + DECLARED + first), parse_ontology(HEADER + second + DECLARED)

    assert one == other


def test_triples_of_an_ontology_give_the_same_ontology():
    restriction = "[ a owl:Restriction ; owl:onProperty tts:p ; owl:hasValue tts:a ]"
    ontology = parse_ontology(f"{HEADER}{DECLARED} tts:A rdfs:subClassOf {restriction} .")

    again = read_triples(reversed(ontology.triples))

    assert again == ontology


def test_files_of_a_folder_are_one_ontology(tmp_path):
    listed = "_:same a owl:Class ; owl:oneOf ( tts:{} ) ; rdfs:subClassOf tts:{} .\n"
    (tmp_path / "classes.ttl").write_text(HEADER + "tts:A a owl:Class .\n" + listed.format("a", "A"))
    second = "tts:B rdfs:subClassOf tts:A ; a owl:Class .\n"
    (tmp_path / "more.ttl").write_text(HEADER + second + listed.format("b", "B"))
    (tmp_path / "notes.txt").write_text("not Turtle, and not read")

    axioms = load_ontology(tmp_path).axioms

    # The blank nodes of the two files are two, though both are called "same".
    assert [str(axiom) for axiom in axioms] == [
        "Declaration(Class(tts:A))",
        "Declaration(Class(tts:B))",
        "SubClassOf(ObjectOneOf(tts:a) tts:A)",
        "SubClassOf(ObjectOneOf(tts:b) tts:B)",
        "SubClassOf(tts:B tts:A)",
    ]


def test_a_syntax_error_names_the_file_and_the_line(tmp_path):
    (tmp_path / "broken.ttl").write_text("@prefix tts: <https://w3id.org/ttsgraph/ontology#> .\n\ntts:a tts:b\n")

    with pytest.raises(OntologyError, match=r"broken\.ttl:\d+: ") as caught:
        load_ontology(tmp_path)

    assert caught.value.line in (3, 4)


def test_an_undeclared_name_is_reported_with_its_file(tmp_path):
    (tmp_path / "first.ttl").write_text(HEADER + DECLARED)
    (tmp_path / "second.ttl").write_text(HEADER + "tts:a tts:misspelt tts:b .")

    with pytest.raises(OntologyError, match=r"second\.ttl: tts:misspelt is used as a property"):
        load_ontology(tmp_path)


def test_imports_must_be_files_of_the_folder(tmp_path):
    root = "@base <https://w3id.org/ttsgraph/> . <ontology> a owl:Ontology ; owl:imports <ontology/{}> ."
    (tmp_path / "axes.ttl").write_text(HEADER)
    (tmp_path / "root.ttl").write_text(HEADER + root.format("axes"))

    assert load_ontology(tmp_path).axioms == ()

    (tmp_path / "root.ttl").write_text(HEADER + root.format("elsewhere"))
    with pytest.raises(OntologyError, match="ontology/elsewhere"):
        load_ontology(tmp_path)


def test_a_folder_without_turtle_is_an_error(tmp_path):
    with pytest.raises(OntologyError, match="no Turtle file"):
        load_ontology(tmp_path)


def test_an_axiom_without_rules_is_refused_when_the_file_is_read():
    restriction = "[ a owl:Restriction ; owl:onProperty tts:p ; owl:someValuesFrom tts:B ]"

    with pytest.raises(UnsupportedAxiomError, match=r"SubClassOf\(tts:A ObjectSomeValuesFrom\(tts:p tts:B\)\)"):
        parse_ontology(f"{HEADER}{DECLARED} tts:A rdfs:subClassOf {restriction} .")
