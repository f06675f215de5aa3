"""The command line, run as its user runs it: in a process of its own, from any folder."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

QUESTION = "Where does sleep-time compute fit in the taxonomy of test-time scaling?"


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def ttsgraph(cache, tmp_path):
    """Return a function that runs ttsgraph in an empty folder and returns status, output and errors."""

    def run(*arguments, **environment):
        done = subprocess.run(
            [sys.executable, "-m", "ttsgraph", *map(str, arguments)],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env={**os.environ, "TTSGRAPH_CACHE": str(cache), **environment},
            check=False,
        )
        return done.returncode, done.stdout, done.stderr

    return run


def test_ask_answers_and_is_the_same_at_every_run(ttsgraph):
    first = ttsgraph("ask", QUESTION, PYTHONHASHSEED="1")
    second = ttsgraph("ask", QUESTION, PYTHONHASHSEED="2")

    assert first == second
    assert first[0] == 0
    assert "moves along the axis of timing" in first[1]
    assert "] notes/when-compute-is-spent.md:15: “Sleep-time compute lets a model think" in first[1]


def test_ask_gives_json_with_the_sources(ttsgraph):
    _, output, _ = ttsgraph("ask", QUESTION, "--format", "json")

    answer = json.loads(output)

    assert answer["question"] == QUESTION
    assert {"Placement", "Why", "How settled"} <= {section["heading"] for section in answer["sections"]}
    assert {"file", "line", "quote"} <= answer["sources"][0].keys()


@pytest.mark.parametrize(
    ("question", "said"),
    {
        "Where does sleep time compute belong?": "moves along the axis of timing",
        "How should sleep-time compute be classified?": "moves along the axis of timing",
        "What is Sleep-Time Compute really close to?": "The closest relative of sleep-time compute is",
        "Which methods are similar to sleep-time compute?": "The closest relative of sleep-time compute is",
        "How would you classify Sleep-time compute?": "moves along the axis of timing",
        "What is the nearest neighbour of sleep-time compute?": "The closest relative of sleep-time compute is",
        "How do internal and external scaling differ?": "internal scaling complements external scaling",
        "How do best-of-N and MCTS compare?": "best-of-N converges with Monte Carlo tree search",
        "What is the difference between parallel scaling and sequential scaling?": "What sets them apart",
        "What are the look-alikes of sleep-time compute?": "look alike: best-of-N",
        "How settled is sleep-time compute?": "maturity: frontier",
    }.items(),
)
def test_usual_forms_of_a_question_are_understood(ttsgraph, question, said):
    status, output, _ = ttsgraph("ask", question)

    assert status == 0
    assert said in output


def test_a_question_of_no_known_form_gets_the_forms(ttsgraph):
    status, output, errors = ttsgraph("ask", "Who won the match?")

    assert (status, output) == (1, "")
    assert "has none of the known forms and names nothing on the map" in errors
    assert "  Where does {method} fit?" in errors


def test_a_misspelt_name_in_a_question_gets_near_misses(ttsgraph):
    errors = ttsgraph("ask", "Where does sleep-tme compute fit?")[2]

    assert "names nothing on the map (did you mean 'sleep-time compute'?)" in errors


def test_a_question_is_not_answered_as_another_one(ttsgraph):
    for question in ("Where does sleep-time compute not fit?", "How do best-of-N, MCTS and beam search differ?"):
        status, output, errors = ttsgraph("ask", question)

        assert (status, output) == (1, "")
        assert "has none of the known forms" in errors


def test_how_do_you_know_is_answered_by_the_proof(ttsgraph):
    _, output, _ = ttsgraph("ask", "How do you know that sleep-time compute amortizes query-time reasoning?")

    assert "sleep-time compute amortizes query-time reasoning: it holds." in output
    assert "by cls-hv1" in output


def test_place_relatives_and_compare_take_any_spelling_of_a_name(ttsgraph):
    spellings = ("SLEEP-TIME COMPUTE", "sleep-time", "sleep\u2011time compute", "ttsid:method/sleep-time-compute")

    answers = {ttsgraph("place", spelling)[1] for spelling in spellings}

    assert len(answers) == 1
    assert "closest relative" in ttsgraph("relatives", "sleep-time compute")[1]
    assert "best-of-N converges with Monte Carlo tree search" in ttsgraph("compare", "BoN", "mcts")[1]


def test_an_unknown_method_gets_near_misses(ttsgraph):
    assert ttsgraph("place", "sleep-tiem compute") == (
        1,
        "",
        "ttsgraph: no thing is called 'sleep-tiem compute'; did you mean 'sleep-time compute'?\n",
    )


def test_why_proves_down_to_the_words(ttsgraph):
    status, output, _ = ttsgraph("why", "sleep-time compute", "amortizes", "query-time reasoning")

    assert status == 0
    assert "by cls-hv1: amortizes(?x, ttsid:work/query-time-reasoning) ← PrecomputingMethod(?x)" in output
    assert "sleep-time compute relocates query-time reasoning [" in output
    assert "is done ahead of time" in output


def test_why_takes_local_names_of_relations_and_kinds_by_label(ttsgraph):
    position = ttsgraph("why", "sleep-time compute", "hasPosition", "idle time")[1]
    kind = ttsgraph("why", "sleep-time compute", "is a", "precomputing method")[1]

    assert "sleep-time compute has position idle time: it holds." in position
    assert "sleep-time compute is a precomputing method: it holds." in kind


def test_the_note_of_the_readme_is_read(ttsgraph, tmp_path):
    readme = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
    (tmp_path / "ahead.md").write_text(readme.split("```markdown\n")[1].split("```")[0], "utf-8")

    output = ttsgraph("read", "ahead.md")[1]

    assert "sleep-time compute  amortizes        query-time reasoning" in output
    assert "sleep-time compute  is grouped with  post-completion compute" in output


def test_why_lists_what_was_searched_for_what_does_not_hold(ttsgraph):
    status, output, _ = ttsgraph("why", "best-of-N", "amortizes", "query-time reasoning")

    assert status == 0
    assert "no note says so, and nothing entails it" in output
    assert "6 notes searched, none of them naming best-of-N and query-time reasoning" in output


def test_query_runs_by_name_and_says_what_is_wrong(ttsgraph):
    table = ttsgraph("query", "methods/siblings", "method=sleep-time compute")
    csv = ttsgraph("query", "methods/siblings", "method=sleep-time compute", "--format", "csv")
    listed = ttsgraph("query")

    assert "ttsid:method/post-completion-compute" in table[1]
    assert csv[1].splitlines()[0] == "method,sibling,property,value,grouped"
    assert "methods/placement" in listed[1]
    assert ttsgraph("query", "methods/sibling", "method=BoN")[2].startswith("ttsgraph: there is no stored query")
    assert "takes ['method'], not 'methud'" in ttsgraph("query", "methods/siblings", "methud=BoN")[2]
    assert "write it as key=value" in ttsgraph("query", "methods/siblings", "BoN")[2]


def test_read_prints_claims_as_json_lines(ttsgraph, tmp_path):
    (tmp_path / "a-note.md").write_text("Sleep-time compute reasons during idle time, not at query time.\n", "utf-8")

    _, output, errors = ttsgraph("read", "a-note.md", "--format", "jsonl")

    claims = [json.loads(line) for line in output.splitlines()]
    found = {(c["predicate"], c["object"]["label"], c["polarity"], c["axis"]) for c in claims}
    assert ("reasonsDuring", "idle time", "asserted", "timing") in found
    assert {(c["page"], c["file"], c["line"]) for c in claims} == {("a-note", "a-note.md", 1)}
    assert claims[0]["subject"]["label"] == "sleep-time compute"
    assert "claims; " in errors


def test_read_reports_what_was_not_understood(ttsgraph, tmp_path):
    (tmp_path / "a-note.md").write_text("# Title\n\nDoes best-of-N improve coverage?\n", "utf-8")

    assert ttsgraph("read", "a-note.md", "--report")[1] == (
        "a-note.md:3: a question asserts nothing: Does best-of-N improve coverage?\n"
    )


def test_a_store_on_disk_gives_the_same_answer(ttsgraph):
    assert ttsgraph("build", "-o", "store")[0] == 0

    assert ttsgraph("ask", QUESTION, "--store", "store")[1] == ttsgraph("ask", QUESTION)[1]


def test_notes_takes_several_paths(ttsgraph, tmp_path):
    for name, text in {"a.md": "Best-of-N is parallel.", "b.md": "Chain-of-thought is sequential."}.items():
        (tmp_path / name).write_text(text, "utf-8")

    _, output, _ = ttsgraph("query", "notes/searched", "--notes", "a.md", "b.md", "--format", "csv")

    assert {line.split(",")[0] for line in output.splitlines()[1:]} == {"ttsnote:a", "ttsnote:b"}


@pytest.mark.parametrize("suffix", [".ttl", ".nt", ".trig", ".nq", ".jsonld", ".owl"])
def test_an_export_is_the_same_bytes_at_every_run(ttsgraph, tmp_path, suffix):
    for seed in ("1", "2"):
        status = ttsgraph("export", f"out{seed}{suffix}", PYTHONHASHSEED=seed)[0]
        assert status == 0

    assert (tmp_path / f"out1{suffix}").read_bytes() == (tmp_path / f"out2{suffix}").read_bytes() != b""


def test_check_finds_nothing_wrong_with_what_is_shipped(ttsgraph):
    assert ttsgraph("check") == (0, "", "nothing is wrong\n")


def test_a_run_opens_no_socket(ttsgraph, tmp_path, cache):
    watched = tmp_path / "watched.py"
    watched.write_text(
        "import sys\n"
        "sys.addaudithook(lambda event, _: sys.exit(event) if event.startswith('socket.') else None)\n"
        "from ttsgraph.graph import KnowledgeGraph\n"
        "graph = KnowledgeGraph.build()\n"
        f"graph.ask({QUESTION!r})\n"
        "graph.export('out.owl')\n"
        "graph.to_rdflib()\n",
        "utf-8",
    )

    done = subprocess.run([sys.executable, watched], cwd=tmp_path, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")


FRONT = "---\nabout: sleep-time compute\n{}\n---\nSleep-time compute improves accuracy.\n"

#: A file's bytes, and the one line that it gives.
MALFORMED = {
    "broken YAML": (FRONT.format("title: [unclosed").encode(), "bad.md:3: "),
    "an unquoted wikilink": (FRONT.format("uses: [[best-of-N]]").encode(), "bad.md:3: "),
    "a duplicate key": (FRONT.format("title: one\ntitle: two").encode(), "bad.md:4: "),
    "not UTF-8": (b"one line\nan accent: \xe9\n", "bad.md:2: "),
    "an empty file": (b"", "bad.md:1: "),
    "an unknown property": (FRONT.format('amortises: "[[query-time reasoning]]"').encode(), "bad.md:3: "),
    "a missing quote": (
        FRONT.format(
            "claims:\n  - subject: sleep-time compute\n    property: improves\n    object: accuracy\n"
            "    quote: words that stand nowhere"
        ).encode(),
        "bad.md:7: ",
    ),
    "arguments of the wrong kind": (FRONT.format('amortizes: "[[accuracy]]"').encode(), "bad.md:3: "),
}


@pytest.mark.parametrize(("content", "place"), MALFORMED.values(), ids=MALFORMED)
def test_malformed_input_gives_one_clear_line_and_no_output(ttsgraph, tmp_path, content, place):
    (tmp_path / "bad.md").write_bytes(content)

    status, output, errors = ttsgraph("build", "bad.md", "-o", "store")

    assert (status, output) == (1, "")
    assert len(errors.splitlines()) == 1, errors
    assert errors.startswith(f"ttsgraph: {place}"), errors
    assert not (tmp_path / "store").exists()


def test_what_is_wrong_is_named(ttsgraph, tmp_path):
    for name in ("an unknown property", "arguments of the wrong kind"):
        (tmp_path / f"{name}.md").write_bytes(MALFORMED[name][0])

    errors = ttsgraph("build", tmp_path, "-o", "store")[2]

    assert "no relation is called 'amortises'; did you mean 'amortizes'?" in errors
    assert "'amortizes' takes a tts:Work as its object, and 'accuracy' is none" in errors


def test_a_cycle_of_families_is_reported_at_each_of_its_links(ttsgraph, tmp_path):
    for name, about, family in (("a", "best-of-N", "beam search"), ("b", "beam search", "best-of-N")):
        (tmp_path / f"{name}.md").write_text(f'---\nabout: {about}\nspecialises: "[[{family}]]"\n---\nText.\n', "utf-8")

    status, _, errors = ttsgraph("build", "a.md", "b.md", "-o", "store")

    assert status == 1
    assert {line.split(": ")[1] for line in errors.splitlines()} == {"a.md:3", "b.md:3"}
    assert all("Nothing specialises itself" in line for line in errors.splitlines())


def test_a_directory_without_notes_is_reported(ttsgraph, tmp_path):
    (tmp_path / "empty").mkdir()

    status, _, errors = ttsgraph("ask", QUESTION, "--notes", "empty")

    assert status == 1
    assert "empty" in errors
    assert len(errors.splitlines()) == 1


def test_an_unwritable_output_is_reported(ttsgraph, tmp_path):
    (tmp_path / "file").write_text("in the way", "utf-8")

    for arguments in (
        ("build", "-o", "file/store"),
        ("build", "-o", "file"),
        ("export", "file/out.ttl"),
        ("export", "out.xyz"),
    ):
        status, output, errors = ttsgraph(*arguments)

        assert (status, output) == (1, "")
        assert len(errors.splitlines()) == 1, errors
        assert errors.startswith("ttsgraph: ")
    assert (tmp_path / "file").read_text("utf-8") == "in the way"


def test_a_folder_that_is_no_store_is_reported(ttsgraph, tmp_path):
    Path(tmp_path, "folder").mkdir()

    assert "is no store of ttsgraph" in ttsgraph("ask", QUESTION, "--store", "folder")[2]
    assert "leave out" in ttsgraph("ask", QUESTION, "--store", "folder", "--notes", "folder")[2]
