"""Turns wikilinks and the fields that hold them into typed links.

A relation may be written `relation:: [[Target]]` on a line of its own, `(relation:: [[Target]])` within a
sentence, `- relation [[Target]] (why)` as a list item, or `relation: "[[Target]]"` in the front matter.
"""

import re
from collections.abc import Iterator

from ttsgraph.notes.model import LINE_END, TypedLink, line_of
from ttsgraph.notes.sources import Source

_WIKILINK = r"!?\[\[[^\[\]\r\n]+\]\]"
_WIKILINKS = rf"{_WIKILINK}(?:[ \t]*,[ \t]*{_WIKILINK})*"
_WORD = r"[^\W\d_][\w-]*"
_LINE_START = r"(?<![^\r\n])[ \t]*"

_FIELD = re.compile(
    rf"(?:(?P<line>{_LINE_START})|[(\[][ \t]*)"
    rf"(?P<relation>{_WORD}(?: [\w-]+){{0,4}})::[ \t]*(?P<targets>{_WIKILINKS})"
)
#: A relation of several words begins in lower case: "Best-of-N uses [[verifiers]]" is a sentence.
_LIST_ITEM = re.compile(
    rf"(?P<relation>{_WORD}|[a-z][\w-]*(?: [a-z][\w-]*){{1,4}})[ \t]+(?P<targets>{_WIKILINKS})"
    r"[ \t]*(?:\(.*\))?[ \t]*[.;]?",
    re.DOTALL,
)
_TARGET = re.compile(_WIKILINK)
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^`]+(?<!`)\1(?!`)")


def wikilink_targets(text: str) -> tuple[str, ...]:
    """Return the targets of a text that is nothing but wikilinks, without headings, blocks and shown words.

    >>> wikilink_targets("[[best-of-N#cost|BoN]], [[MCTS]]")
    ('best-of-N', 'MCTS')
    >>> wikilink_targets("see [[MCTS]]")
    ()
    """
    if not re.fullmatch(_WIKILINKS, text.strip()):
        return ()
    return tuple(filter(None, map(_target, _TARGET.findall(text))))


def _target(wikilink: str) -> str:
    inner = wikilink.lstrip("!")[2:-2]
    return re.split(r"\\?\||#", inner)[0].strip()


def without_brackets(text: str) -> str:
    """Return a name that may be written as a wikilink.

    >>> without_brackets("[[MCTS]]"), without_brackets("MCTS")
    ('MCTS', 'MCTS')
    """
    targets = wikilink_targets(text)
    return targets[0] if len(targets) == 1 else text


def links_in_prose(source: Source, start: int, end: int) -> Iterator[tuple[TypedLink, tuple[int, int] | None]]:
    """Yield each field within a passage; one that has a line to itself comes with the span of that line."""
    text = _masked(source.text[start:end])
    for field in _FIELD.finditer(text):
        whole_line = None
        if field["line"] is not None:
            line_end = LINE_END.search(text, field.end())
            whole_line = (start + field.start(), start + (line_end.start() if line_end else len(text)))
        for link in _typed_links(source, start, field):
            yield link, whole_line


def links_in_list_item(source: Source, start: int, end: int) -> tuple[TypedLink, ...]:
    """Return the links of a list item that is nothing but a relation and its targets."""
    item = _LIST_ITEM.fullmatch(_masked(source.text[start:end]))
    return tuple(_typed_links(source, start, item)) if item else ()


def _typed_links(source: Source, offset: int, found: re.Match[str]) -> Iterator[TypedLink]:
    start = offset + found.start("relation")
    for wikilink in _TARGET.finditer(found.string, found.start("targets"), found.end("targets")):
        if target := _target(wikilink[0]):
            end = offset + wikilink.end()
            yield TypedLink(found["relation"], target, start, end, line_of(source.text, start))


def comments(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where HTML comments stand within a span.

    >>> list(comments("so <!-- or not? --> it is", 0, 25))
    [(3, 19)]
    """
    while (opening := text.find("<!--", start, end)) >= 0:
        closing = text.find("-->", opening, end)
        if closing < 0:
            return
        start = closing + len("-->")
        yield opening, start


def _masked(text: str) -> str:
    # What is shown as an example, or hidden, states nothing; the offsets must stay.
    pieces, position = [], 0
    for start, end in comments(text, 0, len(text)):
        pieces += [text[position:start], " " * (end - start)]
        position = end
    visible = "".join([*pieces, text[position:]])
    return _CODE.sub(lambda code: " " * len(code[0]), visible)
