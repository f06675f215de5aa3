"""Turns files and folders into notes."""

from ttsgraph.notes.files import load_notes
from ttsgraph.notes.model import Note, NoteKind, Passage, StatedClaim, TypedLink

__all__ = ["Note", "NoteKind", "Passage", "StatedClaim", "TypedLink", "load_notes"]
