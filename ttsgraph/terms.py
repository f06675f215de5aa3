"""Turns names into IRIs and CURIEs and back: the only place where an IRI is spelt out."""

import hashlib
import re
import unicodedata
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from ttsgraph.errors import UnknownTermError

#: Anything that may stand in a triple.
Term = NamedNode | BlankNode | Literal | Triple

BASE = "https://w3id.org/ttsgraph/"

#: Prefix to namespace; ontology modules and stored queries must agree with it.
PREFIXES: dict[str, str] = {
    "dcterms": "http://purl.org/dc/terms/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "tts": f"{BASE}ontology#",
    "ttsid": f"{BASE}id/",
    "ttsnote": f"{BASE}note/",
    "vann": "http://purl.org/vocab/vann/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Namespace:
    """A closed set of IRIs: a misspelt name fails where it is written.

    >>> OWL.Class.value
    'http://www.w3.org/2002/07/owl#Class'
    >>> OWL.Klass
    Traceback (most recent call last):
    ttsgraph.errors.UnknownTermError: owl:Klass is not among the terms that the code knows
    """

    _prefix: str  # underscored, since oa:prefix is a term, too
    _names: frozenset[str]

    def __getattr__(self, name: str) -> NamedNode:
        """Return the IRI of a name of this namespace."""
        if name.startswith("__"):  # Python itself asks for these, and expects this error
            raise AttributeError(name)
        if name not in self._names:
            raise UnknownTermError(f"{self._prefix}:{name} is not among the terms that the code knows")
        return NamedNode(PREFIXES[self._prefix] + name)


def _namespace(prefix: str, names: str) -> Namespace:
    return Namespace(prefix, frozenset(names.split()))


RDF = _namespace("rdf", "type first rest nil List langString")
RDFS = _namespace("rdfs", "Datatype Literal label subClassOf subPropertyOf domain range comment isDefinedBy seeAlso")
SKOS = _namespace("skos", "prefLabel altLabel hiddenLabel definition scopeNote example")
DCTERMS = _namespace("dcterms", "title date source identifier license creator description")
OA = _namespace("oa", "exact prefix suffix start end hasSource")
PROV = _namespace("prov", "wasGeneratedBy wasDerivedFrom Activity Entity used")
XSD = _namespace("xsd", "string integer decimal double boolean date dateTime anyURI nonNegativeInteger positiveInteger")
OWL = _namespace(
    "owl",
    """AllDifferent AllDisjointClasses AllDisjointProperties AnnotationProperty AsymmetricProperty Axiom Class
    DatatypeProperty FunctionalProperty InverseFunctionalProperty IrreflexiveProperty NamedIndividual
    NegativePropertyAssertion Nothing ObjectProperty Ontology ReflexiveProperty Restriction SymmetricProperty Thing
    TransitiveProperty allValuesFrom annotatedProperty annotatedSource annotatedTarget cardinality complementOf
    deprecated differentFrom disjointUnionOf disjointWith distinctMembers equivalentClass equivalentProperty hasKey
    hasSelf hasValue imports intersectionOf inverseOf maxCardinality members minCardinality oneOf onProperty
    propertyChainAxiom propertyDisjointWith qualifiedCardinality sameAs someValuesFrom unionOf versionIRI
    versionInfo""",
)
TTS = _namespace(
    "tts",
    """Method Axis Position Phase PhaseBeforeQuery PrecomputingMethod Resource Work Outcome Constraint TaskKind
    Maturity Finding Source Note Paper Claim Quote Polarity
    claimSubject claimPredicate claimObject polarity condition extractionMethod statedIn quotedAs line
    hasPosition reasonsDuring trainsDuring relocates hasMaturity onAxis inField
    movesAlong amortizes shiftsComputeFrom shiftsComputeTo inPlaceOf analogOf specialises groupedWith orthogonalTo
    noteKind file startLine sha256 mentions phrase inflection kinship subjectKind objectKind
    featureProperty featureValue bearers informationContent""",
)

ONTOLOGY = NamedNode(f"{BASE}ontology")
ONTOLOGY_GRAPH = ONTOLOGY
INFERRED_GRAPH = NamedNode(f"{BASE}graph/inferred")
STATISTICS_GRAPH = NamedNode(f"{BASE}graph/statistics")


def curie(iri: str) -> str:
    """Shorten an IRI by the longest namespace that fits; without one, put it in angle brackets.

    >>> curie("https://w3id.org/ttsgraph/ontology#amortizes")
    'tts:amortizes'
    >>> curie("urn:x")
    '<urn:x>'
    """
    fitting = [(space, prefix) for prefix, space in PREFIXES.items() if iri.startswith(space) and iri != space]
    if not fitting:
        return f"<{iri}>"
    space, prefix = max(fitting, key=lambda pair: len(pair[0]))
    return f"{prefix}:{iri[len(space) :]}"


def shown(term: Term) -> str:
    """Write a term as it is printed everywhere: an IRI as a CURIE, anything else as in N-Triples.

    >>> shown(NamedNode("https://w3id.org/ttsgraph/ontology#amortizes")), shown(Literal("x"))
    ('tts:amortizes', '"x"')
    """
    if not isinstance(term, NamedNode):
        return str(term)
    # Axioms and rules put names between parentheses, so a name with parentheses stays in angle brackets.
    return str(term) if set(term.value) & set("(),") else curie(term.value)


def expand(name: str) -> NamedNode:
    """Turn a CURIE, or an IRI with or without angle brackets, into an IRI.

    >>> expand("tts:amortizes") == expand("<https://w3id.org/ttsgraph/ontology#amortizes>")
    True
    """
    bare = name.removeprefix("<").removesuffix(">")
    prefix, colon, local = bare.partition(":")
    iri = PREFIXES[prefix] + local if colon and prefix in PREFIXES else bare
    with suppress(ValueError):  # from what has a scheme and is no IRI all the same
        if re.match(r"[a-z][a-z0-9+.-]*:.", iri):
            return NamedNode(iri)
    raise UnknownTermError(f"{name!r} is neither an IRI nor a CURIE with one of the prefixes {', '.join(PREFIXES)}")


def slug(text: str) -> str:
    """Turn a name into the lower-case, hyphenated last part of an IRI.

    >>> slug("Best-of-N (BoN)")
    'best-of-n-bon'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def note_iri(name: str) -> NamedNode:
    """Return the IRI of the note with this slug, which also names the graph of what it asserts."""
    return NamedNode(f"{BASE}note/{name}")


def evidence_graph(note: NamedNode) -> NamedNode:
    """Return the name of the graph that holds the claims and quotes of a note."""
    return NamedNode(f"{note.value}/evidence")


def hashed_iri(kind: str, *parts: str) -> NamedNode:
    """Return an IRI named after its content: the kind and the first 16 hexadecimal digits of a SHA-256.

    >>> hashed_iri("claim", "a", "b") == hashed_iri("claim", "ab")
    False
    """
    digest = hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
    return NamedNode(f"{BASE}{kind}/{digest[:16]}")
