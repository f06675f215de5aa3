"""Turns what a note says into values: passages, typed links and stated claims, each with its place.

Every offset counts characters of `Note.text`, the decoded file without its byte order mark and with the line
ends that it came with: what stands between two offsets is, character for character, what stands in the file.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

NoteKind = Literal["note", "inquiry", "line"]

#: What ends a line; the Markdown parser goes by the same three.
LINE_END = re.compile(r"\r\n?|\n")


@dataclass(frozen=True)
class Passage:
    """Where a paragraph or list item of prose stands."""

    start: int
    end: int


@dataclass(frozen=True)
class TypedLink:
    """A relation between the subject of a note and a thing, written as a link to that thing."""

    relation: str
    target: str
    start: int
    end: int
    line: int


@dataclass(frozen=True)
class StatedClaim:
    """A claim that a person wrote into the front matter, and where its quote stands in the note."""

    subject: str
    property: str
    object: str
    polarity: str
    condition: str | None
    quote: str
    start: int
    end: int
    line: int


@dataclass(frozen=True)
class Note:
    """What was read from a file, or from a part of one.

    >>> text = "A title\\n\\nBest-of-N is parallel."
    >>> note = Note("a", "note", None, "notes/a.md", text, (Passage(9, 31),), (), None, (), (), "")
    >>> note.line_of(9), note.column_of(9)
    (3, 1)
    >>> note.subject
    'a'
    """

    slug: str
    kind: NoteKind
    title: str | None
    path: str
    text: str
    passages: tuple[Passage, ...]
    papers: tuple[str, ...]
    date: str | None
    links: tuple[TypedLink, ...]
    claims: tuple[StatedClaim, ...]
    sha256: str
    about: str | None = None
    #: Where titles of other notes stand bare in the prose: they are names, and assert nothing.
    cited: tuple[tuple[int, int], ...] = ()

    @property
    def subject(self) -> str:
        """What the links are about: what the note says it is about, else its title, else its file name."""
        return self.about or self.title or self.path.rpartition("/")[2].rpartition(".")[0]

    def line_of(self, offset: int) -> int:
        """Return the number of the line, from 1, that the character at this offset stands in."""
        return line_of(self.text, offset)

    def column_of(self, offset: int) -> int:
        """Return the number, from 1, of the character at this offset within its line."""
        return offset - max(self.text.rfind("\n", 0, offset), self.text.rfind("\r", 0, offset))


def line_of(text: str, offset: int) -> int:
    r"""Return the number of the line, from 1, that the character at this offset stands in.

    >>> line_of("one\r\ntwo\n", 5)
    2
    """
    return bisect_right(_line_starts(text), offset)


@lru_cache(maxsize=8)  # a text is asked about many times in a row, and the notes of one page share theirs
def _line_starts(text: str) -> list[int]:
    return [0, *(line_end.end() for line_end in LINE_END.finditer(text))]
