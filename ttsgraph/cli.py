"""Turns the words of a command line into calls on a knowledge graph, and prints what comes back."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from ttsgraph.errors import ParameterError, TtsgraphError
from ttsgraph.version import VERSION

if TYPE_CHECKING:
    from ttsgraph.answers import Answer
    from ttsgraph.graph import KnowledgeGraph
    from ttsgraph.ontology import Ontology
    from ttsgraph.reading import Reading

STYLES = {"question": "bold", "short": "", "heading": "bold cyan", "line": "", "source": "dim"}


def _graph_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which graph is asked."""
    options = [
        click.option(
            "--notes",
            "-n",
            multiple=True,
            type=click.Path(path_type=Path),
            metavar="PATH…",
            help="Files or folders of notes, instead of the shipped ones.",
        ),
        click.option("--store", type=click.Path(path_type=Path), metavar="FOLDER", help="A store that `build` made."),
        click.option("--lines", is_flag=True, help="Read syntheses of notes, too."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


_answer_format = click.option(
    "--format", "output", type=click.Choice(["text", "json"]), default="text", help="Form of the answer."
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="ttsgraph")
def cli() -> None:
    """Ask the map of test-time scaling where a method fits, what it is close to, and how that is known."""


@cli.command()
@click.argument("question")
@_graph_options
@_answer_format
def ask(question: str, output: str, **options: Any) -> None:
    """Answer a QUESTION in English."""
    _print_answer(_graph(**options).ask(question), output)


@cli.command()
@click.argument("method")
@_graph_options
@_answer_format
def place(method: str, output: str, **options: Any) -> None:
    """Say where a METHOD stands, axis by axis, and why."""
    _print_answer(_graph(**options).place(method), output)


@cli.command()
@click.argument("method")
@_graph_options
@_answer_format
def relatives(method: str, output: str, **options: Any) -> None:
    """Rank what a METHOD is close to, and list what only looks like it."""
    _print_answer(_graph(**options).relatives(method), output)


@cli.command()
@click.argument("method")
@click.argument("other")
@_graph_options
@_answer_format
def compare(method: str, other: str, output: str, **options: Any) -> None:
    """Say what a METHOD and an OTHER share and in what they differ."""
    _print_answer(_graph(**options).compare(method, other), output)


@cli.command()
@click.argument("method")
@click.argument("relation")
@click.argument("thing")
@_graph_options
@_answer_format
def why(method: str, relation: str, thing: str, output: str, **options: Any) -> None:
    """Prove that METHOD RELATION THING, down to the words of notes."""
    _print_answer(_graph(**options).why(method, relation, thing), output)


@cli.command()
@click.argument("name", required=False)
@click.argument("arguments", nargs=-1, metavar="[KEY=VALUE]…")
@_graph_options
@click.option(
    "--format",
    "output",
    type=click.Choice(["table", "csv", "json"]),
    default="table",
    help="Form of the solutions.",
)
def query(name: str | None, arguments: Sequence[str], output: str, **options: Any) -> None:
    """Run the stored query NAME; without a name, list the stored queries."""
    from ttsgraph.tables import csv_text, shown, solutions_json

    if name is None:
        _list_queries(output)
        return
    solutions = _graph(**options).query(name, **_pairs(arguments))
    rows = [[shown(term) for term in row] for row in solutions.rows]
    if output == "json":
        click.echo(solutions_json(solutions))
    elif output == "csv":
        click.echo(csv_text(solutions.columns, rows), nl=False)
    else:
        _print_table(solutions.columns, rows)
        _note(f"{len(rows)} solution{'s' * (len(rows) != 1)}")


def _list_queries(output: str) -> None:
    from ttsgraph.queries import load_queries
    from ttsgraph.shipped import shipped_folder
    from ttsgraph.tables import csv_text

    queries = load_queries(shipped_folder("queries")).values()
    rows = [[each.name, " ".join(f"{p.name}=…" for p in each.parameters), each.summary] for each in queries]
    columns = ("name", "parameters", "summary")
    if output == "json":
        click.echo(json.dumps([dict(zip(columns, row, strict=True)) for row in rows], indent=2, ensure_ascii=False))
    elif output == "csv":
        click.echo(csv_text(columns, rows), nl=False)
    else:
        _print_table(columns, rows)


@cli.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="PATH…")
@click.option("--lines", is_flag=True, help="Read syntheses of notes, too.")
@click.option("--report", is_flag=True, help="List what was not understood, instead of the claims.")
@click.option(
    "--format",
    "output",
    type=click.Choice(["table", "csv", "json", "jsonl"]),
    default="table",
    help="Form of the claims.",
)
def read(paths: Sequence[Path], lines: bool, report: bool, output: str) -> None:
    """Read notes and print the claims that they make."""
    from ttsgraph.build import read_paths
    from ttsgraph.reading import unread_report

    ontology, readings = read_paths(paths, lines=lines, progress=_progress())
    not_read = unread_report(readings)
    if report:
        click.echo("".join(f"{line}\n" for line in not_read), nl=False)
        return
    _print_claims(readings, ontology, output)
    count = sum(len(reading.claims) for reading in readings)
    _note(f"{count} claims; {len(not_read)} sentences not understood (--report lists them)")


def _print_claims(readings: Sequence["Reading"], ontology: "Ontology", output: str) -> None:
    from ttsgraph.reading import compile_lexicon
    from ttsgraph.tables import CLAIM_COLUMNS, axis_labels, claim_dict, claim_row, csv_text

    lexicon, axes = compile_lexicon(ontology.triples), axis_labels(ontology.triples)
    pairs = [(reading, claim) for reading in readings for claim in reading.claims]
    if output in ("json", "jsonl"):
        dicts = [claim_dict(reading, claim, lexicon, axes) for reading, claim in pairs]
        lines = [json.dumps(each, ensure_ascii=False) for each in dicts]
        click.echo("\n".join(lines) if output == "jsonl" else json.dumps(dicts, ensure_ascii=False, indent=2))
        return
    rows = [claim_row(reading, claim, lexicon) for reading, claim in pairs]
    if output == "csv":
        click.echo(csv_text(CLAIM_COLUMNS, rows), nl=False)
    else:
        _print_table(CLAIM_COLUMNS[:-1], [row[:-1] for row in rows])


@cli.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path), metavar="[PATH…]")
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where the store goes.",
)
@click.option("--lines", is_flag=True, help="Read syntheses of notes, too.")
def build(paths: Sequence[Path], output: Path, lines: bool) -> None:
    """Build a store on disk from notes, the shipped ones by default."""
    from ttsgraph.graph import KnowledgeGraph

    graph = KnowledgeGraph.build(*paths, lines=lines, progress=_progress())
    graph.save(output)
    _note(f"{len(graph.store)} quads in {output}")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@_graph_options
def export(file: Path, **options: Any) -> None:
    """Write the graph to a FILE: .ttl .nt .trig .nq .jsonld, or .owl for Protégé."""
    _graph(**options).export(file)
    _note(f"wrote {file}")


@cli.command()
@_graph_options
@click.option("--dl", is_flag=True, help="Ask HermiT, too, whether all of it is consistent (needs the extra dl).")
def check(dl: bool, **options: Any) -> None:
    """Run every check; a violation is a line on standard output and a status other than zero."""
    found = _graph(**options).check(dl=dl)
    for violation in found:
        click.echo(violation)
    if found:
        sys.exit(1)
    _note("nothing is wrong")


def _graph(notes: Sequence[Path], store: Path | None, lines: bool) -> "KnowledgeGraph":
    from ttsgraph.graph import KnowledgeGraph

    if store is not None:
        if notes or lines:
            raise ParameterError(
                "--store names a graph that is built already; leave out --notes and --lines, or --store"
            )
        return KnowledgeGraph.open(store)
    return KnowledgeGraph.load(*notes, lines=lines, progress=_progress())


def _pairs(arguments: Iterable[str]) -> dict[str, str]:
    pairs = {}
    for argument in arguments:
        key, equals, value = argument.partition("=")
        if not equals:
            raise ParameterError(f"{argument!r} is no argument of a query; write it as key=value")
        pairs[key] = value
    return pairs


def _print_answer(answer: "Answer", output: str) -> None:
    if output == "json":
        click.echo(json.dumps(answer.to_dict(), indent=2, ensure_ascii=False))
    elif sys.stdout.isatty():
        from rich.console import Console
        from rich.text import Text

        for style, text in answer.text_lines():
            Console().print(Text(text, style=STYLES[style]))
    else:
        click.echo(answer.to_text(), nl=False)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    if sys.stdout.isatty():
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(*columns)
        for row in rows:
            table.add_row(*map(Text, row))
        Console().print(table)
    else:
        from ttsgraph.tables import plain_table

        click.echo(plain_table(columns, rows))


def _note(text: str) -> None:
    click.echo(text, err=True)


def _progress() -> Callable[[int, int], None] | None:
    """Return what shows on a terminal how many notes have been read."""
    if not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        click.echo(f"\rreading notes: {done} of {total}" + ("\n" if done == total else ""), nl=False, err=True)

    return show


def spread_notes(words: Sequence[str]) -> list[str]:
    """Let `--notes` take several paths at once: words behind it that exist as paths belong to it.

    >>> spread_notes(["ask", "Where?", "--lines"])
    ['ask', 'Where?', '--lines']
    """
    spread: list[str] = []
    behind_notes = False
    for word in words:
        if behind_notes and not word.startswith("-") and spread[-1] not in ("--notes", "-n"):
            behind_notes = Path(word).exists()
            spread += ["--notes"] if behind_notes else []
        elif word.startswith("-"):
            behind_notes = word in ("--notes", "-n")
        spread.append(word)
    return spread


def main() -> None:
    """Run the command line; an error is one line or more on standard error and a status other than zero."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        cli(args=spread_notes(sys.argv[1:]), prog_name="ttsgraph")
    except TtsgraphError as error:
        for line in str(error).splitlines():
            click.echo(f"ttsgraph: {line}" if not line.startswith("  ") else line, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
