"""Turns the name of a shipped folder into its path, in a wheel or in a checkout."""

from pathlib import Path

from ttsgraph.errors import TtsgraphError

#: The folders that come with the package.
FOLDERS = ("ontology", "notes", "queries")


def shipped_folder(name: str) -> Path:
    """Return where the ontology, the notes or the queries lie.

    A wheel carries them inside the package; in a checkout they stand beside it.

    >>> shipped_folder("ontology").joinpath("ttsgraph.ttl").is_file()
    True
    """
    package = Path(__file__).parent
    for folder in (package / "shipped" / name, package.parent / name):
        if name in FOLDERS and folder.is_dir():
            return folder
    raise TtsgraphError(f"the folder {name!r} is missing from this installation; install ttsgraph again")
