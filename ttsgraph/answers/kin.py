"""Turns a method into its siblings, its ranked relatives and its look-alikes, each with what is shared and why."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from pyoxigraph import Literal, NamedNode, Quad, Triple

from ttsgraph.answers.document import Answer, Line, Section
from ttsgraph.answers.proof import proof_line
from ttsgraph.answers.words import joined, searched_line, searched_section
from ttsgraph.knowledge import Knowledge, Reference
from ttsgraph.queries import Term
from ttsgraph.terms import ONTOLOGY_GRAPH, RDF, RDFS, TTS

Row = Mapping[str, Term | None]


def relatives_answer(knowledge: Knowledge, method: NamedNode, question: str | None = None) -> Answer:
    """Answer what a method is really close to, and what only looks like it."""
    relatives = relatives_section(knowledge, method)
    siblings = siblings_section(knowledge, method)
    look_alikes = look_alikes_section(knowledge, method)
    sections = (relatives, siblings, look_alikes, searched_section(knowledge))
    return Answer(
        question=question or f"What is {knowledge.label(method)} close to?",
        short=_short(knowledge, method),
        sections=tuple(section for section in sections if section.lines),
    )


def _short(knowledge: Knowledge, method: NamedNode) -> str:
    label = knowledge.label(method)
    relatives = list(dict.fromkeys(row["relative"] for row in knowledge.rows("methods/relatives", method=method)))
    siblings = list(dict.fromkeys(row["sibling"] for row in knowledge.rows("methods/siblings", method=method)))
    parts = []
    if relatives:
        then = f", then {joined([knowledge.label(term) for term in relatives[1:]])}" if relatives[1:] else ""
        parts.append(f"The closest relative of {label} is {knowledge.label(relatives[0])}{then}.")
    if siblings:
        parts.append(f"It pulls the same lever as {joined([knowledge.label(term) for term in siblings])}.")
    return " ".join(parts) or f"The notes give {label} no telling feature that another method shares."


def top_relative(knowledge: Knowledge, method: NamedNode) -> NamedNode | None:
    """Return the closest relative of a method, if it has any."""
    rows = knowledge.rows("methods/relatives", method=method)
    nearest = rows[0]["relative"] if rows else None
    return nearest if isinstance(nearest, NamedNode) else None


def siblings_section(knowledge: Knowledge, method: NamedNode) -> Section:
    """Say which methods pull the same lever."""
    rows = knowledge.rows("methods/siblings", method=method)
    lines = []
    for sibling, own in groupby(rows, key=lambda row: row["sibling"]):
        assert isinstance(sibling, NamedNode)
        below = [shared_line(knowledge, method, sibling, row) for row in own]
        grouped = Triple(method, TTS.groupedWith, sibling)
        if knowledge.holds(grouped):
            below.append(Line("named together as one group", tuple(knowledge.references(grouped))))
        lines.append(Line(knowledge.label(sibling), below=tuple(below)))
    return Section("Siblings, by the lever", tuple(lines))


def relatives_section(knowledge: Knowledge, method: NamedNode, shown: set[Triple] | None = None) -> Section:
    """Rank the relatives: every shared feature with its weight and proof, then what differs and what is not stated."""
    shown = set() if shown is None else shown
    rows = knowledge.rows("methods/relatives", method=method)
    lines = []
    for (relative, total), own in groupby(rows, key=lambda row: (row["relative"], row["total"])):
        assert isinstance(relative, NamedNode)
        below = [_weighted(knowledge, shared_line(knowledge, method, relative, row, shown), row) for row in own]
        below += difference_lines(knowledge, method, relative)
        lines.append(Line(f"{knowledge.label(relative)}: {knowledge.label(total)} bits shared", below=tuple(below)))
    return Section("Close relatives, by what is shared", tuple(lines))


def _weighted(knowledge: Knowledge, line: Line, row: Row) -> Line:
    bearers, bits = knowledge.label(row["bearers"]), knowledge.label(row["bits"])
    weight = f"{bits} bits: borne by {bearers} of {_method_count(knowledge)} methods"
    return Line(f"{line.text} ({weight})", line.references, line.below)


def _method_count(knowledge: Knowledge) -> int:
    return len({quad.subject for quad in knowledge.store.quads_for_pattern(None, RDF.type, TTS.Method, None)})


def shared_line(
    knowledge: Knowledge, method: NamedNode, other: NamedNode, row: Row, shown: set[Triple] | None = None
) -> Line:
    """Say which feature two methods share, and prove it for each of them.

    What is in `shown` was proved in an earlier line and is only recalled.
    """
    shown = set() if shown is None else shown
    prop, value = row["property"], row["value"]
    assert isinstance(prop, NamedNode)
    assert isinstance(value, NamedNode)
    facts = [_bearing(knowledge, method, prop, value), _bearing(knowledge, other, prop, value)]
    proofs = [proof for fact in facts if fact and (proof := knowledge.prove(fact))]
    rests_on_notes = any(proof.rests_on_note for proof in proofs)
    below = tuple(proof_line(knowledge, proof, shown) for proof in proofs) if rests_on_notes else ()
    by_definition = "" if rests_on_notes else ", by definition of both"
    return Line(f"shared: {feature(knowledge, prop, value)}{by_definition}", below=below)


def _bearing(knowledge: Knowledge, bearer: NamedNode, prop: NamedNode, value: NamedNode) -> Triple | None:
    """Return the fact by which a method bears a feature; an analogy is shared by what belongs to its other side."""
    for relation in (prop, TTS.specialises, TTS.inField):
        fact = Triple(bearer, relation, value)
        if knowledge.holds(fact):
            return fact
    return None


def feature(knowledge: Knowledge, prop: Term | None, value: Term | None) -> str:
    """Say a feature in words."""
    return f"{'is a' if prop == RDF.type else knowledge.label(prop)} {knowledge.label(value)}"


def difference_lines(knowledge: Knowledge, method: NamedNode, other: NamedNode) -> list[Line]:
    """Say what only one of two methods bears, and on which axes nothing is stated of one of them."""
    rows = knowledge.rows("methods/differences", method=method, other=other)
    lines = []
    for borne_by, bearer in (("first", method), ("second", other)):
        own = [row for row in rows if knowledge.label(row["borne_by"]) == borne_by]
        own = [row for row in own if is_telling(knowledge, row, own)]
        said = [feature(knowledge, row["property"], row["value"]) for row in own]
        if said:
            references = _all_references(knowledge, bearer, own)
            lines.append(Line(f"only {knowledge.label(bearer)}: {joined(said)}", references))
    for thing in (method, other):
        axes = _unstated_axes(knowledge, thing)
        if axes:
            lines.append(Line(f"not stated of {knowledge.label(thing)}: {joined(axes)}"))
    return lines


def is_telling(knowledge: Knowledge, row: Row, rows: Sequence[Row]) -> bool:
    """Tell whether a feature lies deeper than the surface and is not said more narrowly in another row."""
    prop = row["property"]
    assert isinstance(prop, NamedNode)
    look_alike = Quad(prop, TTS.kinship, Literal("look-alike"), ONTOLOGY_GRAPH)
    others = [other["property"] for other in rows if other["value"] == row["value"]]
    narrower = (Quad(each, RDFS.subPropertyOf, prop, ONTOLOGY_GRAPH) for each in others if isinstance(each, NamedNode))
    return look_alike not in knowledge.store and not any(quad in knowledge.store for quad in narrower)


def _all_references(knowledge: Knowledge, bearer: NamedNode, rows: Sequence[Row]) -> tuple[Reference, ...]:
    pairs = [(row["property"], row["value"]) for row in rows]
    facts = [Triple(bearer, p, o) for p, o in pairs if isinstance(p, NamedNode) and isinstance(o, NamedNode)]
    return tuple(dict.fromkeys(ref for fact in facts for ref in knowledge.references(fact)))


def _unstated_axes(knowledge: Knowledge, method: NamedNode) -> list[str]:
    rows = knowledge.rows("methods/placement", method=method)
    return [knowledge.label(row["axis"]) for row in rows if knowledge.label(row["standing"]) == "not stated"]


def look_alikes_section(knowledge: Knowledge, method: NamedNode) -> Section:
    """Say which methods share only what lies on the surface, or are said to differ."""
    rows = knowledge.rows("methods/look-alikes", method=method)
    lines = []
    for other, own in groupby(rows, key=lambda row: row["look_alike"]):
        assert isinstance(other, NamedNode)
        lines.append(_look_alike_line(knowledge, method, other, list(own)))
    return Section("Look-alikes: alike on the surface only", tuple(lines))


def _look_alike_line(knowledge: Knowledge, method: NamedNode, other: NamedNode, rows: Sequence[Row]) -> Line:
    below = []
    for row in rows:
        if row["value"] == method:
            assert isinstance(row["property"], NamedNode)
            fact = Triple(other, row["property"], method)
            below.append(Line(knowledge.sentence(fact), tuple(knowledge.references(fact))))
        else:
            below.append(shared_line(knowledge, method, other, row))
    below += [_why_not(knowledge, method, other), *_said_of(knowledge, other)]
    return Line(knowledge.label(other), below=tuple(below))


def _why_not(knowledge: Knowledge, method: NamedNode, other: NamedNode) -> Line:
    """Say that nothing telling is shared, and what was searched for it."""
    searched = searched_line(knowledge, method, other)
    return Line(f"no lever, work, phase, rare class or analogy in common: {searched.text}")


def _said_of(knowledge: Knowledge, method: NamedNode) -> tuple[Line, ...]:
    """Return the first statement that a note makes of a method, for a person to judge by."""
    for row in knowledge.rows("claims/about", thing=method):
        subject, prop, value = row["subject"], row["property"], row["object"]
        if isinstance(subject, NamedNode) and isinstance(prop, NamedNode) and isinstance(value, NamedNode):
            fact = Triple(subject, prop, value)
            refs = knowledge.evidence(fact, polarity="asserted")
            if refs:
                return (Line(f"what is said of it: {knowledge.sentence(fact)}", tuple(refs[:1])),)
    return ()
