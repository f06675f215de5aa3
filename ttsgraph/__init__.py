"""A map of test-time scaling research that derives placements and relatives and proves each down to a note."""

from typing import TYPE_CHECKING, Any

from ttsgraph.errors import TtsgraphError
from ttsgraph.version import VERSION

if TYPE_CHECKING:
    from ttsgraph.graph import KnowledgeGraph

__all__ = ["KnowledgeGraph", "TtsgraphError", "__version__"]

__version__ = VERSION


def __getattr__(name: str) -> Any:
    """Import the graph when it is first asked for, so that the command line starts fast."""
    if name == "KnowledgeGraph":
        from ttsgraph.graph import KnowledgeGraph

        return KnowledgeGraph
    raise AttributeError(name)
