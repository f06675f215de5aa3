"""Turns two methods into what both bear, what one bears alone, and what notes say of the two."""

from pyoxigraph import NamedNode, Triple

from ttsgraph.answers.document import Answer, Line, Section
from ttsgraph.answers.kin import difference_lines, feature, shared_line
from ttsgraph.answers.words import joined, searched_line
from ttsgraph.knowledge import Knowledge


def comparison_answer(knowledge: Knowledge, method: NamedNode, other: NamedNode, question: str | None = None) -> Answer:
    """Answer how two methods compare."""
    rows = knowledge.rows("methods/differences", method=method, other=other)
    both = [row for row in rows if knowledge.label(row["borne_by"]) == "both"]
    shared = Section("What both bear", tuple(shared_line(knowledge, method, other, row) for row in both))
    apart = Section("What sets them apart", tuple(difference_lines(knowledge, method, other)))
    between = Section("What notes say of the two", tuple(_between(knowledge, method, other)))
    names = f"{knowledge.label(method)} and {knowledge.label(other)}"
    features = [
        feature(knowledge, row["property"], row["value"]) for row in both if isinstance(row["property"], NamedNode)
    ]
    said = (
        f" {len(between.lines)} statement{'s' * (len(between.lines) != 1)} of the notes relate them directly."
        if between.lines
        else ""
    )
    short = (
        f"Both {names} share: {joined(features)}.{said}"
        if features
        else f"{names} share no feature that the notes state.{said}"
    )
    sections = (between, shared, apart)
    nothing = Section("What was searched", (searched_line(knowledge, method, other),))
    return Answer(
        question=question or f"How do {names} compare?",
        short=short,
        sections=(*(section for section in sections if section.lines), nothing),
    )


def _between(knowledge: Knowledge, method: NamedNode, other: NamedNode) -> list[Line]:
    """Return every statement with one method as subject and the other as object, whatever its polarity."""
    lines = []
    for row in knowledge.rows("claims/about", thing=method):
        subject, prop, value = row["subject"], row["property"], row["object"]
        if other not in (subject, value) or not isinstance(prop, NamedNode):
            continue
        assert isinstance(subject, NamedNode)
        assert isinstance(value, NamedNode)
        fact = Triple(subject, prop, value)
        polarity = knowledge.label(row["polarity"])
        refs = tuple(knowledge.evidence(fact, polarity=polarity))
        conditions = list(dict.fromkeys(ref.condition for ref in refs if ref.condition))
        marks = [
            *([] if polarity == "asserted" else [polarity]),
            *(f"condition: {text}" for text in conditions),
        ]
        lines.append(Line(knowledge.sentence(fact) + (f" ({'; '.join(marks)})" if marks else ""), refs))
    return list(dict.fromkeys(lines))
