"""Turns a phrase found in a sentence into the things that stand in its places."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pyoxigraph import NamedNode

from ttsgraph.reading.clauses import PREPOSITIONS, SMALL, Link, SentenceView
from ttsgraph.reading.discourse import Discourse
from ttsgraph.reading.matches import Match
from ttsgraph.reading.mentions import Mention
from ttsgraph.reading.patterns import Slot
from ttsgraph.reading.words import root

#: How many words may separate an argument from its phrase; more where the phrase says "...".
REACH, WIDE_REACH = 7, 12

CONJUNCTIONS = frozenset(map(root, ("and", "or", "but")))
RELATIVES = frozenset(map(root, ("that", "which", "who")))
PAIR_PRONOUNS = frozenset(map(root, ("both", "they", "two", "these", "them", "each")))
PRONOUNS = frozenset(map(root, ("it", "this", "that", "they")))
#: Nouns that stand for whatever the text is about.
GENERIC = frozenset(
    root(word)
    for word in """
        method approach technique idea way mechanism allocation procedure scheme strategy proposal direction
        line arrangement recipe trick result which this analogy process practice model
    """.split()
)


@dataclass(frozen=True)
class Argument:
    """A thing in a place of a phrase; start and end are the token positions of its mention, if it is named there."""

    thing: NamedNode
    polarity: str
    start: int
    end: int


@dataclass(frozen=True)
class Unfilled:
    """Why a place of a phrase stayed empty."""

    reason: str


#: Nouns that, with "of" and a name, stand for what is named.
HEADS = frozenset(
    root(word)
    for word in """
        use usage application adoption combination family form kind type variety practice idea method way power
        mitigation containment severity effect impact growth both each one most all many some version choice
        technique strategy approach process act addition inclusion amount performance accuracy
    """.split()
)

Filling = dict[str, list[Argument]]


class Filler:
    """Finds the arguments of phrases in one sentence."""

    def __init__(self, view: SentenceView, discourse: Discourse) -> None:
        """Take a sentence and what the text before it was about."""
        self.view = view
        self.discourse = discourse
        #: Where the objects found so far are named: no list that a subject stands in reaches back to them.
        self.used: set[int] = set()

    def fill(self, match: Match) -> Filling | Unfilled:
        """Return the arguments of each side of a match, or why there are none."""
        filling: Filling = {}
        for i, slot in enumerate(match.pattern.slots):
            if slot is not None:
                arguments = self._slot(match, i, slot)
                if isinstance(arguments, Unfilled):
                    return arguments
                filling[slot.name] = arguments
        if "subject" not in filling and "pair" not in filling:
            implicit = self._implicit(match)
            if isinstance(implicit, Unfilled):
                return implicit
            filling["subject"] = implicit
        return filling

    def _slot(self, match: Match, i: int, slot: Slot) -> list[Argument] | Unfilled:
        if i == 0:
            found = self._to_the_left(match, slot)
        else:
            behind = match.spans[i - 1][1]
            limit = match.spans[i][0] if i < len(match.spans) else self.view.clause_end(behind)
            found = self._to_the_right(match, slot, behind, limit)
        if slot.is_tight and 0 < i < len(match.spans) and not self._touches(found, match.spans[i][0]):
            return Unfilled(f"words stand between {slot.name} and {self._words(match)}")
        if isinstance(found, Unfilled) or slot.name != "pair" or len(found) >= 2:
            return found
        return Unfilled(f"{match.relation.label!r} needs two things and found one")

    def _touches(self, found: list[Argument] | Unfilled, anchor: int) -> bool:
        """Tell whether nothing but small words stands between the last of the arguments and an anchor behind it."""
        if isinstance(found, Unfilled):
            return True
        return all(token.root in SMALL for token in self.view.tokens[found[-1].end : anchor])

    def _fits(self, match: Match, slot: Slot | str) -> Callable[[NamedNode], bool]:
        name = slot if isinstance(slot, str) else slot.name
        entities = self.view.lexicon.entities
        return lambda thing: match.relation.takes(name, entities[thing].kinds)

    def _resolve(self, mention: Mention, match: Match, slot: Slot) -> list[NamedNode]:
        fits = self._fits(match, slot)
        return [candidate for candidate in mention.candidates if fits(candidate)]

    # To the left of the first words of a phrase

    def _to_the_left(self, match: Match, slot: Slot) -> list[Argument] | Unfilled:
        if shared := self._shared_subject(match, slot):
            return shared
        for i, steps in self._leftward(match.spans[0][0]):
            if steps > (WIDE_REACH if slot.is_wide else REACH):
                break
            if found := self._at_left(match, slot, i):
                return found
        return self._fallback(match, slot)

    def _leftward(self, start: int) -> Iterator[tuple[int, int]]:
        """Yield the positions to the left, one for each mention and none in closed asides, with the words passed."""
        steps, i = 0, start - 1
        while i >= 0:
            if i in self.view.aside_starts:
                i = self.view.aside_starts[i] - 1
                continue
            yield i, steps
            mention = self.view.mention_at.get(i)
            steps += self.view.tokens[i].is_word
            i = (mention.start if mention else i) - 1

    def _at_left(self, match: Match, slot: Slot, i: int) -> list[Argument] | Unfilled | None:
        """Return what the word at a position makes of the search, `None` to go on."""
        if i in self.view.asides:
            return self._before_aside(match, slot, i)
        found = self._pronoun(match, slot, i) or self._limit(match, slot, i)
        if found:
            return found
        if mention := self.view.mention_at.get(i):
            if slot.name == "subject" and self._is_attribute(mention):
                return None
            return self._named(mention, match, slot)
        if slot.is_tight and self.view.tokens[i].root not in SMALL:
            return Unfilled(f"no {slot.name} directly before {self._words(match)}")
        return None

    def _is_attribute(self, mention: Mention) -> bool:
        """Tell whether a mention only belongs to a noun before it: "the authors of A", but not "the use of A"."""
        before = [token.root for token in self.view.tokens[max(0, mention.start - 2) : mention.start]]
        return len(before) == 2 and before[1] == root("of") and before[0] not in HEADS

    def _shared_subject(self, match: Match, slot: Slot) -> list[Argument] | None:
        """Return the subject of the verb before "and", which is that of the verb behind it, too."""
        start = match.spans[0][0]
        before = [token.root for token in self.view.tokens[:start] if token.root not in SMALL]
        if slot.name != "subject" or not before or before[-1] not in CONJUNCTIONS:
            return None
        fits = self._fits(match, slot)
        claimed = [thing for thing in self.discourse.sentences[-1].claimed if fits(thing)]
        return [Argument(claimed[0], "asserted", start, start)] if len(claimed) == 1 else None

    def _pronoun(self, match: Match, slot: Slot, i: int) -> list[Argument] | Unfilled | None:
        """Return what a pronoun at a position stands for."""
        word, fits = self.view.tokens[i].root, self._fits(match, slot)
        repeats_names = self.view.is_in_mention(i - 1)  # "A and B both …"
        if repeats_names or not self._is_close(i, match):
            return None
        plural = PAIR_PRONOUNS if slot.name == "pair" else PAIR_PRONOUNS - PRONOUNS
        if slot.name in ("pair", "subject") and word in plural:
            return self._as_arguments(self.discourse.pair(fits), i)
        if slot.name == "subject" and word in PRONOUNS and self._opens_clause(i):
            topic = self.discourse.topic(fits)
            return self._as_arguments([topic] if topic else [], i)
        return None

    def _limit(self, match: Match, slot: Slot, i: int) -> list[Argument] | Unfilled | None:
        """Return what a relative pronoun or the end of the clause at a position makes of the search."""
        if self.view.tokens[i].root in RELATIVES and self._is_close(i, match):
            return self._head_of_relative(match, slot, i)
        if self.view.clause_of(i) != self.view.clause_of(match.spans[0][0]):
            return self._fallback(match, slot)
        return None

    def _is_close(self, i: int, match: Match) -> bool:
        """Tell whether nothing but small words stands between a position and the phrase."""
        gap = self.view.tokens[i + 1 : match.spans[0][0]]
        return all(token.root in SMALL or token.text == "," for token in gap)

    def _opens_clause(self, i: int) -> bool:
        before = self.view.tokens[i - 1] if i else None
        return before is None or not before.is_word or before.root in (root("and"), root("whereas"), root("but"))

    def _as_arguments(self, things: Sequence[NamedNode], i: int) -> list[Argument] | Unfilled:
        if not things:
            return Unfilled(f"what {self.view.tokens[i].text!r} stands for is not certain")
        return [Argument(thing, "asserted", i, i + 1) for thing in things]

    def _before_aside(self, match: Match, slot: Slot, opening: int) -> list[Argument] | Unfilled:
        """Return the mention right before an aside, which is what the aside speaks of."""
        mention = self.view.mention_at.get(opening - 1)
        found = self._named(mention, match, slot) if mention else None
        return found if found is not None else self._fallback(match, slot)

    def _head_of_relative(self, match: Match, slot: Slot, i: int) -> list[Argument] | Unfilled:
        before = i - 1 if i and self.view.tokens[i - 1].root != "," else i - 2
        while before in self.view.aside_starts:
            before = self.view.aside_starts[before] - 1
        mention = self.view.mention_at.get(before)
        found = self._named(mention, match, slot) if mention else None
        return found if found is not None else self._listed_behind(match, slot)

    def _listed_behind(self, match: Match, slot: Slot) -> list[Argument] | Unfilled:
        """Return the list that spells out a general noun before a phrase, if one stands behind the phrase.

        It is an aside made of names, as in "directions that move the work (A, B)", or follows a colon.
        """
        for start, end in self._list_places(match.spans[0][1]):
            inside = [m for m in self.view.mentions if start <= m.start and m.end <= end]
            inside = [m for m in inside if self.view.aside_of(m.start) == self.view.aside_of(start)]
            resolved = [self._resolve(mention, match, slot) for mention in inside]
            if inside and inside[0].start == start and all(len(found) == 1 for found in resolved):
                return [
                    Argument(found[0], "asserted", m.start, m.end) for m, found in zip(inside, resolved, strict=True)
                ]
        return Unfilled(f"no {slot.name} for {self._words(match)}")

    def _list_places(self, behind: int) -> list[tuple[int, int]]:
        """Return the spans, behind a position, of asides and of what follows a colon."""
        asides = [(opening + 1, close) for opening, close in self.view.asides.items() if opening >= behind]
        colons = [i for i, token in enumerate(self.view.tokens) if token.text == ":" and i >= behind]
        return sorted([*asides, *((i + 1, self.view.clause_end(i + 1)) for i in colons)])

    def _fallback(self, match: Match, slot: Slot) -> list[Argument] | Unfilled:
        """Take what the text is about where the sentence has only a general noun, a participle or an adjective."""
        missing = Unfilled(f"no {slot.name} for {self._words(match)}")
        if slot.name not in ("subject", "pair") or slot.is_tight:
            return missing
        if self._general_noun(match):
            listed = self._listed_behind(match, slot)
            if not isinstance(listed, Unfilled):
                return listed
        if slot.name == "pair" or not self._leaves_subject_open(match, slot):
            return missing
        return self._topic(match, missing)

    def _leaves_subject_open(self, match: Match, slot: Slot) -> bool:
        start = match.spans[0][0]
        token = self.view.tokens[start]
        before = self._words_before(start)
        is_participle = token.text.lower().endswith("ing") and bool(before) and before[-1] == ","
        return slot.is_wide or is_participle or self._general_noun(match)

    def _general_noun(self, match: Match) -> bool:
        """Tell whether the word before a phrase is a noun that stands for what the text is about."""
        words = [word for word in self._words_before(match.spans[0][0]) if word not in SMALL]
        return bool(words) and words[-1] in GENERIC

    def _words_before(self, start: int) -> list[str]:
        return [self.view.tokens[i].root for i in self.view.between(self.view.clause_of(start), start)]

    # To the right of words of a phrase

    def _to_the_right(self, match: Match, slot: Slot, start: int, limit: int) -> list[Argument] | Unfilled:
        steps, i = 0, start
        reach = WIDE_REACH if slot.is_wide else REACH
        while i < limit and steps <= reach:
            token = self.view.tokens[i]
            if i in self.view.asides and self.view.asides[i] < limit and not slot.is_tight:
                i = self.view.asides[i] + 1
                continue
            if mention := self.view.mention_at.get(i):
                found = self._named(mention, match, slot, from_position=start)
                if found is not None:
                    return found
                i, steps = mention.end, steps + 1
            elif slot.is_tight and token.root not in SMALL:
                break
            else:
                i, steps = i + 1, steps + token.is_word
        return Unfilled(f"no {slot.name} behind {self._words(match)}")

    # Named things and the lists they stand in

    def _named(
        self, mention: Mention, match: Match, slot: Slot, from_position: int | None = None
    ) -> list[Argument] | Unfilled | None:
        """Return the list of arguments around a mention, `None` if it is of no kind that fits."""
        group = self._group(mention, match, slot, forwards=from_position is not None)
        resolved = [(m, self._resolve(m, match, slot), polarity) for m, polarity in group]
        resolved = [entry for entry in resolved if entry[1]]
        if not resolved:
            inner = [m for m in mention.inner if self._resolve(m, match, slot)]
            return self._named_inside(inner, mention, match, slot)
        ambiguous = next((m for m, things, _ in resolved if len(things) > 1), None)
        if ambiguous is not None:
            text = " ".join(token.text for token in self.view.tokens[ambiguous.start : ambiguous.end])
            return Unfilled(f"{text!r} may be any of {', '.join(self._labels(ambiguous.candidates))}")
        first = self._polarity_before(resolved[0][0], from_position)
        return [Argument(things[0], _stronger(polarity, first), m.start, m.end) for m, things, polarity in resolved]

    def _named_inside(
        self, inner: Sequence[Mention], outer: Mention, match: Match, slot: Slot
    ) -> list[Argument] | None:
        """Return the shorter names inside a longer one of whose words the phrase is made."""
        start, end = match.spans[0]
        if not (outer.start <= start and end <= outer.end):
            return None
        fitting = [(m, self._resolve(m, match, slot)) for m in inner if m.end == start or m.start == end]
        return [Argument(things[0], "asserted", m.start, m.end) for m, things in fitting if len(things) == 1] or None

    def _polarity_before(self, mention: Mention, from_position: int | None) -> str:
        return "asserted" if from_position is None else self.view.polarity_in(from_position, mention.start)

    def _group(self, mention: Mention, match: Match, slot: Slot, *, forwards: bool) -> list[tuple[Mention, str]]:
        """Return the mentions of the list that a mention stands in, each with the polarity that its link gives it."""
        mentions = self.view.level_mentions(mention)
        i = mentions.index(mention)
        group = [(mention, "asserted")]
        if forwards:
            for left, right in zip(mentions[i:], mentions[i + 1 :], strict=False):
                link = self._link(left, right, match)
                if link is None or not self._resolve(right, match, slot):
                    break
                group.append((right, link.polarity))
            return group
        return self._backwards(group, mentions[: i + 1], match, slot)

    def _backwards(
        self, group: list[tuple[Mention, str]], mentions: Sequence[Mention], match: Match, slot: Slot
    ) -> list[tuple[Mention, str]]:
        """Return a group with the members that stand before it; a comma alone makes no list outside of an aside."""
        nearest, is_list = group[-1], self.view.aside_of(group[-1][0].start) is not None
        for left, right in reversed(list(pairwise(mentions))):
            link = self._link(left, right, match)
            if link is None or not self._resolve(left, match, slot) or left.start in self.used:
                break
            is_list = is_list or link.has_conjunction or link.polarity != "asserted"
            group[0] = (group[0][0], _stronger(link.polarity, group[0][1]))
            group.insert(0, (left, self.view.polarity_before(left.start)))
        return group if is_list else [nearest]

    def _link(self, left: Mention, right: Mention, match: Match) -> Link | None:
        if any(left.end <= start < right.start for start, _ in match.spans):
            return None
        return self.view.link(left, right)

    # Nothing named

    def _implicit(self, match: Match) -> list[Argument] | Unfilled:
        """Return the subject of a phrase that has no place for one: the name it is part of, or the topic."""
        start = match.spans[0][0]
        outer = self.view.mention_at.get(start)
        fits = self._fits(match, "subject")
        if outer is not None:
            things = [thing for thing in outer.candidates if fits(thing)]
            return [Argument(thing, "asserted", outer.start, outer.end) for thing in things] or Unfilled(
                f"{self._words(match)} is part of a name"
            )
        if match.pattern.takes_topics:
            topics = self.discourse.choice(fits)
            return [Argument(thing, "asserted", start, start) for thing in topics] or Unfilled(
                f"nothing before {self._words(match)} is what it speaks of"
            )
        return self._topic(match, Unfilled(f"what {self._words(match)} speaks of is not certain"))

    def _topic(self, match: Match, missing: Unfilled) -> list[Argument] | Unfilled:
        topic = self.discourse.topic(self._fits(match, "subject"))
        start = match.spans[0][0]
        return [Argument(topic, "asserted", start, start)] if topic else missing

    def _words(self, match: Match) -> str:
        start, end = match.spans[0]
        return repr(" ".join(token.text for token in self.view.tokens[start:end]))

    def _labels(self, things: Sequence[NamedNode]) -> list[str]:
        return [self.view.lexicon.entities[thing].label for thing in things]

    # What is left out where it repeats

    def elided(self, match: Match, filling: Filling) -> Filling | None:
        """Return the arguments of a repetition without its verb: "A wins for X, B for Y"."""
        objects, last = filling.get("object"), match.spans[-1][1] - 1
        preposition = self.view.tokens[last].root
        if not objects or preposition not in PREPOSITIONS or match.pattern.slots[-1] is None:
            return None
        after = [m for m in self.view.mentions if m.start >= max(argument.end for argument in objects)]
        for left, right in pairwise(after):
            between = [token.root for token in self.view.tokens[left.end : right.start]]
            subjects = self._resolve(left, match, Slot("subject"))
            things = self._resolve(right, match, Slot("object"))
            if between == [preposition] and len(subjects) == 1 and len(things) == 1:
                return {
                    "subject": [Argument(subjects[0], "asserted", left.start, left.end)],
                    "object": [replace(objects[0], thing=things[0], start=right.start, end=right.end)],
                }
        return None


def _stronger(one: str, other: str) -> str:
    order = ("asserted", "hedged", "negated")
    return max(one, other, key=order.index)
