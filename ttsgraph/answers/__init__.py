"""Turns questions about methods into answers whose every positive statement ends in a quote."""

from ttsgraph.answers.comparison import comparison_answer
from ttsgraph.answers.document import Answer, Line, Section
from ttsgraph.answers.kin import relatives_answer
from ttsgraph.answers.placement import placement_answer
from ttsgraph.answers.plain import plain_answer
from ttsgraph.answers.proof import proof_dict, proof_line

__all__ = [
    "Answer",
    "Line",
    "Section",
    "comparison_answer",
    "placement_answer",
    "plain_answer",
    "proof_dict",
    "proof_line",
    "relatives_answer",
]
