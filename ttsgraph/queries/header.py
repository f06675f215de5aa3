"""Turns the header of a `.rq` file into what it says about the query.

The header has grlc's form (https://github.com/CLARIAH/grlc): leading lines that start with `#+`, together
YAML. Its keys are a closed set, so that a misspelt one is an error.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pyoxigraph import BlankNode, Literal, NamedNode, Store

from ttsgraph.errors import QueryFileError
from ttsgraph.terms import PREFIXES, RDF, Term, expand

SEVERITIES = ("ERROR", "WARN", "INFO")
HEADER_KEYS = ("summary", "params", "questions", "tags", "columns", "severity")
PARAMETER_KEYS = ("type", "required", "default", "values", "meaning")


@dataclass(frozen=True)
class Source:
    """The text of a query file and where it stands."""

    path: Path | str
    text: str

    def error(self, message: str, line: int) -> QueryFileError:
        """Return the error for a line of this file."""
        return QueryFileError(message, self.path, line)

    def error_at(self, message: str, node: yaml.Node) -> QueryFileError:
        """Return the error for a piece of YAML; the header starts at the first line of the file."""
        return self.error(message, node.start_mark.line + 1)


@dataclass(frozen=True)
class Parameter:
    """A variable that is bound to a term before the query runs.

    Its type is a datatype, a class whose instances it takes, or `iri`. `values` names where the legal values
    come from: a class, or the first column of a stored query.
    """

    name: str
    type: str
    meaning: str
    required: bool = True
    default: Term | None = None
    values: str | None = None

    def takes(self, store: Store, term: Term) -> bool:
        """Tell whether a term is of the parameter's type, by what a store says of it."""
        if self.type == "iri":
            return isinstance(term, NamedNode)
        if self.type.startswith("xsd:"):
            return isinstance(term, Literal) and term.datatype == expand(self.type)
        if not isinstance(term, NamedNode | BlankNode):
            return False
        return any(True for _ in store.quads_for_pattern(term, RDF.type, expand(self.type), None))


@dataclass(frozen=True)
class Header:
    """What the header of a stored query says."""

    summary: str
    parameters: tuple[Parameter, ...]
    questions: tuple[str, ...]
    tags: tuple[str, ...]
    columns: Mapping[str, str]
    severity: str | None


def parse_header(source: Source, *, is_check: bool) -> Header:
    """Read the header of a query file, or say at which line it is not as it must be.

    >>> source = Source("axes/known.rq", "#+ summary: Which axes are known?")
    >>> parse_header(source, is_check=False).summary
    'Which axes are known?'
    """
    node = _compose(source)
    fields = _mapping(source, node, HEADER_KEYS)
    parameters = _parameters(source, fields)
    return Header(
        summary=_summary(source, fields, "." if is_check else "?"),
        parameters=parameters,
        questions=_questions(source, fields, parameters),
        tags=tuple(tag for tag, _ in _texts(source, fields.get("tags"))),
        columns=_columns(source, fields, parameters),
        severity=_severity(source, fields, is_check=is_check),
    )


def _compose(source: Source) -> yaml.Node:
    lines = source.text.splitlines()
    end = next((i for i, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    if end == 0:
        raise source.error("no header: the first line must start with '#+'", 1)
    stray = next((i for i, line in enumerate(lines) if i > end and line.startswith("#+")), None)
    if stray is not None:
        raise source.error("a header line below the header", stray + 1)
    try:
        # BaseLoader makes strings of everything, so that `no` and `1` stay what was written.
        node = yaml.compose("\n".join(line[2:] for line in lines[:end]), Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise source.error(f"the header is not YAML: {error.problem}", line) from error
    if node is None:
        raise source.error("the header is empty", 1)
    return node


def _mapping(source: Source, node: yaml.Node, allowed: Sequence[str] = ()) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise source.error_at("must be a mapping, 'key: value'", node)
    found: dict[str, yaml.Node] = {}
    for key, value in node.value:
        if allowed and key.value not in allowed:
            raise source.error_at(f"unknown key {key.value!r}; known are {', '.join(allowed)}", key)
        if key.value in found:
            raise source.error_at(f"{key.value!r} stands twice", key)
        found[str(key.value)] = value
    return found


def _text(source: Source, node: yaml.Node | None) -> str:
    if node is None:
        return ""
    if not isinstance(node, yaml.ScalarNode):
        raise source.error_at("must be one text", node)
    return str(node.value).strip()


def _texts(source: Source, node: yaml.Node | None) -> list[tuple[str, yaml.Node]]:
    if node is None:
        return []
    if not isinstance(node, yaml.SequenceNode):
        raise source.error_at("must be a list", node)
    return [(_text(source, item), item) for item in node.value]


def _summary(source: Source, fields: Mapping[str, yaml.Node], end: str) -> str:
    summary = _text(source, fields.get("summary"))
    if not summary:
        raise source.error("the header has no summary", 1)
    if not summary.endswith(end):
        kind = "a question" if end == "?" else "a rule"
        raise source.error_at(f"the summary must be {kind} and end in '{end}'", fields["summary"])
    return summary


def _severity(source: Source, fields: Mapping[str, yaml.Node], *, is_check: bool) -> str | None:
    severity = _text(source, fields.get("severity"))
    if is_check and severity not in SEVERITIES:
        raise source.error(f"a check has a severity, one of {', '.join(SEVERITIES)}, not {severity!r}", 1)
    if severity and not is_check:
        raise source.error_at("only checks have a severity", fields["severity"])
    return severity or None


def _parameters(source: Source, fields: Mapping[str, yaml.Node]) -> tuple[Parameter, ...]:
    if "params" not in fields:
        return ()
    return tuple(_parameter(source, name, node) for name, node in _mapping(source, fields["params"]).items())


def _parameter(source: Source, name: str, node: yaml.Node) -> Parameter:
    texts = {key: _text(source, value) for key, value in _mapping(source, node, PARAMETER_KEYS).items()}
    type_, default, required = texts.get("type", ""), texts.get("default"), texts.get("required", "")
    if not texts.get("meaning"):
        raise source.error_at(f"parameter {name} has no meaning", node)
    if type_ != "iri" and type_.partition(":")[0] not in PREFIXES:
        raise source.error_at(f"parameter {name}: the type is 'iri' or a CURIE", node)
    if required not in ("", "true", "false") or (required == "true" and default):
        raise source.error_at(f"parameter {name}: required is true or false, and false beside a default", node)
    return Parameter(
        name=name,
        type=type_,
        meaning=texts["meaning"],
        required=required != "false" and not default,
        default=_default(type_, default) if default else None,
        values=texts.get("values"),
    )


def _default(type_: str, text: str) -> Term:
    return Literal(text, datatype=expand(type_)) if type_.startswith("xsd:") else expand(text)


def _questions(source: Source, fields: Mapping[str, yaml.Node], parameters: Sequence[Parameter]) -> tuple[str, ...]:
    known = {parameter.name for parameter in parameters}
    required = {parameter.name for parameter in parameters if parameter.required}
    questions = _texts(source, fields.get("questions"))
    for question, node in questions:
        slots = set(re.findall(r"\{(.*?)\}", question))
        if not required <= slots <= known:
            raise source.error_at(f"the slots must be {sorted(required)}, not {sorted(slots)}", node)
    return tuple(question for question, _ in questions)


def _columns(source: Source, fields: Mapping[str, yaml.Node], parameters: Sequence[Parameter]) -> dict[str, str]:
    if "columns" not in fields:
        return {parameter.name: parameter.meaning for parameter in parameters}
    columns = _mapping(source, fields["columns"])
    for parameter in parameters:
        if parameter.name in columns:
            raise source.error_at(f"{parameter.name} is a parameter: its meaning stands there", columns[parameter.name])
    stated = {name: _text(source, node) for name, node in columns.items()}
    return {parameter.name: parameter.meaning for parameter in parameters} | stated
