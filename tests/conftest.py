"""What the tests share: the ontology and its lexicon, read once."""

from pathlib import Path

import pytest

from ttsgraph.notes import Note, Passage
from ttsgraph.ontology import Ontology, load_ontology
from ttsgraph.reading import Lexicon, compile_lexicon
from ttsgraph.shipped import shipped_folder

DOCUMENT = Path(__file__).parent / "documents" / "sleep-time-inquiry.txt"


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load_ontology(shipped_folder("ontology"))


@pytest.fixture(scope="session")
def lexicon(ontology: Ontology) -> Lexicon:
    return compile_lexicon(ontology.triples)


def prose(text: str, slug: str = "note") -> Note:
    """Return a note that consists of one passage."""
    return Note(
        slug=slug,
        kind="note",
        title=None,
        path=f"{slug}.md",
        text=text,
        passages=(Passage(0, len(text)),),
        papers=(),
        date=None,
        links=(),
        claims=(),
        sha256="",
    )
