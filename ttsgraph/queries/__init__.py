"""Turns `.rq` files into stored queries; binds and runs them."""

from ttsgraph.queries.header import Parameter
from ttsgraph.queries.stored import Solutions, StoredQuery, load_queries, parse_query, query_named
from ttsgraph.terms import Term

__all__ = ["Parameter", "Solutions", "StoredQuery", "Term", "load_queries", "parse_query", "query_named"]
