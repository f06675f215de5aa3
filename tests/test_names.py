"""Whatever a person calls a thing leads to it, and a name that leads nowhere is told its near misses."""

import pytest
from pyoxigraph import NamedNode, Quad, Store

from ttsgraph.errors import UnknownTermError
from ttsgraph.names import names_in, names_of
from ttsgraph.ontology import parse_ontology
from ttsgraph.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, expand

TURTLE = (
    "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    + """
    skos:altLabel a owl:AnnotationProperty .
    tts:Method a owl:Class ; rdfs:label "method"@en .
    tts:convergesWith a owl:ObjectProperty ; rdfs:label "comes to the same as"@en .
    ttsid:bon a owl:NamedIndividual , tts:Method ; rdfs:label "best-of-N"@en ; skos:altLabel "repeated sampling"@en .
    ttsid:beam a owl:NamedIndividual , tts:Method ; rdfs:label "beam search"@en ; skos:altLabel "width"@en .
    ttsid:tree a owl:NamedIndividual , tts:Method ; rdfs:label "tree search"@en ;
        skos:altLabel "breadth"@en , "width"@en .
    ttsid:wide a owl:NamedIndividual , tts:Method ; rdfs:label "breadth"@en .
    ttsid:plain a owl:NamedIndividual , tts:Method .
"""
)
TRIPLES = parse_ontology(TURTLE).triples
NAMES = names_of(TRIPLES)
BON, BEAM, WIDE, PLAIN = (expand(f"ttsid:{name}") for name in ("bon", "beam", "wide", "plain"))


@pytest.mark.parametrize(
    "name",
    [
        "best-of-N",
        "BEST OF n",
        "  best_of-N ",
        "Repeated sampling",
        "bon",
        "ttsid:bon",
        BON.value,
        str(BON),
    ],
)
def test_a_thing_is_found_by_label_alias_local_name_curie_and_iri(name):
    assert NAMES.individual(name) == BON


def test_a_thing_without_label_is_called_by_its_curie():
    assert NAMES.label(PLAIN) == "ttsid:plain"
    assert NAMES.individual("plain") == PLAIN


def test_a_label_outranks_an_alias_of_another_thing():
    assert NAMES.individual("breadth") == WIDE


def test_an_alias_of_two_things_names_neither():
    with pytest.raises(UnknownTermError, match="'width' names several things: ttsid:beam, ttsid:tree; say which"):
        NAMES.individual("width")


def test_an_alias_of_two_things_names_the_one_that_is_asked_for():
    assert NAMES.individual("width", among=[BEAM, WIDE]) == BEAM


def test_an_unknown_name_gets_near_misses_by_their_labels():
    with pytest.raises(UnknownTermError, match="no thing is called 'beam serch'; did you mean 'beam search'"):
        NAMES.individual("beam serch")


def test_a_name_like_no_other_gets_no_hint():
    with pytest.raises(UnknownTermError) as caught:
        NAMES.individual("zzzz")

    assert str(caught.value) == "no thing is called 'zzzz'"


def test_a_thing_outside_of_what_is_asked_for_is_unknown():
    # The name is known, but not among these.
    with pytest.raises(UnknownTermError, match="no thing is called 'best-of-N'"):
        NAMES.individual("best-of-N", among=[BEAM])


@pytest.mark.parametrize("name", ["comes to the same as", "converges with", "tts:convergesWith", "Converges-With"])
def test_a_relation_is_found_by_label_local_name_and_curie(name):
    assert NAMES.relation(name) == expand("tts:convergesWith")


def test_a_relation_is_no_thing_and_a_class_neither():
    for name in ("comes to the same as", "method"):
        with pytest.raises(UnknownTermError, match="no thing is called"):
            NAMES.individual(name)
    with pytest.raises(UnknownTermError, match="no relation is called 'best-of-N'"):
        NAMES.relation("best-of-N")


@pytest.mark.parametrize("name", ["", "ttsid:two words", "tts:{x", "http://[x"])
def test_what_is_no_name_at_all_is_an_error_and_no_crash(name):
    with pytest.raises(UnknownTermError):
        NAMES.individual(name)


def test_the_names_of_a_store_are_those_of_its_ontology():
    store = Store()
    store.extend(Quad(*triple, ONTOLOGY_GRAPH) for triple in TRIPLES)
    # What stands in another graph gives no name.
    store.add(Quad(NamedNode("urn:x"), expand("rdf:type"), expand("owl:NamedIndividual"), INFERRED_GRAPH))

    found = names_in(store)

    assert (found.labels, found.individuals, found.properties) == (NAMES.labels, NAMES.individuals, NAMES.properties)
    assert found.individual("repeated sampling") == BON
