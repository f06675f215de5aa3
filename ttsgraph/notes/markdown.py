"""Turns the body of a Markdown note into its title, its passages of prose and its typed links.

The block structure is CommonMark's. Paragraphs and list items are prose; headings, code, tables, HTML and
comments are not, and a block quote holds someone else's words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ttsgraph.notes.links import comments, links_in_list_item, links_in_prose
from ttsgraph.notes.model import Passage, TypedLink
from ttsgraph.notes.sources import Source, line_spans, trimmed

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


@dataclass(frozen=True)
class Body:
    """What stands below the front matter."""

    title: str | None
    passages: tuple[Passage, ...]
    links: tuple[TypedLink, ...]


def parse_body(source: Source, start: int) -> Body:
    """Parse the Markdown from an offset on."""
    body = source.text[start:]
    blocks = tuple(_blocks(_parser().parse(body)))
    lines = [(start + begin, start + end) for begin, end in line_spans(body)]
    passages: list[Passage] = []
    links: list[TypedLink] = []
    for block in blocks:
        if block.kind in ("paragraph", "list item"):
            block_passages, block_links = _read(source, block, _span(source.text, block, lines))
            passages += block_passages
            links += block_links
    return Body(_title(blocks), tuple(passages), tuple(links))


@cache
def _parser() -> "MarkdownIt":
    # Imported here because it costs 50 ms, which a question to a store that is there already need not pay.
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table").disable(["inline", "text_join"])


@dataclass(frozen=True)
class _Block:
    kind: str  # "title", "heading", "paragraph" or "list item"
    content: str
    first_line: int
    end_line: int


def _blocks(tokens: "list[Token]") -> Iterator[_Block]:
    quotes = 0
    for i, token in enumerate(tokens):
        quotes += token.nesting if token.type.startswith("blockquote") else 0
        kind = _kind(tokens, i)
        if token.type == "inline" and token.map and kind and not quotes:
            yield _Block(kind, token.content, *token.map)


def _kind(tokens: "list[Token]", i: int) -> str | None:
    opening = tokens[i - 1]
    if opening.type == "heading_open":
        return "title" if opening.tag == "h1" else "heading"
    if opening.type == "paragraph_open":
        return "list item" if i > 1 and tokens[i - 2].type == "list_item_open" else "paragraph"
    return None


def _title(blocks: tuple[_Block, ...]) -> str | None:
    titles = (" ".join(block.content.split()) for block in blocks if block.kind == "title")
    return next(filter(None, titles), None)


def _span(text: str, block: _Block, lines: list[tuple[int, int]]) -> tuple[int, int]:
    """Return where the content of a block stands: behind the marks of the list or lists that it is in."""
    beginning = block.content.partition("\n")[0].rstrip()
    block_lines = lines[block.first_line : block.end_line]
    ends = (start + len(text[start:end].rstrip()) for start, end in block_lines)
    starts = (end - len(beginning) for end in ends if text.endswith(beginning, 0, end))
    return trimmed(text, next(starts, block_lines[0][0]), block_lines[-1][1])


def _read(source: Source, block: _Block, span: tuple[int, int]) -> tuple[list[Passage], list[TypedLink]]:
    if block.kind == "list item" and (item_links := links_in_list_item(source, *span)):
        return [], list(item_links)
    fields = list(links_in_prose(source, *span))
    whole_lines = {line for _, line in fields if line}
    cuts = sorted({*whole_lines, *comments(source.text, *span)})
    return list(_pieces(source.text, span, cuts)), [link for link, _ in fields]


def _pieces(text: str, span: tuple[int, int], cuts: list[tuple[int, int]]) -> Iterator[Passage]:
    """Yield what is left of a span between the cuts, if it has a word in it."""
    start, end = span
    for cut_start, cut_end in [*cuts, (end, end)]:
        piece = trimmed(text, start, max(start, cut_start))
        if any(character.isalnum() for character in text[piece[0] : piece[1]]):
            yield Passage(*piece)
        start = max(start, cut_end)
