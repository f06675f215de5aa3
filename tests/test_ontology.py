"""The Turtle files themselves: complete, labelled, defined, readable, and silent on what notes claim."""

import re
from collections import defaultdict

import pytest
from pyoxigraph import Literal, NamedNode

from ttsgraph.ontology import parse_ontology
from ttsgraph.reading import compile_lexicon
from ttsgraph.shipped import shipped_folder
from ttsgraph.terms import ONTOLOGY, OWL, PREFIXES, RDF, RDFS, SKOS, TTS, curie, expand

FILES = sorted(shipped_folder("ontology").glob("*.ttl"))

#: What may be said of an individual here: how the frame is built. Anything else is for notes to claim.
FRAME = {
    "rdf:type",
    "tts:onAxis",
    "tts:precedes",
    "tts:dueDuring",
    "tts:paidDuring",
    "tts:exchanges",
    "tts:inField",
}


@pytest.fixture(scope="module")
def values(ontology):
    """Return what each term has for each property."""
    found = defaultdict(list)
    for s, p, o in ontology.triples:
        found[s, p].append(o)
    return found


@pytest.fixture(scope="module")
def declared(values):
    """Return what has a type and is ours: classes, properties and individuals."""
    ours = (PREFIXES["tts"], PREFIXES["ttsid"])
    typed = {s for s, p in values if p == RDF.type and isinstance(s, NamedNode)}
    return sorted((term for term in typed if term.value.startswith(ours)), key=str)


def test_every_file_is_the_root_or_imported_by_it(values):
    imported = {module.value for module in values[ONTOLOGY, OWL.imports]}

    assert {f"{ONTOLOGY.value}/{path.stem}" for path in FILES if path.stem != "ttsgraph"} == imported


def test_every_file_says_that_it_is_an_ontology_and_what_it_holds(values):
    for path in FILES:
        iri = ONTOLOGY if path.stem == "ttsgraph" else NamedNode(f"{ONTOLOGY.value}/{path.stem}")

        assert values[iri, RDF.type] == [OWL.Ontology], path
        assert values[iri, expand("dcterms:title")], path
        assert values[iri, expand("dcterms:license")], path


def test_every_file_has_the_same_prefixes_and_the_code_has_them_too():
    blocks = {
        tuple(re.findall(r"^@prefix (\w+): +<([^>]+)> \.$", path.read_text("utf-8"), re.MULTILINE)) for path in FILES
    }

    (block,) = blocks
    assert dict(block).items() <= PREFIXES.items()


def test_every_term_has_one_english_label(values, declared):
    for term in declared:
        (label,) = values[term, RDFS.label]

        assert label.language == "en", term
        assert label.value.strip() == label.value != "", term


def test_every_term_has_one_definition_that_is_a_sentence_and_not_a_mere_name(values, declared):
    for term in declared:
        (definition,) = values[term, SKOS.definition]
        (label,) = values[term, RDFS.label]

        assert definition.language == "en", term
        assert definition.value.endswith("."), term
        assert not re.match(rf"((an?|the) )?{re.escape(label.value)}\b", definition.value, re.IGNORECASE), term


def test_members_of_one_class_have_different_names(values, declared):
    owners = defaultdict(set)
    for term in declared:
        for kind in set(values[term, RDF.type]) - {OWL.NamedIndividual}:
            for label in (*values[term, RDFS.label], *values[term, SKOS.altLabel]):
                owners[kind, label.value.casefold()].add(term)

    assert {name: terms for name, terms in owners.items() if len(terms) > 1} == {}


def test_every_individual_stands_below_the_name_of_its_kind(values, declared):
    for term in declared:
        if term.value.startswith(PREFIXES["ttsid"]):
            kinds = {curie(kind.value) for kind in values[term, RDF.type]}
            kind, _, name = term.value.removeprefix(PREFIXES["ttsid"]).partition("/")

            assert "owl:NamedIndividual" in kinds, term
            camel = "".join(part.capitalize() for part in kind.split("-"))
            assert f"tts:{camel}" in kinds, term
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name), term


def test_every_term_that_the_code_knows_is_declared(declared):
    assert {NamedNode(PREFIXES["tts"] + name) for name in TTS._names} <= set(declared)


def test_every_term_that_is_used_is_declared(ontology, declared):
    ours = (PREFIXES["tts"], PREFIXES["ttsid"])
    used = {term for triple in ontology.triples for term in triple if isinstance(term, NamedNode)}

    assert {term for term in used if term.value.startswith(ours)} - set(declared) == set()


def test_every_phrase_and_hidden_label_is_read(ontology, values):
    lexicon = compile_lexicon(ontology.triples)

    phrased = {s for s, p in values if p == TTS.phrase and OWL.ObjectProperty in values[s, RDF.type]}
    assert phrased == {iri for iri, relation in lexicon.relations.items() if relation.patterns}
    for iri in phrased:
        texts = {pattern.text for pattern in lexicon.relations[iri].patterns}
        assert {phrase.value for phrase in values[iri, TTS.phrase]} <= texts, iri


def test_a_relation_with_phrases_says_what_it_takes_on_either_side(lexicon):
    for relation in lexicon.relations.values():
        if relation.patterns:
            assert relation.subject_kinds, relation.iri
            assert relation.object_kinds, relation.iri


def test_what_makes_kin_is_one_of_three_sorts(values):
    sorts = {sort for (_, p), found in values.items() if p == TTS.kinship for sort in found if sort != TTS.kinship}

    assert {sort for sort in sorts if isinstance(sort, Literal)} == {
        Literal("sibling"),
        Literal("relative"),
        Literal("look-alike"),
    }


def strange(ontology):
    """Return the relations by which an ontology says of individuals what is for notes to claim."""
    return {curie(fact.predicate.value) for fact in ontology.facts} - FRAME


def test_what_a_note_claims_never_stands_in_the_ontology(ontology):
    assert strange(ontology) == set()


def test_a_claim_that_stood_in_the_ontology_would_be_seen():
    header = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in PREFIXES.items())
    turtle = "tts:hasPosition a owl:ObjectProperty . ttsid:a a owl:NamedIndividual ; tts:hasPosition ttsid:b ."

    assert strange(parse_ontology(header + turtle)) == {"tts:hasPosition"}
