"""Turns the ontology's labels, phrases and cues into a lexicon by which prose is read."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from pyoxigraph import Literal, NamedNode, Triple

from ttsgraph.errors import OntologyError
from ttsgraph.reading.patterns import (
    Anchor,
    Pattern,
    Words,
    first_roots,
    parse_label,
    parse_pattern,
    parse_words,
)
from ttsgraph.reading.words import root
from ttsgraph.terms import OWL, RDF, RDFS, SKOS, TTS, curie

#: Classes whose members are records of what was said and never stand in a sentence as a thing.
RECORDS = frozenset({TTS.Claim, TTS.Quote, TTS.Note, TTS.Polarity, TTS.Source, TTS.Paper})


@dataclass(frozen=True)
class Entity:
    """A thing that prose can name, with every class that it belongs to."""

    iri: NamedNode
    label: str
    kinds: frozenset[NamedNode]
    alternative_labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Relation:
    """A property that prose can state; empty kinds take anything."""

    iri: NamedNode
    label: str
    subject_kinds: frozenset[NamedNode]
    object_kinds: frozenset[NamedNode]
    patterns: tuple[Pattern, ...]

    def takes(self, slot: str, kinds: frozenset[NamedNode]) -> bool:
        """Tell whether a thing of these kinds may stand in a slot; a pair has to fit both sides."""
        sides = {"subject": [self.subject_kinds], "object": [self.object_kinds]}
        return all(
            not allowed or allowed & kinds for allowed in sides.get(slot, [self.subject_kinds, self.object_kinds])
        )


@dataclass(frozen=True)
class Lexicon:
    """All that is needed to read prose, indexed by the root of the first word."""

    entities: Mapping[NamedNode, Entity]
    relations: Mapping[NamedNode, Relation]
    irregular: Mapping[str, str]
    forms_by_root: Mapping[str, tuple[tuple[Anchor, NamedNode], ...]]
    phrases_by_root: Mapping[str, tuple[tuple[Relation, Pattern], ...]]
    negations: tuple[Anchor, ...]
    hedges: tuple[Anchor, ...]
    conditions: tuple[Anchor, ...]

    def is_cue_among(self, words: frozenset[str]) -> bool:
        """Tell whether a cue of denial can be made of some words."""
        return any(_is_made_of(cue, words) for cue in self.negations)

    def root(self, word: str) -> str:
        """Return the root of a word, irregular forms included."""
        return root(word, self.irregular)


def _is_made_of(cue: Anchor, words: frozenset[str]) -> bool:
    needed = [element for element in cue if isinstance(element, Words) and not element.is_optional]
    return all(any(words.issuperset(alternative) for alternative in element.alternatives) for element in needed)


class _Graph:
    """Triples by subject and predicate."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.objects: dict[tuple[object, object], list[object]] = defaultdict(list)
        self.subjects: dict[tuple[object, object], list[NamedNode]] = defaultdict(list)
        for triple in triples:
            self.objects[triple.subject, triple.predicate].append(triple.object)
            if isinstance(triple.subject, NamedNode):
                self.subjects[triple.predicate, triple.object].append(triple.subject)

    def texts(self, subject: NamedNode, predicate: NamedNode) -> list[str]:
        return sorted(value.value for value in self.objects[subject, predicate] if isinstance(value, Literal))

    def iris(self, subject: NamedNode, predicate: NamedNode) -> set[NamedNode]:
        return {value for value in self.objects[subject, predicate] if isinstance(value, NamedNode)}

    def closure(self, start: Iterable[NamedNode], predicate: NamedNode) -> frozenset[NamedNode]:
        """Return the given terms and all that they lead to."""
        found, todo = set(start), list(start)
        while todo:
            new = self.iris(todo.pop(), predicate) - found
            found |= new
            todo += new
        return frozenset(found)


def compile_lexicon(triples: Iterable[Triple]) -> Lexicon:
    """Compile the lexicon of an ontology; a phrase that cannot be parsed is an `OntologyError` that names its term."""
    graph = _Graph(triples)
    irregular = _irregular_forms(graph)
    rooter = partial(root, irregular=irregular)
    entities = {entity.iri: entity for entity in _entities(graph)}
    relations = {relation.iri: relation for relation in _relations(graph, rooter)}
    cues = {name: tuple(_cues(graph, name, rooter)) for name in ("negated", "hedged")}
    return Lexicon(
        entities=entities,
        relations=relations,
        irregular=irregular,
        forms_by_root=_indexed(_forms(graph, entities, rooter), rooter),
        phrases_by_root=_phrases_by_root(relations.values(), rooter),
        negations=cues["negated"],
        hedges=cues["hedged"],
        conditions=tuple(parse_words(text, rooter) for text in graph.texts(TTS.condition, TTS.phrase)),
    )


def _irregular_forms(graph: _Graph) -> dict[str, str]:
    lines = [line.split() for line in graph.texts(TTS.phrase, TTS.inflection)]
    return {form: words[0] for words in lines for form in words}


def _entities(graph: _Graph) -> Iterator[Entity]:
    for iri in sorted(graph.subjects[RDF.type, OWL.NamedIndividual], key=lambda term: term.value):
        kinds = graph.closure(graph.iris(iri, RDF.type) - {OWL.NamedIndividual}, RDFS.subClassOf)
        labels = graph.texts(iri, RDFS.label)
        if labels and not kinds & RECORDS:
            yield Entity(iri, labels[0], kinds, tuple(graph.texts(iri, SKOS.altLabel)))


def _relations(graph: _Graph, rooter: partial[str]) -> Iterator[Relation]:
    for iri in sorted(graph.subjects[RDF.type, OWL.ObjectProperty], key=lambda term: term.value):
        try:
            texts = [form for text in graph.texts(iri, TTS.phrase) for form in (text, *_passive(text))]
            patterns = tuple(parse_pattern(text, rooter) for text in texts)
        except OntologyError as error:
            raise OntologyError(f"{curie(iri.value)}: {error}") from None
        yield Relation(
            iri=iri,
            label=next(iter(graph.texts(iri, RDFS.label)), curie(iri.value)),
            subject_kinds=_kinds(graph, iri, RDFS.domain, TTS.subjectKind),
            object_kinds=_kinds(graph, iri, RDFS.range, TTS.objectKind),
            patterns=patterns,
        )


def _passive(text: str) -> Iterator[str]:
    """Yield the passive of a phrase that is a verb between subject and object."""
    verb = re.fullmatch(r"\{subject\} (\S+) \{object\}", text)
    if verb:
        yield f"{{object}} be {verb[1]} by {{subject}}"


def _kinds(graph: _Graph, iri: NamedNode, axiom: NamedNode, annotation: NamedNode) -> frozenset[NamedNode]:
    """Return the classes a side of a property takes: its own domain or range, else its super-property's."""
    own = graph.iris(iri, axiom) or graph.iris(iri, annotation)
    if own:
        return frozenset(own)
    parents = sorted(graph.iris(iri, RDFS.subPropertyOf), key=lambda term: term.value)
    return _kinds(graph, parents[0], axiom, annotation) if parents else frozenset()


def _forms(graph: _Graph, entities: Iterable[NamedNode], rooter: partial[str]) -> Iterator[tuple[Anchor, NamedNode]]:
    for iri in entities:
        for text in graph.texts(iri, RDFS.label) + graph.texts(iri, SKOS.altLabel):
            yield parse_label(text, rooter), iri
        for text in graph.texts(iri, SKOS.hiddenLabel):
            yield parse_words(text, rooter), iri


def _cues(graph: _Graph, polarity: str, rooter: partial[str]) -> Iterator[Anchor]:
    for iri in graph.subjects[RDF.type, TTS.Polarity]:
        if polarity in graph.texts(iri, RDFS.label):
            yield from (parse_words(text, rooter) for text in graph.texts(iri, TTS.phrase))


def _indexed(
    forms: Iterable[tuple[Anchor, NamedNode]], rooter: partial[str]
) -> dict[str, tuple[tuple[Anchor, NamedNode], ...]]:
    index: dict[str, list[tuple[Anchor, NamedNode]]] = defaultdict(list)
    for anchor, iri in forms:
        is_exact = any(isinstance(element, Words) and element.is_exact for element in anchor)
        for first in sorted({_key(first, rooter, is_exact=is_exact) for first in first_roots(anchor)}):
            index[first].append((anchor, iri))
    return {first: tuple(found) for first, found in index.items()}


def _key(first: str, rooter: partial[str], *, is_exact: bool) -> str:
    """Return the root under which a first word is found; a word in its exact form is no root yet."""
    if first.startswith("=") and len(first) > 1:
        return rooter(first[1:])
    return rooter(first) if is_exact else first


def _phrases_by_root(
    relations: Iterable[Relation], rooter: partial[str]
) -> dict[str, tuple[tuple[Relation, Pattern], ...]]:
    index: dict[str, list[tuple[Relation, Pattern]]] = defaultdict(list)
    for relation in relations:
        for pattern in relation.patterns:
            for first in sorted({_key(first, rooter, is_exact=False) for first in first_roots(pattern.anchors[0])}):
                index[first].append((relation, pattern))
    return {first: tuple(found) for first, found in index.items()}
