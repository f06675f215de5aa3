"""The ontology's axioms, one by one: what each entails, and that it takes every one of its premises."""

import csv
from pathlib import Path

import pytest
from pyoxigraph import Triple

from ttsgraph.ontology import load_ontology
from ttsgraph.reasoner import materialize
from ttsgraph.rules import compile_axioms
from ttsgraph.shipped import shipped_folder
from ttsgraph.terms import expand

RULES = compile_axioms(load_ontology(shipped_folder("ontology")).axioms)


def read_cases():
    with (Path(__file__).parent / "entailments.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


CASES = read_cases()


def facts(text):
    return [Triple(*map(expand, fact.split())) for fact in text.split(" ; ")]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['axiom']}: {case['entailed']}")
def test_an_axiom_entails_its_conclusion_and_needs_each_premise(case):
    premises, (entailed,) = facts(case["facts"]), facts(case["entailed"])

    assert entailed in {*premises, *materialize(RULES, premises).inferred}
    for left_out in premises if len(premises) > 1 else []:
        others = [premise for premise in premises if premise != left_out]
        assert entailed not in materialize(RULES, others).inferred or _follows_anyway(left_out, others)


def _follows_anyway(premise, others):
    """Tell whether a premise is itself entailed by the others, such as a kind by a range."""
    return premise in materialize(RULES, others).inferred


def test_every_axiom_with_a_rule_has_a_case_and_every_case_an_axiom():
    assert {case["axiom"] for case in CASES} == {str(rule.axiom) for rule in RULES if rule.head is not None}
