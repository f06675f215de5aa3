"""Turns solutions and claims into tables, CSV and JSON."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ttsgraph.names import names_of
from ttsgraph.queries import Solutions, Term
from ttsgraph.reading import Claim, Lexicon, Reading
from ttsgraph.terms import TTS, curie

#: A spreadsheet would take a cell that begins like this for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV (RFC 4180); a cell that a spreadsheet would compute is put behind an apostrophe.

    >>> csv_text(["words"], [["=1+1"]])
    "words\\r\\n'=1+1\\r\\n"
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell for cell in row] for row in rows)
    return out.getvalue()


def plain_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as columns separated by two spaces, for a file or a pipe.

    >>> print(plain_table(["a", "b"], [["1", "22"]]))
    a  b
    1  22
    """
    lines = [list(columns), *(list(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(columns))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines
    )


def shown(term: Term | None) -> str:
    """Return a term as a person reads it: a CURIE, or the text of a literal."""
    if isinstance(term, NamedNode):
        return curie(term.value)
    return " ".join(term.value.split()) if isinstance(term, Literal | BlankNode) else ""


def json_term(term: Term | None) -> dict[str, str] | None:
    """Return a term as SPARQL 1.1 Query Results JSON has it (section 3.2.2)."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, Literal):
        language = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
        return {"type": "literal", "value": term.value, **language}
    return {"type": "bnode", "value": term.value} if isinstance(term, BlankNode) else None


def solutions_json(solutions: Solutions) -> str:
    """Return solutions as SPARQL 1.1 Query Results JSON."""
    bindings = [
        {column: json_term(term) for column, term in row.items() if term is not None} for row in solutions.dicts()
    ]
    return json.dumps({"head": {"vars": list(solutions.columns)}, "results": {"bindings": bindings}}, indent=2)


CLAIM_COLUMNS = ("subject", "relation", "object", "polarity", "condition", "place", "words")


def claim_row(reading: Reading, claim: Claim, lexicon: Lexicon) -> list[str]:
    """Return a claim as a row of `CLAIM_COLUMNS`."""
    return [
        lexicon.entities[claim.subject].label,
        lexicon.relations[claim.predicate].label,
        lexicon.entities[claim.object].label,
        claim.polarity,
        claim.condition or "",
        f"{reading.note.path}:{claim.quote.line}",
        " ".join(claim.quote.exact.split()),
    ]


def claim_dict(reading: Reading, claim: Claim, lexicon: Lexicon, axes: Mapping[NamedNode, str]) -> dict[str, Any]:
    """Return a claim as plain values for JSON lines; positions say on which axis they are."""
    axis = axes.get(claim.object)
    found = {
        "page": reading.note.path.rpartition("/")[2].rpartition(".")[0],
        "note": reading.note.slug,
        "subject": _entity(claim.subject, lexicon),
        "predicate": claim.predicate.value.rpartition("#")[2],
        "object": _entity(claim.object, lexicon),
        **({"axis": axis} if axis else {}),
        "polarity": claim.polarity,
        "condition": claim.condition,
        "method": claim.method,
        "file": reading.note.path,
        "line": claim.quote.line,
        "start": claim.quote.start,
        "end": claim.quote.end,
        "quote": claim.quote.exact,
    }
    return {key: value for key, value in found.items() if value is not None}


def axis_labels(triples: Iterable[Triple]) -> dict[NamedNode, str]:
    """Return the label of the axis for each position, and for each axis itself."""
    triples = list(triples)
    names = names_of(triples)
    axes = {s: o for s, p, o in triples if p == TTS.onAxis and isinstance(s, NamedNode) and isinstance(o, NamedNode)}
    return {thing: names.label(axis) for thing, axis in (axes | {axis: axis for axis in axes.values()}).items()}


def _entity(iri: NamedNode, lexicon: Lexicon) -> dict[str, Any]:
    entity = lexicon.entities[iri]
    return {"label": entity.label, "altLabels": list(entity.alternative_labels), "iri": iri.value}
