"""From notes to a store: the same bytes every time, everything inferred is proven, and what is wrong is an error."""

import pytest
from pyoxigraph import RdfFormat, Triple

from ttsgraph.build import assemble, build, read_all, read_paths
from ttsgraph.checker import check
from ttsgraph.errors import InconsistentError, ProblemsError
from ttsgraph.export import serialized
from ttsgraph.graph import KnowledgeGraph
from ttsgraph.notes import load_notes
from ttsgraph.ontology import parse_ontology
from ttsgraph.reading import unread_report
from ttsgraph.shipped import shipped_folder
from ttsgraph.terms import INFERRED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, STATISTICS_GRAPH, TTS, expand, note_iri

SLEEP = "Sleep-time compute does inference work before the question is asked, during idle time.\n"


def graphs(store):
    return {graph.value for graph in store.named_graphs()}


@pytest.fixture(scope="module")
def shipped():
    return KnowledgeGraph.build()


def derived(graph):
    return [quad.triple for quad in graph.store.quads_for_pattern(None, None, None, INFERRED_GRAPH)]


def test_the_same_notes_give_the_same_bytes(tmp_path):
    (tmp_path / "a.md").write_text(SLEEP, "utf-8")

    one, other = (serialized(build([tmp_path]).store, RdfFormat.N_QUADS) for _ in range(2))

    assert one == other


def test_each_note_has_its_graphs_beside_the_ontology_and_what_follows(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(SLEEP, "utf-8")

    notes = {f"{note_iri(name).value}{suffix}" for name in "ab" for suffix in ("", "/evidence")}
    rest = {graph.value for graph in (ONTOLOGY_GRAPH, INFERRED_GRAPH, STATISTICS_GRAPH)}
    assert graphs(build([tmp_path]).store) == notes | rest


def test_what_a_note_asserts_is_not_inferred_again(shipped):
    stated = {quad.triple for quad in shipped.store if quad.graph_name not in (INFERRED_GRAPH, STATISTICS_GRAPH)}

    assert not stated & set(derived(shipped))


def test_every_inferred_fact_has_a_proof_that_an_independent_checker_accepts(shipped):
    ontology = [quad.triple for quad in shipped.store.quads_for_pattern(None, None, None, ONTOLOGY_GRAPH)]
    asserted = [quad for quad in shipped.store if quad.graph_name not in (INFERRED_GRAPH, STATISTICS_GRAPH)]
    stated = {quad.triple for quad in asserted}

    assert derived(shipped)
    for fact in derived(shipped):
        proof = shipped.knowledge.prove(fact)
        assert proof is not None, fact
        assert {leaf.fact for leaf in proof.leaves()} <= stated, fact
    proofs = [shipped.knowledge.prove(fact).to_dict() for fact in derived(shipped)]
    faults = [fault for proof in proofs for fault in check(proof, ontology, asserted)]
    assert faults == []


def test_what_does_not_hold_has_no_proof(shipped):
    fact = Triple(expand("ttsid:method/best-of-n"), TTS.amortizes, expand("ttsid:work/query-time-reasoning"))

    assert shipped.knowledge.prove(fact) is None


def test_what_was_not_understood_is_reported_with_its_place(tmp_path):
    (tmp_path / "a.md").write_text(f"# Title\n\n{SLEEP}\nDoes best-of-N improve coverage?\n", "utf-8")

    _, readings = read_paths([tmp_path / "a.md"])

    place = (tmp_path / "a.md").as_posix()
    assert unread_report(readings) == [f"{place}:5: a question asserts nothing: Does best-of-N improve coverage?"]
    # What was understood is no part of the report.
    assert readings[0].claims


def test_shipped_notes_are_named_by_a_short_path_and_others_as_they_were_given(tmp_path):
    (tmp_path / "a.md").write_text(SLEEP, "utf-8")

    _, readings = read_paths([shipped_folder("notes") / "breadth-and-depth.md", tmp_path / "a.md"])

    paths = {reading.note.path for reading in readings}
    assert paths == {"notes/breadth-and-depth.md", (tmp_path / "a.md").as_posix()}


def test_progress_counts_the_notes_that_were_read(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.md").write_text(SLEEP, "utf-8")
    seen = []

    build([tmp_path], progress=lambda done, total: seen.append((done, total)))

    assert seen == [(1, 2), (2, 2)]


def test_written_claims_come_before_those_of_prose(ontology, tmp_path):
    front = '---\nabout: sleep-time compute\nimproves: "[[accuracy]]"\n---\n'
    (tmp_path / "a.md").write_text(f"{front}Best-of-N improves coverage.\n", "utf-8")

    (reading,) = read_all(load_notes([tmp_path]), ontology)

    assert [claim.method for claim in reading.claims] == ["typed link", "prose"]


def test_a_contradiction_is_an_error_that_shows_axiom_and_facts(ontology, tmp_path):
    (tmp_path / "a.md").write_text("---\nabout: best-of-N\nextends: '[[beam search]]'\n---\nText.\n", "utf-8")
    header = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    strict = parse_ontology(f"{header} tts:extends a owl:ObjectProperty , owl:AsymmetricProperty .")
    back = "---\nabout: beam search\nextends: '[[best-of-N]]'\n---\nText.\n"

    def assembled():
        both = type(ontology)(ontology.triples, (*ontology.axioms, *strict.axioms), ontology.facts)
        return assemble(both, read_all(load_notes([tmp_path]), ontology))

    assert assembled() is not None  # one direction is no contradiction
    (tmp_path / "b.md").write_text(back, "utf-8")
    with pytest.raises(InconsistentError, match=r"AsymmetricObjectProperty\(tts:extends\) against .*best-of-n"):
        assembled()


def test_all_that_is_wrong_with_the_notes_comes_at_once(tmp_path):
    (tmp_path / "a.md").write_text("", "utf-8")
    (tmp_path / "b.md").write_bytes(b"\xe9")

    with pytest.raises(ProblemsError) as caught:
        build([tmp_path])

    assert {str(error.path).rpartition("/")[2] for error in caught.value.errors} == {"a.md", "b.md"}
