"""The knowledge graph as a whole: built, kept, opened, asked and handed on."""

import pytest
import rdflib
from pyoxigraph import Literal, RdfFormat, Triple

import ttsgraph
from ttsgraph.errors import ParameterError, StoreError, TtsgraphError, UnknownQueryError, UnknownTermError
from ttsgraph.export import serialized
from ttsgraph.graph import KnowledgeGraph
from ttsgraph.terms import RDF, TTS, expand

SLEEP, BEST = expand("ttsid:method/sleep-time-compute"), expand("ttsid:method/best-of-n")
NOTES = {
    "a.md": "Sleep-time compute does inference work before the question is asked, during idle time.\n",
    "b.md": "Best-of-N improves coverage. Best-of-N does not improve accuracy.\n",
}


@pytest.fixture
def files(tmp_path):
    for name, text in NOTES.items():
        (tmp_path / name).write_text(text, "utf-8")
    return [tmp_path / name for name in NOTES]


@pytest.fixture(scope="module")
def graph(tmp_path_factory):
    folder = tmp_path_factory.mktemp("notes")
    for name, text in NOTES.items():
        (folder / name).write_text(text, "utf-8")
    return KnowledgeGraph.build(folder)


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("TTSGRAPH_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def quads(graph):
    return serialized(graph.store, RdfFormat.N_QUADS)


def test_the_order_of_the_notes_does_not_matter(files):
    there, back, folder = (KnowledgeGraph.build(*paths) for paths in (files, files[::-1], [files[0].parent]))

    assert quads(there) == quads(back) == quads(folder)


def test_a_graph_that_is_loaded_twice_or_saved_and_opened_is_the_same(files, cache, tmp_path):
    built = KnowledgeGraph.build(*files)
    built.save(tmp_path / "store")

    first, second = KnowledgeGraph.load(*files), KnowledgeGraph.load(*map(str, files))
    opened = KnowledgeGraph.open(tmp_path / "store")

    assert quads(first) == quads(second) == quads(opened) == quads(built)
    assert opened.place("best-of-N").to_text() == built.place("best-of-N").to_text()


def test_a_folder_that_is_no_store_is_not_opened(tmp_path):
    with pytest.raises(StoreError, match="is no store of ttsgraph"):
        KnowledgeGraph.open(tmp_path)


def test_the_package_offers_the_graph_and_nothing_that_it_has_not():
    assert ttsgraph.KnowledgeGraph is KnowledgeGraph
    with pytest.raises(AttributeError):
        ttsgraph.Nothing  # noqa: B018


def test_a_method_is_found_by_name_and_another_thing_is_no_method(graph):
    assert graph.method("BoN") == BEST
    with pytest.raises(UnknownTermError, match="no thing is called 'accuracy'"):
        graph.method("accuracy")


def test_a_statement_is_made_of_names_and_of_a_class(graph):
    assert graph.statement("BoN", "improves", "coverage").object == expand("ttsid:outcome/coverage")
    for relation in ("a", "is a", "type", "rdf:type"):
        assert graph.statement("BoN", relation, "tts:Method") == Triple(BEST, RDF.type, TTS.Method)


def test_what_holds_has_a_proof_and_what_is_denied_or_unsaid_has_none(graph):
    assert graph.proof("sleep-time compute", "is a", "tts:PrecomputingMethod").rule is not None
    assert graph.proof("best-of-N", "improves", "coverage").rule is None
    assert graph.proof("best-of-N", "improves", "accuracy") is None  # denied
    assert graph.proof("best-of-N", "improves", "depth") is None  # not stated


def test_a_proof_as_values_ends_in_quotes_and_graphs(graph):
    found = graph.proof_dict(graph.proof("sleep-time compute", "amortizes", "query-time reasoning"))

    def leaves(proof):
        return [leaf for each in proof["premises"] for leaf in leaves(each)] if "premises" in proof else [proof]

    assert found["rule"]["name"] == "cls-hv1"
    assert found["rule"]["axiom"].startswith("SubClassOf(")
    quoted = [source["quote"] for leaf in leaves(found) for source in leaf.get("sources", [])]
    assert set(quoted) == {NOTES["a.md"].strip()}
    for leaf in leaves(found):
        assert leaf["asserted in"]
        assert "sources" in leaf or leaf["asserted in"] == ["https://w3id.org/ttsgraph/ontology"]


def test_a_query_takes_names_and_terms(graph):
    by_name = graph.query("methods/placement", method="Best-of-N")

    assert by_name == graph.query("methods/placement", method=BEST)
    assert by_name.rows


def test_a_query_takes_things_relations_and_notes_by_name(graph):
    rows = graph.query("claims/evidence", subject="BoN", property="improves", object="accuracy").dicts()

    assert [row["polarity"] for row in rows] == [Literal("negated")]
    assert graph.query("claims/by-note", note="ttsnote:b").rows
    assert graph.query("notes/mentioning", thing="coverage").dicts()[0]["note"] == expand("ttsnote:b")


@pytest.mark.parametrize(
    ("name", "arguments", "error", "message"),
    [
        ("methods/placemnt", {}, UnknownQueryError, "near it: methods/placement"),
        ("methods/placement", {"methud": "BoN"}, ParameterError, r"takes \['method'\], not 'methud'"),
        ("methods/placement", {}, ParameterError, r"takes \['method'\], not \[\]"),
        ("methods/placement", {"method": "best-of"}, UnknownTermError, "did you mean 'best-of-N'"),
        ("claims/by-note", {"note": "ttsnote:z"}, ParameterError, "note must be a tts:Note"),
        ("claims/about", {"thing": "tts:{"}, UnknownTermError, "no thing is called"),
    ],
)
def test_what_is_wrong_with_a_query_is_an_error_that_helps(graph, name, arguments, error, message):
    with pytest.raises(error, match=message) as caught:
        graph.query(name, **arguments)

    assert isinstance(caught.value, TtsgraphError)


def test_rdflib_gets_every_quad_in_its_graph(graph):
    dataset = graph.to_rdflib()

    note = rdflib.URIRef("https://w3id.org/ttsgraph/note/b")
    assert sum(1 for _ in dataset.quads()) == len(graph.store)
    stated = {tuple(map(str, triple)) for triple in dataset.graph(note)}
    # The denial of the same note is evidence, and no triple.
    assert stated == {(BEST.value, expand("tts:improves").value, expand("ttsid:outcome/coverage").value)}


def test_what_is_sound_passes_the_checks(graph):
    assert graph.check() == []
