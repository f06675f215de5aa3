"""Modules import downwards only, every module has a layer, and what the README and the package say agrees."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from ttsgraph.version import VERSION

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "ttsgraph"

#: Lowest first; a package of modules counts as one layer.
LAYERS = [
    "version",
    "errors",
    "terms",
    "shipped",
    "axioms",
    "datatypes",
    "restrictions",
    "mapping",
    "ontology",
    "rules",
    "strata",
    "columns",
    "reasoner",
    "proofs",
    "checker",
    "referee",
    "names",
    "notes",
    "reading",
    "claims",
    "queries",
    "statistics",
    "checks",
    "build",
    "storage",
    "export",
    "knowledge",
    "answers",
    "questions",
    "graph",
    "tables",
    "cli",
]

#: The two ends of the package, which stand above all layers.
ENDS = {"__init__", "__main__"}


def _modules_of(layer):
    package = PACKAGE / layer
    return sorted(package.rglob("*.py")) if package.is_dir() else [PACKAGE / f"{layer}.py"]


def _imported_layers(path):
    """Return the layers that a file imports from, wherever in it the import stands."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
    return {name.split(".")[1] for name in found if name.startswith("ttsgraph.")}


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_only_from_layers_below(layer):
    allowed = {*LAYERS[: LAYERS.index(layer) + 1]} if (PACKAGE / layer).is_dir() else {*LAYERS[: LAYERS.index(layer)]}

    for path in _modules_of(layer):
        assert _imported_layers(path) <= allowed, path


def test_every_module_has_a_layer_and_every_layer_a_module():
    modules = {path.stem for path in PACKAGE.glob("*.py")} - ENDS
    packages = {path.parent.name for path in PACKAGE.glob("*/__init__.py")}

    assert modules | packages == set(LAYERS)


@pytest.mark.parametrize("layer", LAYERS)
def test_a_module_says_in_its_first_line_what_it_is_for(layer):
    for path in _modules_of(layer):
        docstring = ast.get_docstring(ast.parse(path.read_text("utf-8")))

        assert docstring, path
        assert docstring.splitlines()[0].endswith((".", "?", ":")), path


def test_only_the_command_line_prints():
    for path in PACKAGE.rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
        printing = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]

        assert not printing or path.name == "cli.py", path


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    ontology = re.search(r'owl:versionInfo "([^"]+)"', (ROOT / "ontology" / "ttsgraph.ttl").read_text("utf-8"))
    changelog = re.search(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)

    assert {VERSION, project, ontology[1], changelog[1]} == {VERSION}


def test_ci_runs_the_test_command_of_the_readme():
    commands = re.findall(r"^    (python3 -m venv .*)$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    script = (ROOT / ".ci" / "run").read_text("utf-8")

    assert len(commands) == 2
    assert commands[1] in script


def test_the_project_speaks_of_the_project_alone():
    for path in [
        *PACKAGE.rglob("*.py"),
        *(ROOT / "tests").rglob("*.py"),
        ROOT / "README.md",
        ROOT / "CHANGELOG.md",
    ]:
        if path != Path(__file__):
            assert "../shared" not in path.read_text("utf-8"), path
