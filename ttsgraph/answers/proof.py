"""Turns a proof into lines that end in quotes, and into plain values for JSON."""

from typing import Any

from pyoxigraph import Triple

from ttsgraph.answers.document import Line
from ttsgraph.knowledge import Knowledge
from ttsgraph.proofs import Proof


def proof_line(knowledge: Knowledge, proof: Proof, shown: set[Triple] | None = None) -> Line:
    """Say a proof as a tree: each step with its rule, each leaf with its quotes or as part of the ontology.

    What is in `shown` was proved in an earlier line and is only recalled; what is proved here is added to it.
    """
    sentence = knowledge.sentence(proof.fact)
    if proof.rule is None:
        references = tuple(knowledge.leaf_references(proof))
        return Line(sentence if references else f"{sentence} (ontology)", references)
    if shown is not None and proof.fact in shown:
        return Line(f"{sentence} (shown above)", tuple(knowledge.references(proof.fact)))
    below = tuple(proof_line(knowledge, premise, shown) for premise in proof.premises)
    if shown is not None:
        shown.add(proof.fact)
    return Line(f"{sentence}, by {proof.rule.name}: {proof.rule}", below=below)


def proof_dict(knowledge: Knowledge, proof: Proof) -> dict[str, Any]:
    """Return a proof as plain values: fact, sentence, rule and axiom, premises, and the sources of leaves."""
    found: dict[str, Any] = {
        "sentence": knowledge.sentence(proof.fact),
        "fact": [str(term) for term in proof.fact],
    }
    if proof.rule is None:
        found["asserted in"] = [graph.value for graph in proof.graphs]
        found |= {key: value for key, value in proof_line(knowledge, proof).to_dict().items() if key == "sources"}
        return found
    found["rule"] = {"name": proof.rule.name, "rule": str(proof.rule), "axiom": str(proof.rule.axiom)}
    found["premises"] = [proof_dict(knowledge, premise) for premise in proof.premises]
    return found
