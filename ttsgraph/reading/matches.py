"""Turns the tokens of a sentence into the phrases of relations that stand in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ttsgraph.reading.clauses import SentenceView
from ttsgraph.reading.lexicon import Relation
from ttsgraph.reading.patterns import Pattern, match_ends
from ttsgraph.reading.words import Token

#: How many tokens may stand between two anchors of a phrase.
SPREAD = 24


@dataclass(frozen=True)
class Match:
    """A phrase of a relation found in a sentence, with the span of each of its anchors."""

    relation: Relation
    pattern: Pattern
    spans: tuple[tuple[int, int], ...]


def find_matches(view: SentenceView) -> list[Match]:
    """Return every phrase that stands in a sentence, from left to right."""
    found = []
    for position, token in enumerate(view.tokens):
        for relation, pattern in view.lexicon.phrases_by_root.get(token.root, ()):
            spans = next(_spans(pattern, view.tokens, position), None)
            if spans and _is_free(view, pattern, spans):
                found.append(Match(relation, pattern, spans))
    return sorted(found, key=lambda match: (match.spans[0], match.relation.iri.value, match.pattern.text))


def _spans(pattern: Pattern, tokens: Sequence[Token], position: int) -> Iterator[tuple[tuple[int, int], ...]]:
    """Yield the spans of the anchors of a phrase whose first anchor begins at a position."""
    partial: list[tuple[tuple[int, int], ...]] = [
        ((position, end),) for end in match_ends(pattern.anchors[0], tokens, position)
    ]
    for anchor in pattern.anchors[1:]:
        partial = [
            (*spans, (begin, end))
            for spans in partial
            for begin in range(spans[-1][1] + 1, min(len(tokens), spans[-1][1] + SPREAD))
            for end in match_ends(anchor, tokens, begin)
        ]
    yield from partial


def _is_free(view: SentenceView, pattern: Pattern, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether the words of a phrase are not part of a name; without a subject they may be part of one."""
    if "subject" not in pattern.slot_names and "pair" not in pattern.slot_names:
        return True
    names = [(view.mention_at[start], start, end) for start, end in spans if start in view.mention_at]
    return all(start <= mention.start and mention.end <= end for mention, start, end in names)
