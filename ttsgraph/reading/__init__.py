"""Turns notes into claims, by the lexicon that the ontology carries."""

from ttsgraph.reading.lexicon import Entity, Lexicon, Relation, compile_lexicon
from ttsgraph.reading.reader import Claim, Quote, Reading, Unread, quote, read_note, unread_report

__all__ = [
    "Claim",
    "Entity",
    "Lexicon",
    "Quote",
    "Reading",
    "Relation",
    "Unread",
    "compile_lexicon",
    "quote",
    "read_note",
    "unread_report",
]
