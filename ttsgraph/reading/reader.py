"""Turns notes into the claims that their prose makes, and a report of what was not understood."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from pyoxigraph import NamedNode

from ttsgraph.notes import Note
from ttsgraph.reading.arguments import Argument, Filler, Filling, Unfilled
from ttsgraph.reading.clauses import SentenceView
from ttsgraph.reading.discourse import Discourse
from ttsgraph.reading.lexicon import Lexicon
from ttsgraph.reading.matches import Match, find_matches
from ttsgraph.reading.mentions import find_mentions
from ttsgraph.reading.patterns import match_ends
from ttsgraph.reading.words import Sentence, sentences

#: A sentence of more tokens than this is a table or a dump, not prose; it is reported and not read.
LONGEST_SENTENCE = 400

#: How many characters of the text around a quote are kept, for finding it again.
CONTEXT = 32


@dataclass(frozen=True)
class Quote:
    """Words of a note, character for character; start and end are offsets into its text, the line counts from 1."""

    note: str
    start: int
    end: int
    line: int
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True)
class Claim:
    """What a note says of a subject and an object, with the words that say it."""

    subject: NamedNode
    predicate: NamedNode
    object: NamedNode
    polarity: str
    quote: Quote
    condition: str | None = None
    method: str = "prose"


@dataclass(frozen=True)
class Unread:
    """A sentence that names a thing and has words of a relation, but of which no claim was made."""

    quote: Quote
    reason: str


@dataclass(frozen=True)
class Reading:
    """What came of reading a note."""

    note: Note
    claims: tuple[Claim, ...]
    mentions: tuple[NamedNode, ...]
    unread: tuple[Unread, ...]


@dataclass(frozen=True)
class _Statement:
    """A claim in the making: two arguments and the match that joins them."""

    match: Match
    subject: Argument
    object: Argument
    polarity: str


def quote(note: Note, start: int, end: int) -> Quote:
    """Return the words of a note between two offsets, with some of what stands around them."""
    return Quote(
        note=note.slug,
        start=start,
        end=end,
        line=note.line_of(start),
        exact=note.text[start:end],
        prefix=note.text[max(0, start - CONTEXT) : start],
        suffix=note.text[end : end + CONTEXT],
    )


def read_note(note: Note, lexicon: Lexicon) -> Reading:
    """Read the prose of a note, sentence by sentence.

    A question asserts nothing. Claims come in the order of the text, each once for every sentence that makes it.
    """
    discourse, claims, unread = Discourse(), [], []
    mentioned: dict[NamedNode, None] = {}
    for passage in note.passages:
        span = (passage.start, passage.end)
        for sentence in sentences(note.text, span, cited=note.cited, irregular=lexicon.irregular):
            if len(sentence.tokens) > LONGEST_SENTENCE:
                unread.append(_too_long(note, sentence))
                continue
            reading = _SentenceReading(note, sentence, lexicon, discourse)
            mentioned.update(dict.fromkeys(reading.mentioned()))
            found, failures = reading.read()
            claims += found
            unread += [] if found else failures
    return Reading(note, tuple(dict.fromkeys(claims)), tuple(mentioned), tuple(unread))


def _too_long(note: Note, sentence: Sentence) -> Unread:
    beginning = quote(note, sentence.start, sentence.tokens[10].end)
    return Unread(beginning, f"a sentence of {len(sentence.tokens)} words and marks is too long to be read")


class _SentenceReading:
    """The reading of one sentence."""

    def __init__(self, note: Note, sentence: Sentence, lexicon: Lexicon, discourse: Discourse) -> None:
        self.note = note
        self.sentence = sentence
        self.discourse = discourse
        self.view = SentenceView(sentence.tokens, find_mentions(sentence.tokens, lexicon), lexicon)
        self.quote = quote(note, sentence.start, sentence.end)
        self.filler = Filler(self.view, discourse)

    def mentioned(self) -> Iterator[NamedNode]:
        """Yield what the sentence names without doubt."""
        for mention in self.view.mentions:
            if len(mention.candidates) == 1:
                yield mention.candidates[0]

    def read(self) -> tuple[list[Claim], list[Unread]]:
        """Return the claims of the sentence, and why there are none if there are none."""
        self.discourse.begin_sentence()
        matches = find_matches(self.view)
        if self.sentence.is_question:
            is_of_interest = bool(matches and self.view.mentions)
            return [], [Unread(self.quote, "a question asserts nothing")] if is_of_interest else []
        claims, reasons = [], []
        for match in matches:
            self._note_openings(match.spans[0][0])
            statements = self._statements(match)
            if isinstance(statements, Unfilled):
                reasons.append(statements.reason)
                continue
            self.discourse.claim(_topics_of(statements))
            self.filler.used.update(statement.object.start for statement in statements)
            claims += [self._claim(statement) for statement in statements]
        if not claims:
            self._note_openings(len(self.view.tokens))
        is_of_interest = bool(reasons and self.view.mentions)
        return claims, [Unread(self.quote, "; ".join(dict.fromkeys(reasons)))] if is_of_interest else []

    def _note_openings(self, before: int) -> None:
        for mention in self.view.initial_mentions(before):
            self.discourse.open_clause(mention.candidates)

    def _statements(self, match: Match) -> list[_Statement] | Unfilled:
        filling = self.filler.fill(match)
        if isinstance(filling, Unfilled):
            return filling
        statements = list(self._combine(match, filling))
        if elided := self.filler.elided(match, filling):
            statements += self._combine(match, elided)
        return statements or Unfilled("subject and object are the same thing")

    def _combine(self, match: Match, filling: Filling) -> Iterator[_Statement]:
        if "pair" in filling:
            pairs: Iterable[tuple[Argument, Argument]] = combinations(filling["pair"], 2)
        else:
            pairs = product(filling["subject"], filling["object"])
        for subject, thing in pairs:
            if subject.thing != thing.thing:
                polarity = self._polarity(match, subject, thing)
                yield _Statement(match, subject, thing, polarity)

    def _polarity(self, match: Match, subject: Argument, thing: Argument) -> str:
        """Return the strongest of the arguments' own polarities and what the cues around the phrase give."""
        order = ("asserted", "hedged", "negated")
        around = self.view.polarity_in(self._window_start(match, subject), match.spans[0][0])
        named = [argument.start for argument in (subject, thing) if argument.end > argument.start]
        ahead = self.view.polarity_before(min([*named, match.spans[0][0]]))
        has_cue = self.view.lexicon.is_cue_among(match.pattern.words)  # "is not to be confused with" denies nothing
        inside = [] if has_cue else [self.view.polarity_in(start + 1, end) for start, end in match.spans]
        return max((ahead, around, *inside, subject.polarity, thing.polarity), key=order.index)

    def _window_start(self, match: Match, subject: Argument) -> int:
        """Return where to begin to look for a denial: behind what stands before the phrase, in its clause."""
        start = match.spans[0][0]
        ends = [m.end for m in self.view.mentions if m.end <= start]
        latest = max([*ends, subject.end if subject.end <= start else 0])
        return max(latest, self.view.clause_of(start), start - 6)

    def _claim(self, statement: _Statement) -> Claim:
        return Claim(
            subject=statement.subject.thing,
            predicate=statement.match.relation.iri,
            object=statement.object.thing,
            polarity=statement.polarity,
            quote=self.quote,
            condition=self._condition(statement),
        )

    def _condition(self, statement: _Statement) -> str | None:
        """Return the words of the first condition in the sentence that is no part of the statement itself."""
        first, last = statement.match.spans[0][0], statement.match.spans[-1][1]
        taken = {*range(first, last), *range(statement.object.start, statement.object.end)}
        for position in range(len(self.view.tokens)):
            for cue in self.view.lexicon.conditions:
                if not self.view.is_in_mention(position) and any(match_ends(cue, self.view.tokens, position)):
                    span = self._condition_span(position, last)
                    if span and not taken & set(range(*span)):
                        return self._text(span)
        return None

    def _condition_span(self, position: int, phrase_end: int) -> tuple[int, int] | None:
        """Return a condition's span: to the comma if it opens the sentence, else within the clause of the phrase."""
        tokens = self.view.tokens
        end = next(
            (i for i in range(position, len(tokens)) if tokens[i].text in (",", ";", ":", ".", ")", "—")),
            len(tokens),
        )
        opens = position == 0
        same_clause = self.view.clause_of(position) == self.view.clause_of(phrase_end - 1)
        return (position, end) if opens or (same_clause and position >= phrase_end) else None

    def _text(self, span: tuple[int, int]) -> str:
        tokens = self.view.tokens[slice(*span)]
        return " ".join(self.note.text[tokens[0].start : tokens[-1].end].split())


def _topics_of(statements: Sequence[_Statement]) -> Iterator[NamedNode]:
    """Yield the subjects of statements; both members of a pair are subjects."""
    for statement in statements:
        yield statement.subject.thing
        if "pair" in statement.match.pattern.slot_names:
            yield statement.object.thing


def unread_report(readings: Sequence[Reading]) -> list[str]:
    """Return a line for each sentence that was not understood: file, line, why, and the words."""
    return [
        f"{reading.note.path}:{unread.quote.line}: {unread.reason}: {' '.join(unread.quote.exact.split())}"
        for reading in readings
        for unread in reading.unread
    ]
