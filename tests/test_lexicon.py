"""The lexicon of the ontology, case by case: each phrase, cue, condition and irregular form does its part."""

import csv
from pathlib import Path

import pytest
from conftest import prose
from pyoxigraph import Literal, NamedNode

from ttsgraph.reading import read_note
from ttsgraph.reading.words import root
from ttsgraph.terms import OWL, RDF, RDFS, TTS

CASES = Path(__file__).parent / "lexicon"


def cases(name):
    with (CASES / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


PHRASES, CUES, CONDITIONS, INFLECTIONS = map(cases, ("phrases", "cues", "conditions", "inflections"))


def texts(ontology, predicate):
    """Return the pairs of subject and text that a predicate joins in the ontology."""
    return {(s, o.value) for s, p, o in ontology.triples if p == predicate and isinstance(o, Literal)}


def named(iri):
    return iri.value.rpartition("#")[2]


@pytest.mark.parametrize("case", PHRASES, ids=lambda case: case["sentence"])
def test_a_phrase_states_its_relation(case, lexicon):
    claims = read_note(prose(case["sentence"]), lexicon).claims

    labels = {iri: entity.label for iri, entity in lexicon.entities.items()}
    said = {(labels[c.subject], named(c.predicate), labels[c.object], c.polarity) for c in claims}
    assert (case["subject"], case["relation"], case["object"], "asserted") in said


def test_every_phrase_has_a_sentence_and_every_sentence_a_phrase(ontology):
    properties = {s for s, p, o in ontology.triples if (p, o) == (RDF.type, OWL.ObjectProperty)}
    phrases = {(named(s), text) for s, text in texts(ontology, TTS.phrase) if s in properties}

    assert {(case["relation"], case["phrase"]) for case in PHRASES} == phrases


@pytest.mark.parametrize("case", CUES, ids=lambda case: case["sentence"])
def test_a_cue_gives_its_polarity(case, lexicon):
    claims = read_note(prose(case["sentence"]), lexicon).claims

    assert case["polarity"] in {claim.polarity for claim in claims}


def test_every_cue_has_a_sentence_and_every_sentence_a_cue(ontology):
    polarities = {s: text for s, text in texts(ontology, RDFS.label) if "/polarity/" in s.value}
    cues = {(polarities[s], text) for s, text in texts(ontology, TTS.phrase) if s in polarities}

    assert {(case["polarity"], case["cue"]) for case in CUES} == cues


@pytest.mark.parametrize("case", CONDITIONS, ids=lambda case: case["sentence"])
def test_a_condition_is_kept_in_its_words(case, lexicon):
    claims = read_note(prose(case["sentence"]), lexicon).claims

    assert [claim.condition for claim in claims] == [case["condition"]]


def test_every_condition_has_a_sentence_and_every_sentence_a_condition(ontology):
    cues = {text for s, text in texts(ontology, TTS.phrase) if s == TTS.condition}

    assert {case["cue"] for case in CONDITIONS} == cues


@pytest.mark.parametrize("case", INFLECTIONS, ids=lambda case: case["form"])
def test_an_irregular_form_meets_its_word(case, lexicon):
    assert lexicon.root(case["form"]) == lexicon.root(case["word"])
    assert root(case["form"]) != root(case["word"])  # a regular form needs no entry


def test_every_irregular_form_is_listed_and_every_listed_one_is_there(ontology):
    lines = [text.split() for _, text in texts(ontology, TTS.inflection)]

    assert {(case["form"], case["word"]) for case in INFLECTIONS} == {
        (f, words[0]) for words in lines for f in words[1:]
    }


def test_what_sharing_a_value_means_is_said_of_these_and_no_others(ontology):
    kinship = {
        named(s): o.value
        for s, p, o in ontology.triples
        if p == TTS.kinship and isinstance(s, NamedNode) and isinstance(o, Literal)
    }

    assert kinship == {
        "movesAlong": "sibling",
        "PrecomputingMethod": "relative",
        "hasPosition": "relative",
        "spansPhase": "relative",
        "shiftsComputeFrom": "relative",
        "shiftsComputeTo": "relative",
        "amortizes": "relative",
        "inPlaceOf": "relative",
        "analogOf": "relative",
        "specialises": "look-alike",
        "inField": "look-alike",
        "groupedWith": "look-alike",
    }
