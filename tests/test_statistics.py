import pytest
from pyoxigraph import RdfFormat, Store

from ttsgraph.statistics import feature_quads, information_content
from ttsgraph.terms import STATISTICS_GRAPH, XSD, curie, hashed_iri

ONTOLOGY = """
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX tts: <https://w3id.org/ttsgraph/ontology#>
PREFIX method: <https://w3id.org/ttsgraph/id/method/>
PREFIX axis: <https://w3id.org/ttsgraph/id/axis/>
PREFIX work: <https://w3id.org/ttsgraph/id/work/>
GRAPH <https://w3id.org/ttsgraph/ontology> {
  tts:movesAlong a owl:ObjectProperty ; tts:kinship "sibling" .
  tts:PrecomputingMethod a owl:Class ; tts:kinship "relative" .
  tts:amortizes a owl:ObjectProperty .
  method:sleep-time-compute a tts:Method .
  method:best-of-n a tts:Method .
  method:mcts a tts:Method .
  method:debate a tts:Method .
}
"""
MOVES_ALONG = "https://w3id.org/ttsgraph/ontology#movesAlong"


@pytest.fixture
def store():
    dataset = Store()

    def fill(trig):
        dataset.load(ONTOLOGY + trig, RdfFormat.TRIG)
        return dataset

    return fill


def test_a_shared_value_is_a_feature_weighed_by_how_few_bear_it(store):
    dataset = store("""
        GRAPH <urn:one> { method:best-of-n tts:movesAlong axis:timing }
        GRAPH <urn:two> { method:debate tts:movesAlong axis:shape }
        GRAPH <urn:inferred> { method:mcts tts:movesAlong axis:shape }
    """)

    described = features(feature_quads(dataset))

    assert described == {
        ("tts:movesAlong", "ttsid:axis/timing"): ("sibling", "1", "2.000"),
        ("tts:movesAlong", "ttsid:axis/shape"): ("sibling", "2", "1.000"),
    }


def test_a_class_that_methods_fall_under_is_a_feature(store):
    dataset = store("GRAPH <urn:inferred> { method:sleep-time-compute a tts:PrecomputingMethod }")

    described = features(feature_quads(dataset))

    assert described == {("rdf:type", "tts:PrecomputingMethod"): ("relative", "1", "2.000")}


def test_what_is_likened_to_a_family_is_shared_by_what_belongs_to_it(store):
    dataset = store("""
        GRAPH <https://w3id.org/ttsgraph/ontology> { tts:analogOf a owl:ObjectProperty ; tts:kinship "relative" }
        GRAPH <urn:one> {
            method:sleep-time-compute tts:analogOf method:search .
            method:mcts tts:specialises method:search .
            method:best-of-n tts:inField method:search .
            method:debate tts:uses method:search .    # near miss: does not belong to it
        }
    """)

    described = features(feature_quads(dataset))

    assert described == {("tts:analogOf", "ttsid:method/search"): ("relative", "3", "0.415")}


def test_a_fact_in_two_graphs_has_one_bearer(store):
    dataset = store("""
        GRAPH <urn:one> { method:mcts tts:movesAlong axis:shape }
        GRAPH <urn:two> { method:mcts tts:movesAlong axis:shape }
    """)

    described = features(feature_quads(dataset))

    assert described["tts:movesAlong", "ttsid:axis/shape"] == ("sibling", "1", "2.000")


@pytest.mark.parametrize(
    "near_miss",
    [
        pytest.param("method:mcts tts:amortizes work:assessment", id="a property without kinship"),
        pytest.param("axis:shape tts:movesAlong axis:timing", id="a bearer that is no method"),
        pytest.param("axis:shape a tts:PrecomputingMethod", id="an instance of the class that is no method"),
        pytest.param(
            "tts:uses tts:kinship 'relative' . method:mcts tts:uses method:debate",
            id="kinship from a note",
        ),
        pytest.param("method:mcts tts:movesAlong 'shape'", id="a value that is a literal"),
    ],
)
def test_no_feature_is_made_of(near_miss, store):
    assert feature_quads(store(f"GRAPH <urn:note> {{ {near_miss} }}")) == []


def test_a_feature_is_named_after_what_it_consists_in(store):
    dataset = store("GRAPH <urn:note> { method:mcts tts:movesAlong axis:shape }")

    named = {quad.subject for quad in feature_quads(dataset)}

    value = "https://w3id.org/ttsgraph/id/axis/shape"
    assert named == {hashed_iri("feature", MOVES_ALONG, value)}


def test_what_all_methods_share_says_nothing():
    assert information_content(7, 7).value == "0.000"


def test_information_content_has_three_decimals():
    assert information_content(1, 3).value == "1.585"
    assert information_content(1, 3).datatype == XSD.decimal


def test_the_order_does_not_depend_on_the_order_of_the_facts(store):
    facts = ["method:mcts tts:movesAlong axis:shape", "method:best-of-n tts:movesAlong axis:timing"]
    one = store(f"GRAPH <urn:note> {{ {' . '.join(facts)} }}")
    other = Store()
    other.load(ONTOLOGY + f"GRAPH <urn:note> {{ {' . '.join(reversed(facts))} }}", RdfFormat.TRIG)

    assert feature_quads(one) == feature_quads(other)


def test_statistics_of_a_store_that_holds_its_own_statistics_are_the_same(store):
    dataset = store("GRAPH <urn:note> { method:mcts tts:movesAlong axis:shape }")
    once = feature_quads(dataset)

    dataset.extend(once)

    assert feature_quads(dataset) == once


def features(quads):
    assert {quad.graph_name for quad in quads} <= {STATISTICS_GRAPH}
    terms = {(quad.subject, curie(quad.predicate.value)): quad.object for quad in quads}
    return {
        tuple(curie(terms[node, key].value) for key in ("tts:featureProperty", "tts:featureValue")): tuple(
            terms[node, key].value for key in ("tts:kinship", "tts:bearers", "tts:informationContent")
        )
        for node in {quad.subject for quad in quads}
    }
