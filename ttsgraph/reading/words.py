"""Turns a passage of a note into sentences of tokens, each with the root by which inflected forms meet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

ARTICLES = frozenset({"a", "an", "the"})

#: After these a full stop does not end a sentence.
ABBREVIATIONS = ("al", "e.g", "i.e", "vs", "cf", "fig", "sec", "eq", "approx", "no", "dr", "resp")

_TOKEN = re.compile(
    r"""
    (?P<link>\[\[(?:[^\]|\n]*\|)?|\]\]|\]\([^)\s]*\))   # what surrounds the text of a link
    | (?P<number>[<>~≈+±-]?\d[\d.,]*\d|\d)(?P<unit>[%x×+]*)
    | (?P<word>[^\W\d_]+(?:\d+)?)(?P<clitic>['’](?:s|t|re|ve|ll|d)\b)?
    | (?P<dash>\s[-–—]+\s|—|–)
    | (?P<mark>[*_]+|["“”‘’'`])
    | (?P<hyphen>-)
    | (?P<punctuation>\S)
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Token:
    """A word or a punctuation mark; start and end are offsets into the text of the note."""

    text: str
    root: str
    start: int
    end: int
    is_emphasised: bool = False
    is_word: bool = True


@dataclass(frozen=True)
class Sentence:
    """A sentence of a passage without its articles; start and end are offsets into the text of the note."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    is_question: bool


def root(word: str, irregular: Mapping[str, str] | None = None) -> str:
    """Return what the inflected forms of a word have in common.

    Only endings of inflection go, in the manner of Harman (1991) and step 1b of Porter (1980): a stemmer that cut
    endings of derivation as well would take "performance" for a form of "perform".

    >>> {root(form) for form in ("improve", "improves", "improved", "improving")}
    {'improv'}
    >>> root("performance") == root("performs")
    False
    """
    lowered = word.lower()
    if irregular and lowered in irregular:
        lowered = irregular[lowered]
    base = _without_ending(lowered)
    if len(base) > 3 and base[-1] == base[-2] and base[-1] not in "lsz":
        base = base[:-1]
    base = base.removesuffix("e") if len(base) > 3 else base
    return re.sub(r"(?<=[a-z]{3})is$", "iz", base)  # amortise and amortize are one word


#: Endings of inflection and what stands in their place, the first that fits; the stem keeps a vowel.
_ENDINGS = (
    (re.compile(r"(?<=..)ie[sd]$"), "y"),
    (re.compile(r"(?<=ss|sh|ch)es$|(?<=x)es$"), ""),
    (re.compile(r"(?<=..[^sui])s$"), ""),
    (re.compile(r"(?<=[aeiouy].)(?:ing|ed)$|(?<=[aeiouy]..)(?:ing|ed)$|(?<=[aeiouy]...)(?:ing|ed)$"), ""),
)


def _without_ending(word: str) -> str:
    for ending, instead in _ENDINGS:
        shorter, count = ending.subn(instead, word)
        if count and len(shorter) > 2:
            return shorter
    return word


def split_sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences between two offsets, without white space around them."""
    begin = start
    for stop in re.compile(r"[.!?]+[\"”'’)\]*_]*(?=\s|$)").finditer(text, start, end):
        if _ends_a_sentence(text, stop, end):
            yield from _trimmed(text, begin, stop.end())
            begin = stop.end()
    yield from _trimmed(text, begin, end)


def _ends_a_sentence(text: str, stop: re.Match[str], end: int) -> bool:
    rest = text[stop.end() : end].lstrip()
    if rest and not re.match(r"[\"“‘'(*_\[]*[A-Z0-9]", rest):
        return False
    before = text[max(0, stop.start() - 8) : stop.start()].lower()
    if stop.group().startswith("."):
        return not re.search(rf"(?:^|[\s(])(?:{'|'.join(map(re.escape, ABBREVIATIONS))}|[a-z])$", before)
    return True


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def sentences(
    text: str,
    span: tuple[int, int],
    *,
    cited: Sequence[tuple[int, int]] = (),
    irregular: Mapping[str, str] | None = None,
) -> Iterator[Sentence]:
    """Yield the sentences of a span of text; cited titles within it are no part of their grammar."""
    for start, end in split_sentences(text, *span):
        tokens = tuple(_tokens(text, (start, end), cited, irregular))
        if any(token.is_word for token in tokens):
            is_question = tokens[-1].text == "?"
            yield Sentence(start, end, tokens, is_question)


def _tokens(
    text: str, span: tuple[int, int], cited: Sequence[tuple[int, int]], irregular: Mapping[str, str] | None
) -> Iterator[Token]:
    open_mark = ""
    for match in _TOKEN.finditer(text, *span):
        if any(start <= match.start() < end for start, end in cited):
            continue
        if match["mark"]:
            open_mark = _mark_after(open_mark, match, text)
            continue
        if match["link"] or match["hyphen"]:
            continue
        yield from _word_or_punctuation(match, bool(open_mark), irregular)


def _mark_after(open_mark: str, match: re.Match[str], text: str) -> str:
    """Return which emphasis or quotation is open behind a mark; a mark that ends a word closes, others open."""
    if open_mark:
        return ""
    opens = match.end() < len(text) and not text[match.end()].isspace() and match["mark"] not in "”’"
    after_word = match.start() > 0 and text[match.start() - 1].isalnum()
    return match["mark"] if opens and not after_word else ""


def _word_or_punctuation(
    match: re.Match[str], is_emphasised: bool, irregular: Mapping[str, str] | None
) -> Iterator[Token]:
    if match["number"]:
        yield Token(match.group(), "#", match.start(), match.end(), is_emphasised)
    elif match["word"]:
        yield from _word(match, is_emphasised, irregular)
    elif match["dash"]:
        yield Token("—", "—", match.start(), match.end(), is_emphasised, is_word=False)
    else:
        yield Token(match.group(), match.group(), match.start(), match.end(), is_emphasised, is_word=False)


def _word(match: re.Match[str], is_emphasised: bool, irregular: Mapping[str, str] | None) -> Iterator[Token]:
    word, clitic, start = match["word"], match["clitic"] or "", match.start()
    is_denied = clitic[1:] == "t" and word.endswith("n")
    if is_denied:
        word = {"can": "can", "won": "will", "shan": "shall"}.get(word.lower(), word[:-1])
    if word.lower() not in ARTICLES:
        yield Token(word, root(word, irregular), start, start + len(match["word"]), is_emphasised)
    if is_denied:
        yield Token("not", root("not"), start + len(match["word"]) - 1, match.end(), is_emphasised)
