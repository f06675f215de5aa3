"""Turns bindings and the facts of one predicate into the bindings that fit both.

Terms are numbers here. The facts of a class are a sorted column of its members; those of a property are a
sorted column of pairs, subject in the upper and object in the lower 32 bits. A join is a binary search for
a whole column at once.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]
#: The number of a term, or the name of a variable.
Argument = int | str

#: Half the width of a pair.
BITS = 32
_LOWER = (1 << BITS) - 1
#: Literals are numbered from here. They have the largest numbers, so that they stand last in every column.
FIRST_LITERAL = 1 << 30


def pairs(subjects: Column, objects: Column) -> Column:
    """Write subjects and objects as pairs."""
    return (subjects << BITS) | objects


def subjects_and_objects(column: Column) -> tuple[Column, Column]:
    """Take pairs apart."""
    return column >> BITS, column & _LOWER


def distinct(columns: Iterable[Column]) -> Column:
    """Return all that is in the columns, sorted and each once.

    >>> distinct([np.array([3, 1]), np.array([1])]).tolist()
    [1, 3]
    """
    values = np.sort(np.concatenate([*columns, NOTHING]))
    first = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=first[1:])
    return values[first]


def found_in(column: Column, values: Column) -> NDArray[np.bool_]:
    """Tell for each value whether it is in a sorted column."""
    if not len(column):
        return np.zeros(len(values), bool)
    places = np.searchsorted(column, values)
    places[places == len(column)] = 0
    found: NDArray[np.bool_] = column[places] == values
    return found


class Relation:
    """The facts with one predicate, as a sorted column without duplicates."""

    __slots__ = ("_inverse", "facts")

    def __init__(self, facts: Column) -> None:
        """Take a column that is sorted and without duplicates."""
        self.facts = facts
        self._inverse: Column | None = None

    @property
    def inverse(self) -> Column:
        """The pairs with object first, sorted; made when asked for."""
        if self._inverse is None:
            self._inverse = _inverted(self.facts)
        return self._inverse

    def add(self, facts: Column) -> None:
        """Add facts that are sorted and all new."""
        # Sorting in a few pairs is cheaper than inverting all again, but only if they are few.
        keeps_inverse = self._inverse is not None and len(facts) * 4 < len(self.facts)
        self._inverse = _merged(self.inverse, _inverted(facts)) if keeps_inverse else None
        self.facts = _merged(self.facts, facts)


def _inverted(column: Column) -> Column:
    subjects, objects = subjects_and_objects(column)
    return np.sort(pairs(objects, subjects))


def _merged(column: Column, added: Column) -> Column:
    if len(added) * 8 < len(column):
        return np.insert(column, np.searchsorted(column, added), added)
    return np.sort(np.concatenate([column, added]), kind="stable")


@dataclass(frozen=True)
class Bindings:
    """A table of numbers with a column for each variable bound so far."""

    columns: dict[str, Column]
    rows: int

    def column(self, argument: Argument) -> Column | None:
        """Return what an argument stands for in each row, or None while it is not bound."""
        return np.full(self.rows, argument, np.int64) if isinstance(argument, int) else self.columns.get(argument)

    def values(self, arguments: tuple[Argument, ...]) -> Column:
        """Return the facts that the arguments make, row by row; all of them must be bound."""
        columns = [column for argument in arguments if (column := self.column(argument)) is not None]
        return columns[0] if len(columns) == 1 else pairs(columns[0], columns[1])

    def chosen(self, rows: NDArray[np.bool_] | Column) -> "Bindings":
        """Return some of the rows, by a mask or by their places."""
        columns = {name: column[rows] for name, column in self.columns.items()}
        return Bindings(columns, len(rows) if rows.dtype == np.int64 else int(rows.sum()))


NOTHING: Column = np.empty(0, np.int64)
#: One row and nothing bound: where every join begins.
UNBOUND = Bindings({}, 1)


def joined(bindings: Bindings, arguments: tuple[Argument, ...], relation: Relation) -> Bindings:
    """Return the bindings under which the arguments make a fact of the relation.

    >>> grows = joined(UNBOUND, ("x", "y"), Relation(pairs(np.array([1, 2]), np.array([2, 3]))))
    >>> joined(grows, ("y",), Relation(np.array([3]))).columns["x"].tolist()
    [2]
    """
    bound = [bindings.column(argument) for argument in arguments]
    if all(column is not None for column in bound):
        return bindings.chosen(found_in(relation.facts, bindings.values(arguments)))
    if all(column is None for column in bound):
        return _crossed(bindings, _scanned(arguments, relation))
    subjects, objects = bound
    if subjects is not None:
        return _followed(bindings, subjects, str(arguments[1]), relation.facts)
    assert objects is not None
    return _followed(bindings, objects, str(arguments[0]), relation.inverse)


def _scanned(arguments: tuple[Argument, ...], relation: Relation) -> Bindings:
    names = [str(argument) for argument in arguments]
    if len(names) == 1:
        return Bindings({names[0]: relation.facts}, len(relation.facts))
    subjects, objects = subjects_and_objects(relation.facts)
    if names[0] == names[1]:
        subjects = objects = subjects[subjects == objects]
    return Bindings({names[0]: subjects, names[1]: objects}, len(subjects))


def _crossed(bindings: Bindings, other: Bindings) -> Bindings:
    if not bindings.columns and bindings.rows == 1:
        return other
    repeated = bindings.chosen(np.repeat(np.arange(bindings.rows), other.rows))
    tiled = {name: np.tile(column, bindings.rows) for name, column in other.columns.items()}
    return Bindings(repeated.columns | tiled, repeated.rows)


def _followed(bindings: Bindings, keys: Column, name: str, column: Column) -> Bindings:
    """Bind a variable to what stands in the lower half of the pairs that begin with each key."""
    first = np.searchsorted(column, keys << BITS)
    numbers = np.searchsorted(column, (keys + 1) << BITS) - first
    ends = np.cumsum(numbers)
    total = int(ends[-1]) if len(ends) else 0
    # Row by row, the places first, first + 1, ... in the column, as many as there are pairs.
    places = np.arange(total) + np.repeat(first - (ends - numbers), numbers)
    chosen = bindings.chosen(np.repeat(np.arange(bindings.rows), numbers))
    return Bindings(chosen.columns | {name: column[places] & _LOWER}, total)
