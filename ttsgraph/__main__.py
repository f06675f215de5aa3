"""Starts the command line: `python -m ttsgraph`."""

from ttsgraph.cli import main

main()
