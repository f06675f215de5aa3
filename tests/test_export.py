"""Files of every format: they say what the graph says, in the same bytes whatever the order."""

import random

import pytest
import rdflib
from pyoxigraph import Quad, RdfFormat, Store
from rdflib.compare import isomorphic, to_canonical_graph

from ttsgraph.errors import StoreError
from ttsgraph.export import FORMATS, export_store, serialized
from ttsgraph.graph import KnowledgeGraph
from ttsgraph.terms import PREFIXES, RDF, TTS, curie

READERS = {
    ".ttl": "turtle",
    ".nt": "nt",
    ".owl": "xml",
    ".rdf": "xml",
    ".trig": "trig",
    ".nq": "nquads",
    ".jsonld": "json-ld",
}
DATASETS = {".trig", ".nq", ".jsonld"}

NOTE = """---
title: "Quotes \\"within\\" & <tags>"
---
Sleep-time compute — *when* — does inference work before the question is asked, during idle time. Voilà.
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    path = tmp_path_factory.mktemp("notes") / "a.md"
    path.write_text(NOTE, "utf-8")
    return KnowledgeGraph.build(path)


@pytest.fixture(scope="module")
def union(graph):
    return rdflib.Graph().parse(data=serialized(graph.store, RdfFormat.N_TRIPLES), format="nt")


def read(path):
    found = rdflib.Dataset() if path.suffix in DATASETS else rdflib.Graph()
    return found.parse(path, format=READERS[path.suffix])


def by_graph(quads):
    """Return the triples by the name of their graph, blank nodes by canonical names."""
    named = {}
    for s, p, o, name in quads:
        named.setdefault(str(name), rdflib.Graph()).add((s, p, o))
    return {name: set(to_canonical_graph(found)) for name, found in named.items()}


def test_every_format_has_a_reader_here():
    assert READERS.keys() == FORMATS.keys()


@pytest.mark.parametrize("suffix", sorted(READERS.keys() - DATASETS))
def test_a_file_of_triples_says_what_all_graphs_together_say(graph, union, tmp_path, suffix):
    graph.export(tmp_path / f"out{suffix}")

    assert isomorphic(read(tmp_path / f"out{suffix}"), union)


# rdflib's readers of datasets use what rdflib deprecates.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize("suffix", sorted(DATASETS))
def test_a_file_of_quads_keeps_the_graphs_apart(graph, tmp_path, suffix):
    graph.export(tmp_path / f"out{suffix}")

    expected = by_graph(graph.to_rdflib().quads())
    assert by_graph(read(tmp_path / f"out{suffix}").quads()) == expected
    assert {f"{PREFIXES['ttsnote']}a", f"{PREFIXES['ttsnote']}a/evidence"} < expected.keys()


@pytest.mark.parametrize("suffix", sorted(FORMATS))
def test_the_order_of_what_is_put_in_does_not_matter(graph, suffix):
    quads = list(graph.store)
    shuffled = random.Random(1).sample(quads, len(quads))
    other = Store()
    for quad in shuffled:
        other.add(quad)

    expected = serialized(graph.store, FORMATS[suffix])
    assert serialized(other, FORMATS[suffix]) == serialized(shuffled, FORMATS[suffix]) == expected


def test_what_two_graphs_say_stands_once_in_a_file_of_triples(graph):
    (fact, *_) = graph.store
    twice = [fact, Quad(fact.subject, fact.predicate, fact.object, TTS.Note)]

    assert len(serialized(twice, RdfFormat.N_TRIPLES).splitlines()) == 1
    assert len(serialized(twice, RdfFormat.N_QUADS).splitlines()) == 2


@pytest.mark.java
def test_protege_and_owlready_find_the_terms_in_the_file(graph, tmp_path):
    from owlready2 import World

    graph.export(tmp_path / "out.owl")

    world = World()
    ontology = world.get_ontology((tmp_path / "out.owl").as_uri()).load(only_local=True)
    found = {
        "owl:Class": {curie(each.iri) for each in ontology.classes()},
        "owl:ObjectProperty": {curie(each.iri) for each in ontology.object_properties()},
        "owl:NamedIndividual": {curie(each.iri) for each in ontology.individuals()},
    }
    world.close()

    assert {"tts:Method", "tts:PrecomputingMethod"} <= found["owl:Class"]
    assert {"tts:amortizes", "tts:hasPosition"} <= found["owl:ObjectProperty"]
    assert {"ttsid:method/sleep-time-compute", "ttsid:axis/timing"} <= found["owl:NamedIndividual"]
    # A relation that claims speak of is not an individual as well.
    assert "tts:amortizes" not in found["owl:NamedIndividual"]


def test_capitals_in_an_extension_make_no_difference(graph, tmp_path):
    graph.export(tmp_path / "out.NT")

    assert (tmp_path / "out.NT").read_bytes() == serialized(graph.store, RdfFormat.N_TRIPLES)


def test_an_unknown_extension_is_an_error_that_lists_the_known(graph, tmp_path):
    with pytest.raises(StoreError, match=r"no format has the extension '\.xyz'; take one of \.ttl \.nt"):
        export_store(graph.store, tmp_path / "out.xyz")

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_nothing_behind(graph, tmp_path):
    (tmp_path / "out.nt").mkdir()  # a folder in the way

    with pytest.raises(StoreError, match="cannot write"):
        export_store(graph.store, tmp_path / "out.nt")

    assert [path.name for path in tmp_path.iterdir()] == ["out.nt"]


def test_an_export_replaces_the_file_that_was_there(graph, tmp_path):
    (tmp_path / "out.nt").write_text("old", "utf-8")

    graph.export(tmp_path / "out.nt")

    assert b"old" not in (tmp_path / "out.nt").read_bytes().splitlines()
    assert RDF.type.value.encode() in (tmp_path / "out.nt").read_bytes()
