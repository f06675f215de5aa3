"""IRIs are spelt in one place, short and long, and a misspelt one fails where it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from ttsgraph.errors import UnknownTermError
from ttsgraph.terms import (
    OA,
    PREFIXES,
    TTS,
    curie,
    evidence_graph,
    expand,
    hashed_iri,
    note_iri,
    shown,
    slug,
)


def test_a_name_of_a_namespace_is_its_iri():
    assert TTS.amortizes == NamedNode("https://w3id.org/ttsgraph/ontology#amortizes")
    assert OA.prefix == NamedNode("http://www.w3.org/ns/oa#prefix")


def test_a_misspelt_name_of_a_namespace_fails():
    with pytest.raises(UnknownTermError, match="tts:amortises is not among the terms"):
        TTS.amortises  # noqa: B018


def test_the_longest_namespace_shortens():
    assert curie(f"{PREFIXES['ttsid']}method/best-of-n") == "ttsid:method/best-of-n"
    assert curie(f"{PREFIXES['ttsnote']}a") == "ttsnote:a"
    # A namespace itself has no local name, and another address no prefix.
    assert curie(PREFIXES["tts"]) == f"<{PREFIXES['tts']}>"
    assert curie("https://w3id.org/other") == "<https://w3id.org/other>"


def test_a_term_is_shown_in_a_way_that_axioms_can_hold():
    assert shown(TTS.amortizes) == "tts:amortizes"
    assert shown(Literal("words", language="en")) == '"words"@en'
    assert shown(BlankNode("b")) == "_:b"
    # Parentheses delimit the arguments of an axiom, so they keep a name long.
    assert shown(expand("tts:f(x)")) == "<https://w3id.org/ttsgraph/ontology#f(x)>"


@given(st.sampled_from(sorted(PREFIXES)), st.from_regex(r"[A-Za-z][A-Za-z0-9/-]{0,12}", fullmatch=True))
def test_what_is_shortened_expands_to_itself(prefix, local):
    iri = NamedNode(PREFIXES[prefix] + local)

    assert expand(curie(iri.value)) == expand(str(iri)) == expand(iri.value) == iri


@pytest.mark.parametrize(
    "name",
    [
        "best-of-N",
        "",
        "tts",
        "unknown prefix:x",
        "Tts:Method",
        "a:",
        "tts:two words",
        "tts:a{b",
        "http://[x",
        "x://%zz",
    ],
)
def test_what_is_no_iri_is_refused(name):
    with pytest.raises(UnknownTermError, match="neither an IRI nor a CURIE"):
        expand(name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Best-of-N (BoN)", "best-of-n-bon"),
        ("  Überlegung — früh  ", "uberlegung-fruh"),
        ("test_time  scaling", "test-time-scaling"),
        ("思考", ""),
    ],
)
def test_a_slug_is_lower_case_ascii_with_hyphens(text, expected):
    assert slug(text) == expected


def test_a_note_has_a_graph_for_what_it_asserts_and_one_for_the_evidence():
    assert note_iri("a").value == "https://w3id.org/ttsgraph/note/a"
    assert evidence_graph(note_iri("a")).value == "https://w3id.org/ttsgraph/note/a/evidence"


def test_an_iri_named_after_its_content_keeps_the_parts_apart():
    assert hashed_iri("claim", "a", "b") == hashed_iri("claim", "a", "b")
    assert hashed_iri("claim", "a", "b").value.startswith("https://w3id.org/ttsgraph/claim/")
    # The same letters in other parts, in another order, or of another kind, are another thing.
    others = [hashed_iri("claim", "ab"), hashed_iri("claim", "b", "a"), hashed_iri("quote", "a", "b")]
    assert hashed_iri("claim", "a", "b") not in others
