"""Turns patterns of words, as the ontology writes them, into matches on the tokens of a sentence.

The language of patterns is described where it is used, in `ontology/language.ttl`.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ttsgraph.errors import OntologyError
from ttsgraph.reading.words import ARTICLES, Token
from ttsgraph.reading.words import root as root_of

#: How many tokens `...` may stand for.
GAP = 8

#: Words and marks at which a clause ends; neither a gap nor the search for an argument goes beyond one.
BOUNDARIES = frozenset(map(root_of, (*";:", "whereas", "while", "but", "although", "though", "because", "since")))

#: Words that slip in behind "is" and "are" without changing which phrase it is.
ADVERBS = frozenset(
    root_of(word)
    for word in """
        not no longer never hardly also often usually always sometimes still now then thus therefore only just
        mostly generally clearly largely both each all typically probably perhaps likely far much once long
        widely
    """.split()
)

Rooter = Callable[[str], str]


@dataclass(frozen=True)
class Words:
    """One element of an anchor: any of several sequences of roots."""

    alternatives: tuple[tuple[str, ...], ...]
    is_optional: bool = False
    is_emphasised: bool = False
    is_exact: bool = False


@dataclass(frozen=True)
class Gap:
    """Up to `GAP` tokens within a clause."""


@dataclass(frozen=True)
class Adverbs:
    """Up to two words such as "not", "no longer" or "often", which may stand behind any form of "be"."""


@dataclass(frozen=True)
class Slot:
    """A place for an argument: subject, object or pair."""

    name: str
    is_tight: bool = False
    is_wide: bool = False


Element = Words | Gap | Adverbs
Anchor = tuple[Element, ...]


@dataclass(frozen=True)
class Pattern:
    """A phrase: anchors of words with slots before, between and behind them."""

    text: str
    anchors: tuple[Anchor, ...]
    slots: tuple[Slot | None, ...]
    takes_topics: bool = False

    @cached_property
    def words(self) -> frozenset[str]:
        """The roots of all words that the phrase may be made of."""
        elements = (element for anchor in self.anchors for element in anchor if isinstance(element, Words))
        return frozenset(word for element in elements for words in element.alternatives for word in words)

    @property
    def slot_names(self) -> frozenset[str]:
        """The names of the slots that the phrase has."""
        return frozenset(slot.name for slot in self.slots if slot is not None)


def parse_pattern(text: str, root: Rooter) -> Pattern:
    """Parse a phrase with slots.

    >>> pattern = parse_pattern("{subject} improve|raise {object}", str.lower)
    >>> pattern.slots
    (Slot(name='subject', is_tight=False, is_wide=False), Slot(name='object', is_tight=False, is_wide=False))
    """
    anchors: list[list[Element]] = [[]]
    slots: list[Slot | None] = [None]
    for part in text.split():
        if slot := re.fullmatch(r"\{(subject|object|pair)(!?)\}", part):
            _open_slot(anchors, slots, Slot(slot[1], is_tight=bool(slot[2])))
        elif part != "{topics}":
            anchors[-1].extend(_element(part, root))
    if all(isinstance(element, Words) and element.is_optional for element in anchors[-1]):
        anchors.pop()  # words that may stand behind the last place say nothing
    else:
        slots.append(None)
    pattern = Pattern(text, *_with_wide_slots(anchors, slots), takes_topics="{topics}" in text.split())
    if not all(any(isinstance(element, Words) for element in anchor) for anchor in pattern.anchors):
        raise OntologyError(
            f"the phrase {text!r} has no words between two of its places; write at least one word there"
        )
    return pattern


def _open_slot(anchors: list[list[Element]], slots: list[Slot | None], slot: Slot) -> None:
    if anchors[-1]:
        anchors.append([])
        slots.append(slot)
    elif slots[-1] is None:
        slots[-1] = slot
    else:
        raise OntologyError(
            f"{slot.name} stands directly behind another place of its phrase; write a word between them"
        )


def _with_wide_slots(
    anchors: list[list[Element]], slots: list[Slot | None]
) -> tuple[tuple[Anchor, ...], tuple[Slot | None, ...]]:
    """Move a gap at the edge of an anchor into the slot beside it."""
    trimmed, widened = [], list(slots)
    for i, anchor in enumerate(anchors):
        elements = list(anchor)
        if elements and isinstance(elements[0], Gap):
            elements, widened[i] = elements[1:], _wide(widened[i])
        if elements and isinstance(elements[-1], Gap):
            elements, widened[i + 1] = elements[:-1], _wide(widened[i + 1])
        trimmed.append(tuple(elements))
    return tuple(trimmed), tuple(widened)


def _wide(slot: Slot | None) -> Slot | None:
    return Slot(slot.name, slot.is_tight, is_wide=True) if slot else None


def parse_words(text: str, root: Rooter, *, is_exact: bool = False) -> Anchor:
    """Parse a pattern without slots, such as a hidden label or a cue; exact words are compared letter by letter."""
    elements = tuple(element for part in text.split() for element in _element(part, root, is_exact=is_exact))
    if not any(isinstance(element, Words) and not element.is_optional for element in elements):
        raise OntologyError(f"the pattern {text!r} has no word that must be there")
    return elements


def parse_label(text: str, root: Rooter) -> Anchor:
    """Parse a label, whose words stand for themselves; a short acronym is compared letter by letter.

    >>> parse_label("BoN", str.lower)[0].is_exact
    True
    """
    is_acronym = len(text) <= 6 and sum(letter.isupper() for letter in text) >= 2
    words = re.findall(r"[^\W_]+|/", text)
    return tuple(
        Words(((word if is_acronym else root(word),),), is_exact=is_acronym)
        for word in words
        if word.lower() not in ARTICLES
    )


def _element(part: str, root: Rooter, *, is_exact: bool = False) -> Iterator[Element]:
    if part == "...":
        yield Gap()
        return
    is_optional = part.startswith("[") and part.endswith("]")
    bare = part[1:-1] if is_optional else part
    is_emphasised = len(bare) > 2 and bare.startswith("*") and bare.endswith("*")
    alternatives = tuple(
        words for alternative in bare.strip("*").split("|") if (words := _roots(alternative, root, is_exact))
    )
    if alternatives:
        yield Words(alternatives, is_optional, is_emphasised, is_exact)
    if any(words[-1] == "be" for words in alternatives):
        yield Adverbs()


def _roots(alternative: str, root: Rooter, is_exact: bool) -> tuple[str, ...]:
    if alternative.startswith("="):
        return (alternative.lower(),)
    words = [word for word in alternative.split("-") if word] if len(alternative) > 1 else [alternative]
    if alternative == "n't":
        words = ["not"]
    return tuple(word if is_exact else root(word) for word in words if word.lower() not in ARTICLES)


def first_roots(anchor: Anchor) -> Iterator[str]:
    """Yield the roots with which a match of an anchor can begin; words in their exact form begin with "="."""
    for element in anchor:
        if isinstance(element, Words):
            for alternative in element.alternatives:
                yield alternative[0]
            if not element.is_optional:
                return


def match_ends(anchor: Sequence[Element], tokens: Sequence[Token], position: int) -> Iterator[int]:
    """Yield every position behind a match of an anchor that begins at a position."""
    if not anchor:
        yield position
        return
    for end in _element_ends(anchor[0], tokens, position):
        yield from match_ends(anchor[1:], tokens, end)


def _element_ends(element: Element, tokens: Sequence[Token], position: int) -> Iterator[int]:
    if isinstance(element, Gap):
        yield from _stretch(tokens, position, GAP, lambda token: not _stops_gap(token))
    elif isinstance(element, Adverbs):
        yield from _stretch(tokens, position, 2, lambda token: token.root in ADVERBS)
    else:
        for alternative in element.alternatives:
            if _stands(alternative, element, tokens, position):
                yield position + len(alternative)
        if element.is_optional:
            yield position


def _stretch(tokens: Sequence[Token], start: int, most: int, may_pass: Callable[[Token], bool]) -> Iterator[int]:
    """Yield the positions that can be reached over at most so many tokens that may be passed."""
    for position in range(start, start + most + 1):
        yield position
        if position >= len(tokens) or not may_pass(tokens[position]):
            return


def _stops_gap(token: Token) -> bool:
    return token.root in BOUNDARIES or token.text in ("(", ")")


def _stands(alternative: tuple[str, ...], element: Words, tokens: Sequence[Token], position: int) -> bool:
    if position + len(alternative) > len(tokens):
        return False
    for word, token in zip(alternative, tokens[position:], strict=False):
        if not _is_word(word, element, token):
            return False
        if element.is_emphasised and not token.is_emphasised:
            return False
    return True


def _is_word(word: str, element: Words, token: Token) -> bool:
    if word.startswith("=") and len(word) > 1:
        return token.text.lower() == word[1:]
    return word == (token.text if element.is_exact else token.root)
