"""Turns statements with their sources into a document that can be printed: sections of lines with numbered sources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ttsgraph.knowledge import Reference


@dataclass(frozen=True)
class Line:
    """A statement with the words of notes that bear it out, and statements that belong below it."""

    text: str
    references: tuple[Reference, ...] = ()
    below: "tuple[Line, ...]" = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the line as plain values for JSON."""
        found: dict[str, Any] = {"text": self.text}
        if self.references:
            found["sources"] = [_reference_dict(ref) for ref in self.references]
        if self.below:
            found["below"] = [line.to_dict() for line in self.below]
        return found


@dataclass(frozen=True)
class Section:
    """Lines under a heading."""

    heading: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Answer:
    """The answer to a question: one short statement, then sections that bear it out."""

    question: str
    short: str
    sections: tuple[Section, ...] = ()
    references: tuple[Reference, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Collect the sources in the order in which the lines call on them."""
        lines = (line for section in self.sections for line in section.lines)
        object.__setattr__(self, "references", tuple(dict.fromkeys(_references(lines))))

    def section(self, heading: str) -> Section | None:
        """Return the section with a heading, if the answer has one."""
        return next((section for section in self.sections if section.heading == heading), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as plain values for JSON."""
        return {
            "question": self.question,
            "answer": self.short,
            "sections": [
                {"heading": section.heading, "lines": [line.to_dict() for line in section.lines]}
                for section in self.sections
            ],
            "sources": [_reference_dict(ref) for ref in self.references],
        }

    def to_text(self) -> str:
        """Return the answer as text, the numbers in brackets pointing to the sources at its end."""
        return "\n".join(text for _, text in self.text_lines()) + "\n"

    def text_lines(self) -> Iterator[tuple[str, str]]:
        """Yield each line of the text with its style: question, short, heading, line, or source."""
        numbers = {ref: i for i, ref in enumerate(self.references, start=1)}
        yield "question", self.question
        yield "line", ""
        yield "short", self.short
        for section in self.sections:
            yield "line", ""
            yield "heading", section.heading
            for line in section.lines:
                yield from _text_lines(line, numbers, depth=1)
        if self.references:
            yield "line", ""
            yield "heading", "Sources"
            for ref, number in numbers.items():
                yield "source", f"  [{number}] {_source_text(ref)}"


def _references(lines: Iterable[Line]) -> Iterator[Reference]:
    for line in lines:
        yield from line.references
        yield from _references(line.below)


def _text_lines(line: Line, numbers: dict[Reference, int], depth: int) -> Iterator[tuple[str, str]]:
    marks = "".join(f" [{numbers[ref]}]" for ref in line.references)
    yield "line", f"{'  ' * depth}- {line.text}{marks}"
    for lower in line.below:
        yield from _text_lines(lower, numbers, depth + 1)


def _source_text(ref: Reference) -> str:
    kind = "" if ref.kind == "note" else f" ({'synthesis' if ref.kind == 'line' else ref.kind})"
    polarity = "" if ref.polarity == "asserted" else f" {ref.polarity}:"
    return f"{ref.place}{kind}:{polarity} “{ref.exact}”"


def _reference_dict(ref: Reference) -> dict[str, Any]:
    return {
        "note": ref.note,
        "kind": ref.kind,
        "file": ref.file,
        "line": ref.line,
        "quote": ref.exact,
        "polarity": ref.polarity,
        **({"condition": ref.condition} if ref.condition else {}),
    }
