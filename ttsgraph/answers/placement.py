"""Turns a method into the account of where it stands: axis by axis, why, its kin, and how settled it is."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from pyoxigraph import NamedNode, Triple

from ttsgraph.answers.document import Answer, Line, Section
from ttsgraph.answers.kin import look_alikes_section, relatives_section, siblings_section, top_relative
from ttsgraph.answers.proof import proof_line
from ttsgraph.answers.words import joined, only_syntheses, searched_line, searched_section
from ttsgraph.knowledge import Knowledge, Reference
from ttsgraph.queries import Term
from ttsgraph.terms import RDF, TTS

Row = Mapping[str, Term | None]

#: What is worth a proof of its own in an answer: what rules conclude about the phases and the work of a method.
DERIVED = (RDF.type, TTS.amortizes, TTS.shiftsComputeFrom, TTS.shiftsComputeTo, TTS.inPlaceOf)

#: In the order in which an answer goes through the axes: what is said first, what is not said last.
STANDINGS = ("lever", "stated", "hedged", "denied", "not stated")


def placement_answer(knowledge: Knowledge, method: NamedNode, question: str | None = None) -> Answer:
    """Answer where a method fits, in the order: the short answer, the axes, why, kin, maturity."""
    shown: set[Triple] = set()
    sections = (
        placement_section(knowledge, method),
        cutting_section(knowledge, method),
        derivation_section(knowledge, method, shown),
        siblings_section(knowledge, method),
        relatives_section(knowledge, method, shown),
        look_alikes_section(knowledge, method),
        maturity_section(knowledge, method),
        searched_section(knowledge),
    )
    label = knowledge.label(method)
    return Answer(
        question=question or f"Where does {label} fit?",
        short=_short(knowledge, method),
        sections=tuple(section for section in sections if section.lines),
    )


def placement_section(knowledge: Knowledge, method: NamedNode) -> Section:
    """Say for each axis what the notes say of the method, or that they say nothing."""
    rows = knowledge.rows("methods/placement", method=method)
    by_axis = groupby(rows, key=lambda row: row["axis"])
    accounts = [(axis, list(own)) for axis, own in by_axis]
    accounts.sort(key=lambda account: min(STANDINGS.index(_text(row["standing"])) for row in account[1]))
    return Section("Placement", tuple(_axis_line(knowledge, method, axis, own) for axis, own in accounts))


def _axis_line(knowledge: Knowledge, method: NamedNode, axis: Term | None, rows: Sequence[Row]) -> Line:
    label = knowledge.label(axis)
    if all(_text(row["standing"]) == "not stated" for row in rows):
        return Line(f"{label}: not stated", below=(searched_line(knowledge, method),))
    lines = [line for row in rows for line in _standing_lines(knowledge, method, axis, row)]
    return Line(f"{label}:", below=tuple(lines))


def _standing_lines(knowledge: Knowledge, method: NamedNode, axis: Term | None, row: Row) -> Iterator[Line]:
    standing, relation, position = _text(row["standing"]), row["relation"], row["position"]
    value = position if isinstance(position, NamedNode) else axis
    assert isinstance(relation, NamedNode)
    assert isinstance(value, NamedNode)
    fact = Triple(method, relation, value)
    said = f"{knowledge.label(relation)} {knowledge.label(value)}"
    if standing == "lever":
        yield Line(f"{said}: the lever it pulls", tuple(knowledge.references(fact)))
    elif standing == "stated":
        before = ", a phase before the query" if _is_before_query(knowledge, value) else ""
        yield Line(f"{said}{before}", tuple(knowledge.references(fact)))
    elif standing in ("hedged", "denied"):
        polarity = "hedged" if standing == "hedged" else "negated"
        words = "left open by the source: neither affirmed nor denied" if standing == "hedged" else "denied"
        yield Line(f"{said}: {words}", tuple(knowledge.evidence(fact, polarity=polarity)))


def _is_before_query(knowledge: Knowledge, position: NamedNode) -> bool:
    return knowledge.holds(Triple(position, RDF.type, TTS.PhaseBeforeQuery))


def cutting_section(knowledge: Knowledge, method: NamedNode) -> Section:
    """Say which axes the method cuts across, and whether a source says so or only no source places it there."""
    rows = knowledge.rows("methods/cutting-across", method=method)
    lines = []
    for (axis, grade), own in groupby(rows, key=lambda row: (row["axis"], _text(row["grade"]))):
        claims = [row["claim"] for row in own if row["claim"] is not None]
        refs = tuple(ref for claim in claims for ref in knowledge.claim_references(claim))
        lines.append(_cutting_line(knowledge, method, axis, grade, refs))
    return Section("Cuts across", tuple(lines))


def _cutting_line(
    knowledge: Knowledge, method: NamedNode, axis: Term | None, grade: str, refs: tuple[Reference, ...]
) -> Line:
    label = knowledge.label(axis)
    if grade == "said":
        alone = ", on the word of a synthesis alone" if only_syntheses(refs) else ""
        return Line(f"{label}: said{alone}", refs)
    return Line(
        f"{label}: by absence: its lever is another axis, and no note places it on this one",
        below=(searched_line(knowledge, method),),
    )


def derivation_section(knowledge: Knowledge, method: NamedNode, shown: set[Triple]) -> Section:
    """Prove what follows about the phases and the work of the method."""
    facts = [
        Triple(method, relation, quad.object)
        for relation in DERIVED
        for quad in knowledge.store.quads_for_pattern(method, relation, None, None)
        if relation != RDF.type or quad.object == TTS.PrecomputingMethod
    ]
    in_order = sorted(set(facts), key=lambda fact: (DERIVED.index(fact.predicate), str(fact)))
    proofs = [proof for fact in in_order if (proof := knowledge.prove(fact)) and proof.rule]
    return Section("Why", tuple(proof_line(knowledge, proof, shown) for proof in proofs))


def maturity_section(knowledge: Knowledge, method: NamedNode) -> Section:
    """Say how settled the method is, or that no note says."""
    rows = knowledge.rows("methods/maturity", method=method)
    lines = []
    for maturity, own in groupby(rows, key=lambda row: row["maturity"]):
        claims = [row["claim"] for row in own if row["claim"] is not None]
        refs = dict.fromkeys(ref for claim in claims for ref in knowledge.claim_references(claim))
        lines.append(Line(knowledge.label(maturity), tuple(refs)))
    nothing = Line("not stated", below=(searched_line(knowledge, method),))
    return Section("How settled", tuple(lines) or (nothing,))


def _short(knowledge: Knowledge, method: NamedNode) -> str:
    """Say in a few sentences what the sections bear out."""
    rows = knowledge.rows("methods/placement", method=method)
    label = knowledge.label(method)
    sentences = [
        _sentence(label, _moves(knowledge, rows), _positions(knowledge, method, rows)),
        _sentence("it", _amortizes(knowledge, method)),
        _unstated(knowledge, method, rows),
        _hedged(knowledge, rows),
        _sentence("it", _maturity(knowledge, method), _nearest(knowledge, method)),
    ]
    said = [sentence for sentence in sentences if sentence]
    return " ".join(said) or f"The notes say nothing of {label} that would place it."


def _sentence(subject: str, *predicates: str) -> str:
    said = [predicate for predicate in predicates if predicate]
    return f"{subject[0].upper()}{subject[1:]} {joined(said)}." if said else ""


def _moves(knowledge: Knowledge, rows: Sequence[Row]) -> str:
    axes = [knowledge.label(row["axis"]) for row in rows if _text(row["standing"]) == "lever"]
    return f"moves along the axis of {joined(axes)}" if axes else ""


def _positions(knowledge: Knowledge, method: NamedNode, rows: Sequence[Row]) -> str:
    stated = [row for row in rows if _text(row["standing"]) == "stated"]
    said = [f"{knowledge.label(row['relation'])} {knowledge.label(row['position'])}" for row in stated]
    before = knowledge.holds(Triple(method, RDF.type, TTS.PrecomputingMethod))
    return joined(list(dict.fromkeys(said))) + (", before the query" if before and said else "")


def _amortizes(knowledge: Knowledge, method: NamedNode) -> str:
    quads = knowledge.store.quads_for_pattern(method, TTS.amortizes, None, None)
    work = sorted({knowledge.label(quad.object) for quad in quads})
    return f"amortizes {joined(work)}" if work else ""


def _unstated(knowledge: Knowledge, method: NamedNode, rows: Sequence[Row]) -> str:
    cut = {
        (knowledge.label(row["axis"]), _text(row["grade"]))
        for row in knowledge.rows("methods/cutting-across", method=method)
    }
    said = sorted(axis for axis, grade in cut if grade == "said")
    absent = sorted(axis for axis, grade in cut if grade == "by absence")
    silent = sorted(
        {knowledge.label(row["axis"]) for row in rows if _text(row["standing"]) == "not stated"} - {*said, *absent}
    )
    sentences = [
        f"It is said to cut across {joined(said)}." if said else "",
        f"On {joined(absent)} nothing is stated: it cuts across by absence." if absent else "",
        f"On {joined(silent)} nothing is stated." if silent else "",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _hedged(knowledge: Knowledge, rows: Sequence[Row]) -> str:
    axes = list(dict.fromkeys(knowledge.label(row["axis"]) for row in rows if _text(row["standing"]) == "hedged"))
    return f"On {joined(axes)} the notes hedge." if axes else ""


def _maturity(knowledge: Knowledge, method: NamedNode) -> str:
    rows = knowledge.rows("methods/maturity", method=method)
    maturity = list(dict.fromkeys(knowledge.label(row["maturity"]) for row in rows))
    return f"counts as {joined(maturity)}" if maturity else ""


def _nearest(knowledge: Knowledge, method: NamedNode) -> str:
    nearest = top_relative(knowledge, method)
    return f"is closest to {knowledge.label(nearest)}" if nearest else ""


def _text(term: Term | None) -> str:
    return term.value if term is not None and hasattr(term, "value") else ""
