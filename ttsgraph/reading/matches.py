"""Turns the tokens of a sentence into the phrases of relations that stand in it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ttsgraph.reading.clauses import SentenceView
from ttsgraph.reading.lexicon import Relation
from ttsgraph.reading.patterns import Pattern, match_ends
from ttsgraph.reading.words import Token, root

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
    if _is_passive(view, pattern, spans) or _is_auxiliary(view, spans[0][0]):
        return False
    if "subject" not in pattern.slot_names and "pair" not in pattern.slot_names:
        return True
    names = [(view.mention_at[start], start, end) for start, end in spans if start in view.mention_at]
    return all(start <= mention.start and mention.end <= end for mention, start, end in names)


def _is_passive(view: SentenceView, pattern: Pattern, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether "by" follows the words of an active phrase, which turns its sides round."""
    end = spans[-1][1]
    is_active = pattern.slots[-1] is not None and pattern.slots[-1].name == "object"
    return is_active and end < len(view.tokens) and view.tokens[end].root == root("by")


def _is_auxiliary(view: SentenceView, position: int) -> bool:
    """Tell whether a word is the "do" of a denial, which does nothing itself."""
    return [token.root for token in view.tokens[position : position + 2]] == ["do", root("not")]
