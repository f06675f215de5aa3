"""Turns lists of things and of sources into the words that answers share."""

from collections.abc import Sequence

from pyoxigraph import NamedNode

from ttsgraph.answers.document import Line, Section
from ttsgraph.knowledge import Knowledge, Reference


def joined(parts: Sequence[str]) -> str:
    """Join parts as in a sentence.

    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def only_syntheses(references: Sequence[Reference]) -> bool:
    """Tell whether words come from lines alone, which only restate what notes say."""
    return bool(references) and all(ref.kind == "line" for ref in references)


def searched_line(knowledge: Knowledge, *things: NamedNode) -> Line:
    """Say what was searched in vain: how many notes, and which of them name all of the things."""
    searched = knowledge.rows("notes/searched")
    naming = [_notes_naming(knowledge, thing) for thing in things]
    shared = {note: place for note, place in naming[0].items() if all(note in other for other in naming)}
    count = f"{len(searched)} note{'s' * (len(searched) != 1)} searched"
    named = joined([knowledge.label(thing) for thing in things])
    places = f": {', '.join(shared.values())}" if shared else ""
    return Line(f"{count}, {len(shared) or 'none'} of them naming {named}{places}")


def _notes_naming(knowledge: Knowledge, thing: NamedNode) -> dict[str, str]:
    """Map each note that names a thing to its place: with the line, where a claim of it was quoted."""
    rows = knowledge.rows("notes/mentioning", thing=thing)
    return {
        knowledge.label(row["note"]): knowledge.label(row["file"])
        + (f":{knowledge.label(row['line'])}" if row["line"] else "")
        for row in rows
    }


def searched_section(knowledge: Knowledge) -> Section:
    """List every note that was searched, by file and line: silence is worth no more than where one has listened."""
    by_file: dict[str, list[str]] = {}
    for row in knowledge.rows("notes/searched"):
        by_file.setdefault(knowledge.label(row["file"]), []).append(knowledge.label(row["line"]))
    lines = (Line(f"{file}:{', '.join(sorted(starts, key=int))}") for file, starts in sorted(by_file.items()))
    return Section("Searched", tuple(lines))
