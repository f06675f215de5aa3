"""Turns a question in English into a stored query and its arguments, by the forms that the queries declare."""

import difflib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import permutations

from pyoxigraph import NamedNode

from ttsgraph.errors import QuestionError, UnknownTermError
from ttsgraph.names import Names, normal_form
from ttsgraph.queries import Parameter, StoredQuery
from ttsgraph.terms import PREFIXES, expand

#: Words that make no difference to which question is asked.
IDLE_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "do",
        "does",
        "did",
        "is",
        "are",
        "was",
        "were",
        "be",
        "please",
        "really",
        "actually",
        "exactly",
        "so",
        "just",
        "then",
        "me",
        "us",
        "you",
        "we",
        "i",
        "it",
        "can",
        "could",
        "would",
        "should",
        "tell",
        "say",
        "there",
        "any",
        "other",
        "own",
        "quite",
        "truly",
        "broadly",
        "generally",
    ]
)

#: A question this unlike every form, by Dice's coefficient of the words, is not understood.
THRESHOLD = 0.75

#: A CURIE with a known prefix, or an IRI of the web; what ends the sentence is no part of it.
IRI = re.compile(rf"(?<!\S)(?:(?:{'|'.join(PREFIXES)}):|<?https?://)[^\s<>]*[^\s<>?!.,;]>?")


@dataclass(frozen=True)
class Named:
    """A name in a question and the things it may name, the likeliest first."""

    name: str
    terms: tuple[NamedNode, ...]


@dataclass(frozen=True)
class Understanding:
    """A question as it was understood: the query that answers it, the form it has, and what it names."""

    query: StoredQuery
    form: str
    arguments: Mapping[str, NamedNode]
    score: float


#: Tells whether a parameter takes a term.
Takes = Callable[[Parameter, NamedNode], bool]


def understand(question: str, queries: Iterable[StoredQuery], names: Names, takes: Takes) -> Understanding:
    """Find the form that a question has and the things it names, each of a kind that its place takes.

    A question that has none of the forms is a `QuestionError` that lists them.
    """
    queries = list(queries)
    marked, named = _mark_names(question, names)
    readings = (reading for query in queries for reading in _readings(marked, named, query, takes))
    best = max(readings, key=lambda reading: reading.score, default=None)
    if best is None or best.score < THRESHOLD:
        raise QuestionError(_not_understood(question, queries, names, found_name=bool(named)))
    return best


def _mark_names(question: str, names: Names) -> tuple[list[str], dict[str, Named]]:
    """Return the words of a question with a mark for each thing named, and what the marks stand for."""
    named: dict[str, Named] = {}
    for iri in IRI.findall(question):
        with suppress(UnknownTermError):
            mark = f"+{len(named)}+"
            named[mark] = Named(normal_form(iri), (expand(iri),))
            question = question.replace(iri, mark, 1)
    plain = re.sub(r"[^\w\s+-]", " ", question)
    text = f" {normal_form(plain)} "
    for name, terms in _all_names(names):
        mark = f"+{len(named)}+"
        if f" {name} " in text:
            text = text.replace(f" {name} ", f" {mark} ", 1)
            named[mark] = Named(name, terms)
    return text.split(), named


def _all_names(names: Names) -> list[tuple[str, tuple[NamedNode, ...]]]:
    """Return every name in its normal form with what it may name, the longest names and the owners of labels first."""
    owners: dict[str, set[NamedNode]] = {}
    for term in (*names.individuals, *names.properties):
        for label in (names.label(term), *names.alternative_labels.get(term, ())):
            owners.setdefault(normal_form(label), set()).add(term)

    def rank(name: str, term: NamedNode) -> tuple[bool, str]:
        return normal_form(names.label(term)) != name, term.value

    ranked = {name: tuple(sorted(terms, key=lambda term: rank(name, term))) for name, terms in owners.items()}
    return sorted(ranked.items(), key=lambda item: (-len(item[0]), item[0]))


def _readings(
    words: list[str], named: Mapping[str, Named], query: StoredQuery, takes: Takes
) -> Iterator[Understanding]:
    """Yield each way to read the words as one of the forms of a query."""
    required = {parameter.name: parameter for parameter in query.parameters if parameter.required}
    for form in query.questions:
        slots = re.findall(r"\{(\w+)\}", form)
        if set(slots) != set(required):
            continue
        for marks in permutations(named, len(slots)):
            fitting = {
                slot: [term for term in named[mark].terms if takes(required[slot], term)]
                for mark, slot in zip(marks, slots, strict=True)
            }
            in_order = [word for word in words if word in marks] == list(marks)
            left_over = [named[mark] for mark in words if mark in named and mark not in marks]
            if in_order and all(fitting.values()) and not _leaves_out(words, left_over, form):
                arguments = {slot: terms[0] for slot, terms in fitting.items()}
                score = _likeness(words, dict(zip(marks, slots, strict=True)), form, named)
                yield Understanding(query, form, arguments, score)


def _leaves_out(words: list[str], left_over: list[Named], form: str) -> bool:
    """Tell whether a form has no place for a denial in a question, or for the name of a thing."""
    known = normal_form(form).split()
    is_denied = "not" in words and "not" not in known
    return is_denied or any(not set(name.name.split()) <= {*known, *IDLE_WORDS} for name in left_over)


def _likeness(words: list[str], slots: Mapping[str, str], form: str, named: Mapping[str, Named]) -> float:
    """Return how alike a question and a form are: Dice's coefficient of their words, names of slots among them."""
    told = [part for word in words for part in _told(word, slots, named)]
    asked = Counter(word for word in told if word not in IDLE_WORDS)
    plain = normal_form(re.sub(r"[^\w\s{}+-]", " ", form))
    wanted = Counter(word for word in plain.split() if word not in IDLE_WORDS)
    return 2 * (asked & wanted).total() / max(1, asked.total() + wanted.total())


def _told(word: str, slots: Mapping[str, str], named: Mapping[str, Named]) -> list[str]:
    """Return what a word of a question stands for: a slot, the words of a name that fills none, or itself."""
    if word in slots:
        return [f"{{{slots[word]}}}"]
    return named[word].name.split() if word in named else [word]


def _not_understood(question: str, queries: Iterable[StoredQuery], names: Names, *, found_name: bool) -> str:
    lines = [f"  {query.questions[0]}?" for query in queries if query.questions]
    near = [] if found_name else _near_names(question, names)
    meant = f" (did you mean {' or '.join(map(repr, near))}?)" if near else ""
    hint = "" if found_name else f" and names nothing on the map{meant}"
    first = f"the question {question!r} has none of the known forms{hint}; ask one of these:"
    return "\n".join([first, *sorted(lines)])


def _near_names(question: str, names: Names) -> list[str]:
    """Return the labels of things whose names are nearly those of some words in a question."""
    words = normal_form(re.sub(r"[^\w\s-]", " ", question)).split()
    spans = [" ".join(words[i : i + width]) for width in (4, 3, 2, 1) for i in range(len(words) - width + 1)]
    known = dict(_all_names(names))
    near = [match for span in spans for match in difflib.get_close_matches(span, known, n=1, cutoff=0.85)]
    return list(dict.fromkeys(names.label(known[name][0]) for name in near if len(name) > 5))[:3]
