"""Turns the tokens and mentions of a sentence into a view of its clauses, asides and lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ttsgraph.reading.lexicon import Lexicon
from ttsgraph.reading.mentions import Mention
from ttsgraph.reading.patterns import BOUNDARIES, Anchor, match_ends
from ttsgraph.reading.words import Token, root

#: Words that join the members of a list, and that may be repeated before each of them.
JOINTS = frozenset(map(root, (",", "and", "or", "&", "both", "as", "well", "plus")))
PREPOSITIONS = frozenset(map(root, ("on", "for", "in", "of", "to", "with", "from", "by", "at", "into", "between")))

#: Words that may stand between a place of a phrase and its words without separating them.
SMALL = frozenset(
    root(word)
    for word in """
        very more most quite rather so too both its their our my your this these such any all each every other
        otherwise then now yet still also only just even mostly often usually always again the of own same new
        first been be is are was were has have had will would can does do did to not never
    """.split()
)

#: Small words that are cues themselves.
NEGATING = frozenset(map(root, ("not", "never", "that")))


@dataclass(frozen=True)
class Link:
    """How two neighbouring mentions hang together: joined, or the second one denied or left open."""

    polarity: str
    has_conjunction: bool = True


@dataclass(frozen=True)
class SentenceView:
    """A sentence with its mentions, clauses and asides, addressed by token position."""

    tokens: tuple[Token, ...]
    mentions: tuple[Mention, ...]
    lexicon: Lexicon

    @cached_property
    def asides(self) -> dict[int, int]:
        """Opening to closing position of each aside: parentheses, pairs of dashes, and clauses such as ", which …,"."""
        relatives = {i: self._end_of_relative(i) for i in range(len(self.tokens)) if self._opens_relative(i)}
        return self._parentheses() | self._dashes() | relatives

    def _parentheses(self) -> dict[int, int]:
        pairs, opened = {}, []
        for i, token in enumerate(self.tokens):
            if token.text == "(":
                opened.append(i)
            elif token.text == ")" and opened:
                pairs[opened.pop()] = i
        return pairs

    def _dashes(self) -> dict[int, int]:
        places = [i for i, token in enumerate(self.tokens) if token.text == "—"]
        return dict(zip(places[::2], places[1::2], strict=False))

    def _opens_relative(self, comma: int) -> bool:
        pair = [token.root for token in self.tokens[comma : comma + 2]]
        return pair in ([",", root("which")], [",", root("who")])

    def _end_of_relative(self, comma: int) -> int:
        ends = (i for i in range(comma + 2, len(self.tokens)) if self.tokens[i].text in (",", ";", ":", ")", "—"))
        return next(ends, len(self.tokens) - 1)

    @cached_property
    def aside_starts(self) -> dict[int, int]:
        """Closing to opening position of each aside."""
        return {close: start for start, close in self.asides.items()}

    @cached_property
    def mention_at(self) -> dict[int, Mention]:
        """The mention that covers a position."""
        return {i: mention for mention in self.mentions for i in range(mention.start, mention.end)}

    @cached_property
    def boundaries(self) -> tuple[int, ...]:
        """The positions at which a clause ends."""
        return tuple(i for i, token in enumerate(self.tokens) if token.root in BOUNDARIES)

    def clause_of(self, position: int) -> int:
        """Return the start of the clause in which a position lies; an aside has clauses of its own."""
        aside = self.aside_of(position)
        level = [i for i in self.boundaries if i < position and self.aside_of(i) == aside]
        return max([*level, -1 if aside is None else aside]) + 1

    def clause_end(self, position: int) -> int:
        """Return the position behind the clause in which a position lies."""
        aside = self.aside_of(position)
        level = [i for i in self.boundaries if i >= position and self.aside_of(i) == aside]
        return min([*level, len(self.tokens) if aside is None else self.asides[aside]])

    def initial_mentions(self, before: int) -> list[Mention]:
        """Return, clause by clause, the mention or list of mentions with which it opens, as far as a position."""
        opening = []
        for start in [0, *(i + 1 for i in self.boundaries if self.aside_of(i) is None)]:
            near = [m for m in self.mentions if start <= m.start <= start + 4 and m.end <= before]
            if near and self.clause_of(near[0].start) == start:
                opening += self._list_from(near[0])
        return opening

    def _list_from(self, mention: Mention) -> list[Mention]:
        level = self.level_mentions(mention)
        found = [mention]
        for left, right in zip(level[level.index(mention) :], level[level.index(mention) + 1 :], strict=False):
            link = self.link(left, right)
            if link is None or link.polarity != "asserted":
                break
            found.append(right)
        return found

    def between(self, start: int, end: int) -> list[int]:
        """Return the positions from start to end that are not in an aside which opens among them."""
        positions, i = [], start
        while i < end:
            if i in self.asides and self.asides[i] < end:
                i = self.asides[i] + 1
                continue
            positions.append(i)
            i += 1
        return positions

    def aside_of(self, position: int) -> int | None:
        """Return where the innermost aside around a position opens, `None` outside of asides."""
        around = [start for start, close in self.asides.items() if start < position < close]
        return max(around, default=None)

    def level_mentions(self, mention: Mention) -> list[Mention]:
        """Return the mentions that stand in the same aside as a mention, or outside of asides like it."""
        return [m for m in self.mentions if self.aside_of(m.start) == self.aside_of(mention.start)]

    def link(self, left: Mention, right: Mention) -> Link | None:
        """Tell how two mentions are linked by what stands between them; `None` if they are not."""
        positions = self.between(left.end, right.start)
        if not positions or any(self.tokens[i].root in BOUNDARIES - {root("but")} for i in positions):
            return None
        polarity = self.polarity_in(positions[0], right.start)
        if polarity != "asserted":
            return Link(polarity) if self._is_contrast(positions) else None
        roots = [self.tokens[i].root for i in positions]
        if not any(word in JOINTS for word in roots) or not all(
            word in JOINTS | PREPOSITIONS | {"#"} for word in roots
        ):
            return None
        return Link("asserted", has_conjunction=any(word in JOINTS - {","} for word in roots))

    def _is_contrast(self, positions: Sequence[int]) -> bool:
        """Tell whether nothing but cue words, joints and small words stands at the positions."""
        cue_roots = {
            word
            for anchor in (*self.lexicon.negations, *self.lexicon.hedges)
            for element in anchor
            for alternative in getattr(element, "alternatives", ())
            for word in alternative
        }
        allowed = JOINTS | PREPOSITIONS | SMALL | cue_roots | {"#", root("but")}
        return all(self.tokens[i].root in allowed for i in positions)

    def polarity_in(self, start: int, end: int) -> str:
        """Return the polarity that the cues between two positions give: the hedge wins where both overlap."""
        positions = set(self.between(start, end))
        hedges = self._cue_spans(self.lexicon.hedges, positions, end)
        negations = self._cue_spans(self.lexicon.negations, positions, end)
        negations = [cue for cue in negations if not any(h[0] <= cue[0] and cue[1] <= h[1] for h in hedges)]
        hedges = [cue for cue in hedges if not self._is_overruled(cue)]
        if negations:
            return "negated"
        return "hedged" if hedges else "asserted"

    def polarity_before(self, position: int) -> str:
        """Return the polarity that a cue right before a position gives, as in "nobody has shown that …"."""
        start = self.clause_of(position)
        end = position
        while end > start and self.tokens[end - 1].root in SMALL - NEGATING:
            end -= 1
        for cues, polarity in ((self.lexicon.negations, "negated"), (self.lexicon.hedges, "hedged")):
            if any(stop == end for _, stop in self._cue_spans(cues, set(range(start, end)), end)):
                return polarity
        return "asserted"

    def _cue_spans(self, cues: Sequence[Anchor], positions: set[int], limit: int) -> list[tuple[int, int]]:
        return [
            (i, end)
            for i in sorted(positions)
            for cue in cues
            for end in match_ends(cue, self.tokens, i)
            if end <= limit and not self.is_in_mention(i)
        ]

    def _is_overruled(self, cue: tuple[int, int]) -> bool:
        """Tell whether "not only" is answered by "but", which affirms both sides."""
        begins_with_not = self.tokens[cue[0]].root == root("not") and cue[1] - cue[0] > 1
        return begins_with_not and any(token.root == root("but") for token in self.tokens[cue[1] :])

    def is_in_mention(self, position: int) -> bool:
        """Tell whether a position lies within a mention."""
        return position in self.mention_at
