import pytest
from pyoxigraph import Literal

from ttsgraph.datatypes import is_in
from ttsgraph.terms import RDF, RDFS, expand


def literal(text, datatype):
    return Literal(text, datatype=expand(datatype))


@pytest.mark.parametrize(
    ("text", "datatype", "inside", "outside"),
    [
        (
            "7",
            "xsd:integer",
            ["xsd:decimal", "xsd:integer", "xsd:positiveInteger"],
            ["xsd:string", "xsd:double"],
        ),
        ("0", "xsd:int", ["xsd:nonNegativeInteger"], ["xsd:positiveInteger"]),
        ("-1", "xsd:integer", ["xsd:integer"], ["xsd:nonNegativeInteger"]),
        ("2.0", "xsd:decimal", ["xsd:integer"], ["xsd:double"]),
        ("2.5", "xsd:decimal", ["xsd:decimal"], ["xsd:integer"]),
        ("seven", "xsd:integer", ["rdfs:Literal"], ["xsd:integer", "xsd:decimal"]),
        ("-7", "xsd:positiveInteger", [], ["xsd:integer"]),
        ("300", "xsd:byte", [], ["xsd:integer"]),
        ("1.5e3", "xsd:double", ["xsd:double"], ["xsd:decimal"]),
        ("true", "xsd:boolean", ["xsd:boolean"], ["xsd:string"]),
        ("2026-01-02T03:04:05Z", "xsd:dateTime", ["xsd:dateTime"], ["xsd:string"]),
        ("2026-01-02", "xsd:dateTime", [], ["xsd:dateTime"]),
        ("two\nlines", "xsd:string", ["xsd:string", "rdfs:Literal"], ["rdf:langString", "xsd:anyURI"]),
    ],
)
def test_a_literal_is_in_a_datatype_by_its_value(text, datatype, inside, outside):
    value = literal(text, datatype)

    assert [name for name in inside + outside if is_in(value, expand(name))] == inside


def test_a_text_with_a_language_is_no_plain_string():
    text = Literal("Länge", language="de")

    assert is_in(text, RDF.langString)
    assert is_in(text, RDFS.Literal)
    assert not is_in(text, expand("xsd:string"))
