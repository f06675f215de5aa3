"""Turns the YAML between two lines of three hyphens into nodes that keep their place in the file.

A subset of YAML is read: no anchors, aliases or tags, no key twice, and every scalar stays the text it is
("no" is a word and "1.10" a version). So nothing in a note can grow, construct an object or change.
"""

import re
from dataclasses import dataclass
from typing import Any

import yaml

from ttsgraph.notes.model import line_of
from ttsgraph.notes.sources import Source, shortened

DEEPEST_NESTING = 20
LONGEST_FRONT_MATTER = 65_536

_OPENING = re.compile(r"---[ \t]*(?=[\r\n]|\Z)")
_CLOSING = re.compile(r"(?:\r\n?|\n)---[ \t]*(?:\r\n?|\n|\Z)")
_BARE_WIKILINK = re.compile(r"\[\[[^\[\]]+\]\]")
_BARE_WIKILINKS_AS_VALUE = re.compile(r"(?:[ \t]*-|[^\r\n\"'#]*?:)[ \t]+(\[\[[^\[\]\r\n]+\]\][^\r\n]*)")

#: How what YAML finds wrong begins, and what a person does about it.
_REMEDIES = {
    "mapping values are not allowed here": "quote a value that holds a colon",
    "found unexpected end of stream": "close the quotation mark",
    "expected <block end>, but found '<scalar>'": "quote a value as a whole",
    "found unknown escape character": "use single quotation marks",
    "could not find expected ':'": "write each line as 'key: value'",
}


@dataclass(frozen=True)
class FrontMatter:
    """The keys and values of a front matter in the order written, and where the body of the note begins."""

    entries: tuple[tuple[yaml.ScalarNode, yaml.Node], ...]
    body_start: int


def parse_front_matter(source: Source) -> FrontMatter:
    """Parse the front matter of a note; a note that does not begin with three hyphens has none."""
    opening = _OPENING.match(source.text)
    if not opening:
        return FrontMatter((), 0)
    closing = _CLOSING.search(source.text, opening.end())
    if not closing:
        raise source.problem("the front matter is not closed; end it with a line of three hyphens (---)", 0)
    if closing.start() > LONGEST_FRONT_MATTER:
        raise source.problem("the front matter is longer than 65,536 characters; move text into the note", 0)
    # The opening line is also YAML's own mark for a document: with it, the positions are those of the file.
    root = _compose(source, source.text[: closing.start()])
    return FrontMatter(_entries(source, root), closing.end())


def _entries(source: Source, root: yaml.Node | None) -> tuple[tuple[yaml.ScalarNode, yaml.Node], ...]:
    if isinstance(root, yaml.MappingNode):
        return tuple(root.value)
    if root is None or root.value == "":
        return ()
    raise source.problem("the front matter must be keys with values, as in 'title: …'", root.start_mark.index)


def _compose(source: Source, text: str) -> yaml.Node | None:
    try:
        loader = _Loader(text)
        node: yaml.Node | None = loader.get_single_node()
    except yaml.reader.ReaderError as error:
        message = f"the front matter holds the control character U+{error.character:04X}; delete it"
        raise source.problem(message, error.position) from error
    except yaml.MarkedYAMLError as error:
        offset = _offset(error)
        message = _bare_wikilinks(text, offset) or _explained(error)
        raise source.problem(message, offset) from error
    return node


def _explained(error: yaml.MarkedYAMLError) -> str:
    problem = error.problem or "it is not YAML"
    remedies = [f"; {remedy}" for beginning, remedy in _REMEDIES.items() if problem.startswith(beginning)]
    return f"the front matter is not read: {problem}" + "".join(remedies)


def _offset(error: yaml.MarkedYAMLError) -> int:
    # While scanning, the context is the quotation mark or key left open; the problem may be many lines below.
    scanning = (error.context or "").startswith("while scanning")
    mark = (error.context_mark if scanning else None) or error.problem_mark
    return mark.index if mark else 0


def _bare_wikilinks(text: str, offset: int) -> str | None:
    line_start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    value = _BARE_WIKILINKS_AS_VALUE.match(text, line_start)
    if not value:
        return None
    links = [f'"{link}"' for link in _BARE_WIKILINK.findall(value[1])]
    quoted = links[0] if len(links) == 1 else f"[{', '.join(links)}]"
    return f"a wikilink in the front matter must be quoted; write {quoted}"


class _Loader(yaml.BaseLoader):
    """Composes nodes and refuses what this subset of YAML leaves out."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text
        self.depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose a node that nothing refers to, that has no tag and is not nested too deep."""
        event = self.peek_event()  # type: ignore[no-untyped-call]
        _check_event(event)
        if self.depth >= DEEPEST_NESTING:
            raise _refusal(f"it is nested more than {DEEPEST_NESTING} levels deep", event.start_mark)
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        if isinstance(node, yaml.MappingNode):
            _check_keys(self.text, node)
        if isinstance(node, yaml.SequenceNode):
            _check_list(self.text, node)
        return node


def _check_event(event: yaml.AliasEvent | yaml.NodeEvent) -> None:
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        problem = "anchors and aliases (&name, *name) are not read; write the value out, or quote it"
        raise _refusal(problem, event.start_mark)
    if getattr(event, "tag", None) is not None:
        raise _refusal("tags (!name) are not read; leave the tag out, or quote the value", event.start_mark)


def _check_keys(text: str, node: yaml.MappingNode) -> None:
    first: dict[str, int] = {}
    for key, _ in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _refusal("a key must be a text", key.start_mark)
        name, line = shortened(key.value), line_of(text, key.start_mark.index)
        if key.value in first:
            problem = f"the key {name} stands on line {first[key.value]} already; keep one of the two"
            raise _refusal(problem, key.start_mark)
        first[key.value] = line


def _check_list(text: str, node: yaml.SequenceNode) -> None:
    # To YAML, a wikilink without quotation marks is a list in a list.
    if _BARE_WIKILINK.fullmatch(text, node.start_mark.index, node.end_mark.index):
        link = " ".join(text[node.start_mark.index : node.end_mark.index].split())
        raise _refusal(f'a wikilink must be quoted; write "{link}"', node.start_mark)


def _refusal(problem: str, mark: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark)
