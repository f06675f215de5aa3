"""Turns SPARQL text into tokens, and these into what a stored query must not hold.

A parser in Python would cost more time than the answer that waits for it. What the tokens cannot tell, the
engine does: it parses the whole text as soon as the file is loaded.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ttsgraph.terms import PREFIXES

#: SPARQL 1.1, 19.8; whatever is longer than a character and matters here has a kind of its own.
_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
      | (?P<string>\"{3}(?:\\.|[^\\])*?\"{3} | '{3}(?:\\.|[^\\])*?'{3}
                 | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*')
      | (?P<iri><[^\s<>"{}|\\^`]*>)
      | (?P<variable>[?$]\w+)
      | (?P<blank>_:\w+)
      | (?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:-]|\.(?=[\w:-])|%[0-9A-Fa-f]{2}|\\.)*)
      | (?P<word>\w+)
      | (?P<mark>\S)""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A word, name, variable, string, IRI or mark of a query, and the line where it starts."""

    kind: str
    text: str
    line: int

    def is_word(self, *words: str) -> bool:
        """Say whether this is one of the keywords, which SPARQL reads in any case."""
        return self.kind == "word" and self.text.upper() in words


@dataclass(frozen=True)
class Fault:
    """What is wrong with a query, and at which line."""

    message: str
    line: int


def tokenize(sparql: str) -> list[Token]:
    """Split a query into tokens, comments left out.

    >>> [token.text for token in tokenize("SELECT ?axis { ?axis a tts:Axis } # all")]
    ['SELECT', '?axis', '{', '?axis', 'a', 'tts:Axis', '}']
    """
    return [
        Token(match.lastgroup or "", match.group(), sparql.count("\n", 0, match.start()) + 1)
        for match in _TOKEN.finditer(sparql)
        if match.lastgroup != "comment"
    ]


def faults(tokens: Sequence[Token], parameters: Collection[str]) -> Iterator[Fault]:
    """Yield what would make a query fail, differ from others, or lose a parameter in silence.

    >>> [fault.message for fault in faults(tokenize("SELECT * { ?axis a tts:Axis }"), ["axis"])]
    ['the prefix tts: is not declared', 'a stored query names its variables: no SELECT *']
    """
    yield from _prefix_faults(tokens)
    yield from _service_faults(tokens)
    yield from _renaming_faults(tokens, parameters)
    for i, token in enumerate(tokens):
        if token.is_word("SELECT"):
            yield from _select_faults(tokens[i : _end_of_group(tokens, i)], parameters)


def _prefix_faults(tokens: Sequence[Token]) -> Iterator[Fault]:
    declared: set[str] = set()
    for i, token in enumerate(tokens):
        if token.kind != "name":
            continue
        prefix = token.text.partition(":")[0]
        if not tokens[i - 1].is_word("PREFIX"):
            if prefix not in declared:
                yield Fault(f"the prefix {prefix}: is not declared", token.line)
            continue
        declared.add(prefix)
        if prefix not in PREFIXES or f"<{PREFIXES[prefix]}>" != tokens[i + 1].text:
            yield Fault(f"the prefix {prefix}: is not one of the project's, or stands for another IRI", token.line)


def _service_faults(tokens: Sequence[Token]) -> Iterator[Fault]:
    for token in tokens:
        if token.is_word("SERVICE"):
            yield Fault("a stored query asks no other server: no SERVICE", token.line)


def _renaming_faults(tokens: Sequence[Token], parameters: Collection[str]) -> Iterator[Fault]:
    # The engine leaves the new name unbound, without a word.
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        renames = before.text == "(" and token.kind == "variable" and after.is_word("AS")
        if renames and token.text[1:] in parameters:
            yield Fault(f"the parameter {token.text} is renamed, which leaves the new name unbound", token.line)


def _select_faults(select: Sequence[Token], parameters: Collection[str]) -> Iterator[Fault]:
    projection = list(_projection(select))
    if "*" in projection:
        yield Fault("a stored query names its variables: no SELECT *", select[0].line)
        return
    # To the engine, a parameter that a subquery does not project is an ordinary variable of that subquery.
    used = {token.text[1:] for token in select if token.kind == "variable"}
    for name in sorted(used & set(parameters) - set(projection)):
        yield Fault(f"a SELECT uses the parameter ?{name} and does not project it", select[0].line)


def _projection(select: Sequence[Token]) -> Iterator[str]:
    depth = 0
    for before, token in pairwise(select):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and (token.text == "{" or token.is_word("WHERE")):
            return
        if depth == 0 and token.text == "*":
            yield "*"
        if token.kind == "variable" and (depth == 0 or (depth == 1 and before.is_word("AS"))):
            yield token.text[1:]


def _end_of_group(tokens: Sequence[Token], start: int) -> int:
    depth = 0
    for i in range(start, len(tokens)):
        depth += {"{": 1, "}": -1}.get(tokens[i].text, 0)
        if depth < 0:
            return i
    return len(tokens)
