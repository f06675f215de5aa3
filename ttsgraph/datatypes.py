"""Turns a literal and a datatype into whether the one has a value in the other (OWL 2 datatype map, 4)."""

import re
from collections.abc import Callable
from decimal import Decimal

from pyoxigraph import Literal, NamedNode

from ttsgraph.terms import PREFIXES, RDF, RDFS, XSD

#: Name of a sized integer datatype to its number of bits.
_SIZES = {"long": 64, "int": 32, "short": 16, "byte": 8}
_INFINITY = Decimal("Infinity")

#: Integer datatype to the least and the greatest number in it (XML Schema 1.1 part 2, 3.4.13 to 3.4.25).
_BOUNDS = {
    "integer": (-_INFINITY, _INFINITY),
    "nonNegativeInteger": (Decimal(0), _INFINITY),
    "positiveInteger": (Decimal(1), _INFINITY),
    "nonPositiveInteger": (-_INFINITY, Decimal(0)),
    "negativeInteger": (-_INFINITY, Decimal(-1)),
    **{name: (Decimal(-(2 ** (n - 1))), Decimal(2 ** (n - 1) - 1)) for name, n in _SIZES.items()},
    **{f"unsigned{name.capitalize()}": (Decimal(0), Decimal(2**n - 1)) for name, n in _SIZES.items()},
}


def _number(literal: Literal) -> Decimal | None:
    # An integer is a decimal, so both are compared by value; an ill-typed literal has none.
    name = literal.datatype.value.removeprefix(PREFIXES["xsd"])
    form = r"[+-]?\d+" if name in _BOUNDS else r"[+-]?(\d+(\.\d*)?|\.\d+)"
    if name not in {"decimal", *_BOUNDS} or not re.fullmatch(form, literal.value, re.ASCII):
        return None
    least, greatest = _BOUNDS.get(name, _BOUNDS["integer"])
    number = Decimal(literal.value)
    return number if least <= number <= greatest else None


def _integer_from(least: Decimal) -> Callable[[Literal], bool]:
    def holds(literal: Literal) -> bool:
        number = _number(literal)
        return number is not None and number == number.to_integral_value() and number >= least

    return holds


def _lexical(datatype: NamedNode, form: str) -> Callable[[Literal], bool]:
    return lambda literal: (
        literal.datatype == datatype and bool(re.fullmatch(form, literal.value, re.ASCII | re.DOTALL))
    )


_TIME = r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?"

#: Datatype to the test for membership in its value space; a range with another datatype is refused.
DATATYPES: dict[NamedNode, Callable[[Literal], bool]] = {
    RDFS.Literal: lambda literal: True,
    RDF.langString: lambda literal: literal.language is not None,
    XSD.string: _lexical(XSD.string, ".*"),
    XSD.anyURI: _lexical(XSD.anyURI, ".*"),
    XSD.boolean: _lexical(XSD.boolean, "true|false|0|1"),
    XSD.double: _lexical(XSD.double, r"[+-]?((\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?|INF)|NaN"),
    XSD.dateTime: _lexical(XSD.dateTime, _TIME),
    XSD.decimal: lambda literal: _number(literal) is not None,
    XSD.integer: _integer_from(-_INFINITY),
    XSD.nonNegativeInteger: _integer_from(Decimal(0)),
    XSD.positiveInteger: _integer_from(Decimal(1)),
}


def is_in(literal: Literal, datatype: NamedNode) -> bool:
    """Tell whether the value of a literal is in a datatype.

    >>> is_in(Literal(7), XSD.decimal), is_in(Literal("7"), XSD.decimal)
    (True, False)
    """
    return DATATYPES[datatype](literal)
