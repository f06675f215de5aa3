import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ttsgraph.errors import NoteError, ProblemsError
from ttsgraph.notes import load_notes
from ttsgraph.notes.sources import LARGEST_FILE, LONGEST_LINE

ROOT = Path(__file__).parent.parent
INQUIRY = ROOT / "tests" / "documents" / "sleep-time-inquiry.txt"


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def written(text, name="a.md"):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def note(text, name="a.md"):
    (only,) = load_notes([written(text, name)])
    return only


def passages(of):
    return [of.text[passage.start : passage.end] for passage in of.passages]


def complaints(*paths):
    with pytest.raises(ProblemsError) as caught:
        load_notes([Path(path) for path in paths])
    return str(caught.value).split("\n")


FRONT = "the front matter is not read: "
MALFORMED = {
    "broken YAML": (
        "---\ntitle: Breadth: or depth\n---\nProse.",
        f"a.md:2: {FRONT}mapping values are not allowed here; quote a value that holds a colon",
    ),
    "quotation mark left open": (
        '---\ndate: 2026-11-20\ntitle: "Breadth\nabout: x\n---\nProse.',
        f"a.md:3: {FRONT}found unexpected end of stream; close the quotation mark",
    ),
    "line without a key": (
        "---\ntitle: a\nbreadth\n---\nProse.",
        f"a.md:3: {FRONT}could not find expected ':'; write each line as 'key: value'",
    ),
    "backslash in double quotes": (
        '---\nup: "[[A\\|b]]"\n---\nProse.',
        f"a.md:2: {FRONT}found unknown escape character '|'; use single quotation marks",
    ),
    "unquoted wikilink": (
        "---\ntitle: a\nup: [[Dad]]\n---\nProse.",
        'a.md:3: a wikilink in the front matter must be quoted; write "[[Dad]]"',
    ),
    "unquoted wikilinks": (
        "---\nup: [[A]], [[B]]\n---\nProse.",
        'a.md:2: a wikilink in the front matter must be quoted; write ["[[A]]", "[[B]]"]',
    ),
    "unquoted wikilink in a list": (
        "---\nup:\n  - '[[A]]'\n  - [[B]]\n---\nProse.",
        'a.md:4: a wikilink in the front matter must be quoted; write "[[B]]"',
    ),
    "unquoted wikilink over two lines": (
        "---\nup: [[A\n  B]]\n---\nProse.",
        f'a.md:2: {FRONT}a wikilink must be quoted; write "[[A B]]"',
    ),
    "list with a wikilink and a plain text": (
        '---\nuses:\n  - "[[A]]"\n  - B\n---\nProse.',
        "a.md:4: 'uses' lists wikilinks, and this is none; write it as \"[[…]]\"",
    ),
    "duplicate key": (
        "---\ntitle: a\ndate: 2026-11-20\ntitle: b\n---\nProse.",
        f"a.md:4: {FRONT}the key 'title' stands on line 2 already; keep one of the two",
    ),
    "key that is a list": ("---\n? [a]\n: b\n---\nProse.", f"a.md:2: {FRONT}a key must be a text"),
    "two YAML documents": (
        "---\na: b\n...\nc\n---\nProse.",
        f"a.md:4: {FRONT}expected '<document start>', but found '<scalar>'",
    ),
    "anchor bomb": (
        "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nProse.",
        f"a.md:2: {FRONT}anchors and aliases (&name, *name) are not read; write the value out, or quote it",
    ),
    "tag": (
        "---\na: !!python/object/apply:os.system [ls]\n---\nProse.",
        f"a.md:2: {FRONT}tags (!name) are not read; leave the tag out, or quote the value",
    ),
    "deep nesting": (
        f"---\na: {'[' * 25}{']' * 25}\n---\nProse.",
        f"a.md:2: {FRONT}it is nested more than 20 levels deep",
    ),
    "control character": (
        "---\ntitle: a\ndate: \x07\n---\nProse.",
        "a.md:3: the front matter holds the control character U+0007; delete it",
    ),
    "unclosed front matter": (
        "---\ntitle: a\n\nProse.",
        "a.md:1: the front matter is not closed; end it with a line of three hyphens (---)",
    ),
    "long front matter": (
        f"---\na: {'b' * 70_000}\n---\nProse.",
        "a.md:1: the front matter is longer than 65,536 characters; move text into the note",
    ),
    "front matter without keys": (
        "---\n- a\n---\nProse.",
        "a.md:2: the front matter must be keys with values, as in 'title: …'",
    ),
    "title that is a list": ("---\ntitle: [a]\n---\nProse.", "a.md:2: 'title' must be one text, not a list"),
    "unknown kind": (
        "---\nkind: claim\n---\nProse.",
        "a.md:2: the kind 'claim' is unknown; write note, inquiry or line",
    ),
    "no such day": (
        "---\ndate: 2026-02-30\n---\nProse.",
        "a.md:2: the date '2026-02-30' is not a day of the calendar; write it as 2026-11-20",
    ),
    "paper of no known form": (
        "---\npapers:\n  - arXiv:2504.13171\n  - Snell 2024\n---\nProse.",
        "a.md:4: the paper 'Snell 2024' is not written as arXiv:2504.13171, doi:10.1000/1 or https://…",
    ),
    "paper with a space behind the colon": (
        "---\npapers:\n  - arXiv: 2504.13171\n---\nProse.",
        "a.md:3: a paper is not written as arXiv:2504.13171, doi:10.1000/1 or https://…",
    ),
    "claim that is a text": (
        "---\nclaims: best-of-N is parallel\n---\nProse.",
        "a.md:2: a claim must have the keys subject, property, object, quote",
    ),
    "claim without a quote": (
        "---\nclaims:\n  - {subject: a, property: uses, object: b}\n---\nProse.",
        "a.md:3: the claim has no quote",
    ),
    "claim with a misspelt key": (
        "---\nclaims:\n  - {subject: a, property: b, object: c, quote: x,\n     polarty: negated}\n---\nx",
        "a.md:4: a claim has no key 'polarty'; its keys are subject, property, object, quote, polarity, condition",
    ),
    "claim of unknown polarity": (
        "---\nclaims:\n  - {subject: a, property: b, object: c, quote: Prose, polarity: no}\n---\nProse.",
        "a.md:3: the polarity 'no' is none of asserted, negated, hedged",
    ),
    "claim with two objects": (
        "---\nclaims:\n  - {subject: a, property: b, object: [c, d], quote: Prose}\n---\nProse.",
        "a.md:3: the object of a claim must be one text",
    ),
    "quote missing from its note": (
        # The words do stand in the title: but a note cannot be quoted from its own front matter.
        "---\ntitle: it helps\nclaims:\n  - {subject: a, property: b, object: c, quote: it helps}\n---\nNo.",
        "a.md:4: the quote 'it helps' does not stand in this note; "
        "copy it from the text below the front matter, or delete the claim",
    ),
    "quote over a line break": (
        "---\nclaims:\n  - {subject: a, property: b, object: c, quote: it helps}\n---\nHere\nit\nhelps.",
        "a.md:3: the quote 'it helps' does not stand in this note; "
        "line 6 has it with other white space: quote words that stand on one line",
    ),
    "not UTF-8": (b"one\r\ntwo\ncaf\xe9\n", "a.md:3: byte 0xe9 is not UTF-8; save the file as UTF-8"),
    "UTF-16": ("Prose.".encode("utf-16"), "a.md:1: byte 0xff is not UTF-8; save the file as UTF-8"),
    "NUL": ("one\ntwo\0\n", "a.md:2: a NUL character; this is not a text file"),
    "empty file": (b"", "a.md:1: the file is empty; write the note or delete the file"),
    "blank file": ("\ufeff \n\n", "a.md:1: the file is empty; write the note or delete the file"),
    "giant line": (
        "one\n" + "x" * (LONGEST_LINE + 1),
        "a.md:2: the line has 1,000,001 characters; break it into lines of up to 1,000,000",
    ),
    "giant file": (
        b"x\n" * (LARGEST_FILE // 2 + 1),
        "a.md: the file is larger than 20 MB; split it into several notes",
    ),
    "nothing to read": (
        "---\ntitle: a\n---\n# Heading\n\n> quoted\n\n```\ncode\n```\n",
        "a.md: the note says nothing: it has no paragraph, list item, typed link or claim",
    ),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_note_is_one_line_with_its_place(name):
    content, expected = MALFORMED[name]
    written(content)

    assert complaints("a.md") == [expected]


HEAD = "What is it?\nThis asks what it is.\nIt is parallel.\n"
MALFORMED_INQUIRIES = {
    "question without a question mark": (
        "\nWhat is it\nThis asks.\nSources 1 note\nIt is.",
        "a.txt:2: the question is missing: the first line, 'What is it', does not end in a question mark",
    ),
    "no question": (
        "\nSources 1 note\nIt is.",
        "a.txt:1: the question is missing; it must be the first line of the page",
    ),
    "no opening line": (
        "What is it?\n\nSources 1 note\nIt is.",
        "a.txt:1: the opening line is missing; below the question, say in one line what is asked",
    ),
    "no sources": (
        HEAD + "Sources six notes\nIt is.\n\n",
        "a.txt:5: the line 'Sources N notes' is missing, which parts the answer from the paragraphs of the notes",
    ),
    "too few notes": (
        HEAD + "Sources 2 notes\nIt is.",
        "a.txt:4: 'Sources 2 notes' stands here, but 1 paragraph follows; write one for each note",
    ),
    "too many notes": (
        HEAD + "Sources 1 note\nIt is.\nIt was.\n\nIt will be.",
        "a.txt:4: 'Sources 1 note' stands here, but 3 paragraphs follow; write one for each note",
    ),
    "not UTF-8": (b"What?\n\x80", "a.txt:2: byte 0x80 is not UTF-8; save the file as UTF-8"),
}


@pytest.mark.parametrize("name", MALFORMED_INQUIRIES)
def test_malformed_inquiry_is_one_line_with_its_place(name):
    content, expected = MALFORMED_INQUIRIES[name]
    written(content, "a.txt")

    assert complaints("a.txt") == [expected]


# --- files and folders ---


def test_folder_without_notes_is_an_error():
    written("about the folder", "folder/README.md")
    written("hidden", "folder/.hidden.md")
    written("hidden", "folder/.obsidian/a.md")
    written("other", "folder/LICENSE")
    written("other", "folder/a.csv")

    assert complaints("folder") == ["folder: the folder holds no notes (.md or .txt); name a folder with notes"]


def test_path_that_does_not_exist_is_an_error():
    assert complaints("nowhere/a.md") == ["nowhere/a.md: there is no such file or folder"]


def test_file_of_another_kind_is_an_error_when_named():
    written("a,b", "a.csv")

    assert complaints("a.csv") == ["a.csv: the file is no note; notes are .md or .txt"]


def test_file_name_without_letters_or_digits_is_an_error():
    written("Prose.", "…….md")

    assert complaints("…….md") == ["…….md: the file name has no letter from a to z and no digit; rename the file"]


def test_file_name_with_a_line_break_gives_one_line():
    written("", "two\nlines.md")

    assert complaints(".") == ["two\\nlines.md:1: the file is empty; write the note or delete the file"]


def test_named_pipe_is_an_error_and_is_not_waited_for():
    os.mkfifo("a.md")

    assert complaints("a.md") == ["a.md: this is not a regular file"]


def test_two_files_with_one_slug_are_an_error_that_names_both():
    written("Prose.", "notes/one/Best of N.md")
    written("Prose.", "notes/two/best-of-n.md")
    written("Prose.", "notes/two/best-of-n-2.md")  # near miss: another slug

    assert complaints("notes") == [
        "notes/two/best-of-n.md: notes/one/Best of N.md has a note named 'best-of-n' already; "
        "rename one of the two files"
    ]


def test_note_of_an_inquiry_and_a_file_with_one_slug_are_one_error():
    written(HEAD + "Sources 2 notes\nIt is.\nIt was.", "a.txt")
    written("Prose.", "a-2.md")

    assert complaints("a.txt", "a-2.md") == [
        "a.txt: a-2.md has a note named 'a-2' already; rename one of the two files"
    ]


def test_two_inquiries_with_one_slug_are_one_error():
    for name in ("notes/one/a.txt", "notes/two/a.txt"):
        written(HEAD + "Sources 1 note\nIt is.", name)

    assert complaints("notes") == [
        "notes/two/a.txt: notes/one/a.txt has a note named 'a' already; rename one of the two files"
    ]


def test_links_that_lead_out_of_the_folder_are_errors():
    written("Prose.", "outside/a.md")
    written("Prose.", "notes/b.md")
    Path("notes/folder").symlink_to(Path("outside").absolute())
    Path("notes/link.md").symlink_to("../outside/a.md")
    Path("notes/nowhere.md").symlink_to("missing.md")
    Path("notes/circle.md").symlink_to("circle.md")
    Path("notes/picture.png").symlink_to("../outside/a.md")  # near miss: never read

    remedy = "the link leads out of the folder, or nowhere; put the note itself here, or name its own folder"
    assert complaints("notes") == [
        f"notes/{name}: {remedy}" for name in ("circle.md", "folder", "link.md", "nowhere.md")
    ]


def test_link_within_the_folder_is_no_second_note():
    written("Prose.", "notes/deep/b.md")
    Path("notes/a.md").symlink_to("deep/b.md")
    Path("notes/around").symlink_to("deep")

    assert [of.path for of in load_notes([Path("notes")])] == ["notes/deep/b.md"]


def test_link_within_the_folder_to_what_is_hidden_is_a_note():
    written("Prose.", "notes/.store/z.md")
    written("Prose.", "notes/b.md")
    Path("notes/z.md").symlink_to(".store/z.md")

    assert [of.path for of in load_notes([Path("notes")])] == ["notes/b.md", "notes/z.md"]


def test_file_that_is_named_twice_is_read_once():
    path = written("Prose.", "notes/a.md")

    assert [of.slug for of in load_notes([path, Path("notes"), path.absolute()])] == ["a"]


def test_order_of_the_arguments_does_not_matter():
    paths = [written("Prose.", name) for name in ("b/x.md", "a/y.MD", "c.md")]

    notes = load_notes(paths)

    assert [of.path for of in notes] == ["a/y.MD", "b/x.md", "c.md"]
    assert load_notes(paths[::-1]) == notes


def test_every_problem_of_every_file_is_told_at_once():
    written("---\npapers: Snell\ndate: today\nclaims: x\n---\n", "notes/b.md")
    written("", "notes/a.md")
    written("Prose.", "notes/c.md")  # near miss: nothing is wrong with it, and nothing is said about it

    told = complaints("missing.md", "notes")

    assert [line.split(": ")[0] for line in told] == [
        "missing.md",
        "notes/a.md:1",
        "notes/b.md:2",
        "notes/b.md:3",
        "notes/b.md:4",
    ]


# --- Markdown ---

BLOCKS = """\
# A *title*

First paragraph,
over two lines.

- item one
  goes on
- item two

  1. nested
* [ ] task

## Heading of no interest

> Someone else's words.

```
code
```

    more code

| table | head |
|-------|------|
| cell  | cell |

<!-- a comment
of two lines -->
<div>markup</div>

Before <!-- not read --> behind.
Setext heading
==============
"""


def test_paragraphs_and_list_items_are_passages_and_nothing_else_is():
    of = note(BLOCKS)

    assert passages(of) == [
        "First paragraph,\nover two lines.",
        "item one\n  goes on",
        "item two",
        "nested",
        "[ ] task",
    ]
    assert [of.line_of(passage.start) for passage in of.passages] == [3, 6, 8, 10, 11]


def test_prose_around_a_comment_is_read_and_the_comment_is_not():
    assert passages(note("Before <!-- never --> behind.")) == ["Before", "behind."]
    assert passages(note("Near <!-- miss")) == ["Near <!-- miss"]  # no comment without an end


def test_paragraph_may_begin_with_a_line_of_odd_blanks():
    assert passages(note("\xa0\n- \xa0\nProse.")) == ["Prose."]


@pytest.mark.parametrize("front", ["---\n---\n", "---\n# nothing yet\n---\n", ""])
def test_front_matter_may_be_empty_or_missing(front):
    assert passages(note(front + "Prose.")) == ["Prose."]


def test_title_is_that_of_the_front_matter_else_the_first_heading_else_none():
    assert note("---\ntitle: Front\n---\n# Heading\n\nProse.", "a.md").title == "Front"
    assert note("## Smaller\n\n# Heading\n\nProse.", "b.md").title == "Heading"
    assert note("> # Quoted\n\nProse.", "c.md").title is None  # near miss: a heading of someone else


def test_scalars_of_the_front_matter_stay_what_was_written():
    of = note("---\ntitle: no\nabout: 1.10\nversion: 2\ntags: [a, a]\ndate:\n---\nProse.")

    assert (of.title, of.about, of.date) == ("no", "1.10", None)


def test_title_is_one_line_however_it_is_written():
    assert note("---\ntitle: |\n  Breadth\n  or depth\n---\nProse.").title == "Breadth or depth"


def test_papers_are_arxiv_numbers_dois_and_addresses():
    papers = ("arXiv:2504.13171v2", "arXiv:cs/0112017", "doi:10.1000/182", "https://example.org/a?b#c")

    listed = "".join(f"  - {paper}\n" for paper in papers)

    assert note(f"---\npapers:\n{listed}---\nProse.").papers == papers
    assert note("---\npapers: arXiv:2504.13171\n---\nProse.", "b.md").papers == ("arXiv:2504.13171",)


def test_carriage_returns_and_byte_order_mark_leave_offsets_valid():
    of = note(b"\xef\xbb\xbf---\r\ntitle: a\r\n---\r\nOne\r\ntwo.\r\n\r\n- three\r\n")

    assert of.text.startswith("---")
    assert passages(of) == ["One\r\ntwo.", "three"]
    assert [(of.line_of(place.start), of.column_of(place.start)) for place in of.passages] == [(4, 1), (7, 3)]


def test_lone_carriage_returns_end_lines_too():
    of = note("One.\r\r- two\r")

    assert [(of.line_of(place.start), of.column_of(place.start)) for place in of.passages] == [(1, 1), (3, 3)]


def test_hash_is_that_of_the_bytes_of_the_file():
    content = b"\xef\xbb\xbfProse.\r\n"

    assert note(content).sha256 == hashlib.sha256(content).hexdigest()


def test_path_is_the_one_that_was_given():
    path = written("Prose.", "notes/a.md")

    assert load_notes([Path("notes")])[0].path == "notes/a.md"
    assert load_notes([Path("./notes/../notes")])[0].path == "notes/../notes/a.md"
    assert load_notes([path.absolute()])[0].path == path.absolute().as_posix()


SPELLINGS = {
    "front matter": ('---\namortizes: "[[reasoning]]"\n---\n', 'amortizes: "[[reasoning]]"', 2),
    "front matter list": (
        '---\namortizes:\n  - "[[reasoning]]"\n---\n',
        'amortizes:\n  - "[[reasoning]]"',
        2,
    ),
    "field": ("Prose.\n\namortizes:: [[reasoning]]\n", "amortizes:: [[reasoning]]", 3),
    "field in a list": ("- amortizes:: [[reasoning]]\n", "amortizes:: [[reasoning]]", 1),
    "field within a sentence": ("It pays (amortizes:: [[reasoning]]).", "amortizes:: [[reasoning]]", 1),
    "field in brackets": ("It pays [amortizes:: [[reasoning]]].", "amortizes:: [[reasoning]]", 1),
    "list item": ("- amortizes [[reasoning]] (it is paid for once)\n", "amortizes [[reasoning]]", 1),
    "list item with a full stop": ("- amortizes [[reasoning]].\n", "amortizes [[reasoning]]", 1),
    "heading as target": ("amortizes:: [[reasoning#cost]]\n", "amortizes:: [[reasoning#cost]]", 1),
    "block as target": ("amortizes:: [[reasoning#^1]]\n", "amortizes:: [[reasoning#^1]]", 1),
    "other words shown": ("amortizes:: [[reasoning|thinking]]\n", "amortizes:: [[reasoning|thinking]]", 1),
    "embedded": ("amortizes:: ![[reasoning]]\n", "amortizes:: ![[reasoning]]", 1),
}


@pytest.mark.parametrize("name", SPELLINGS)
def test_one_typed_link_has_many_spellings(name):
    content, words, line = SPELLINGS[name]

    of = note(content)

    (link,) = of.links
    assert (link.relation, link.target, link.line) == ("amortizes", "reasoning", line)
    assert of.text[link.start : link.end] == words


def test_field_may_have_several_targets_and_more_fields_on_the_lines_below():
    of = note("uses:: [[a]], [[b]]\nmoves along:: [[c]] as everyone knows\nIt goes on.")

    assert [(link.relation, link.target) for link in of.links] == [
        ("uses", "a"),
        ("uses", "b"),
        ("moves along", "c"),
    ]
    assert passages(of) == ["It goes on."]


NO_LINKS = {
    "code": "Write `(uses:: [[a]])` for this.",
    "code block": "Write:\n\n    uses:: [[a]]\n",
    "comment": "Prose <!-- (uses:: [[a]]) --> prose.",
    "block quote": "Prose.\n\n> uses:: [[a]]\n",
    "field in the middle of a line": "Best-of-N, they say, uses:: [[a]].",
    "sentence in a list": "- Best-of-N uses [[a]]\n",
    "item that goes on": "- uses [[a]] and other things\n",
    "field without a link": "status:: draft\n",
    "heading of the same note": "uses:: [[#below]]\nProse.",
    "key about the note": '---\ntags: "[[a]]"\n---\nProse.',
    "text with a wikilink in it": '---\nremark: "see [[a]]"\n---\nProse.',
}


@pytest.mark.parametrize("name", NO_LINKS)
def test_what_looks_like_a_typed_link_and_is_none(name):
    assert note(NO_LINKS[name]).links == ()


def test_typed_link_in_the_front_matter_is_enough_for_a_note():
    of = note('---\nabout: "[[sleep-time compute]]"\nuses:\n  - "[[a]]"\n  - "[[b]], [[c]]"\n---\n')

    assert (of.subject, of.passages) == ("sleep-time compute", ())
    assert [link.target for link in of.links] == ["a", "b", "c"]


def test_subject_of_the_links_is_what_the_note_is_about_else_its_title_else_its_file_name():
    assert note("---\nabout: MCTS\ntitle: Trees\n---\nProse.").subject == "MCTS"
    assert note("---\ntitle: Trees\n---\nProse.").subject == "Trees"
    assert note("Prose.", "notes/Best-of-N v1.5.md").subject == "Best-of-N v1.5"


def test_claim_is_given_with_the_place_of_its_quote():
    of = note(
        "---\nclaims:\n"
        '  - subject: "[[best-of-N]]"\n    property: converges with\n    object: MCTS\n'
        "    quote: arrive together\n    polarity: hedged\n    condition: at equal compute\n"
        '  - {subject: a, property: b, object: c, quote: "over\\ntwo"}\n'
        "---\nThey\nmay arrive together over\ntwo lines, and arrive together again.\n"
    )

    first, second = of.claims
    assert (first.subject, first.property, first.object) == ("best-of-N", "converges with", "MCTS")
    assert (first.polarity, first.condition, first.line) == ("hedged", "at equal compute", 12)
    assert (of.line_of(first.start), of.column_of(first.start)) == (12, 5)
    assert of.text[first.start : first.end] == first.quote == "arrive together"
    assert of.text[second.start : second.end] == second.quote == "over\ntwo"
    assert (second.polarity, second.condition) == ("asserted", None)


def test_markdown_line_is_read_only_on_request():
    path = written("---\nkind: line\n---\nA synthesis.")

    assert load_notes([path]) == ()
    assert [of.kind for of in load_notes([path], lines=True)] == ["line"]


@pytest.mark.parametrize("path", sorted((ROOT / "notes").glob("*.md")), ids=lambda path: path.stem)
def test_shipped_note_is_read_word_for_word(path):
    (of,) = load_notes([path])

    body = of.text.partition("\n---\n")[2]
    assert "\n\n".join(passages(of)) == body.strip()
    assert (of.slug, of.kind, of.links, of.claims) == (path.stem, "note", (), ())
    assert of.title and of.papers and of.date


# --- inquiries ---


def test_inquiry_gives_its_opening_line_and_its_notes():
    inquiry, *notes = load_notes([INQUIRY])

    lines = INQUIRY.read_text().splitlines()
    assert (inquiry.slug, inquiry.kind, inquiry.title) == ("sleep-time-inquiry", "inquiry", lines[0])
    assert passages(inquiry) == [lines[1]]
    assert [of.slug for of in notes] == [f"sleep-time-inquiry-{i}" for i in (1, 2, 3, 4, 5, 6)]
    assert [passages(of) for of in notes] == [[line] for line in lines[6:12]]
    assert [of.line_of(of.passages[0].start) for of in notes] == [7, 8, 9, 10, 11, 12]
    # The essay is neither a note of its own nor a passage of another.
    assert {(of.kind, of.title, of.cited) for of in notes} == {("note", None, ())}


def test_essay_of_an_inquiry_is_a_line_and_read_only_on_request():
    *others, line = load_notes([INQUIRY], lines=True)

    assert (line.slug, line.kind) == ("sleep-time-inquiry-essay", "line")
    assert passages(line) == INQUIRY.read_text().splitlines()[2:5]
    assert tuple(others) == load_notes([INQUIRY])


def test_titles_that_stand_bare_in_an_essay_are_found():
    *_, line = load_notes([INQUIRY], lines=True)

    assert [line.text[start:end] for start, end in line.cited] == [
        "What separates internal from external scaling?",
        "Which directions does the field take next?",
        "Should samples be drawn side by side or in a row?",
        "Does it matter which search framework is used?",
        "Does thinking belong in the pretraining corpus?",
        "Can thinking longer replace a larger model?",
    ]


CITED = {
    "full stop behind": ("It splits in two How do they compare?. So it is.", ["How do they compare?"]),
    "dash behind": ("It is depth How deep is it? — and so on.", ["How deep is it?"]),
    "in parentheses": ("It splits (How do they compare?) in two.", ["How do they compare?"]),
    "end of the paragraph": ("It is one item How is it settled?", ["How is it settled?"]),
    "two in a row": ("So they say Is it so? Can it be so?.", ["Is it so?", "Can it be so?"]),
    "sentence begins with a question word": (
        "When it is so, they agree Does it matter?.",
        ["Does it matter?"],
    ),
    "number with a point": ("So they say Is GPT-4.5 better?, and so on.", ["Is GPT-4.5 better?"]),
    "question of its own": ("It splits. How do they compare? It is unclear.", []),
    "question at the beginning": ("How do they compare? It is unclear.", []),
    "question at the end": ("It splits. How do they compare?", []),
    "question in parentheses": ("It splits. (How do they compare?) It is unclear.", []),
    "question inside": ("One asks what is best? and goes on.", []),
    "question before a sentence": ("One asks What is best? Nobody knows.", []),
    "no question": ("It is What they call depth. Or is it?", []),
}


@pytest.mark.parametrize("name", CITED)
def test_bare_title_is_told_from_a_question(name):
    text, expected = CITED[name]

    of = note(text)

    assert [of.text[start:end] for start, end in of.cited] == expected


def test_paragraphs_of_an_inquiry_may_be_parted_by_blank_lines_and_run_over_several():
    written(
        "What\nis it?\n\nThis asks\nwhat it is.\n\nIt is\nparallel.\n\nSources 2 notes\n\nIt\nis.\n\nIt\nwas.\n",
        "wrapped.txt",
    )
    written("What is it?\n\nThis asks.\n\nIt is.\n\nSources 2 notes\n\nIt is.\n\nIt was.\n", "spaced.txt")

    notes = {of.slug: of for of in load_notes([Path()], lines=True)}

    assert {slug: passages(of) for slug, of in notes.items()} == {
        "spaced": ["This asks."],
        "spaced-1": ["It is."],
        "spaced-2": ["It was."],
        "spaced-essay": ["It is."],
        "wrapped": ["This asks\nwhat it is."],
        "wrapped-1": ["It\nis."],
        "wrapped-2": ["It\nwas."],
        "wrapped-essay": ["It is\nparallel."],
    }
    assert notes["wrapped"].title == "What is it?"


def test_inquiry_may_have_one_note_and_no_essay():
    path = written("What is it?\r\nThis asks.\r\nSources 1 note\r\nIt is.\r\n", "a.txt")

    assert [(of.slug, passages(of)) for of in load_notes([path], lines=True)] == [
        ("a", ["This asks."]),
        ("a-1", ["It is."]),
    ]


def test_hash_of_a_note_of_an_inquiry_stays_when_another_paragraph_changes():
    before = {of.slug: of.sha256 for of in load_notes([written(HEAD + "Sources 2 notes\nA.\nB.", "a.txt")])}

    after = {of.slug: of.sha256 for of in load_notes([written(HEAD + "Sources 2 notes\nA.\nC.", "a.txt")])}

    assert {slug for slug in before if before[slug] != after[slug]} == {"a-2"}


# --- whatever the bytes ---

PIECES = [
    *("---\n", "\n", "\r", "- ", "> ", "# ", "`", "[[a]]", "uses:: ", "(", ")", '"', ": ", "a", "é", "title"),
    *(
        "claims:\n",
        "<!--",
        "-->",
        "Sources 1 note\n",
        "What?",
        "&a ",
        "*a",
        "!b ",
        "\t",
        "    ",
        "|",
        "{",
        "}",
    ),
    *("\x85", "\u2028"),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join).map(str.encode)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(content=st.binary(max_size=200) | TEXTS, name=st.sampled_from(["a.md", "a.txt"]))
def test_no_bytes_do_worse_than_an_error_with_a_place(content, name):
    path = written(content, name)

    try:
        notes = load_notes([path], lines=True)
    except ProblemsError as problems:
        notes = ()
        assert all(isinstance(error, NoteError) and str(error).startswith(name) for error in problems.errors)
        assert len(str(problems).splitlines()) == len(problems.errors)

    for of in notes:
        spans = [(part.start, part.end) for part in (*of.passages, *of.links, *of.claims)] + list(of.cited)
        assert all(of.text[start:end].strip() for start, end in spans)
        assert all(text == text.strip() for text in passages(of))
