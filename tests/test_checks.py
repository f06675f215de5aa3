"""Checks: what they find is a line each, the gravest first, and the grave ones stop a build."""

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from ttsgraph.checks import require_sound, violations
from ttsgraph.errors import ProblemsError
from ttsgraph.queries import load_queries, parse_query
from ttsgraph.shipped import shipped_folder
from ttsgraph.terms import RDF, TTS, expand, note_iri


def check(name, severity, pattern):
    """Return a check that finds what a pattern matches."""
    header = f"#+ summary: No {name}.\n#+ severity: {severity}\n#+ columns: {{thing: it, file: f, line: l, claim: c}}\n"
    prefixes = "PREFIX tts: <https://w3id.org/ttsgraph/ontology#>\n"
    return parse_query(f"checks/{name}", f"{header}{prefixes}SELECT ?thing ?file ?line ?claim {{ {pattern} }}")


PLACED = check("placed", "WARN", "?thing a tts:Method ; tts:file ?file ; tts:line ?line ; tts:statedIn ?claim")
BARE = check("bare", "ERROR", "?thing a tts:Axis")
MILD = check("mild", "INFO", "?thing a tts:Axis")
NO_CHECK = parse_query("axes", "#+ summary: Which?\n#+ columns: {thing: it}\nSELECT ?thing { ?thing a ?kind }")


@pytest.fixture
def store():
    method, axis = expand("ttsid:method/x"), expand("ttsid:axis/y")
    store = Store()
    store.extend(
        Quad(*triple, note_iri("a"))
        for triple in [
            (method, RDF.type, TTS.Method),
            (method, TTS.file, Literal("a.md")),
            (method, TTS.line, Literal("3")),
            (method, TTS.statedIn, NamedNode("urn:claim")),
            (axis, RDF.type, TTS.Axis),
        ]
    )
    return store


def test_a_violation_says_how_grave_it_is_where_it_is_and_what_it_is_the_gravest_first(store):
    assert violations(store, [MILD, NO_CHECK, PLACED, BARE]) == [
        "ERROR: No bare. Violated by thing ttsid:axis/y; correct it and build again",
        "WARN: a.md:3: No placed. Violated by thing ttsid:method/x; correct it and build again",
        "INFO: No mild. Violated by thing ttsid:axis/y; correct it and build again",
    ]


def test_what_is_not_there_violates_nothing():
    assert violations(Store(), [PLACED, BARE]) == []


def test_only_a_grave_violation_is_an_error(store):
    require_sound(store, [PLACED, MILD])  # does not raise

    with pytest.raises(ProblemsError) as caught:
        require_sound(store, [PLACED, BARE])
    assert str(caught.value) == "No bare. Violated by thing ttsid:axis/y; correct it and build again"


def test_grave_violations_come_all_together_and_each_once(store):
    store.add(Quad(expand("ttsid:axis/z"), RDF.type, TTS.Axis, note_iri("b")))
    store.add(Quad(expand("ttsid:axis/z"), RDF.type, TTS.Axis, note_iri("c")))

    with pytest.raises(ProblemsError) as caught:
        require_sound(store, [BARE])

    assert {str(error).split(";")[0] for error in caught.value.errors} == {
        "No bare. Violated by thing ttsid:axis/y",
        "No bare. Violated by thing ttsid:axis/z",
    }
    assert len(caught.value.errors) == 2


def test_every_shipped_check_has_a_severity_and_no_other_query_has_one():
    queries = load_queries(shipped_folder("queries"))

    assert {name for name, query in queries.items() if query.severity} == {
        name for name in queries if name.startswith("checks/")
    }
