"""Every form of every stored query is understood as that query, and what has no form is not."""

import re
from collections import Counter

import pytest

from ttsgraph.errors import QuestionError
from ttsgraph.graph import KnowledgeGraph
from ttsgraph.names import normal_form
from ttsgraph.queries import load_queries
from ttsgraph.questions import understand
from ttsgraph.shipped import shipped_folder
from ttsgraph.terms import RDF, TTS, expand, note_iri

QUERIES = load_queries(shipped_folder("queries"))
FORMS = [(name, form) for name, query in QUERIES.items() for form in query.questions]

#: What is put into the slots: once things of all sorts, once methods only; a note goes by its CURIE.
FILLINGS = [
    {
        "method": "sleep-time compute",
        "other": "Best-of-N",
        "thing": "accuracy",
        "subject": "parallel scaling",
        "property": "improves",
        "object": "coverage",
        "note": "ttsnote:breadth-and-depth",
    },
    {
        "method": "BoN",
        "other": "Monte Carlo tree search",
        "thing": "internal scaling",
        "subject": "MCTS",
        "property": "converges with",
        "object": "best-of-N",
        "note": f"<{note_iri('breadth-and-depth').value}>",
    },
]


@pytest.fixture(scope="module")
def graph():
    return KnowledgeGraph.build()


@pytest.fixture(scope="module")
def asked(graph):
    """Return a function that understands a question."""

    def ask(question):
        knowledge = graph.knowledge
        return understand(
            question, QUERIES.values(), knowledge.names, lambda parameter, term: parameter.takes(graph.store, term)
        )

    return ask


@pytest.fixture(scope="module")
def claim(graph):
    return min(quad.subject.value for quad in graph.store.quads_for_pattern(None, RDF.type, TTS.Claim, None))


@pytest.mark.parametrize("filling", FILLINGS, ids=["things", "methods"])
@pytest.mark.parametrize("named", FORMS)
def test_every_form_is_understood_as_its_own_query(graph, asked, claim, named, filling):
    name, form = named
    values = filling | {"claim": claim}
    question = re.sub(r"\{(\w+)\}", lambda slot: values[slot[1]], form)

    understood = asked(f"{question}?")

    assert understood.query.name == name
    names, wanted = graph.knowledge.names, {slot: values[slot] for slot in re.findall(r"\{(\w+)\}", form)}
    for slot, value in wanted.items():
        find = names.relation if slot == "property" else names.individual
        term = expand(value) if slot in ("note", "claim") else find(value)
        assert understood.arguments[slot] == term


def test_no_form_belongs_to_two_queries():
    times = Counter(re.sub(r"\{\w+\}", "{}", normal_form(form)) for _, form in FORMS)

    # Claims and notes are of kinds of their own, so a form with another slot is another form.
    assert {form for form, count in times.items() if count > 1} == set()


@pytest.mark.parametrize(
    "question",
    [
        "where does SLEEP TIME COMPUTE fit",
        "So where does sleep-time compute really fit, then?",
        "Where does ttsid:method/sleep-time-compute fit?",
        "Where does https://w3id.org/ttsgraph/id/method/sleep-time-compute fit?",
        "Where would sleep-time compute fit in?",
    ],
)
def test_case_hyphens_small_words_and_the_way_of_naming_make_no_difference(asked, question):
    understood = asked(question)

    assert understood.query.name == "methods/placement"
    assert understood.arguments == {"method": expand("ttsid:method/sleep-time-compute")}


def test_the_longest_name_is_taken(asked):
    # "scaling" and "parallel" name things, too.
    assert asked("Where does parallel scaling fit?").arguments == {"method": expand("ttsid:method/parallel-scaling")}


def test_two_methods_keep_their_order(asked):
    understood = asked("How does MCTS differ from best-of-N?")

    assert understood.arguments["method"] == expand("ttsid:method/mcts")
    assert understood.arguments["other"] == expand("ttsid:method/best-of-n")


@pytest.mark.parametrize(
    ("question", "hint"),
    [
        ("Who won the match?", " and names nothing on the map"),
        ("", " and names nothing on the map"),
        ("Does best-of-N taste of strawberries on a summer evening?", ""),
        # An outcome has no place among methods.
        ("Where does accuracy fit?", ""),
        # A class is no method, and an IRI that is none names nothing.
        ("Where does tts:Method fit?", ""),
        ("Where does http://[x fit?", " and names nothing on the map"),
    ],
)
def test_a_question_of_no_known_form_gets_the_forms(asked, question, hint):
    with pytest.raises(QuestionError) as caught:
        asked(question)

    first, *forms = str(caught.value).splitlines()
    assert first == f"the question {question!r} has none of the known forms{hint}; ask one of these:"
    assert {"  Where does {method} fit?", "  What is {method} close to?"} <= set(forms)
    assert forms == sorted(forms)
