"""Turns a query file into a stored query, and a stored query with its arguments into solutions.

Whatever could turn a misspelling into an empty answer is an error, as early as it can be seen.
"""

import difflib
import re
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QuerySolutions, Store, Variable

from ttsgraph.errors import ParameterError, QueryFileError, UnknownQueryError
from ttsgraph.queries.header import Header, Parameter, Source, parse_header
from ttsgraph.queries.syntax import faults, tokenize
from ttsgraph.terms import Term, shown


@dataclass(frozen=True)
class Solutions:
    """What a query found: the names of its columns and, for each row, a term or nothing per column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]

    def dicts(self) -> list[dict[str, Term | None]]:
        """Return each row as a mapping from column to term.

        >>> Solutions(("axis", "position"), (("timing", None),)).dicts()
        [{'axis': 'timing', 'position': None}]
        """
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class StoredQuery:
    """A SPARQL query, the question it answers, the parameters it takes and the columns it returns."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    questions: tuple[str, ...]
    tags: tuple[str, ...]
    columns: Mapping[str, str]
    severity: str | None
    sparql: str

    def run(self, store: Store, /, **arguments: Term) -> Solutions:
        """Bind each parameter to a term, never to text, and return the solutions over all graphs.

        An optional parameter without argument and default stays a variable.

        >>> header = "#+ summary: Which?\\n#+ columns: {axis: one of them}\\n"
        >>> query = parse_query("axes/known", header + "SELECT ?axis { VALUES ?axis { 'timing' } }")
        >>> query.run(Store()).rows[0][0].value
        'timing'
        """
        substitutions = {Variable(name): term for name, term in self._bound(store, arguments).items()}
        found = store.query(self.sparql, substitutions=substitutions, use_default_graph_as_union=True)
        assert isinstance(found, QuerySolutions), f"{self.name} is not a SELECT query"
        columns = tuple(variable.value for variable in found.variables)
        return Solutions(columns, tuple(tuple(solution) for solution in found))

    def _bound(self, store: Store, arguments: Mapping[str, Term]) -> dict[str, Term]:
        self._require_known_names(arguments)
        bound: dict[str, Term] = {}
        for parameter in self.parameters:
            term = arguments.get(parameter.name, parameter.default)
            if term is None:
                continue
            if not parameter.takes(store, term):
                wanted = "an IRI" if parameter.type == "iri" else f"a {parameter.type}"
                raise ParameterError(f"{self.name}: {parameter.name} must be {wanted}, which {shown(term)} is not")
            bound[parameter.name] = term
        return bound

    def _require_known_names(self, arguments: Mapping[str, Term]) -> None:
        required = {parameter.name for parameter in self.parameters if parameter.required}
        known = {parameter.name for parameter in self.parameters}
        if not required <= arguments.keys() <= known:
            optional = f" and may take {sorted(known - required)}" if known - required else ""
            raise ParameterError(f"{self.name} takes {sorted(required)}{optional}, not {sorted(arguments)}")


def load_queries(folder: Path) -> dict[str, StoredQuery]:
    """Read every `.rq` file below the folder; a query's name is its path there, without suffix."""
    queries: dict[str, StoredQuery] = {}
    for path in sorted(folder.rglob("*.rq")):
        name = path.relative_to(folder).with_suffix("").as_posix()
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError as error:
            raise QueryFileError(f"not UTF-8: {error.reason} at byte {error.start}", path) from error
        queries[name] = parse_query(name, text, path)
    if not queries:
        raise QueryFileError("holds no .rq file", folder)
    _require_known_values(queries, folder)
    return queries


def query_named(queries: Mapping[str, StoredQuery], name: str) -> StoredQuery:
    """Return the query of that name; for an unknown one, the error names the nearest.

    >>> query_named({}, "methods/placemnt")
    Traceback (most recent call last):
    ttsgraph.errors.UnknownQueryError: there is no stored query 'methods/placemnt'
    """
    if name in queries:
        return queries[name]
    near = difflib.get_close_matches(name, queries, n=3)
    hint = f"; near it: {', '.join(near)}" if near else ""
    raise UnknownQueryError(f"there is no stored query {name!r}{hint}")


def parse_query(name: str, text: str, path: Path | None = None) -> StoredQuery:
    """Turn the text of a `.rq` file into a stored query, or say at which line it is not as it must be."""
    source = Source(path or name, text)
    header = parse_header(source, is_check=name.startswith("checks/"))
    columns = _columns(source, header)
    return StoredQuery(
        name=name,
        summary=header.summary,
        parameters=header.parameters,
        questions=header.questions,
        tags=header.tags,
        columns=columns,
        severity=header.severity,
        sparql=text,
    )


def _columns(source: Source, header: Header) -> dict[str, str]:
    parameters = [parameter.name for parameter in header.parameters]
    for fault in faults(tokenize(source.text), parameters):
        raise source.error(fault.message, fault.line)
    projected = _projected(source)
    missing = [name for name in parameters if name not in projected]
    if missing:
        raise source.error(f"parameters that the SELECT does not project: {missing}", 1)
    without_meaning = [name for name in projected if not header.columns.get(name)]
    if without_meaning:
        raise source.error(f"projected, but without a meaning among the columns: {without_meaning}", 1)
    unknown = [name for name in header.columns if name not in projected]
    if unknown:
        raise source.error(f"among the columns, but not projected: {unknown}", 1)
    return {name: header.columns[name] for name in projected}


def _projected(source: Source) -> Sequence[str]:
    try:
        found = Store().query(source.text)
    except SyntaxError as error:
        place = re.search(r"at (\d+):(\d+)", str(error))
        message = textwrap.shorten(f"not SPARQL 1.1: {error}", 200)
        raise source.error(message, int(place[1]) if place else 1) from error
    if not isinstance(found, QuerySolutions):
        raise source.error("a stored query is a SELECT: an answer shows what it rests on", 1)
    return [variable.value for variable in found.variables]


def _require_known_values(queries: Mapping[str, StoredQuery], folder: Path) -> None:
    for query in queries.values():
        for parameter in query.parameters:
            if parameter.values and "/" in parameter.values and parameter.values not in queries:
                message = f"the values of {parameter.name} come from an unknown query {parameter.values!r}"
                raise QueryFileError(message, folder / f"{query.name}.rq")
