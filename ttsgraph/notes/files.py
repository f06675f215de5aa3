"""Turns files and folders into notes, all of them or none."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from ttsgraph.errors import InputError, NoteError, ProblemsError
from ttsgraph.notes.cited import cited_titles
from ttsgraph.notes.frontmatter import parse_front_matter
from ttsgraph.notes.inquiry import parse_inquiry
from ttsgraph.notes.markdown import Body, parse_body
from ttsgraph.notes.metadata import Metadata, read_metadata
from ttsgraph.notes.model import Note
from ttsgraph.notes.sources import Source, read_source, shown
from ttsgraph.terms import slug

_SUFFIXES = (".md", ".txt")
#: About a folder rather than in it.
_NOT_NOTES = ("readme", "license", "licence")


def load_notes(paths: Sequence[Path], *, lines: bool = False) -> tuple[Note, ...]:
    """Read every note in files and folders, in the order of their paths; lines (syntheses) only on request.

    Whatever is wrong, in whichever file, is raised together, and then no note is returned.

    >>> load_notes([Path("no/such/folder")])
    Traceback (most recent call last):
    ttsgraph.errors.ProblemsError: no/such/folder: there is no such file or folder
    """
    problems: list[InputError] = []
    notes: list[Note] = []
    for path in _files(paths, problems):
        try:
            notes += _load(path)
        except ProblemsError as error:
            problems += error.errors
        except InputError as error:
            problems.append(error)
    problems += _shared_slugs(notes)
    if problems:
        raise ProblemsError(sorted(problems, key=lambda problem: (str(problem.path), problem.line or 0)))
    return tuple(note for note in notes if lines or note.kind != "line")


def _load(path: Path) -> tuple[Note, ...]:
    source = read_source(path)
    name = slug(path.stem)
    if not name:
        raise NoteError("the file name has no letter from a to z and no digit; rename the file", source.path)
    if path.suffix.lower() == ".txt":
        return parse_inquiry(source, name)
    return (_parse_markdown(source, name),)


def _parse_markdown(source: Source, name: str) -> Note:
    front = parse_front_matter(source)
    problems: list[NoteError] = []
    metadata = read_metadata(source, front, problems)
    body = parse_body(source, front.body_start)
    if not problems and not (body.passages or body.links or metadata.links or metadata.claims):
        message = "the note says nothing: it has no paragraph, list item, typed link or claim"
        problems.append(NoteError(message, source.path))
    if problems:
        raise ProblemsError(problems)
    return _note(source, name, metadata, body)


def _note(source: Source, name: str, metadata: Metadata, body: Body) -> Note:
    spans = [(passage.start, passage.end) for passage in body.passages]
    return Note(
        slug=name,
        kind=metadata.kind,
        title=metadata.title or body.title,
        path=source.path,
        text=source.text,
        passages=body.passages,
        papers=metadata.papers,
        date=metadata.date,
        links=metadata.links + body.links,
        claims=metadata.claims,
        sha256=source.sha256,
        about=metadata.about,
        cited=tuple(place for span in spans for place in cited_titles(source.text, *span)),
    )


def _shared_slugs(notes: Sequence[Note]) -> Iterator[NoteError]:
    first: dict[str, str] = {}
    reported: set[tuple[str, str]] = set()
    for note in notes:
        other = first.setdefault(note.slug, note.path)
        if other != note.path and (other, note.path) not in reported:
            reported.add((other, note.path))
            message = f"{other} has a note named {note.slug!r} already; rename one of the two files"
            yield NoteError(message, note.path)


def _files(paths: Sequence[Path], problems: list[InputError]) -> list[Path]:
    """Return the files to read, each once, in the order of their paths as shown."""
    found: list[Path] = []
    for path in paths:
        try:
            found += _named(path, problems)
        except NoteError as error:
            problems.append(error)
        except OSError as error:
            problems.append(NoteError(f"this cannot be read: {error.strerror}", shown(path)))
    # A file and a link to it are one note, which bears the name of the file.
    links_first = sorted(found, key=lambda path: (not path.is_symlink(), shown(path)))
    return sorted({path.resolve(): path for path in links_first}.values(), key=shown)


def _named(path: Path, problems: list[InputError]) -> list[Path]:
    if path.is_dir():
        return _within(path, problems)
    if not path.exists():
        raise NoteError("there is no such file or folder", shown(path))
    if path.suffix.lower() not in _SUFFIXES:
        raise NoteError("the file is no note; notes are .md or .txt", shown(path))
    return [path]


def _within(folder: Path, problems: list[InputError]) -> list[Path]:
    """Return the notes below a folder: nothing hidden, and nothing outside it that a link leads to."""
    below = list(_below(folder))
    outside = [path for path in below if path.is_symlink() and not _leads_into(path, folder)]
    message = "the link leads out of the folder, or nowhere; put the note itself here, or name its own folder"
    problems += [NoteError(message, shown(path)) for path in outside]
    if not any(_is_note(path) for path in below):
        raise NoteError("the folder holds no notes (.md or .txt); name a folder with notes", shown(folder))
    return [path for path in below if path not in outside and not path.is_dir()]


def _below(folder: Path) -> Iterator[Path]:
    """Yield what may be a note, or a link to notes, in a folder and in the folders below it."""
    folders = [folder]
    while folders:
        for path in folders.pop().iterdir():
            is_folder = path.is_dir()
            if path.name.startswith("."):
                continue
            if is_folder and not path.is_symlink():
                folders.append(path)
            elif is_folder or _is_note(path):
                yield path


def _is_note(path: Path) -> bool:
    return path.suffix.lower() in _SUFFIXES and path.stem.lower() not in _NOT_NOTES


def _leads_into(link: Path, folder: Path) -> bool:
    try:
        return link.resolve(strict=True).is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # nowhere, or in a circle
        return False
