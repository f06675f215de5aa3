"""Turns Turtle files into axioms, and into the facts that they state about individuals."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, Quad, RdfFormat, Triple, parse

from ttsgraph.axioms import Axiom
from ttsgraph.errors import OntologyError
from ttsgraph.mapping import GraphReader
from ttsgraph.restrictions import broken_restrictions
from ttsgraph.terms import ONTOLOGY, OWL, RDF, shown


@dataclass(frozen=True)
class Ontology:
    """What Turtle files say: their triples, the axioms in them, and the facts about individuals.

    All three are sorted, and the names of blank nodes depend on nothing but the triples.
    """

    triples: tuple[Triple, ...]
    axioms: tuple[Axiom, ...]
    facts: tuple[Triple, ...]


def load_ontology(folder: Path) -> Ontology:
    """Read all Turtle files of a folder as one ontology; what a file imports must be among them."""
    paths = sorted(folder.glob("*.ttl"))
    if not paths:
        raise OntologyError("there is no Turtle file here", folder)
    origins = {quad.triple: path for path in paths for quad in _parsed(path.read_bytes(), path)}
    return _read(origins, {f"{ONTOLOGY.value}/{path.stem}" for path in paths})


def parse_ontology(turtle: str) -> Ontology:
    r"""Read an ontology that is written in one string.

    >>> ontology = parse_ontology('''
    ...     @prefix owl: <http://www.w3.org/2002/07/owl#> .
    ...     @prefix tts: <https://w3id.org/ttsgraph/ontology#> .
    ...     tts:orthogonalTo a owl:ObjectProperty, owl:SymmetricProperty .''')
    >>> print(*ontology.axioms, sep="\n")
    Declaration(ObjectProperty(tts:orthogonalTo))
    SymmetricObjectProperty(tts:orthogonalTo)
    """
    return _read({quad.triple: None for quad in _parsed(turtle.encode(), None)}, set())


def read_triples(triples: Iterable[Triple]) -> Ontology:
    """Read an ontology whose triples were read before, such as those that a store holds."""
    found = list(triples)
    imported = {o.value for _, p, o in found if p == OWL.imports and isinstance(o, NamedNode)}
    return _read(dict.fromkeys(found), imported)


def _parsed(turtle: bytes, path: Path | None) -> Iterator[Quad]:
    try:
        # Renamed because two files may use one blank node label for two nodes.
        yield from parse(turtle, RdfFormat.TURTLE, rename_blank_nodes=True)
    except SyntaxError as error:
        message = re.sub(r"^Parser error (at|between) line [^:]*: ", "", error.msg)
        raise OntologyError(message, path, error.lineno) from None


def _read(origins: Mapping[Triple, Path | None], stems: set[str]) -> Ontology:
    triples = _canonical(origins)
    _require_imports(triples, stems)
    reader = GraphReader(triples)
    axioms: set[Axiom] = set()
    for triple in triples:
        try:
            axioms.update(reader.axioms_of(triple))
        except OntologyError as error:
            raise type(error)(str(error), origins.get(triple)) from None
    reader.require_nothing_left()
    in_order = tuple(sorted(axioms, key=str))
    for broken in broken_restrictions(in_order):
        raise broken
    return Ontology(triples, in_order, tuple(reader.facts))


def _canonical(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    dataset = Dataset(Quad(*triple) for triple in triples)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return tuple(sorted((quad.triple for quad in dataset), key=str))


def _require_imports(triples: Iterable[Triple], stems: set[str]) -> None:
    headers = {s.value for s, p, o in triples if (p, o) == (RDF.type, OWL.Ontology) and isinstance(s, NamedNode)}
    for s, p, o in triples:
        if p == OWL.imports and not (isinstance(o, NamedNode) and o.value in headers | stems):
            raise OntologyError(f"{shown(s)} imports {shown(o)}, which none of the files read is")
