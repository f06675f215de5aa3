"""Turns prose into the places where it cites a note by its bare title.

A page saved as plain text loses its links: "… and verification How do the two compare?. It …".
Such a title is a name and asserts nothing. It begins, in the middle of a sentence, with the capital letter of
a question, and the sentence goes on behind its question mark.
"""

import re
from collections.abc import Iterator

_QUESTION_WORD = re.compile(
    r"(?<![^\s(])(?:How|What|Which|Why|When|Where|Who|Whose|Can|Could|Does|Do|Did|Is|Are|Was|Were|Should|Would|Will"
    r"|Has|Have|May|Must)\b"
)
#: Long enough for a title, short enough that a search never runs through a document.
_REST_OF_TITLE = re.compile(r"(?:[^.?!]|\.(?=\w)){1,300}\?")
_GOES_ON = re.compile(rf"[.,;:)]|\s+[^\W\d_A-Z]|\s*[\u2014\u2013-]|\s+{_QUESTION_WORD.pattern}|\s*\Z")


def cited_titles(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield where bare titles stand within a passage.

    >>> text = "It splits in two How do they compare?. Is that all? No."
    >>> [text[start:end] for start, end in cited_titles(text, 0, len(text))]
    ['How do they compare?']
    """
    passage = text[start:end]
    previous = 0
    for word in _QUESTION_WORD.finditer(passage):
        rest = _REST_OF_TITLE.match(passage, word.end())
        if word.start() < previous or not rest or not _is_within_sentence(passage, previous, word.start()):
            continue
        if _GOES_ON.match(passage, rest.end()):
            yield start + word.start(), start + rest.end()
            previous = rest.end()


def _is_within_sentence(passage: str, previous: int, start: int) -> bool:
    if passage[previous:start].isspace() and previous > 0:
        return True  # right behind another title, in the sentence that cites both
    before = passage[max(0, start - 80) : start].rstrip(" \t\r\n(")
    return bool(before) and before[-1] not in ".!?"
