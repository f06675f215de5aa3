"""Turns a page that answers one question from several notes, saved as plain text, into notes.

    the question?
    one line that says what is asked                      the opening line
    paragraphs that answer it from the notes              the essay, a synthesis, read as a "line"
    Sources 6 notes
    six paragraphs, one for each note

Each paragraph stands on one line; where they stand on several, blank lines must part them.
"""

import hashlib
import re
from collections.abc import Sequence

from ttsgraph.errors import NoteError
from ttsgraph.notes.cited import cited_titles
from ttsgraph.notes.model import Note, NoteKind, Passage
from ttsgraph.notes.sources import Source, line_spans, shortened, trimmed

_SOURCES = re.compile(r"Sources ([0-9]{1,6}) notes?")

_Span = tuple[int, int]


def parse_inquiry(source: Source, slug: str) -> tuple[Note, ...]:
    """Parse a page into its inquiry, its line where it has an essay, and its notes, which have no titles."""
    lines = [trimmed(source.text, *span) for span in line_spans(source.text)]
    sources_line = _sources_line(source, lines)
    above, below = lines[:sources_line], lines[sources_line + 1 :]
    start, end = lines[sources_line]
    expected = int(source.text[start:end].split()[1])
    summaries, is_wrapped = _summaries(source, below, expected, start)
    question, opening, *essay = _above(source, above, is_wrapped)
    title = " ".join(source.text[slice(*question)].split())
    numbered = [_part(source, f"{slug}-{i}", "note", [span]) for i, span in enumerate(summaries, 1)]
    line = [_part(source, f"{slug}-essay", "line", essay)] if essay else []
    return (_part(source, slug, "inquiry", [opening], title), *numbered, *line)


def _sources_line(source: Source, lines: Sequence[_Span]) -> int:
    for i, span in enumerate(lines):
        if _SOURCES.fullmatch(source.text, *span):
            return i
    message = "the line 'Sources N notes' is missing, which parts the answer from the paragraphs of the notes"
    raise NoteError(message, source.path, _last_line(lines))


def _last_line(lines: Sequence[_Span]) -> int:
    return max(i for i, (start, end) in enumerate(lines, 1) if start < end)


def _summaries(source: Source, lines: Sequence[_Span], expected: int, offset: int) -> tuple[list[_Span], bool]:
    """Return a span for each note, and whether the paragraphs of the page run over several lines."""
    single, wrapped = _paragraphs(lines), _paragraphs(lines, is_wrapped=True)
    if len(single) == expected:
        return single, False
    if len(wrapped) == expected:
        return wrapped, True
    paragraphs = "paragraph follows" if len(single) == 1 else "paragraphs follow"
    heading = shortened(f"Sources {expected} note{'' if expected == 1 else 's'}")
    raise source.problem(f"{heading} stands here, but {len(single)} {paragraphs}; write one for each note", offset)


def _paragraphs(lines: Sequence[_Span], *, is_wrapped: bool = False) -> list[_Span]:
    paragraphs: list[_Span] = []
    continues = False
    for start, end in lines:
        if start == end:
            continues = False
        elif continues and is_wrapped:
            paragraphs[-1] = (paragraphs[-1][0], end)
        else:
            paragraphs.append((start, end))
            continues = True
    return paragraphs


def _above(source: Source, lines: Sequence[_Span], is_wrapped: bool) -> list[_Span]:
    """Return the question, the opening line and the paragraphs of the essay."""
    paragraphs = _paragraphs(lines, is_wrapped=is_wrapped)
    if not paragraphs:
        raise source.problem("the question is missing; it must be the first line of the page", 0)
    start, end = paragraphs[0]
    if source.text[end - 1] != "?":
        beginning = shortened(source.text[start:end])
        message = f"the question is missing: the first line, {beginning}, does not end in a question mark"
        raise source.problem(message, start)
    if len(paragraphs) == 1:
        message = "the opening line is missing; below the question, say in one line what is asked"
        raise source.problem(message, start)
    return paragraphs


def _part(source: Source, slug: str, kind: NoteKind, spans: Sequence[_Span], title: str | None = None) -> Note:
    words = "\n".join(source.text[start:end] for start, end in spans)
    return Note(
        slug=slug,
        kind=kind,
        title=title,
        path=source.path,
        text=source.text,
        passages=tuple(Passage(*span) for span in spans),
        papers=(),
        date=None,
        links=(),
        claims=(),
        # Of these words only: a change elsewhere on the page leaves what rests on them as it was.
        sha256=hashlib.sha256(words.encode()).hexdigest(),
        cited=tuple(place for span in spans for place in cited_titles(source.text, *span)),
    )
