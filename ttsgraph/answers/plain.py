"""Turns a question that a stored query answers by itself into an answer: a line for each solution, with its quotes."""

from collections.abc import Mapping

from pyoxigraph import NamedNode, Triple

from ttsgraph.answers.document import Answer, Line, Section
from ttsgraph.answers.words import searched_line
from ttsgraph.knowledge import Knowledge, Reference
from ttsgraph.queries import StoredQuery, Term


def plain_answer(knowledge: Knowledge, query: StoredQuery, arguments: Mapping[str, NamedNode], question: str) -> Answer:
    """Answer with the solutions of a stored query; where it has none, with what was searched."""
    solutions = query.run(knowledge.store, **arguments)
    lines = tuple(_line(knowledge, row, arguments) for row in solutions.dicts())
    count = f"{len(lines)} answer{'s' * (len(lines) != 1)}" if lines else "Nothing in the notes answers this"
    sections = [Section(query.summary, tuple(dict.fromkeys(lines)))] if lines else []
    if arguments and not lines:
        sections.append(Section("What was searched", (searched_line(knowledge, *_things(knowledge, arguments)),)))
    return Answer(question=question, short=f"{count}.", sections=tuple(sections))


def _things(knowledge: Knowledge, arguments: Mapping[str, NamedNode]) -> list[NamedNode]:
    return [term for term in arguments.values() if term in knowledge.names.individuals]


def _line(knowledge: Knowledge, row: Mapping[str, Term | None], arguments: Mapping[str, NamedNode]) -> Line:
    shown = [
        f"{column.replace('_', ' ')}: {' '.join(knowledge.label(term).split())}"
        for column, term in row.items()
        if term is not None and column not in arguments and column != "claim"
    ]
    return Line("; ".join(shown) or "yes", tuple(_row_references(knowledge, row)))


def _row_references(knowledge: Knowledge, row: Mapping[str, Term | None]) -> list[Reference]:
    """Return the words behind a solution: of its claim, or of the fact that its terms make up."""
    if (claim := row.get("claim")) is not None:
        return knowledge.claim_references(claim)
    subject, prop, value = row.get("method"), row.get("property"), row.get("value")
    if isinstance(subject, NamedNode) and isinstance(prop, NamedNode) and isinstance(value, NamedNode):
        return knowledge.references(Triple(subject, prop, value))
    return []
