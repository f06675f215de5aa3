"""The founding question: where sleep-time compute fits, from the notes and from an inquiry's sources alone."""

import os
import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Triple, Variable

from ttsgraph.graph import KnowledgeGraph
from ttsgraph.knowledge import is_note
from ttsgraph.shipped import shipped_folder
from ttsgraph.terms import ONTOLOGY_GRAPH, PREFIXES, RDF, TTS

DOCUMENT = Path(__file__).parent / "documents" / "sleep-time-inquiry.txt"
INQUIRIES = [DOCUMENT, *(Path(path) for path in [os.environ.get("TTSGRAPH_SEED")] if path)]
INPUTS = [shipped_folder("notes"), *INQUIRIES]
QUESTION = "Where does sleep-time compute fit in the taxonomy of test-time scaling?"


def thing(kind, slug):
    return NamedNode(f"{PREFIXES['ttsid']}{kind}/{slug}")


SLEEP = thing("method", "sleep-time-compute")
POST = thing("method", "post-completion-compute")
THINKING = thing("method", "thinking-augmented-pretraining")
SUBSTITUTION = thing("method", "inference-for-parameters-substitution")
TIMING, VOLUME, LOCUS, SHAPE = (thing("axis", slug) for slug in ("timing", "volume", "locus", "shape"))
IDLE = thing("phase", "idle-time")
FRONTIER = thing("maturity", "frontier")
REASONING = thing("work", "query-time-reasoning")
POSITIVE = {
    "moves along timing": Triple(SLEEP, TTS.movesAlong, TIMING),
    "reasons in idle time": Triple(SLEEP, TTS.reasonsDuring, IDLE),
    "is a precomputing method": Triple(SLEEP, RDF.type, TTS.PrecomputingMethod),
    "is frontier": Triple(SLEEP, TTS.hasMaturity, FRONTIER),
    "is grouped with post-completion compute": Triple(SLEEP, TTS.groupedWith, POST),
    "its sibling moves along timing": Triple(POST, TTS.movesAlong, TIMING),
    "relocates inference work": Triple(SLEEP, TTS.relocates, REASONING),
    "amortizes query-time reasoning": Triple(SLEEP, TTS.amortizes, REASONING),
    "its relative is a precomputing method": Triple(THINKING, RDF.type, TTS.PrecomputingMethod),
    "its relative is an analog of test-time scaling": Triple(
        THINKING, TTS.analogOf, thing("method", "test-time-scaling")
    ),
    "the substitution takes the place of parameters": Triple(
        SUBSTITUTION, TTS.inPlaceOf, thing("resource", "parameters")
    ),
}


@pytest.fixture(scope="module", params=INPUTS, ids=lambda path: path.stem)
def graph(request):
    return KnowledgeGraph.build(request.param)


@pytest.fixture(scope="module", params=INQUIRIES, ids=lambda path: path.stem)
def inquiry(request):
    return request.param


def standings(graph, axis):
    rows = graph.knowledge.rows("methods/placement", method=SLEEP)
    return {row["standing"].value for row in rows if row["axis"] == axis}


def column(graph, query, name, method=SLEEP):
    return list(dict.fromkeys(row[name] for row in graph.knowledge.rows(query, method=method)))


@pytest.mark.parametrize("fact", POSITIVE.values(), ids=POSITIVE)
def test_a_positive_item_has_a_proof_that_ends_in_axioms_facts_and_a_quote(graph, fact):
    proof = graph.knowledge.prove(fact)
    leaves = proof.leaves()
    quoted = [ref for leaf in leaves for ref in graph.knowledge.leaf_references(leaf)]

    assert quoted
    for leaf in leaves:
        assert graph.knowledge.leaf_references(leaf) or ONTOLOGY_GRAPH in leaf.graphs
    for ref in quoted:
        text = " ".join(Path(_full_path(ref.file)).read_text("utf-8").split())
        assert ref.exact in text


def _full_path(file):
    return file if Path(file).exists() else shipped_folder("notes").parent / file


def test_it_moves_along_timing_and_reasons_there_before_the_query(graph):
    assert standings(graph, TIMING) == {"lever", "stated"}


def test_on_locus_and_shape_nothing_is_stated_and_it_cuts_across_by_absence(graph):
    rows = graph.knowledge.rows("methods/cutting-across", method=SLEEP)
    grades = {row["axis"]: row["grade"].value for row in rows}

    assert standings(graph, LOCUS) == standings(graph, SHAPE) == {"not stated"}
    assert grades[LOCUS] == grades[SHAPE] == "by absence"
    assert VOLUME not in grades  # hedged is not absent


def test_on_volume_the_source_hedges_and_the_answer_says_so(graph):
    lines = {line.text: line for line in graph.ask(QUESTION).section("Placement").lines}

    assert standings(graph, VOLUME) == {"hedged"}
    assert "left open" in lines["volume:"].below[0].text
    assert "how much" in lines["volume:"].below[0].references[0].exact


def test_post_completion_compute_is_its_sibling_and_grouped_with_it(graph):
    rows = graph.knowledge.rows("methods/siblings", method=SLEEP)

    assert [(row["sibling"], row["grouped"].value) for row in rows] == [(POST, "true")]


def test_relatives_are_ranked_by_what_is_shared(graph):
    relatives = column(graph, "methods/relatives", "relative")

    assert relatives[0] == THINKING
    assert SUBSTITUTION in relatives
    totals = {
        row["relative"]: float(row["total"].value) for row in graph.knowledge.rows("methods/relatives", method=SLEEP)
    }
    assert all(totals[other] <= totals[SUBSTITUTION] for other in relatives[1:])
    assert totals[THINKING] > totals[SUBSTITUTION]


def test_the_score_of_a_relative_is_the_sum_of_its_rows(graph):
    rows = graph.knowledge.rows("methods/relatives", method=SLEEP)

    for relative in {row["relative"] for row in rows}:
        own = [row for row in rows if row["relative"] == relative]
        assert sum(float(row["bits"].value) for row in own) == pytest.approx(float(own[0]["total"].value))


def test_search_methods_and_the_parallel_sequential_debate_are_look_alikes_and_no_relatives(graph):
    debated = {thing("method", slug) for slug in ("best-of-n", "mcts", "parallel-scaling", "sequential-scaling")}

    assert debated <= set(column(graph, "methods/look-alikes", "look_alike"))
    assert not debated & set(column(graph, "methods/relatives", "relative"))


def test_search_methods_have_no_close_relatives_by_their_field_alone(graph):
    for slug in ("best-of-n", "mcts"):
        assert column(graph, "methods/relatives", "relative", thing("method", slug)) == []


def test_nothing_places_it_as_internal_or_external(graph):
    positions = [thing("position", slug) for slug in ("internal", "external")]

    assert not any(graph.knowledge.holds(Triple(SLEEP, TTS.hasPosition, position)) for position in positions)


def test_what_was_searched_is_listed_with_the_absence(graph):
    answer = graph.ask(QUESTION)
    places = {row["file"].value for row in graph.knowledge.rows("notes/searched")}

    listed = " ".join(line.text for line in answer.section("Searched").lines)
    assert all(place in listed for place in places)


def test_without_the_essay_none_of_its_sentences_is_quoted(inquiry):
    graph = KnowledgeGraph.build(inquiry)
    text = graph.ask(QUESTION).to_text()
    essay = _essay_lines(inquiry)

    quoted_lines = {int(number) for number in re.findall(rf"{re.escape(inquiry.name)}:(\d+)", text)}
    assert quoted_lines
    assert not quoted_lines & essay
    assert not any(row["kind"].value == "line" for row in graph.knowledge.rows("notes/searched"))


def _essay_lines(inquiry):
    lines = inquiry.read_text("utf-8").splitlines()
    (end,) = [i for i, line in enumerate(lines, start=1) if re.match(r"Sources \d+ notes?$", line)]
    return set(range(3, end))


def test_with_the_essay_orthogonality_to_the_internal_external_split_is_said_by_a_synthesis_alone(inquiry):
    graph = KnowledgeGraph.build(inquiry, lines=True)
    rows = graph.knowledge.rows("methods/cutting-across", method=SLEEP)

    assert "said" in {row["grade"].value for row in rows if row["axis"] == LOCUS}
    (line,) = [line for line in graph.ask(QUESTION).section("Cuts across").lines if line.text.startswith("locus")]
    assert line.text == "locus: said, on the word of a synthesis alone"
    assert {ref.kind for ref in line.references} == {"line"}


def test_leaving_out_the_paragraph_on_categorisation_takes_away_what_rests_on_it_alone(inquiry, tmp_path):
    lines = inquiry.read_text("utf-8").splitlines()
    (sources,) = [i for i, line in enumerate(lines) if re.match(r"Sources 6 notes$", line)]
    lines[sources] = "Sources 5 notes"
    del lines[sources + 2]
    shorter = tmp_path / inquiry.name
    shorter.write_text("\n".join(lines), "utf-8")
    graph = KnowledgeGraph.build(shorter)

    gone = {name for name, fact in POSITIVE.items() if not graph.knowledge.holds(fact)}

    assert gone == {
        "moves along timing",
        "is frontier",
        "is grouped with post-completion compute",
        "its sibling moves along timing",
    }
    assert column(graph, "methods/siblings", "sibling") == []
    assert column(graph, "methods/relatives", "relative")[0] == THINKING


def test_a_model_trained_by_rl_that_thinks_at_query_time_amortizes_nothing(tmp_path):
    note = tmp_path / "rl.md"
    note.write_text(
        "Reinforcement learning for reasoning is trained during post-training. "
        "The reasoning model thinks at query time.\n",
        "utf-8",
    )
    graph = KnowledgeGraph.build(note)
    trained = thing("method", "reinforcement-learning-for-reasoning")

    assert graph.knowledge.holds(Triple(trained, TTS.reasonsDuring, thing("phase", "query-time")))
    assert graph.knowledge.holds(Triple(trained, TTS.trainsDuring, thing("phase", "post-training")))
    assert not graph.knowledge.holds(Triple(trained, TTS.amortizes, REASONING))
    assert not graph.knowledge.holds(Triple(trained, RDF.type, TTS.PrecomputingMethod))


def test_negated_and_hedged_claims_are_no_triples_of_their_note(graph):
    query = """SELECT ?s ?p ?o ?g WHERE { GRAPH ?e { ?claim tts:claimSubject ?s ; tts:claimPredicate ?p ;
        tts:claimObject ?o ; tts:statedIn ?g ; tts:polarity ?polarity . FILTER (?polarity != "asserted") }
        GRAPH ?g { ?s ?p ?o } }"""

    assert not list(graph.store.query(query, prefixes=PREFIXES))


def test_each_asserted_triple_of_a_note_has_its_claim(graph):
    claims = """ASK { ?claim tts:claimSubject ?s ; tts:claimPredicate ?p ; tts:claimObject ?o ; tts:statedIn ?g ;
        tts:polarity "asserted" ; tts:quotedAs/oa:exact ?words }"""
    notes = [
        quad for quad in graph.store if is_note(quad.graph_name) and not quad.graph_name.value.endswith("/evidence")
    ]

    assert notes
    for quad in notes:
        terms = {"s": quad.subject, "p": quad.predicate, "o": quad.object, "g": quad.graph_name}
        bound = {Variable(name): term for name, term in terms.items()}
        assert graph.store.query(claims, prefixes=PREFIXES, substitutions=bound, use_default_graph_as_union=True)
