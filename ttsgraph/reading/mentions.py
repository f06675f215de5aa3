"""Turns the tokens of a sentence into the things that it names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode

from ttsgraph.reading.lexicon import Lexicon
from ttsgraph.reading.patterns import match_ends
from ttsgraph.reading.words import Token


@dataclass(frozen=True)
class Mention:
    """A stretch of tokens that names a thing, or one of several; inner mentions lie within its words."""

    start: int
    end: int
    candidates: tuple[NamedNode, ...]
    inner: "tuple[Mention, ...]" = ()


def find_mentions(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Mention, ...]:
    """Return the mentions of a sentence: the longest match at each place, from left to right."""
    found, position = [], 0
    while position < len(tokens):
        mention = _longest(tokens, position, lexicon)
        if mention is None:
            position += 1
            continue
        inner = tuple(_inner(tokens, mention, lexicon))
        found.append(Mention(mention.start, mention.end, mention.candidates, inner))
        position = mention.end
    return tuple(found)


def _longest(tokens: Sequence[Token], position: int, lexicon: Lexicon) -> Mention | None:
    return max(_at(tokens, position, lexicon), key=lambda mention: mention.end, default=None)


def _at(tokens: Sequence[Token], position: int, lexicon: Lexicon) -> Iterator[Mention]:
    """Yield a mention for each length at which something is named from a position on."""
    ends: dict[int, set[NamedNode]] = {}
    for anchor, iri in lexicon.forms_by_root.get(tokens[position].root, ()):
        for end in match_ends(anchor, tokens, position):
            ends.setdefault(end, set()).add(iri)
    for end, things in sorted(ends.items()):
        yield Mention(position, end, tuple(sorted(things, key=lambda iri: iri.value)))


def _inner(tokens: Sequence[Token], outer: Mention, lexicon: Lexicon) -> Iterator[Mention]:
    """Yield the mentions among the words of a longer one, such as the phase in the name of a method."""
    for position in range(outer.start, outer.end):
        for mention in _at(tokens, position, lexicon):
            if mention.end <= outer.end and (mention.start, mention.end) != (outer.start, outer.end):
                yield mention
