"""Answers: every source has its number, silence is not denial, and a synthesis is marked as one."""

import re

import pytest

from ttsgraph.answers import Answer, Line, Section
from ttsgraph.answers.words import joined, only_syntheses
from ttsgraph.graph import KnowledgeGraph
from ttsgraph.knowledge import Reference
from ttsgraph.shipped import shipped_folder

DENIAL = re.compile(r"\b(false|denied|denies|negated|refuted)\b", re.IGNORECASE)


def reference(words, **changes):
    values = {"note": "ttsnote:a", "kind": "note", "file": "a.md", "line": 1, "polarity": "asserted"}
    return Reference(**{**values, "condition": None, **changes, "exact": words})


ONE, TWO, THREE = reference("one"), reference("two", kind="line"), reference("three", polarity="hedged", condition="if")
DOCUMENT = Answer(
    "Why?",
    "Because.",
    (
        Section("First", (Line("a statement", (TWO,), (Line("below it", (ONE, TWO)),)),)),
        Section("Second", (Line("another", (THREE,)), Line("a bare one"))),
    ),
)


def graph_of(tmp_path, **notes):
    for name, text in notes.items():
        (tmp_path / f"{name}.md").write_text(text, "utf-8")
    return KnowledgeGraph.build(tmp_path)


def texts(lines):
    """Return the text of lines and of what stands below them."""
    return [text for line in lines for text in (line.text, *texts(line.below))]


@pytest.fixture(scope="module")
def shipped():
    return KnowledgeGraph.build()


def all_answers(graph):
    yield graph.place("sleep-time compute")
    yield graph.relatives("sleep-time compute")
    yield graph.compare("best-of-N", "MCTS")
    yield graph.why("sleep-time compute", "amortizes", "query-time reasoning")
    yield graph.ask("What is said of accuracy?")


def test_sources_are_numbered_in_the_order_in_which_lines_call_on_them():
    assert DOCUMENT.to_text() == (
        "Why?\n\nBecause.\n\n"
        "First\n  - a statement [1]\n    - below it [2] [1]\n\n"
        "Second\n  - another [3]\n  - a bare one\n\n"
        "Sources\n  [1] a.md:1 (synthesis): “two”\n  [2] a.md:1: “one”\n  [3] a.md:1: hedged: “three”\n"
    )


def test_values_for_json_say_the_same_as_the_text():
    found = DOCUMENT.to_dict()

    assert (found["question"], found["answer"]) == ("Why?", "Because.")
    assert [section["heading"] for section in found["sections"]] == ["First", "Second"]
    assert [source["quote"] for source in found["sources"]] == ["two", "one", "three"]
    assert found["sources"][2]["condition"] == "if"
    assert "condition" not in found["sources"][1]
    first, second = found["sections"]
    assert [source["quote"] for source in first["lines"][0]["below"][0]["sources"]] == ["one", "two"]
    assert second["lines"][1] == {"text": "a bare one"}


def test_an_answer_without_sources_has_no_list_of_them():
    assert Answer("Why?", "No reason.").to_text() == "Why?\n\nNo reason.\n"


def test_a_section_is_found_by_its_heading():
    assert DOCUMENT.section("Second") is DOCUMENT.sections[1]
    assert DOCUMENT.section("Third") is None


def test_text_and_values_of_real_answers_agree(shipped):
    for answer in all_answers(shipped):
        text, found = answer.to_text(), answer.to_dict()

        body, _, sources = text.partition("\nSources\n")
        numbers = {int(number) for number in re.findall(r" \[(\d+)\]", body)}
        assert numbers == set(range(1, len(found["sources"]) + 1))
        assert len(sources.splitlines()) == len(found["sources"])
        for number, source in enumerate(found["sources"], start=1):
            assert f"  [{number}] {source['file']}:{source['line']}" in sources
            assert source["quote"] in sources
        for section in answer.sections:
            assert section.heading in text
            assert all(line in text for line in texts(section.lines))


def test_an_answer_about_a_method_that_no_note_names_says_so_and_lists_what_was_searched(tmp_path):
    answer = graph_of(tmp_path, a="Best-of-N improves coverage.\n").place("recursive language models")

    place = (tmp_path / "a.md").as_posix()
    searched = "1 note searched, none of them naming recursive language models"
    assert "nothing is stated" in answer.short
    # Nothing is quoted of it: the only words are what is said of what looks like it.
    assert {ref.exact for ref in answer.references} == {"Best-of-N improves coverage."}
    for line in answer.section("Placement").lines:
        assert line.text.endswith(": not stated")
        assert line.references == ()
        assert [below.text for below in line.below] == [searched]
    assert [line.text for line in answer.section("Searched").lines] == [f"{place}:1"]


def test_what_is_not_stated_is_never_called_false(tmp_path):
    graph = graph_of(tmp_path, a="Best-of-N improves coverage.\n")

    for answer in (
        graph.place("best-of-N"),
        graph.relatives("best-of-N"),
        graph.compare("best-of-N", "MCTS"),
        graph.why("best-of-N", "has position", "internal"),
        graph.ask("How settled is best-of-N?"),
    ):
        assert not DENIAL.search(answer.to_text())


def test_what_is_denied_and_what_is_left_open_are_kept_from_what_is_said(tmp_path):
    note = (
        "---\nclaims:\n"
        "  - {subject: best-of-N, property: has position, object: internal, polarity: negated, quote: not inside}\n"
        "  - {subject: best-of-N, property: has position, object: parallel, polarity: hedged, quote: perhaps}\n"
        "---\nIt is not inside. It is perhaps side by side.\n"
    )
    answer = graph_of(tmp_path, a=note).place("best-of-N")

    lines = {line.text: texts(line.below) for line in answer.section("Placement").lines}
    assert lines["locus:"] == ["has position internal: denied"]
    assert lines["shape:"] == ["has position parallel: left open by the source: neither affirmed nor denied"]
    # Of volume the note says nothing, which is neither.
    assert "volume: not stated" in lines
    polarities = {ref.exact: ref.polarity for ref in answer.references}
    assert polarities == {"not inside": "negated", "perhaps": "hedged"}


def test_why_shows_what_speaks_of_a_statement_that_does_not_hold(tmp_path):
    graph = graph_of(tmp_path, a="Best-of-N does not improve accuracy.\n")

    denied = graph.why("best-of-N", "improves", "accuracy")
    silent = graph.why("best-of-N", "improves", "coverage")

    said = denied.section("What notes say of it")
    assert [line.text for line in said.lines] == ["negated: best-of-N improves accuracy"]
    assert silent.section("What notes say of it") is None
    assert "no note says so, and nothing entails it" in silent.short


def test_why_proves_from_a_quote_through_a_rule_and_an_axiom(tmp_path):
    text = "Sleep-time compute does inference work before the question is asked, during idle time.\n"
    answer = graph_of(tmp_path, a=text).why("sleep-time compute", "amortizes", "query-time reasoning")

    (proof,) = answer.section("Proof").lines
    steps = texts([proof])
    assert steps[0].startswith("sleep-time compute amortizes query-time reasoning, by cls-hv1: ")
    assert "idle time precedes query time (ontology)" in steps
    assert {ref.exact for ref in answer.references} == {text.strip()}


def test_what_only_a_synthesis_says_is_marked(tmp_path):
    note = "---\nkind: line\n---\nSleep-time compute is orthogonal to the internal/external split.\n"
    (tmp_path / "a.md").write_text(note, "utf-8")
    (tmp_path / "b.md").write_text("Sleep-time compute changes *when* compute is spent.\n", "utf-8")

    answer = KnowledgeGraph.build(tmp_path, lines=True).place("sleep-time compute")
    without = KnowledgeGraph.build(tmp_path).place("sleep-time compute")

    (line,) = [line for line in answer.section("Cuts across").lines if line.text.startswith("locus")]
    assert line.text == "locus: said, on the word of a synthesis alone"
    assert re.search(r"a\.md:4 \(synthesis\): “Sleep-time compute is orthogonal", answer.to_text())
    # Left out, it says nothing at all.
    assert "(synthesis)" not in without.to_text()


def test_a_note_beside_a_synthesis_is_word_enough():
    assert only_syntheses([TWO])
    assert not only_syntheses([TWO, ONE])
    assert not only_syntheses([])


def test_a_comparison_says_what_is_said_of_both_and_of_each(tmp_path):
    text = "Best-of-N and MCTS reach the same accuracy once total compute is held fixed. MCTS improves coverage.\n"
    answer = graph_of(tmp_path, a=text).compare("best-of-N", "MCTS")

    both = texts(answer.section("What notes say of the two").lines)
    of_mcts = texts(answer.section("What notes say of Monte Carlo tree search").lines)
    assert both == ["best-of-N converges with Monte Carlo tree search (once total compute is held fixed)"]
    assert of_mcts == ["Monte Carlo tree search improves coverage"]
    assert answer.section("What notes say of best-of-N") is None


def test_a_question_that_nothing_answers_says_so_and_what_was_searched(tmp_path):
    answer = graph_of(tmp_path, a="Best-of-N improves coverage.\n").ask("Which notes mention latency?")

    assert answer.short == "Nothing in the notes answers this."
    (line,) = answer.section("What was searched").lines
    assert line.text == "1 note searched, none of them naming latency"


def test_what_was_searched_names_every_shipped_note(shipped):
    listed = " ".join(texts(shipped.place("best-of-N").section("Searched").lines))

    for path in shipped_folder("notes").glob("*.md"):
        assert f"notes/{path.name}:" in listed


@pytest.mark.parametrize(("parts", "expected"), [([], ""), (["a"], "a"), (["a", "b"], "a and b")])
def test_parts_are_joined_as_in_a_sentence(parts, expected):
    assert joined(parts) == expected
