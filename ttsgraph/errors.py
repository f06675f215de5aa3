"""Every exception of the package.

TtsgraphError
├── InputError                what was read is not usable; carries file and line
│   ├── NoteError             a note
│   ├── OntologyError         an ontology file
│   │   └── UnsupportedAxiomError
│   ├── QueryFileError        a stored query
│   └── ProblemsError         several of these at once
├── UnknownTermError          a name that nothing in the graph bears
├── UnknownQueryError         a name that no stored query bears
├── ParameterError            arguments that a stored query does not take
├── QuestionError             a question of no known form
├── InconsistentError         facts from which a contradiction follows
├── StoreError                a store that cannot be opened or written
└── MissingExtraError         an optional package or program that is not installed
"""

from collections.abc import Sequence
from pathlib import Path


class TtsgraphError(Exception):
    """Anything that a user of the package may want to catch."""


class InputError(TtsgraphError):
    """Something that was read and is not usable; the message starts with where it stands.

    >>> print(InputError("no title", Path("a.md"), 3))
    a.md:3: no title
    """

    def __init__(self, message: str, path: Path | str | None = None, line: int | None = None) -> None:
        """Put file and line, as far as they are known, before the message."""
        where = [str(part) for part in (path, line) if part is not None]
        super().__init__(": ".join([":".join(where), message]) if where else message)
        self.path = path
        self.line = line


class NoteError(InputError):
    """A note, or a folder of notes, that cannot be used as it is."""


class OntologyError(InputError):
    """An ontology file that cannot be parsed, or a term that is declared wrongly."""


class UnsupportedAxiomError(OntologyError):
    """An axiom that the reasoner has no rule for."""


class QueryFileError(InputError):
    """A stored query whose header or text is not as it must be."""


class UnknownTermError(TtsgraphError):
    """A name that nothing in the graph bears, with near misses where there are some."""


class UnknownQueryError(TtsgraphError):
    """A name that no stored query bears, with near misses where there are some."""


class ParameterError(TtsgraphError):
    """Arguments that do not fit the parameters of a stored query."""


class QuestionError(TtsgraphError):
    """A question that has none of the known forms."""


class InconsistentError(TtsgraphError):
    """Facts and axioms from which a contradiction follows."""


class StoreError(TtsgraphError):
    """A store that cannot be opened, read or written."""


class MissingExtraError(TtsgraphError):
    """An optional package or program that was asked for and is not installed."""


class ProblemsError(InputError):
    """Several input errors at once, one line each."""

    def __init__(self, errors: Sequence[InputError]) -> None:
        """Join the messages of the errors, a line each, in the order given."""
        super().__init__("\n".join(str(error) for error in errors))
        self.errors = tuple(errors)
