"""Turns readings of notes into quads: what a note asserts into its own graph, what it said into its evidence graph."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from ttsgraph.errors import InputError, NoteError, ProblemsError, UnknownTermError
from ttsgraph.names import Names
from ttsgraph.notes import Note, StatedClaim, TypedLink
from ttsgraph.reading import Claim, Lexicon, Quote, Reading, quote
from ttsgraph.terms import (
    BASE,
    DCTERMS,
    OA,
    PROV,
    RDF,
    TTS,
    XSD,
    curie,
    evidence_graph,
    hashed_iri,
    note_iri,
)


def claim_iri(claim: Claim) -> NamedNode:
    """Return the IRI of a claim: the same note, place, words and meaning give the same IRI."""
    place = (claim.quote.note, str(claim.quote.start), str(claim.quote.end), claim.quote.exact)
    meaning = (
        claim.subject.value,
        claim.predicate.value,
        claim.object.value,
        claim.polarity,
        claim.condition or "",
    )
    return hashed_iri("claim", *place, *meaning, claim.method)


def quote_iri(words: Quote) -> NamedNode:
    """Return the IRI of a quote, made of its note, its place and its words."""
    return hashed_iri("quote", words.note, str(words.start), str(words.end), words.exact)


def written_claims(notes: Iterable[Note], lexicon: Lexicon, names: Names) -> dict[str, list[Claim]]:
    """Return, by slug, the claims that people wrote out as typed links or in the front matter.

    Every unknown relation, unknown thing and argument of the wrong kind is reported, all together.
    """
    claims: dict[str, list[Claim]] = {}
    errors: list[InputError] = []
    for note in notes:
        claims[note.slug] = []
        everything: tuple[TypedLink | StatedClaim, ...] = (*note.links, *note.claims)
        for written in everything:
            try:
                claims[note.slug].append(_written_claim(note, written, lexicon, names))
            except (UnknownTermError, _WrongKindError) as error:
                errors.append(NoteError(str(error), note.path, written.line))
    if errors:
        raise ProblemsError(errors)
    return claims


class _WrongKindError(Exception):
    """An argument is of a kind that its relation does not take."""


def _written_claim(note: Note, written: TypedLink | StatedClaim, lexicon: Lexicon, names: Names) -> Claim:
    if isinstance(written, TypedLink):
        parts = (note.subject, written.relation, written.target)
        polarity, condition, method = "asserted", None, "typed link"
    else:
        parts = (written.subject, written.property, written.object)
        polarity, condition, method = written.polarity, written.condition, "accepted"
    predicate = names.relation(parts[1])
    subject = _argument(parts[0], "subject", predicate, lexicon, names)
    value = _argument(parts[2], "object", predicate, lexicon, names)
    words = quote(note, written.start, written.end)
    return Claim(subject, predicate, value, polarity, words, condition, method)


def _argument(name: str, side: str, predicate: NamedNode, lexicon: Lexicon, names: Names) -> NamedNode:
    """Return the thing of a name that a relation takes on one side."""
    relation = lexicon.relations[predicate]
    fitting = [iri for iri, entity in lexicon.entities.items() if relation.takes(side, entity.kinds)]
    try:
        return names.individual(name, among=fitting)
    except UnknownTermError:
        thing = names.individual(name)
    kinds = relation.subject_kinds if side == "subject" else relation.object_kinds
    wanted = " or ".join(sorted(curie(kind.value) for kind in kinds))
    raise _WrongKindError(
        f"{names.label(predicate)!r} takes a {wanted} as its {side}, and {names.label(thing)!r} is none; "
        "use another relation or another thing"
    )


def reading_quads(reading: Reading, run: NamedNode) -> Iterator[Quad]:
    """Yield what a note asserts and the evidence for it, in the note's two graphs."""
    note = note_iri(reading.note.slug)
    graph = evidence_graph(note)
    yield from _note_quads(reading, note, graph, run)
    for claim in reading.claims:
        yield from _claim_quads(claim, note, graph)
        if claim.polarity == "asserted":
            yield Quad(claim.subject, claim.predicate, claim.object, note)


def _note_quads(reading: Reading, note: NamedNode, graph: NamedNode, run: NamedNode) -> Iterator[Quad]:
    source = reading.note
    yield Quad(note, RDF.type, TTS.Note, graph)
    yield Quad(note, PROV.wasGeneratedBy, run, graph)
    yield Quad(run, RDF.type, PROV.Activity, graph)
    yield Quad(note, TTS.noteKind, Literal(source.kind), graph)
    yield Quad(note, TTS.file, Literal(source.path), graph)
    if source.passages:
        start = str(source.line_of(source.passages[0].start))
        yield Quad(note, TTS.startLine, Literal(start, datatype=XSD.positiveInteger), graph)
    yield Quad(note, TTS.sha256, Literal(source.sha256), graph)
    if source.title:
        yield Quad(note, DCTERMS.title, Literal(source.title), graph)
    if source.date:
        yield Quad(note, DCTERMS.date, Literal(source.date), graph)
    for paper in source.papers:
        iri = paper_iri(paper)
        yield Quad(note, DCTERMS.source, iri, graph)
        yield Quad(iri, RDF.type, TTS.Paper, graph)
    claimed = (thing for claim in reading.claims for thing in (claim.subject, claim.object))
    for thing in dict.fromkeys((*reading.mentions, *claimed)):
        yield Quad(note, TTS.mentions, thing, graph)


def paper_iri(paper: str) -> NamedNode:
    """Return the IRI of a paper that is given by its arXiv identifier, DOI or address.

    >>> paper_iri("arXiv:2408.03314").value
    'https://arxiv.org/abs/2408.03314'
    """
    scheme, _, rest = paper.partition(":")
    if scheme.lower() == "arxiv":
        return NamedNode(f"https://arxiv.org/abs/{rest.strip()}")
    if scheme.lower() == "doi":
        return NamedNode(f"https://doi.org/{rest.strip()}")
    return NamedNode(paper)


def _claim_quads(claim: Claim, note: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    iri, words = claim_iri(claim), quote_iri(claim.quote)
    yield Quad(iri, RDF.type, TTS.Claim, graph)
    yield Quad(iri, TTS.claimSubject, claim.subject, graph)
    yield Quad(iri, TTS.claimPredicate, claim.predicate, graph)
    yield Quad(iri, TTS.claimObject, claim.object, graph)
    yield Quad(iri, TTS.polarity, Literal(claim.polarity), graph)
    if claim.condition:
        yield Quad(iri, TTS.condition, Literal(claim.condition), graph)
    yield Quad(iri, TTS.extractionMethod, Literal(claim.method), graph)
    yield Quad(iri, TTS.statedIn, note, graph)
    yield Quad(iri, TTS.quotedAs, words, graph)
    yield from _quote_quads(claim.quote, words, note, graph)


def _quote_quads(words: Quote, iri: NamedNode, note: NamedNode, graph: NamedNode) -> Iterator[Quad]:
    """Yield a quote as Web Annotation selectors (W3C Web Annotation Data Model, 4.2.4 and 4.2.5)."""
    yield Quad(iri, RDF.type, TTS.Quote, graph)
    yield Quad(iri, OA.hasSource, note, graph)
    yield Quad(iri, OA.exact, Literal(words.exact), graph)
    yield Quad(iri, OA.prefix, Literal(words.prefix), graph)
    yield Quad(iri, OA.suffix, Literal(words.suffix), graph)
    yield Quad(iri, OA.start, Literal(str(words.start), datatype=XSD.nonNegativeInteger), graph)
    yield Quad(iri, OA.end, Literal(str(words.end), datatype=XSD.nonNegativeInteger), graph)
    yield Quad(iri, TTS.line, Literal(str(words.line), datatype=XSD.positiveInteger), graph)


def run_iri(version: str, lexicon_hash: str) -> NamedNode:
    """Return the IRI of a run of the reader, which the program's version and the lexicon make out."""
    return NamedNode(f"{BASE}run/{version}-{lexicon_hash[:16]}")
