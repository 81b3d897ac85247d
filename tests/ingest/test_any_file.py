"""Whatever is done to a file, its readers neither raise nor hang, and each file gives entries or messages."""

from __future__ import annotations

import json
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.normalise import to_entry
from generator.ingest.raw import Markup, RawEntry, RawName
from generator.ingest.readers.detect import parse_entries
from tests.cases import GOLDEN

INPUTS = [
    case["input"]
    for path in sorted((GOLDEN / "readers").glob("*.yml"))
    if "fill" not in (case := yaml.safe_load(path.read_text(encoding="utf-8")))
]
JUNK = (
    *"\x00\"'{}[]\t,;|<\\$%@`\u202e\ufeff",
    *("\n\n", "- ", "# ", "&amp;", "**", "---\n", "&a [*a]", "!!python/object:os.system x", "1e999", "NaN"),
    *("(" * 9, "[" * 99, "- " * 99),
)


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A file of the golden cases, with something cut out, put in, doubled, or taken from another one."""
    text = draw(st.sampled_from(INPUTS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 200)))
        match draw(st.integers(0, 4)):
            case 0:
                text = text[:start] + text[end:]
            case 1:
                text = text[:start] + draw(st.sampled_from(JUNK)) * draw(st.sampled_from((1, 1, 20))) + text[start:]
            case 2:
                text = text[:start] + text[start:end] * 2 + text[end:]
            case 3:
                text = text[:start]
            case _:
                text = text[:start] + draw(st.sampled_from(INPUTS))
    return text


@settings(max_examples=300, deadline=None)
@given(mutated(), st.sampled_from(["utf-8", "utf-16", "cp1252", "gb18030"]), st.sampled_from(["x", "x.csv", "x.md"]))
def test_any_mutation_is_read_or_refused(text: str, encoding: str, path: str) -> None:
    start = time.process_time()
    entries, problems = parse_entries(text.encode(encoding, "replace"), path)
    assert time.process_time() - start < 5
    assert entries or problems
    lines = text.count("\n") + text.count("\r") + 1
    for item in (*entries, *problems):
        assert 0 <= item.line <= lines
    assert all(entry.title.strip() for entry in entries)


ITEM = "- **A Title of It** [paper](https://example.org/p) "


@pytest.mark.parametrize(
    "text",
    [
        ITEM + "[" * 30_000,
        ITEM + "[a](" * 10_000,
        ITEM + "**a" * 15_000,
        ITEM + "- " * 30_000,
        ITEM + "\n" + "> " * 20_000 + "a",
        "".join(" " * 2 * depth + "- **A Title** [p](https://a.example)\n" for depth in range(300)),
        "title,year\n" + '"a\n' * 20_000,
        "[" * 100_000,
        '{"a":' * 50_000,
        "{\n" * 50_000,
        "- title: x\n  a: " + "[" * 40_000,
        "- title: x\n  b: &a [1]\n" + "".join(f"  k{n}: &x{n} [*a, *a]\n" for n in range(2_000)),
        '- title: "x\n' * 3_000,
        json.dumps({"title": "x", "authors": "A, B and " * 20_000}),
        json.dumps({"title": "x", "venue": "Proc. (" * 700, "isbn": "9-" * 2000, "doi": "10.1000/" + "(" * 4000}),
        json.dumps({"title": "$a" * 400, "abstract": "\\emph{" * 16_000}),
        json.dumps({"title": "x", "abstract": "<a " * 33_000}),
        json.dumps({"title": "x", "abstract": "<!--" * 25_000}),
        json.dumps({"title": "x", "abstract": "a" + "\u0300\u0316" * 49_000}),
    ],
    ids=range(19),
)
def test_no_text_makes_a_reader_hang(text: str) -> None:
    start = time.process_time()
    entries, problems = parse_entries(text.encode(), "x")
    assert entries or problems
    assert time.process_time() - start < 5


@given(
    st.lists(st.text(max_size=60), min_size=8, max_size=8),
    st.sampled_from(["plain", "latex", "html"]),
    st.dictionaries(st.sampled_from(["arxiv", "doi", "acl", "pubmed", "openalex", "semantic_scholar"]), st.text()),
    st.text(max_size=80) | st.text(max_size=40).map("https://{}".format),
)
def test_only_a_missing_title_refuses_an_entry(
    texts: list[str], markup: Markup, ids: dict[str, str], link: str
) -> None:
    title, abstract, name, date, venue, pages, number, note = texts
    raw = RawEntry(
        line=1,
        key=note,
        markup=markup,
        title=title,
        abstract=abstract,
        authors=(RawName(full=name), RawName(family=name, orcid=number), RawName(full=name, corporate=True)),
        year=date,
        date=date,
        venue=venue,
        container=venue,
        pages=pages,
        isbn=number,
        issn=number,
        ids=ids,
        links=(("publisher", link), ("code", link)),
        keywords=(note,),
        headings=(note,),
        passed_over=(note,),
    )
    try:
        entry = to_entry(raw, "test", "x")
    except ValueError as error:
        assert str(error) == "has no title; add one"
        return
    assert entry.title
    if date.strip() and entry.citation.year is None and entry.citation.published is None:
        assert any(line.startswith(("year:", "date:")) for line in entry.notes) or not date.isprintable()
