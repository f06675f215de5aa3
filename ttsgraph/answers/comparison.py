"""Turns two methods into what both bear, what one bears alone, and what notes say of each and of the two."""

from collections.abc import Mapping

from pyoxigraph import NamedNode, Triple

from ttsgraph.answers.document import Answer, Line, Section
from ttsgraph.answers.kin import difference_lines, feature, is_telling, shared_line
from ttsgraph.answers.words import joined, searched_line
from ttsgraph.knowledge import Knowledge
from ttsgraph.queries import Term

Row = Mapping[str, Term | None]


def comparison_answer(knowledge: Knowledge, method: NamedNode, other: NamedNode, question: str | None = None) -> Answer:
    """Answer how two methods compare."""
    sections = (
        Section("What notes say of the two", _said(knowledge, method, about=other)),
        Section("What both bear", _shared(knowledge, method, other)),
        Section("What sets them apart", tuple(difference_lines(knowledge, method, other))),
        Section(f"What notes say of {knowledge.label(method)}", _said(knowledge, method, besides=other)),
        Section(f"What notes say of {knowledge.label(other)}", _said(knowledge, other, besides=method)),
        Section("What was searched", (searched_line(knowledge, method, other),)),
    )
    names = f"{knowledge.label(method)} and {knowledge.label(other)}"
    return Answer(
        question=question or f"How do {names} compare?",
        short=_short(knowledge, method, other, names),
        sections=tuple(section for section in sections if section.lines),
    )


def _short(knowledge: Knowledge, method: NamedNode, other: NamedNode, names: str) -> str:
    rows = _rows_of_both(knowledge, method, other)
    telling = [feature(knowledge, row["property"], row["value"]) for row in rows if is_telling(knowledge, row, rows)]
    between = [line.text for line in _said(knowledge, method, about=other)]
    sentences = [
        f"Of {names} alike it holds: {joined(telling)}." if telling else f"{names} share no telling feature.",
        f"Notes say that {joined(between)}." if between else "No note relates the two directly.",
    ]
    return " ".join(f"{sentence[0].upper()}{sentence[1:]}" for sentence in sentences)


def _rows_of_both(knowledge: Knowledge, method: NamedNode, other: NamedNode) -> list[dict[str, Term | None]]:
    rows = knowledge.rows("methods/differences", method=method, other=other)
    return [row for row in rows if knowledge.label(row["borne_by"]) == "both"]


def _shared(knowledge: Knowledge, method: NamedNode, other: NamedNode) -> tuple[Line, ...]:
    return tuple(shared_line(knowledge, method, other, row) for row in _rows_of_both(knowledge, method, other))


def _said(
    knowledge: Knowledge, method: NamedNode, about: NamedNode | None = None, besides: NamedNode | None = None
) -> tuple[Line, ...]:
    """Return what notes say of a method, whatever the polarity: only together with, or never with, another one."""
    lines = []
    for row in knowledge.rows("claims/about", thing=method):
        subject, prop, value = row["subject"], row["property"], row["object"]
        if not (isinstance(subject, NamedNode) and isinstance(prop, NamedNode) and isinstance(value, NamedNode)):
            continue
        if besides in (subject, value) or about not in (None, subject, value):
            continue
        lines.append(_statement(knowledge, Triple(subject, prop, value), knowledge.label(row["polarity"])))
    return tuple(dict.fromkeys(lines))


def _statement(knowledge: Knowledge, fact: Triple, polarity: str) -> Line:
    refs = tuple(knowledge.evidence(fact, polarity=polarity))
    conditions = list(dict.fromkeys(ref.condition for ref in refs if ref.condition))
    marks = [*([] if polarity == "asserted" else [polarity]), *conditions]
    return Line(knowledge.sentence(fact) + (f" ({'; '.join(marks)})" if marks else ""), refs)
