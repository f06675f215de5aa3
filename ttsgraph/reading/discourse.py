"""Turns what the sentences of a text were about into what "both" and "it" stand for."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

Fits = Callable[[NamedNode], bool]


@dataclass
class _Sentence:
    """What a sentence made claims about, and what its clauses open with."""

    claimed: list[NamedNode] = field(default_factory=list)
    openings: list[NamedNode] = field(default_factory=list)

    def fitting(self, fits: Fits) -> list[NamedNode]:
        """Return the fitting subjects of its claims, else the fitting openings."""
        return [thing for thing in self.claimed if fits(thing)] or [thing for thing in self.openings if fits(thing)]


@dataclass
class Discourse:
    """The things that the sentences of a note were about, the latest sentence last."""

    sentences: list[_Sentence] = field(default_factory=list)

    def begin_sentence(self) -> None:
        """Open a new sentence."""
        self.sentences.append(_Sentence())

    def claim(self, things: Iterable[NamedNode]) -> None:
        """Record that the current sentence made a claim about some things."""
        current = self.sentences[-1].claimed
        current.extend(thing for thing in dict.fromkeys(things) if thing not in current)

    def open_clause(self, things: Iterable[NamedNode]) -> None:
        """Record that a clause of the current sentence opens with a name of some things."""
        current = self.sentences[-1].openings
        current.extend(thing for thing in things if thing not in current)

    def topics(self, fits: Fits) -> list[NamedNode]:
        """Return the things that fit from the latest sentence that has any."""
        return next((found for each in reversed(self.sentences) if (found := each.fitting(fits))), [])

    def topic(self, fits: Fits) -> NamedNode | None:
        """Return the thing that fits if it is the only candidate."""
        topics = self.topics(fits)
        return topics[0] if len(topics) == 1 else None

    def choice(self, fits: Fits) -> list[NamedNode]:
        """Return the things between which there is a choice: those of the latest sentence, or the last two."""
        topics = self.topics(fits)
        return topics if len(topics) > 1 else self.pair(fits)

    def pair(self, fits: Fits) -> list[NamedNode]:
        """Return the last two things that fit, if going back sentence by sentence gives exactly two."""
        found: list[NamedNode] = []
        for each in reversed(self.sentences):
            found = [thing for thing in each.fitting(fits) if thing not in found] + found
            if len(found) >= 2:
                break
        return found if len(found) == 2 else []
