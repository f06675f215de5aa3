"""Turns the front matter of a note into its title, date, papers, typed links and claims.

Which relations there are is not known here: any other key whose value is a wikilink is taken for one, and any
other key with another value belongs to the person who wrote it and is left alone.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import cast, get_args

import yaml

from ttsgraph.errors import NoteError, UnknownTermError
from ttsgraph.notes.frontmatter import FrontMatter
from ttsgraph.notes.links import wikilink_targets, without_brackets
from ttsgraph.notes.model import NoteKind, StatedClaim, TypedLink, line_of
from ttsgraph.notes.sources import Source, shortened
from ttsgraph.terms import expand

#: Keys that are about the note itself, and never a relation.
_OWN_KEYS = frozenset(["title", "date", "papers", "about", "aliases", "tags", "kind", "claims"])
_REQUIRED = ("subject", "property", "object", "quote")
_OPTIONAL = ("polarity", "condition")
_POLARITIES = ("asserted", "negated", "hedged")

_PAPER = re.compile(
    r"arXiv:[0-9]{4}\.[0-9]{4,5}(v[0-9]+)?|arXiv:[a-z-]+(\.[A-Z]{2})?/[0-9]{7}"
    r"|doi:10\.[0-9]{4,9}/\S+|https?://[^\s<>\"]+"
)


@dataclass(frozen=True)
class Metadata:
    """What the front matter of a note says."""

    title: str | None
    kind: NoteKind
    about: str | None
    date: str | None
    papers: tuple[str, ...]
    links: tuple[TypedLink, ...]
    claims: tuple[StatedClaim, ...]


def read_metadata(source: Source, front: FrontMatter, problems: list[NoteError]) -> Metadata:
    """Read the front matter, and add what is wrong with it to the problems."""
    values = {key.value: value for key, value in front.entries}
    texts = {
        key: _text(source, key, values[key], problems) for key in ("title", "kind", "about", "date") if key in values
    }
    about = texts.get("about")
    return Metadata(
        title=texts.get("title"),
        kind=_kind(source, texts.get("kind"), values, problems),
        about=without_brackets(about) if about else None,
        date=_date(source, texts.get("date"), values, problems),
        papers=tuple(_papers(source, values.get("papers"), problems)),
        links=tuple(_links(source, front, problems)),
        claims=tuple(_claims(source, front, values.get("claims"), problems)),
    )


def _text(source: Source, key: str, value: yaml.Node, problems: list[NoteError]) -> str | None:
    """Return a value that must be one text; an empty one is as good as none."""
    if isinstance(value, yaml.ScalarNode):
        return " ".join(value.value.split()) or None
    problems.append(source.problem(f"{shortened(key)} must be one text, not a list", value.start_mark.index))
    return None


def _kind(source: Source, kind: str | None, values: dict[str, yaml.Node], problems: list[NoteError]) -> NoteKind:
    kinds = get_args(NoteKind)
    if kind is None or kind in kinds:
        return cast(NoteKind, kind or "note")
    message = f"the kind {shortened(kind)} is unknown; write {', '.join(kinds[:-1])} or {kinds[-1]}"
    problems.append(source.problem(message, values["kind"].start_mark.index))
    return "note"


def _date(source: Source, text: str | None, values: dict[str, yaml.Node], problems: list[NoteError]) -> str | None:
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError:
        message = f"the date {shortened(text or '')} is not a day of the calendar; write it as 2026-11-20"
        problems.append(source.problem(message, values["date"].start_mark.index))
        return None


def _is_empty(value: yaml.Node) -> bool:
    return isinstance(value, yaml.ScalarNode) and not value.value.strip()


def _items(value: yaml.Node | None) -> list[yaml.Node]:
    """Return the items of a list; a single value stands for a list of one, an empty one for none."""
    if isinstance(value, yaml.SequenceNode):
        return list(value.value)
    return [] if value is None or _is_empty(value) else [value]


def _papers(source: Source, value: yaml.Node | None, problems: list[NoteError]) -> Iterator[str]:
    for item in _items(value):
        paper = item.value.strip() if isinstance(item, yaml.ScalarNode) else None
        if paper and _is_paper(paper):
            yield paper
        else:
            named = f"the paper {shortened(paper)}" if paper else "a paper"
            message = f"{named} is not written as arXiv:2504.13171, doi:10.1000/1 or https://…"
            problems.append(source.problem(message, item.start_mark.index))


def _is_paper(paper: str) -> bool:
    """Tell whether a paper is given in a known form, and by what can stand in an IRI."""
    with suppress(UnknownTermError):
        return bool(_PAPER.fullmatch(paper) and expand(paper.lower()))
    return False


def _links(source: Source, front: FrontMatter, problems: list[NoteError]) -> Iterator[TypedLink]:
    for key, value in front.entries:
        if key.value in _OWN_KEYS:
            continue
        items = _items(value)
        targets = [_targets(item) for item in items]
        if any(targets) and not all(targets):
            plain = items[targets.index(())]
            message = f'{shortened(key.value)} lists wikilinks, and this is none; write it as "[[…]]"'
            problems.append(source.problem(message, plain.start_mark.index))
        for item, names in zip(items, targets, strict=True):
            for name in names:
                yield _link(source, key, name, item)


def _targets(item: yaml.Node) -> tuple[str, ...]:
    return wikilink_targets(item.value) if isinstance(item, yaml.ScalarNode) else ()


def _link(source: Source, key: yaml.ScalarNode, target: str, item: yaml.Node) -> TypedLink:
    # From the key on, because the words that state the relation have to be among the words quoted.
    start, end = key.start_mark.index, item.end_mark.index
    return TypedLink(key.value, target, start, end, line_of(source.text, start))


def _claims(
    source: Source, front: FrontMatter, value: yaml.Node | None, problems: list[NoteError]
) -> Iterator[StatedClaim]:
    for item in _items(value):
        if not isinstance(item, yaml.MappingNode):
            message = f"a claim must have the keys {', '.join(_REQUIRED)}"
            problems.append(source.problem(message, item.start_mark.index))
            continue
        found = list(_faults(source, item))
        problems += found
        if not found:
            fields = {key.value: field.value.strip() for key, field in item.value}
            yield from _claim(source, front, fields, _quote_node(item), problems)


def _faults(source: Source, claim: yaml.MappingNode) -> Iterator[NoteError]:
    known = (*_REQUIRED, *_OPTIONAL)
    for key, value in claim.value:
        if key.value not in known:
            message = f"a claim has no key {shortened(key.value)}; its keys are {', '.join(known)}"
            yield source.problem(message, key.start_mark.index)
        elif not isinstance(value, yaml.ScalarNode):
            yield source.problem(f"the {key.value} of a claim must be one text", value.start_mark.index)
        elif key.value == "polarity" and value.value.strip() not in ("", *_POLARITIES):
            message = f"the polarity {shortened(value.value)} is none of {', '.join(_POLARITIES)}"
            yield source.problem(message, value.start_mark.index)
    stated = {key.value for key, value in claim.value if not _is_empty(value)}
    if missing := [key for key in _REQUIRED if key not in stated]:
        yield source.problem(f"the claim has no {' and no '.join(missing)}", claim.start_mark.index)


def _quote_node(claim: yaml.MappingNode) -> yaml.Node:
    values: dict[str, yaml.Node] = {key.value: value for key, value in claim.value}
    return values["quote"]


def _claim(
    source: Source, front: FrontMatter, fields: dict[str, str], place: yaml.Node, problems: list[NoteError]
) -> Iterator[StatedClaim]:
    quote = fields["quote"]
    start = source.text.find(quote, front.body_start)
    if start < 0:
        problems.append(_missing_quote(source, front, quote, place))
        return
    yield StatedClaim(
        subject=without_brackets(fields["subject"]),
        property=without_brackets(fields["property"]),
        object=without_brackets(fields["object"]),
        polarity=fields.get("polarity") or "asserted",
        condition=fields.get("condition") or None,
        quote=quote,
        start=start,
        end=start + len(quote),
        line=line_of(source.text, start),
    )


def _missing_quote(source: Source, front: FrontMatter, quote: str, place: yaml.Node) -> NoteError:
    words = list(re.compile(r"\S+").finditer(source.text, front.body_start))
    before, found, _ = " ".join(word[0] for word in words).partition(" ".join(quote.split()))
    if found:
        line = line_of(source.text, words[before.count(" ")].start())
        remedy = f"line {line} has it with other white space: quote words that stand on one line"
    else:
        remedy = "copy it from the text below the front matter, or delete the claim"
    message = f"the quote {shortened(quote)} does not stand in this note; {remedy}"
    return source.problem(message, place.start_mark.index)
