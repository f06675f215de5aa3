"""Tables for people, for spreadsheets and for programs: CSV, columns, and SPARQL's JSON."""

import csv
import io
import json

import pytest
from conftest import prose
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode

from ttsgraph.build import read_all
from ttsgraph.queries import Solutions
from ttsgraph.tables import (
    CLAIM_COLUMNS,
    axis_labels,
    claim_dict,
    claim_row,
    csv_text,
    json_term,
    plain_table,
    shown,
    solutions_json,
)
from ttsgraph.terms import TTS, XSD, expand


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_cell_that_a_spreadsheet_would_compute_is_put_behind_an_apostrophe(cell):
    rows = list(csv.reader(io.StringIO(csv_text(["words"], [[cell]]), newline="")))

    assert rows == [["words"], [f"'{cell}"]]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1), min_size=2, max_size=2))
def test_any_other_cell_comes_back_as_it_was(cells):
    plain = [f"a{cell}" for cell in cells]

    assert list(csv.reader(io.StringIO(csv_text(["one", "other"], [plain]), newline="")))[1] == plain


def test_csv_ends_its_lines_as_the_standard_says():
    # RFC 4180: commas, quotation marks and line ends are quoted; a hyphen within a cell is no formula.
    assert csv_text(["a", "b"], [['say "x", y', "best-of-N"]]) == 'a,b\r\n"say ""x"", y",best-of-N\r\n'


def test_columns_of_a_plain_table_line_up_without_space_at_the_end():
    assert (
        plain_table(["name", "x"], [["a", "1"], ["longer name", ""]]) == "name         x\na            1\nlonger name"
    )


def test_a_plain_table_without_rows_is_its_header():
    assert plain_table(["name", "x"], []) == "name  x"


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (TTS.amortizes, "tts:amortizes"),
        (NamedNode("urn:x"), "<urn:x>"),
        (Literal("two\n  words", language="en"), "two words"),
        (BlankNode("b"), "b"),
        (None, ""),
    ],
)
def test_a_term_is_shown_as_a_person_reads_it(term, expected):
    assert shown(term) == expected


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (NamedNode("urn:x"), {"type": "uri", "value": "urn:x"}),
        (Literal("x", language="en"), {"type": "literal", "value": "x", "xml:lang": "en"}),
        (Literal("1", datatype=XSD.integer), {"type": "literal", "value": "1", "datatype": XSD.integer.value}),
        (BlankNode("b"), {"type": "bnode", "value": "b"}),
    ],
)
def test_a_term_in_json_is_as_sparql_has_it(term, expected):
    assert json_term(term) == expected


def test_solutions_in_json_are_as_sparql_has_them_and_leave_out_what_is_unbound():
    solutions = Solutions(("a", "b"), ((NamedNode("urn:x"), None), (Literal("é"), NamedNode("urn:y"))))

    found = json.loads(solutions_json(solutions))

    assert found["head"] == {"vars": ["a", "b"]}
    first, second = found["results"]["bindings"]
    assert first == {"a": {"type": "uri", "value": "urn:x"}}  # without b
    assert second["a"]["value"] == "é"
    assert second["b"] == {"type": "uri", "value": "urn:y"}


@pytest.fixture
def reading(ontology):
    text = "First.\nBest-of-N improves\n  coverage when controlling for total compute."
    return read_all([prose(text, slug="a-note")], ontology)[0]


def test_a_claim_as_a_row_says_it_with_labels_and_place(reading, lexicon):
    row = dict(zip(CLAIM_COLUMNS, claim_row(reading, reading.claims[0], lexicon), strict=True))

    assert row == {
        "subject": "best-of-N",
        "relation": "improves",
        "object": "coverage",
        "polarity": "asserted",
        "condition": "when controlling for total compute",
        "place": "a-note.md:2",
        "words": "Best-of-N improves coverage when controlling for total compute.",
    }


def test_a_claim_as_values_leaves_out_what_it_has_not(reading, lexicon, ontology):
    found = claim_dict(reading, reading.claims[0], lexicon, axis_labels(ontology.triples))

    assert found["subject"]["label"] == "best-of-N"
    assert found["object"]["iri"] == expand("ttsid:outcome/coverage").value
    assert reading.note.text[found["start"] : found["end"]] == found["quote"]
    assert (found["page"], found["line"], found["method"]) == ("a-note", 2, "prose")
    assert "axis" not in found  # an outcome lies on none


def test_positions_and_axes_lead_to_the_label_of_their_axis(ontology):
    labels = axis_labels(ontology.triples)

    assert labels[expand("ttsid:phase/idle-time")] == labels[expand("ttsid:axis/timing")] == "timing"
    assert labels[expand("ttsid:position/parallel")] == "shape"
    assert expand("ttsid:method/best-of-n") not in labels
