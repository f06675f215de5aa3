"""The tree of exceptions in the docstring is the tree of the classes."""

import inspect
import re
from pathlib import Path

import pytest

from ttsgraph import errors
from ttsgraph.errors import InputError, NoteError, ProblemsError, TtsgraphError


def drawn():
    """Return each class in the docstring with the class above it."""
    parents, path = {}, []
    for line in errors.__doc__.splitlines():
        if found := re.match(r"([│├└─ ]*)([A-Z]\w+Error)", line):
            path = [*path[: len(found[1]) // 4], found[2]]
            parents[found[2]] = path[-2] if path[1:] else "Exception"
    return parents


def test_the_docstring_draws_the_classes_as_they_are():
    classes = [each for _, each in inspect.getmembers(errors, inspect.isclass) if issubclass(each, Exception)]

    assert drawn() == {each.__name__: each.__base__.__name__ for each in classes}


@pytest.mark.parametrize(
    ("path", "line", "message"),
    [
        (Path("a.md"), 3, "a.md:3: wrong"),
        ("a.md", None, "a.md: wrong"),
        (None, None, "wrong"),
    ],
)
def test_an_input_error_begins_with_where_it_stands(path, line, message):
    error = InputError("wrong", path, line)

    assert (str(error), error.path, error.line) == (message, path, line)


def test_several_problems_are_a_line_each_in_the_order_given():
    one, other = NoteError("wrong", "b.md", 2), NoteError("worse", "a.md", 1)

    problems = ProblemsError([one, other])

    assert str(problems) == "b.md:2: wrong\na.md:1: worse"
    assert problems.errors == (one, other)
    assert isinstance(problems, TtsgraphError)
