"""The version of the package, which is also that of the ontology."""

VERSION = "0.1.0"
