import csv
import re
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Store, Variable

from ttsgraph.errors import ParameterError, QueryFileError, UnknownQueryError
from ttsgraph.queries import load_queries, parse_query, query_named
from ttsgraph.queries.syntax import tokenize
from ttsgraph.terms import PREFIXES, TTS, XSD, curie, expand

ROOT = Path(__file__).parents[1]
CASES = ROOT / "tests" / "queries"
QUERIES = load_queries(ROOT / "queries")
CHECKS = [name for name in QUERIES if name.startswith("checks/")]
FORMATS = {".ttl": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG}

METHOD = """#+ summary: Which positions does this method take?
#+ params:
#+   method: {type: "tts:Method", meaning: the method asked about}
#+ columns:
#+   position: one of them
PREFIX tts: <https://w3id.org/ttsgraph/ontology#>
SELECT ?method ?position WHERE { ?method tts:hasPosition ?position } ORDER BY ?position
"""
PARALLEL = NamedNode("https://w3id.org/ttsgraph/id/position/parallel")
BEST_OF_N = NamedNode("https://w3id.org/ttsgraph/id/method/best-of-n")


@pytest.mark.parametrize("name", QUERIES)
def test_query_gives_the_expected_solutions(name):
    query = QUERIES[name]
    expected = read_csv(name)
    arguments = {parameter.name: expand(expected[0][parameter.name]) for parameter in query.parameters}

    solutions = query.run(case_store(name), **arguments)

    assert solutions.columns == tuple(expected[0])
    assert [{column: shown(term) for column, term in row.items()} for row in solutions.dicts()] == expected


@pytest.mark.parametrize("name", QUERIES)
def test_a_fact_that_stands_in_two_graphs_makes_no_second_row(name):
    query, store = QUERIES[name], case_store(name)
    arguments = {parameter.name: expand(read_csv(name)[0][parameter.name]) for parameter in query.parameters}
    once = query.run(store, **arguments)

    store.extend([Quad(quad.subject, quad.predicate, quad.object, NamedNode("urn:copy")) for quad in store])

    assert query.run(store, **arguments) == once


def test_a_relation_that_is_not_symmetric_is_not_read_the_other_way_round():
    store = case_store("claims/evidence")
    mcts = expand("ttsid:method/mcts")
    statement = {"property": expand("tts:outperforms"), "object": mcts}

    stated = QUERIES["claims/evidence"].run(store, subject=BEST_OF_N, **statement)
    turned = QUERIES["claims/evidence"].run(store, subject=mcts, **statement | {"object": BEST_OF_N})

    assert [row["claim"] for row in stated.dicts()] == [NamedNode("urn:other-relation")]
    assert turned.rows == ()


def test_a_method_without_a_lever_cuts_across_nothing_by_absence():
    store = case_store("methods/cutting-across")
    store.add(Quad(BEST_OF_N, expand("rdf:type"), TTS.Method))

    solutions = QUERIES["methods/cutting-across"].run(store, method=BEST_OF_N)

    assert {(shown(row["axis"]), shown(row["grade"])) for row in solutions.dicts()} == {("ttsid:axis/shape", "said")}


def test_every_query_has_a_case_and_every_case_a_query():
    cases = files(CASES)
    graphs = {case for case in cases if not case.endswith(".csv")}

    assert QUERIES
    assert files(ROOT / "queries") == {f"{name}.rq" for name in QUERIES}
    assert sorted(Path(graph).with_suffix("").as_posix() for graph in graphs) == sorted(QUERIES)
    assert {Path(graph).suffix for graph in graphs} <= set(FORMATS)
    assert cases - graphs == {f"{name}.csv" for name in QUERIES}


@pytest.mark.parametrize("name", QUERIES)
def test_every_case_has_a_commented_near_miss(name):
    assert "near miss" in case_path(name).read_text().lower()


@pytest.mark.parametrize("name", QUERIES)
def test_expected_rows_differ_and_their_order_is_total(name):
    rows = [tuple(row.values()) for row in read_csv(name)]

    assert len(set(rows)) == len(rows)
    ordered = tokens_after(QUERIES[name].sparql, "ORDER")
    assert ordered, "no ORDER BY"


@pytest.mark.parametrize("name", sorted(set(QUERIES) - set(CHECKS)))
def test_every_query_can_be_asked_in_several_ways(name):
    assert len(set(QUERIES[name].questions)) >= 3


def test_no_two_queries_have_the_same_question():
    asked = [re.sub(r"\{\w+\}", "{}", question).lower() for query in QUERIES.values() for question in query.questions]

    assert sorted(asked) == sorted(set(asked))


def test_no_two_queries_ask_the_same():
    algebras = {}
    for name, query in QUERIES.items():
        algebras.setdefault(algebra(query.sparql), []).append(name)

    assert {tuple(names) for names in algebras.values() if len(names) > 1} == set()


def test_the_same_query_in_other_words_has_the_same_algebra():
    one = "PREFIX a: <urn:> SELECT ?thing WHERE { ?thing a:p ?other }"
    other = "# comment\nPREFIX b: <urn:>\nSELECT ?x { ?x b:p ?y . }"

    assert algebra(one) == algebra(other)
    assert algebra(one) != algebra("SELECT ?thing WHERE { ?other <urn:p> ?thing }")  # near miss


@pytest.mark.parametrize("name", QUERIES)
def test_every_term_of_a_query_is_declared(name):
    declared = declared_terms()
    types = {parameter.type for parameter in QUERIES[name].parameters} - {"iri"}

    used = terms_of(QUERIES[name].sparql) | {type_ for type_ in types if type_.startswith("tts:")}

    assert "tts:Method" in declared
    assert used <= declared


def test_a_misspelt_term_of_a_query_would_be_seen():
    assert terms_of("PREFIX tts: <urn:> SELECT ?x { ?x tts:hasPositon/tts:onAxis? ?y }") == {
        "tts:hasPositon",
        "tts:onAxis",
    }


def test_every_query_declares_the_prefixes_of_the_project():
    declared = {}
    for query in QUERIES.values():
        declared |= dict(re.findall(r"^PREFIX (\w+): +<(.+)>$", query.sparql, re.MULTILINE))

    assert declared
    assert declared.items() <= PREFIXES.items()


def test_the_total_of_a_relative_is_the_sum_of_its_rows():
    solutions = QUERIES["methods/relatives"].run(
        case_store("methods/relatives"), method=NamedNode(expand("ttsid:method/sleep-time-compute").value)
    )

    totals, sums = {}, {}
    for row in solutions.dicts():
        totals[row["relative"]] = float(row["total"].value)
        sums[row["relative"]] = sums.get(row["relative"], 0) + float(row["bits"].value)

    assert totals
    assert sums == totals


@pytest.mark.parametrize(
    ("name", "counterpart"),
    [
        ("methods/siblings", "sibling"),
        ("methods/look-alikes", "look_alike"),
        ("methods/relatives", "relative"),
    ],
)
def test_no_method_is_its_own_kin(name, counterpart):
    rows = read_csv(name)

    solutions = QUERIES[name].run(case_store(name), method=expand(rows[0]["method"]))

    assert expand(rows[0]["method"]) not in {row[counterpart] for row in solutions.dicts()}


# Headers


#: What is changed in METHOD, into what, and the error; None where there is none.
CHANGES = {
    "unknown key": ("#+ columns:", "#+ colums:", "q.rq:4: unknown key 'colums'"),
    "unknown key of a parameter": ("type:", "typ:", "q.rq:3: unknown key 'typ'"),
    "key twice": ("#+ columns:", "#+ summary: Why?\n#+ columns:", "q.rq:4: 'summary' stands twice"),
    "no summary": (
        "#+ summary: Which positions does this method take?\n",
        "",
        "q.rq:1: the header has no",
    ),
    "summary that asks nothing": ("take?", "take", "q.rq:1: the summary must be a question"),
    "no header": ("#+", "#", "q.rq:1: no header"),
    "broken YAML": ("#+   method: {", "#+   method: [{", "q.rq:4: the header is not YAML"),
    "an empty list of tags is fine": ("PREFIX tts", "#+ tags: []\nPREFIX tts", None),
    "late header": ("SELECT", "#+ tags: []\nSELECT", "q.rq:7: a header line below the header"),
    "column without meaning": (
        "#+   position: one of them",
        "#+   positions: some",
        "projected, but without a meaning",
    ),
    "unknown column": ("one of them", "one of them\n#+   axis: its axis", "not projected: ['axis']"),
    "parameter among the columns": (
        "one of them",
        "one of them\n#+   method: it",
        "q.rq:6: method is a",
    ),
    "parameter not projected": (
        "SELECT ?method ?position",
        "SELECT ?position",
        "q.rq:7: a SELECT uses the parameter ?method",
    ),
    "parameter not used": ("  method: {", "  methud: {", "does not project: ['methud']"),
    "star": ("SELECT ?method ?position", "SELECT *", "q.rq:7: a stored query names its variables"),
    "ASK": ("SELECT ?method ?position WHERE", "ASK", "is a SELECT"),
    "a last clause less is fine": ("ORDER BY ?position", "", None),
    "unknown prefix": ("PREFIX tts:", "PREFIX ttt:", "q.rq:6: the prefix ttt:"),
    "prefix for another IRI": ("ontology#>", "ontologie#>", "q.rq:6: the prefix tts:"),
    "undeclared prefix": ("tts:hasPosition", "skos:related", "q.rq:7: the prefix skos: is not declared"),
    "syntax": ("?position }", "?position ", "q.rq:7: not SPARQL 1.1"),
    "another server": (
        "?position }",
        "?position . SERVICE <http://x.org/> { ?a ?b ?c } }",
        "no SERVICE",
    ),
    "severity": ("#+ columns:", "#+ severity: ERROR\n#+ columns:", "q.rq:4: only checks"),
    "unknown slot": (
        "#+ columns:",
        "#+ questions: ['Where is {methud}']\n#+ columns:",
        "not ['methud']",
    ),
    "missing slot": (
        "#+ columns:",
        "#+ questions: [Where is it]\n#+ columns:",
        "must be ['method'], not []",
    ),
    "question outside a list": (
        "#+ columns:",
        "#+ questions: Where is {method}\n#+ columns:",
        "must be a list",
    ),
    "parameter without meaning": (
        ", meaning: the method asked about",
        "",
        "q.rq:3: parameter method has no",
    ),
    "type of unknown prefix": ("tts:Method", "tss:Method", "q.rq:3: parameter method: the type"),
    "required": ("meaning: the", "required: perhaps, meaning: the", "required is true or false"),
    "required with a default": (
        "meaning: the",
        'required: true, default: "tts:x", meaning: the',
        "false beside a default",
    ),
}


@pytest.mark.parametrize(("old", "new", "message"), CHANGES.values(), ids=CHANGES)
def test_header(old, new, message):
    text = METHOD.replace(old, new)
    assert text != METHOD

    try:
        parse_query("axes/positions", text, Path("q.rq"))
    except QueryFileError as error:
        assert message is not None, error
        assert message in str(error)
        assert error.path == Path("q.rq")
    else:
        assert message is None


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param(None, None, id="as it must be"),
        pytest.param(("ERROR", "FATAL"), "one of ERROR, WARN, INFO, not 'FATAL'", id="unknown"),
        pytest.param(("#+ severity: ERROR\n", ""), "a check has a severity", id="none"),
        pytest.param(("rule.", "rule?"), "the summary must be a rule", id="summary that states nothing"),
    ],
)
def test_header_of_a_check(change, message):
    text = "#+ summary: A rule.\n#+ severity: ERROR\n#+ columns: {thing: it}\nSELECT ?thing { ?thing ?p ?o }"

    try:
        parse_query("checks/rule", text.replace(*change) if change else text, Path("q.rq"))
    except QueryFileError as error:
        assert message is not None, error
        assert message in str(error)
    else:
        assert message is None


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_names_the_offender_first_and_has_no_parameters(name):
    assert QUERIES[name].severity in ("ERROR", "WARN", "INFO")
    assert QUERIES[name].parameters == ()
    assert all(row[next(iter(QUERIES[name].columns))] for row in read_csv(name))


@pytest.mark.parametrize(
    ("where", "message"),
    [
        pytest.param("{ SELECT ?position { ?method a ?position } }", "?method", id="not projected"),
        pytest.param(
            "{ SELECT ?position { { SELECT ?method ?position { ?method tts:hasPosition ?position } } } }",
            "?method",
            id="projected by the inner one only",
        ),
        pytest.param("{ SELECT (?method AS ?position) { ?method a tts:Method } }", "?method", id="renamed"),
        pytest.param("?method a tts:Method . BIND (?method AS ?position)", "renamed", id="renamed by BIND"),
        pytest.param("{ SELECT ?position { ?other tts:hasPosition ?position } }", None, id="not used"),
        pytest.param("{ SELECT ?position { ?other a ?position # ?method\n} }", None, id="in a comment"),
        pytest.param("{ SELECT ?position { ?other <urn:a?method> ?position } }", None, id="in an IRI"),
        pytest.param('{ SELECT ?position { ?position ?p "{ ?method" } }', None, id="in a string"),
        pytest.param("{ SELECT ?method ?position { ?method a ?position } }", None, id="projected"),
        pytest.param(
            "{ SELECT ?method (COUNT(?method) AS ?position) { ?method ?p ?o } GROUP BY ?method }",
            None,
            id="counted",
        ),
    ],
)
def test_a_parameter_must_be_projected_by_every_subquery_that_uses_it(where, message):
    text = METHOD.replace("?method tts:hasPosition ?position", where)

    try:
        parse_query("axes/positions", text, Path("q.rq"))
    except QueryFileError as error:
        assert message is not None, error
        assert message in str(error)
        assert str(error).startswith("q.rq:7: ")
    else:
        assert message is None


def test_the_engine_still_loses_a_parameter_that_a_subquery_does_not_project():
    # If this fails, the engine has been mended and the rule above can go.
    store = Store()
    store.load("<urn:a> <urn:p> <urn:b> .", RdfFormat.TURTLE)
    lost = "SELECT ?a ?b { { SELECT ?b { ?a <urn:p> ?b } } }"

    found = parse_and_run(lost, store, NamedNode("urn:other"))

    assert found == [(NamedNode("urn:other"), NamedNode("urn:b"))]


def test_columns_stand_in_the_order_of_the_projection_with_the_parameters_among_them():
    query = parse_query("axes/positions", METHOD)

    assert list(query.columns.items()) == [("method", "the method asked about"), ("position", "one of them")]


def test_tags_and_the_way_a_default_is_written():
    text = METHOD.replace("#+ columns:", "#+ tags: [placement]\n#+ columns:").replace(
        "meaning: the", 'default: "ttsid:method/best-of-n", values: "tts:Method", meaning: the'
    )

    query = parse_query("axes/positions", text)

    assert query.tags == ("placement",)
    assert query.parameters[0].default == BEST_OF_N
    assert query.parameters[0].required is False
    assert query.parameters[0].values == "tts:Method"


def test_a_literal_default_has_the_datatype_of_its_parameter():
    text = METHOD.replace('"tts:Method", meaning', '"xsd:integer", default: 3, meaning')

    assert parse_query("axes/positions", text).parameters[0].default == Literal("3", datatype=XSD.integer)


# Folders


def test_a_folder_without_queries_is_an_error(tmp_path):
    (tmp_path / "near-miss.sparql").write_text(METHOD)

    with pytest.raises(QueryFileError, match=r"holds no \.rq file"):
        load_queries(tmp_path)


def test_a_file_that_is_not_utf_8_is_an_error(tmp_path):
    (tmp_path / "latin.rq").write_bytes(METHOD.encode() + "# é".encode("latin-1"))

    with pytest.raises(QueryFileError, match=r"latin\.rq: not UTF-8"):
        load_queries(tmp_path)


def test_values_that_come_from_an_unknown_query_are_an_error(tmp_path):
    (tmp_path / "positions.rq").write_text(METHOD.replace("meaning: the", "values: methods/al, meaning: the"))

    with pytest.raises(QueryFileError, match=r"positions\.rq: the values of method come from"):
        load_queries(tmp_path)


def test_the_values_of_a_parameter_are_in_the_first_column_of_the_query_they_come_from():
    sources = {p.values for query in QUERIES.values() for p in query.parameters if p.values and "/" in p.values}

    assert {name: next(iter(QUERIES[name].columns)) for name in sources} == {
        "claims/relations": "relation",
        "notes/searched": "note",
    }


def test_an_unknown_query_name_is_an_error_with_near_misses():
    with pytest.raises(UnknownQueryError, match="'methods/placemnt'; near it: methods/placement"):
        query_named(QUERIES, "methods/placemnt")


def test_a_query_is_found_by_its_name():
    assert query_named(QUERIES, "methods/placement") is QUERIES["methods/placement"]


# Arguments


@pytest.fixture
def positions():
    store = Store()
    store.load(
        """PREFIX tts: <https://w3id.org/ttsgraph/ontology#>
        PREFIX ttsid: <https://w3id.org/ttsgraph/id/>
        <urn:one> { ttsid:method\\/best-of-n a tts:Method ; tts:hasPosition ttsid:position\\/parallel }
        <urn:two> { ttsid:method\\/mcts a tts:Method ; tts:hasPosition ttsid:position\\/sequential }
        """,
        RdfFormat.TRIG,
    )
    return store


def test_a_query_sees_all_graphs_and_returns_its_arguments(positions):
    solutions = parse_query("axes/positions", METHOD).run(positions, method=BEST_OF_N)

    assert solutions.dicts() == [{"method": BEST_OF_N, "position": PARALLEL}]  # not what mcts takes


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param({}, "axes/positions takes ['method'], not []", id="missing"),
        pytest.param({"methud": BEST_OF_N}, "axes/positions takes ['method'], not ['methud']", id="misspelt"),
        pytest.param(
            {"method": BEST_OF_N, "axis": PARALLEL},
            "axes/positions takes ['method'], not ['axis', 'method']",
            id="extra",
        ),
        pytest.param(
            {"method": PARALLEL},
            "axes/positions: method must be a tts:Method, which ttsid:position/parallel is not",
            id="of another class",
        ),
        pytest.param(
            {"method": Literal("best-of-n")},
            'axes/positions: method must be a tts:Method, which "best-of-n" is not',
            id="a literal",
        ),
    ],
)
def test_arguments_that_do_not_fit_are_an_error(arguments, message, positions):
    with pytest.raises(ParameterError) as caught:
        parse_query("axes/positions", METHOD).run(positions, **arguments)

    assert str(caught.value).endswith(message)
    assert str(caught.value).startswith("axes/positions")


@pytest.mark.parametrize(
    ("type_", "term", "fits"),
    [
        pytest.param("iri", TTS.line, True, id="any IRI"),
        pytest.param("iri", Literal("urn:x"), False, id="a literal that looks like an IRI"),
        pytest.param("iri", BlankNode("x"), False, id="a blank node is no IRI"),
        pytest.param("xsd:string", Literal("x"), True, id="a string"),
        pytest.param("xsd:string", Literal("x", language="en"), False, id="a text in a language"),
        pytest.param("xsd:string", TTS.line, False, id="an IRI is no string"),
        pytest.param("xsd:integer", Literal(3), True, id="an integer"),
        pytest.param("xsd:integer", Literal("3"), False, id="a string of digits is no integer"),
    ],
)
def test_the_type_of_an_argument_is_checked(type_, term, fits, positions):
    query = parse_query("axes/positions", METHOD.replace("tts:Method", type_, 1))

    try:
        solutions = query.run(positions, method=term)
    except ParameterError:
        assert not fits
    else:
        assert fits
        assert solutions.rows == ()


def test_an_optional_parameter_without_argument_stays_a_variable(positions):
    query = parse_query("axes/positions", METHOD.replace("meaning: the", "required: false, meaning: the"))

    everything = {shown(row["method"]) for row in query.run(positions).dicts()}
    one = {shown(row["method"]) for row in query.run(positions, method=BEST_OF_N).dicts()}

    assert everything == {"ttsid:method/best-of-n", "ttsid:method/mcts"}
    assert one == {"ttsid:method/best-of-n"}


def test_a_default_stands_in_for_the_argument(positions):
    default = 'default: "ttsid:method/best-of-n", meaning: the'
    query = parse_query("axes/positions", METHOD.replace("meaning: the", default))

    assert query.run(positions).dicts() == [{"method": BEST_OF_N, "position": PARALLEL}]


def test_the_error_names_optional_parameters_apart():
    query = parse_query("axes/positions", METHOD.replace("meaning: the", "required: false, meaning: the"))

    with pytest.raises(ParameterError, match=r"takes \[\] and may take \['method'\], not \['methud'\]"):
        query.run(Store(), methud=BEST_OF_N)


@pytest.mark.parametrize(
    "text",
    [
        '" } DELETE WHERE { ?s ?p ?o',
        "' UNION { ?s ?p ?o } #",
        "\\u0022 } ; DROP ALL #",
        "?name",
        "\n#+ summary: other",
        "{name}",
        "",
        "\ud7ff\U0001f600",
    ],
)
def test_a_hostile_literal_is_only_ever_a_term(text):
    query = parse_query(
        "names/of",
        '#+ summary: Who is called so?\n#+ params:\n#+   name: {type: "xsd:string", meaning: the name}\n'
        "#+ columns: {bearer: who}\nSELECT ?name ?bearer { ?bearer <urn:name> ?name } ORDER BY ?bearer",
    )
    store = Store()
    store.load("<urn:near-miss> <urn:name> 'other' .", RdfFormat.TURTLE)
    before = list(store)

    nothing = query.run(store, name=Literal(text))
    after = list(store)
    store.add(Quad(NamedNode("urn:it"), NamedNode("urn:name"), Literal(text)))

    assert nothing.rows == ()
    assert after == before
    assert query.run(store, name=Literal(text)).dicts() == [{"name": Literal(text), "bearer": NamedNode("urn:it")}]


# Speed


def test_loading_the_queries_does_not_import_rdflib():
    source = [path.read_text() for path in (ROOT / "ttsgraph" / "queries").glob("*.py")]

    assert source
    assert not [text for text in source if re.search(r"^\s*(import|from) rdflib", text, re.MULTILINE)]


def read_csv(name):
    return list(csv.DictReader((CASES / f"{name}.csv").read_text().splitlines()))


def case_path(name):
    (path,) = (CASES / f"{name}{suffix}" for suffix in FORMATS if (CASES / f"{name}{suffix}").exists())
    return path


def case_store(name):
    store = Store()
    store.load(path=case_path(name), format=FORMATS[case_path(name).suffix])
    return store


def shown(term):
    if term is None:
        return ""
    if isinstance(term, NamedNode):
        return curie(term.value)
    return f"{term.value}@{term.language}" if term.language else term.value


def files(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def tokens_after(sparql, keyword):
    texts = [token.text.upper() for token in tokenize(sparql)]
    return texts[texts.index(keyword) + 1 :] if keyword in texts else []


def terms_of(sparql):
    names = {token.text for token in tokenize(sparql) if token.kind == "name"}
    return {name for name in names if name.startswith("tts:") and name != "tts:"}


def declared_terms():
    store = Store()
    for path in (ROOT / "ontology").glob("*.ttl"):
        store.load(path=path, format=RdfFormat.TURTLE)
    declared = store.quads_for_pattern(None, expand("rdf:type"), None, None)
    return {curie(quad.subject.value) for quad in declared if isinstance(quad.subject, NamedNode)}


def parse_and_run(sparql, store, term):
    return [tuple(row) for row in store.query(sparql, substitutions={Variable("a"): term})]


def algebra(sparql):
    """Return the algebra as text, variables renamed in the order in which they appear."""
    from rdflib.plugins.sparql import prepareQuery

    # The sets of variables have no order, and follow from the rest.
    text = re.sub(r"'_vars': (set\(\)|\{[^}]*\})", "", str(prepareQuery(sparql).algebra))
    names = {}
    return re.sub(r"Variable\('(\w+)'\)", lambda found: names.setdefault(found[1], f"?{len(names)}"), text)
