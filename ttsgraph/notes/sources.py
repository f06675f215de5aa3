"""Turns a file into text that knows where it came from."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ttsgraph.errors import NoteError
from ttsgraph.notes.model import LINE_END, line_of

#: Far above what a person writes, and low enough that one file cannot use up a machine.
LARGEST_FILE = 20_000_000
LONGEST_LINE = 1_000_000

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Source:
    """The text of a file, its path as shown to a person, and the hash of its bytes."""

    path: str
    text: str
    sha256: str

    def problem(self, message: str, offset: int) -> NoteError:
        """Return an error that names the line of an offset."""
        return NoteError(message, self.path, line_of(self.text, offset))


def shown(path: Path) -> str:
    r"""Return the path as it is given, on one line and printable, whatever the file is called.

    >>> shown(Path("notes") / "two\nlines.md")
    'notes/two\\nlines.md'
    """
    return "".join(character if character.isprintable() else repr(character)[1:-1] for character in path.as_posix())


def shortened(text: str) -> str:
    r"""Return a text on one line, in quotation marks, cut where it is long.

    >>> shortened("spans\n two lines")
    "'spans two lines'"
    """
    line = " ".join(text.split())
    return repr(line if len(line) <= 60 else line[:59].rstrip() + "…")


def read_source(path: Path) -> Source:
    """Read a file as UTF-8 text with at least one visible character."""
    data = _read_bytes(path)
    text = _decoded(data, path)
    _check_characters(text, path)
    return Source(shown(path), text, hashlib.sha256(data).hexdigest())


def _read_bytes(path: Path) -> bytes:
    if not path.is_file():
        # A named pipe or a device could be waited for or read for ever.
        raise NoteError("this is not a regular file", shown(path))
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise NoteError(f"the file cannot be read: {error.strerror}", shown(path)) from error
    if len(data) > LARGEST_FILE:
        raise NoteError("the file is larger than 20 MB; split it into several notes", shown(path))
    return data


def _decoded(data: bytes, path: Path) -> str:
    bare = data.removeprefix(_BYTE_ORDER_MARK)
    try:
        return bare.decode("utf-8")
    except UnicodeDecodeError as error:
        before = bare[: error.start].decode("utf-8")
        message = f"byte 0x{bare[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise NoteError(message, shown(path), line_of(before, len(before))) from error


def _check_characters(text: str, path: Path) -> None:
    if not text.strip():
        raise NoteError("the file is empty; write the note or delete the file", shown(path), 1)
    if "\0" in text:
        message = "a NUL character; this is not a text file"
        raise NoteError(message, shown(path), line_of(text, text.index("\0")))
    for start, end in line_spans(text):
        if end - start > LONGEST_LINE:
            message = f"the line has {end - start:,} characters; break it into lines of up to 1,000,000"
            raise NoteError(message, shown(path), line_of(text, start))


def line_spans(text: str) -> Iterator[tuple[int, int]]:
    r"""Yield where each line begins and ends, its line end not included.

    >>> list(line_spans("one\r\n\nthree"))
    [(0, 3), (5, 5), (6, 11)]
    """
    start = 0
    for line_end in LINE_END.finditer(text):
        yield start, line_end.start()
        start = line_end.end()
    yield start, len(text)


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Return a span without the white space at either end.

    >>> trimmed("  word ", 0, 7)
    (2, 6)
    """
    inner = text[start:end]
    first = start + len(inner) - len(inner.lstrip())
    return first, first + len(inner.strip())
