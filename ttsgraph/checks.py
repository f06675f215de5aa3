"""Turns stored checks and a store into violations, each with file and line where it has them."""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Store

from ttsgraph.errors import InputError, NoteError, ProblemsError
from ttsgraph.queries import StoredQuery, Term
from ttsgraph.terms import curie

#: Columns of a check that say where, and not what.
PLACE = ("file", "line", "claim")


def violations(store: Store, queries: Iterable[StoredQuery]) -> list[str]:
    """Return a line for each violation of each check, the gravest first."""
    order = ("ERROR", "WARN", "INFO")
    checks = sorted((query for query in queries if query.severity), key=lambda query: order.index(str(query.severity)))
    lines = (f"{query.severity}: {_violation(query, row)}" for query in checks for row in query.run(store).dicts())
    return list(dict.fromkeys(lines))


def require_sound(store: Store, queries: Iterable[StoredQuery]) -> None:
    """Raise every violation of a check of the gravest kind, all together."""
    grave = [query for query in queries if query.severity == "ERROR"]
    errors = [_violation(query, row) for query in grave for row in query.run(store).dicts()]
    if errors:
        raise ProblemsError(list({str(error): error for error in errors}.values()))


def _violation(query: StoredQuery, row: Mapping[str, Term | None]) -> InputError:
    file, line = row.get("file"), row.get("line")
    named = [f"{column} {_shown(term)}" for column, term in row.items() if term and column not in PLACE]
    message = f"{query.summary} Violated by {', '.join(named)}; correct it and build again"
    return NoteError(message, getattr(file, "value", None), int(getattr(line, "value", 0)) or None)


def _shown(term: Term) -> str:
    return curie(term.value) if isinstance(term, NamedNode) else str(term)
