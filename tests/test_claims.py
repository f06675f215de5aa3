"""From what a note says to quads: assertions in its own graph, the rest as evidence only."""

from dataclasses import replace

import pytest
from conftest import prose
from pyoxigraph import Literal, NamedNode, Triple

from ttsgraph.build import read_all
from ttsgraph.claims import claim_iri, paper_iri, quote_iri, reading_quads, run_iri
from ttsgraph.errors import ProblemsError
from ttsgraph.notes import load_notes
from ttsgraph.terms import DCTERMS, OA, PROV, TTS, XSD, evidence_graph, expand, note_iri

SLEEP = expand("ttsid:method/sleep-time-compute")
BEST = expand("ttsid:method/best-of-n")
WORK = expand("ttsid:work/query-time-reasoning")
AMORTIZES = Triple(SLEEP, TTS.amortizes, WORK)
RUN = run_iri("1", "0" * 64)


def read(ontology, text, path):
    """Read one note from a file of this text."""
    path.write_text(text, "utf-8")
    (reading,) = read_all(load_notes([path]), ontology)
    return reading


def in_graph(reading, graph):
    return {quad.triple for quad in reading_quads(reading, RUN) if quad.graph_name == graph}


SPELLINGS = {
    "front matter": 'about: sleep-time compute\namortizes: "[[query-time reasoning]]"\n---\nText.\n',
    "a line": "about: sleep-time compute\n---\namortizes:: [[query-time reasoning]]\n",
    "within a sentence": "about: sleep-time compute\n---\nIt is so (amortizes:: [[query-time reasoning]]) by now.\n",
    "a list item": "about: sleep-time compute\n---\n- amortizes [[query-time reasoning]] (since it thinks ahead)\n",
    "an alias in another case": "about: Sleep-time\n---\nAmortizes:: [[Inference work|what is done later]]\n",
    "the title": "title: Sleep-time compute\n---\namortizes:: [[query-time reasoning]]\n",
    "CURIEs": "about: ttsid:method/sleep-time-compute\n---\namortizes:: [[ttsid:work/query-time-reasoning]]\n",
    "accepted by a person": (
        "claims:\n  - subject: sleep-time compute\n    property: amortizes\n    object: query-time reasoning\n"
        "    quote: It pays early\n---\nIt pays early.\n"
    ),
}


@pytest.mark.parametrize("text", SPELLINGS.values(), ids=SPELLINGS)
def test_every_way_to_write_a_relation_states_the_same_triple(text, ontology, tmp_path):
    reading = read(ontology, f"---\n{text}", tmp_path / "a.md")

    assert in_graph(reading, note_iri("a")) == {AMORTIZES}


def test_what_is_shown_as_an_example_states_nothing(ontology, tmp_path):
    text = "---\nabout: sleep-time compute\n---\nWrite it as `amortizes:: [[query-time reasoning]]` in a note.\n"

    assert in_graph(read(ontology, text, tmp_path / "a.md"), note_iri("a")) == set()


@pytest.mark.parametrize("polarity", ["negated", "hedged"])
def test_what_is_denied_or_left_open_is_evidence_and_no_triple(polarity, ontology, tmp_path):
    text = (
        f"---\nclaims:\n  - subject: sleep-time compute\n    property: amortizes\n    object: query-time reasoning\n"
        f"    polarity: {polarity}\n    condition: when idle\n    quote: It pays early\n---\nIt pays early.\n"
    )
    reading = read(ontology, text, tmp_path / "a.md")
    evidence = in_graph(reading, evidence_graph(note_iri("a")))

    assert in_graph(reading, note_iri("a")) == set()
    (claim,) = [claim_iri(each) for each in reading.claims]
    assert Triple(claim, TTS.polarity, Literal(polarity)) in evidence
    assert Triple(claim, TTS.condition, Literal("when idle")) in evidence
    assert Triple(claim, TTS.extractionMethod, Literal("accepted")) in evidence


def test_prose_that_denies_states_nothing(ontology, tmp_path):
    text = "Best-of-N improves coverage. Best-of-N does not improve accuracy.\n"
    reading = read(ontology, text, tmp_path / "a.md")

    improves = expand("tts:improves")
    assert in_graph(reading, note_iri("a")) == {Triple(BEST, improves, expand("ttsid:outcome/coverage"))}
    assert ("negated", expand("ttsid:outcome/accuracy")) in {(each.polarity, each.object) for each in reading.claims}


def test_a_quote_can_be_found_again_in_the_note(ontology, tmp_path):
    text = "First.\n\nBest-of-N improves coverage. Last.\n"
    reading = read(ontology, text, tmp_path / "a.md")
    evidence = in_graph(reading, evidence_graph(note_iri("a")))

    (quote,) = {quote_iri(claim.quote) for claim in reading.claims}
    said = {triple.predicate: triple.object.value for triple in evidence if triple.subject == quote}
    assert text[int(said[OA.start]) : int(said[OA.end])] == said[OA.exact] == "Best-of-N improves coverage."
    assert said[OA.prefix] + said[OA.exact] + said[OA.suffix] == text
    assert said[TTS.line] == "3"
    assert Triple(quote, TTS.line, Literal("3", datatype=XSD.positiveInteger)) in evidence


def test_a_note_has_title_date_papers_kind_and_the_run_that_read_it(ontology, tmp_path):
    text = "---\ntitle: A title\ndate: 2026-01-02\npapers: [arXiv:2408.03314]\n---\nBest-of-N improves coverage.\n"
    reading = read(ontology, text, tmp_path / "a.md")
    evidence, note = in_graph(reading, evidence_graph(note_iri("a"))), note_iri("a")

    assert {
        Triple(note, DCTERMS.title, Literal("A title")),
        Triple(note, DCTERMS.date, Literal("2026-01-02")),
        Triple(note, DCTERMS.source, NamedNode("https://arxiv.org/abs/2408.03314")),
        Triple(note, TTS.noteKind, Literal("note")),
        Triple(note, TTS.startLine, Literal("6", datatype=XSD.positiveInteger)),
        Triple(note, PROV.wasGeneratedBy, RUN),
        Triple(note, TTS.mentions, BEST),
    } <= evidence
    assert Triple(note, TTS.mentions, SLEEP) not in evidence  # it is not named


def test_a_thing_that_only_a_link_names_is_mentioned(ontology, tmp_path):
    reading = read(ontology, f"---\n{SPELLINGS['a line']}", tmp_path / "a.md")

    assert Triple(note_iri("a"), TTS.mentions, WORK) in in_graph(reading, evidence_graph(note_iri("a")))


def test_the_iri_of_a_claim_depends_on_its_content_alone(ontology):
    (claim,) = read_all([prose("Best-of-N improves coverage.")], ontology)[0].claims
    (again,) = read_all([prose("Best-of-N improves coverage.")], ontology)[0].claims
    changes = [
        replace(claim, polarity="negated"),
        replace(claim, condition="at times"),
        replace(claim, object=expand("ttsid:outcome/accuracy")),
        replace(claim, method="accepted"),
        replace(claim, quote=replace(claim.quote, start=1)),
        replace(claim, quote=replace(claim.quote, note="other")),
        replace(claim, quote=replace(claim.quote, exact="Best-of-N improves coverage!")),
    ]

    assert claim_iri(claim) == claim_iri(again)
    assert len({claim_iri(each) for each in (claim, *changes)}) == len(changes) + 1
    # What stands around the words and on which line they stand follows from the place.
    assert claim_iri(replace(claim, quote=replace(claim.quote, line=9, prefix="x", suffix="y"))) == claim_iri(claim)


def test_unknown_names_and_wrong_kinds_are_reported_together_with_their_places(ontology, tmp_path):
    (tmp_path / "a.md").write_text(
        '---\nabout: sleep-time compute\namortises: "[[query-time reasoning]]"\namortizes: "[[accuracy]]"\n---\nA.\n',
        "utf-8",
    )
    (tmp_path / "b.md").write_text("---\nabout: accuracy\n---\nText.\n\namortizes:: [[nothing such]]\n", "utf-8")
    (tmp_path / "c.md").write_text(f"---\n{SPELLINGS['a line']}", "utf-8")

    with pytest.raises(ProblemsError) as caught:
        read_all(load_notes([tmp_path]), ontology)

    lines = str(caught.value).replace(f"{tmp_path.as_posix()}/", "").splitlines()
    assert lines[0] == "a.md:3: no relation is called 'amortises'; did you mean 'amortizes'?"
    assert lines[1].startswith(
        "a.md:4: 'amortizes' takes a tts:Work as its object, and 'accuracy' is none; use another"
    )
    assert lines[2].startswith("b.md:6: 'amortizes' takes a tts:Method as its subject, and 'accuracy' is none")
    assert len(lines) == 3  # the third note has nothing wrong


@pytest.mark.parametrize(
    ("paper", "address"),
    [
        ("arXiv:2408.03314", "https://arxiv.org/abs/2408.03314"),
        ("doi:10.1000/1", "https://doi.org/10.1000/1"),
        ("https://example.org/a", "https://example.org/a"),
    ],
)
def test_a_paper_is_known_by_its_address(paper, address):
    assert paper_iri(paper) == NamedNode(address)


@pytest.mark.parametrize("paper", ["https://x/a{b}", "https://[x", "doi:10.1000/<x>", "https://x/%zz"])
def test_a_paper_that_gives_no_address_is_reported_with_its_line(paper, tmp_path):
    (tmp_path / "a.md").write_text(f"---\npapers:\n  - '{paper}'\n---\nText.\n", "utf-8")

    with pytest.raises(ProblemsError, match=r"a\.md:3: the paper .* is not written as"):
        load_notes([tmp_path / "a.md"])
