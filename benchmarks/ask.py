"""What an answer costs: `ttsgraph ask` with and without what was kept, beside rdflib with the same graph.

usage: python benchmarks/ask.py [RUNS]

Each row is the median wall time of fresh processes in one run. The rdflib row parses the exported graph and runs the
stored query for placement, which is one of several queries that the answer is made of.
"""

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

QUESTION = "Where does sleep-time compute fit in the taxonomy of test-time scaling?"
RDFLIB = """
import sys, rdflib
graph = rdflib.Graph()
graph.parse(sys.argv[1], format="turtle")
method = rdflib.URIRef("https://w3id.org/ttsgraph/id/method/sleep-time-compute")
assert list(graph.query(open(sys.argv[2]).read(), initBindings={"method": method}))
"""


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return the wall time of one process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    return time.perf_counter() - start


def measure(runs: int) -> dict[str, float]:
    """Return the median seconds of each row, in the order of the table."""
    ask = [sys.executable, "-m", "ttsgraph", "ask", QUESTION]
    query = Path(__file__).parent.parent / "queries" / "methods" / "placement.rq"
    with tempfile.TemporaryDirectory() as folder:
        environments = [{**os.environ, "TTSGRAPH_CACHE": f"{folder}/cache{i}"} for i in range(runs)]
        warm = environments[0]
        export = f"{folder}/graph.ttl"
        cold = [seconds(ask, environment) for environment in environments]
        subprocess.run([sys.executable, "-m", "ttsgraph", "export", export], check=True, stderr=subprocess.DEVNULL)
        rows = {
            "python -c pass": [seconds([sys.executable, "-c", "pass"], warm) for _ in range(runs)],
            "ttsgraph ask, kept graph": [seconds(ask, warm) for _ in range(runs)],
            "ttsgraph ask, nothing kept": cold,
            "rdflib: parse, one query": [
                seconds([sys.executable, "-c", RDFLIB, export, str(query)], warm) for _ in range(runs)
            ],
        }
    return {name: statistics.median(times) for name, times in rows.items()}


def main() -> None:
    """Print the table, with the ratio to an answer from a kept graph."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    rows = measure(runs)
    unit = rows["ttsgraph ask, kept graph"]
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {runs} runs each")
    print(", ".join(f"{name} {version(name)}" for name in ("ttsgraph", "pyoxigraph", "numpy", "rdflib")))
    for name, median in rows.items():
        print(f"{name:28} {median:6.3f} s  {median / unit:5.2f}")


if __name__ == "__main__":
    main()
