"""Reading prose into claims: each case says what is claimed, and the whole of it."""

import re
from pathlib import Path

import pytest
from conftest import prose
from hypothesis import given, settings
from hypothesis import strategies as st

from ttsgraph.errors import OntologyError
from ttsgraph.notes import load_notes
from ttsgraph.ontology import parse_ontology
from ttsgraph.reading import compile_lexicon, read_note, unread_report
from ttsgraph.reading.patterns import parse_pattern
from ttsgraph.reading.words import root, sentences

ROOT = Path(__file__).parent.parent


def said(text, lexicon):
    """Return what a text claims, each claim as "subject relation object", with a mark for what is not asserted."""
    labels = {iri: entity.label for iri, entity in lexicon.entities.items()}
    return {
        f"{labels[claim.subject]} {claim.predicate.value.split('#')[1]} {labels[claim.object]}"
        + {"asserted": "", "negated": " (negated)", "hedged": " (hedged)"}[claim.polarity]
        for claim in read_note(prose(text), lexicon).claims
    }


CASES = {
    "active": ("Parallel scaling improves coverage.", {"parallel scaling improves coverage"}),
    "passive": (
        "Inference work is amortized by sleep-time compute.",
        {"sleep-time compute amortizes query-time reasoning"},
    ),
    "nominal": (
        "The amortization of inference work through sleep-time compute saves time.",
        {"sleep-time compute amortizes query-time reasoning"},
    ),
    "british spelling": (
        "Sleep-time compute amortises inference work.",
        {"sleep-time compute amortizes query-time reasoning"},
    ),
    "two clauses keep their subjects": (
        "Parallel scaling raises coverage, whereas sequential scaling gives depth.",
        {"parallel scaling improves coverage", "sequential scaling enables depth"},
    ),
    "a verb behind and keeps the subject": (
        "Best-of-N outperforms beam search and improves accuracy.",
        {"best-of-N outperforms beam search", "best-of-N improves accuracy"},
    ),
    "a list of objects": (
        "Parallel scaling improves coverage, accuracy and diversity.",
        {f"parallel scaling improves {outcome}" for outcome in ("coverage", "accuracy", "diversity")},
    ),
    "a list of subjects": (
        "Best-of-N, MCTS and beam search improve accuracy.",
        {f"{method} improves accuracy" for method in ("best-of-N", "Monte Carlo tree search", "beam search")},
    ),
    "an object is not taken for a subject of the next clause": (
        "Chain-of-thought is sequential, and majority voting is parallel.",
        {"chain-of-thought hasPosition sequential", "majority voting hasPosition parallel"},
    ),
    "not": ("Best-of-N does not improve depth.", {"best-of-N improves depth (negated)"}),
    "n't": ("Best-of-N doesn't improve depth.", {"best-of-N improves depth (negated)"}),
    "no longer": (
        "Parallel scaling is no longer preferable for compositional problems.",
        {"parallel scaling favouredFor compositional problems (negated)"},
    ),
    "may": ("Best-of-N may outperform MCTS.", {"best-of-N outperforms Monte Carlo tree search (hedged)"}),
    "x, not y": (
        "Parallel scaling improves coverage, not depth.",
        {"parallel scaling improves coverage", "parallel scaling improves depth (negated)"},
    ),
    "rather than": (
        "Parallel scaling improves coverage rather than depth.",
        {"parallel scaling improves coverage", "parallel scaling improves depth (negated)"},
    ),
    "rather than just leaves open": (
        "Sleep-time compute shifts *when* compute happens rather than just *how much*.",
        {"sleep-time compute movesAlong timing", "sleep-time compute movesAlong volume (hedged)"},
    ),
    "not only but also affirms both": (
        "Best-of-N not only improves accuracy but also improves coverage.",
        {"best-of-N improves accuracy", "best-of-N improves coverage"},
    ),
    "complement rather than compete": (
        "Internal and external scaling complement each other rather than compete.",
        {
            "internal scaling complements external scaling",
            "internal scaling conflictsWith external scaling (negated)",
        },
    ),
    "they stands for the pair before": (
        "Internal scaling is costly. External scaling is cheap. They complement each other.",
        {"internal scaling complements external scaling"},
    ),
    "it stands for the only candidate": (
        "Snowball errors grow at every step. It depends on search scope.",
        {"snowball errors moderatedBy search scope"},
    ),
    "it stands for nothing among two candidates": (
        "Best-of-N and beam search are old. It improves accuracy.",
        set(),
    ),
    "a repetition without its verb": (
        "Parallel wins for independent problems, sequential for compositional problems.",
        {
            "parallel scaling favouredFor short independent problems",
            "sequential scaling favouredFor compositional problems",
        },
    ),
    "a general noun and its list in parentheses": (
        "There are new directions that shift *when* compute happens (sleep-time, post-completion).",
        {
            "sleep-time compute movesAlong timing",
            "post-completion compute movesAlong timing",
            "sleep-time compute groupedWith post-completion compute",
            "sleep-time compute hasMaturity frontier",
            "post-completion compute hasMaturity frontier",
        },
    ),
    "an aside between dashes speaks of the name before it": (
        "Sleep-time compute — doing inference work before a question is asked, during idle time — is an idea.",
        {
            "sleep-time compute performs query-time reasoning",
            "sleep-time compute relocates query-time reasoning",
            "sleep-time compute reasonsDuring idle time",
        },
    ),
    "an aside with which is passed over": (
        "Best-of-N, which draws many samples, improves coverage.",
        {"best-of-N improves coverage"},
    ),
    "a model that thinks at query time relocates nothing": (
        "A model trained by RL thinks at query time.",
        {"reinforcement learning for reasoning reasonsDuring query time"},
    ),
    "work before the query is not reasoning at it": (
        "Sleep-time compute does inference work before the question is asked.",
        {
            "sleep-time compute performs query-time reasoning",
            "sleep-time compute relocates query-time reasoning",
        },
    ),
    "a short acronym is compared by case": ("The bon and the tot improve accuracy.", set()),
    "a longer word is no inflection": (
        "The performance of best-of-N and inference work are two things.",
        set(),
    ),
    "a passive turns the sides round": (
        "MCTS is outperformed by best-of-N.",
        {"best-of-N outperforms Monte Carlo tree search"},
    ),
    "whether leaves open": ("We ask whether best-of-N improves coverage.", {"best-of-N improves coverage (hedged)"}),
    "if leaves open": ("If best-of-N improves coverage, all is well.", {"best-of-N improves coverage (hedged)"}),
    "a report leaves open": (
        "Some critics claim that sleep-time compute is internal.",
        {"sleep-time compute hasPosition internal (hedged)"},
    ),
    "false that denies": (
        "It is false that internal scaling complements external scaling.",
        {"internal scaling complements external scaling (negated)"},
    ),
    "nobody has shown that denies": (
        "Nobody has shown that MCTS improves accuracy.",
        {"Monte Carlo tree search improves accuracy (negated)"},
    ),
    "neither nor denies both": (
        "Neither best-of-N nor MCTS improves diversity.",
        {"best-of-N improves diversity (negated)", "Monte Carlo tree search improves diversity (negated)"},
    ),
    "unlike a is no list with b": ("Unlike MCTS, best-of-N improves accuracy.", {"best-of-N improves accuracy"}),
    "a comma alone makes no list": ("Before MCTS, best-of-N improved accuracy.", {"best-of-N improves accuracy"}),
    "what belongs to a method is not the method": ("The authors of best-of-N improve accuracy.", set()),
    "the use of a method is the method": ("The use of best-of-N improves accuracy.", {"best-of-N improves accuracy"}),
    "new to somebody is no maturity": ("Best-of-N is new to most readers.", set()),
    "the do of a denial does nothing": (
        "Sleep-time compute does not amortize inference work.",
        {"sleep-time compute amortizes query-time reasoning (negated)"},
    ),
    "an argument of the wrong kind is passed over": ("Coverage improves best-of-N.", set()),
    "a word of a name is no verb": ("Sleep-time compute inference work.", set()),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES)
def test_a_sentence_claims_what_it_says_and_nothing_else(text, expected, lexicon):
    assert said(text, lexicon) == expected


#: A sentence of a paragraph, and the same with a phrase of the lexicon swapped for a synonym.
SYNONYMS = {
    "raise/boost": ("Parallel scaling raises coverage.", "Parallel scaling boosts coverage."),
    "allow/unlock": ("Sequential scaling allows depth.", "Sequential scaling unlocks depth."),
    "preferable/suited": (
        "Parallel is preferable for short independent problems.",
        "Parallel is best suited to short independent problems.",
    ),
    "reach/arrive": (
        "Best-of-N and MCTS reach the same accuracy once total compute is held fixed.",
        "Best-of-N and MCTS arrive at equal accuracy once total compute is held fixed.",
    ),
    "hinge/depend": (
        "Snowball errors hinge on search scope, not on the particular algorithm.",
        "Snowball errors depend on search scope, not on the specific algorithm.",
    ),
    "traded/swapped": (
        "Inference compute can be traded against model size, above all on hard prompts.",
        "Inference compute can be swapped for model size, above all on hard prompts.",
    ),
    "bypass/sidestep": (
        "Consensus games bypass the scaling trade-offs.",
        "Consensus games sidestep the scaling trade-offs.",
    ),
    "carry out/perform": (
        "Sleep-time compute carries out inference work ahead of the question.",
        "Sleep-time compute performs inference work before any query.",
    ),
    "akin/resemble": (
        "Thinking-augmented pretraining is akin to test-time scaling.",
        "Thinking-augmented pretraining resembles test-time scaling.",
    ),
    "enrich/augment": (
        "Enriching pretraining data with reasoning traces raises accuracy.",
        "Augmenting the pretraining corpus with model-written reasoning chains lifts accuracy.",
    ),
    "new/emerging": (
        "There are new directions that move *when* compute is spent (sleep-time, post-completion).",
        "There are emerging proposals which change *when* compute happens (sleep-time, post-completion).",
    ),
    "divide/split": (
        "Test-time scaling divides into internal methods and external methods.",
        "Test-time scaling splits into internal approaches and external approaches.",
    ),
}


@pytest.mark.parametrize(("one", "other"), SYNONYMS.values(), ids=SYNONYMS)
def test_a_synonym_reads_the_same(one, other, lexicon):
    assert said(one, lexicon) == said(other, lexicon) != set()


def test_a_question_asserts_nothing_and_is_reported(lexicon):
    reading = read_note(prose("Does best-of-N improve coverage?"), lexicon)

    assert reading.claims == ()
    assert unread_report([reading]) == ["note.md:1: a question asserts nothing: Does best-of-N improve coverage?"]


def test_a_sentence_with_a_name_and_a_phrase_but_no_claim_is_reported(lexicon):
    reading = read_note(prose("One line.\nBest-of-N improves things."), lexicon)

    assert unread_report([reading]) == ["note.md:2: no object behind 'improves': Best-of-N improves things."]


def test_a_sentence_without_end_is_reported_and_the_next_one_is_read(lexicon):
    endless = "Best-of-N improves coverage and " * 100
    reading = read_note(prose(f"{endless}so on.\nBest-of-N improves depth."), lexicon)

    assert [claim.object.value.rpartition("/")[2] for claim in reading.claims] == ["depth"]
    assert [unread.reason for unread in reading.unread] == ["a sentence of 603 words and marks is too long to be read"]


def test_an_ambiguous_name_stays_unlinked_and_is_reported(ontology):
    twin = parse_ontology("""
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix tts: <https://w3id.org/ttsgraph/ontology#> .
        tts:Method a owl:Class .
        <urn:other-best-of-n> a owl:NamedIndividual , tts:Method ; rdfs:label "best-of-N"@en .""")
    lexicon = compile_lexicon((*ontology.triples, *twin.triples))
    reading = read_note(prose("Best-of-N improves coverage."), lexicon)

    assert reading.claims == ()
    assert [unread.reason for unread in reading.unread] == ["'Best of N' may be any of best-of-N, best-of-N"]


def test_a_condition_is_kept_with_its_claim(lexicon):
    reading = read_note(prose("Best-of-N and MCTS converge in accuracy when controlling for total compute."), lexicon)

    assert [claim.condition for claim in reading.claims] == ["when controlling for total compute"]


def test_a_cited_title_is_no_part_of_its_sentence(tmp_path, lexicon):
    path = tmp_path / "note.md"
    path.write_text("Best-of-N improves coverage Does MCTS degrade accuracy?. It is simple.\n", "utf-8")
    (note,) = load_notes([path])

    claims = [claim.predicate.value.split("#")[1] for claim in read_note(note, lexicon).claims]

    assert claims == ["improves"]


def test_quotes_stand_in_the_note_with_their_line(lexicon):
    for note in load_notes([ROOT / "notes", ROOT / "tests" / "documents" / "sleep-time-inquiry.txt"], lines=True):
        for claim in read_note(note, lexicon).claims:
            words = claim.quote
            lines = note.text.splitlines()

            assert note.text[words.start : words.end] == words.exact
            assert lines[words.line - 1].find(words.exact.splitlines()[0]) >= 0


def test_a_new_relation_needs_only_turtle(ontology):
    added = parse_ontology("""
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix tts: <https://w3id.org/ttsgraph/ontology#> .
        tts:Method a owl:Class . tts:Outcome a owl:Class . tts:phrase a owl:AnnotationProperty .
        tts:celebrates a owl:ObjectProperty ; rdfs:domain tts:Method ; rdfs:range tts:Outcome ;
            rdfs:label "celebrates"@en ; tts:phrase "{subject} throw party for {object}" .""")
    lexicon = compile_lexicon((*ontology.triples, *added.triples))

    assert said("Best-of-N threw a party for coverage.", lexicon) == set()  # "threw" is no regular form
    assert said("Best-of-N throws a party for coverage.", lexicon) == {"best-of-N celebrates coverage"}


def test_a_phrase_without_words_is_an_error_that_names_it():
    with pytest.raises(OntologyError, match=re.escape("{object} stands directly behind") + "|stands directly behind"):
        parse_pattern("{subject} {object}", str.lower)


def test_a_full_stop_in_an_abbreviation_ends_no_sentence():
    text = "Snell et al. (2024) showed it, e.g. for best-of-N. It holds."

    found = [text[sentence.start : sentence.end] for sentence in sentences(text, (0, len(text)))]

    assert found == ["Snell et al. (2024) showed it, e.g. for best-of-N.", "It holds."]


def test_irregular_forms_meet_in_their_root(lexicon):
    assert len({lexicon.root(form) for form in ("spend", "spends", "spent", "spending")}) == 1
    assert root("spending") != root("spender")  # a derivation, not an inflection


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "best-of-N",
                "MCTS",
                "sleep-time compute",
                "coverage",
                "idle time",
                "when",
                "*when*",
                "how much",
                "not",
                "rather",
                "than",
                "just",
                "improves",
                "does",
                "during",
                "before",
                "question",
                "and",
                ",",
                ";",
                ":",
                "(",
                ")",
                "—",
                "which",
                "that",
                "they",
                "both",
                "it",
                "internal",
                "external",
                "trade off against",
                "depends on",
                ".",
                "?",
                "'",
                "directions",
                "is",
                "[[",
                "]]",
            ]
        ),
        max_size=25,
    )
)
def test_any_text_gives_quotes_that_stand_in_it(lexicon, words):
    text = " ".join(words)

    for claim in read_note(prose(text), lexicon).claims:
        assert text[claim.quote.start : claim.quote.end] == claim.quote.exact
        assert claim.subject != claim.object
