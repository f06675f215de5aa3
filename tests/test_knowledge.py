"""A store that can be asked: labels, proofs, and the words on which a fact rests."""

import pytest
from pyoxigraph import BlankNode, Literal, Quad, Store, Triple

from ttsgraph.build import build
from ttsgraph.errors import UnknownQueryError
from ttsgraph.knowledge import Knowledge, is_note
from ttsgraph.ontology import parse_ontology
from ttsgraph.terms import (
    INFERRED_GRAPH,
    ONTOLOGY_GRAPH,
    PREFIXES,
    RDF,
    STATISTICS_GRAPH,
    TTS,
    evidence_graph,
    expand,
    note_iri,
)

SLEEP = expand("ttsid:method/sleep-time-compute")
WORK, IDLE = expand("ttsid:work/query-time-reasoning"), expand("ttsid:phase/idle-time")
ACCURACY = expand("ttsid:outcome/accuracy")
AHEAD = "Sleep-time compute does inference work before the question is asked, during idle time."
NOTE = f"{AHEAD} Best-of-N does not improve accuracy when it is slow. Best-of-N and MCTS converge.\n"


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory):
    path = tmp_path_factory.mktemp("notes") / "a.md"
    path.write_text(NOTE, "utf-8")
    return Knowledge(build([path]).store)


def test_a_term_is_called_by_its_label_and_without_one_by_its_curie(knowledge):
    assert knowledge.label(SLEEP) == "sleep-time compute"
    assert knowledge.label(note_iri("a")) == "ttsnote:a"
    assert knowledge.label(Literal("words", language="en")) == "words"
    assert knowledge.label(BlankNode("b")) == "b"
    assert knowledge.label(None) == ""


def test_a_fact_is_said_in_words(knowledge):
    assert knowledge.sentence(Triple(SLEEP, TTS.amortizes, WORK)) == "sleep-time compute amortizes query-time reasoning"
    assert knowledge.sentence(Triple(SLEEP, RDF.type, TTS.Method)) == "sleep-time compute is a method"


def test_what_is_asserted_and_what_is_inferred_holds_and_what_is_denied_does_not(knowledge):
    assert knowledge.holds(Triple(SLEEP, TTS.relocates, WORK))
    assert knowledge.holds(Triple(SLEEP, TTS.amortizes, WORK))
    assert not knowledge.holds(Triple(expand("ttsid:method/best-of-n"), expand("tts:improves"), ACCURACY))


def test_a_fact_rests_on_the_quotes_at_the_leaves_of_its_proof(knowledge):
    references = knowledge.references(Triple(SLEEP, TTS.amortizes, WORK))

    assert [ref.exact for ref in references] == [AHEAD]
    assert references[0].place == f"{references[0].file}:1"
    assert (references[0].kind, references[0].polarity, references[0].condition) == ("note", "asserted", None)


def test_a_fact_of_the_ontology_rests_on_no_note(knowledge):
    fact = Triple(IDLE, TTS.onAxis, expand("ttsid:axis/timing"))

    assert knowledge.holds(fact)
    assert knowledge.references(fact) == []


def test_evidence_is_of_every_polarity_or_of_the_one_that_is_asked_for(knowledge):
    denied = Triple(expand("ttsid:method/best-of-n"), expand("tts:improves"), ACCURACY)

    (reference,) = knowledge.evidence(denied)
    assert (reference.polarity, reference.condition) == ("negated", "when it is slow")
    assert knowledge.evidence(denied, polarity="negated") == [reference]
    assert knowledge.evidence(denied, polarity="asserted") == []


def test_a_symmetric_relation_has_its_evidence_both_ways(knowledge):
    methods = expand("ttsid:method/best-of-n"), expand("ttsid:method/mcts")
    there, back = (Triple(one, expand("tts:convergesWith"), other) for one, other in (methods, methods[::-1]))

    assert knowledge.evidence(there) == knowledge.evidence(back) != []
    # A relation with a direction has not.
    assert knowledge.evidence(Triple(WORK, TTS.relocates, SLEEP)) == []


def test_the_words_of_one_claim_are_found_by_the_claim(knowledge):
    row = knowledge.rows("claims/evidence", subject=SLEEP, property=TTS.relocates, object=WORK)[0]

    assert [ref.exact for ref in knowledge.claim_references(row["claim"])] == [AHEAD]


def test_an_unknown_query_is_an_error(knowledge):
    with pytest.raises(UnknownQueryError):
        knowledge.run("methods/none-such")


def test_only_the_graph_of_what_a_note_asserts_is_a_note():
    assert is_note(note_iri("a"))
    for graph in (evidence_graph(note_iri("a")), ONTOLOGY_GRAPH, INFERRED_GRAPH, STATISTICS_GRAPH):
        assert not is_note(graph)


def test_a_store_is_asked_by_the_axioms_that_it_holds():
    header = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    ontology = parse_ontology(f"{header} tts:near a owl:ObjectProperty , owl:SymmetricProperty .")
    near, one, other = expand("tts:near"), expand("ttsid:one"), expand("ttsid:other")
    store = Store()
    store.extend(Quad(*triple, ONTOLOGY_GRAPH) for triple in ontology.triples)
    store.extend([Quad(one, near, other, note_iri("a")), Quad(other, near, one, INFERRED_GRAPH)])

    proof = Knowledge(store).prove(Triple(other, near, one))

    assert [leaf.fact for leaf in proof.leaves()] == [Triple(one, near, other)]
    assert Knowledge(store).prove(Triple(one, near, one)) is None
