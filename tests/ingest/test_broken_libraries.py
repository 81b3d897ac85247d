"""Broken files of libraries: no error, no hang, and every record is an entry or a problem."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.ingest.readers.bibtex import parse as parse_bibtex
from generator.ingest.readers.detect import READERS, parse_entries
from tests.cases import cases

NAMES = ("bibtex", "bibtex-broken", "ris", "csl-json", "endnote-xml", "web-of-science")
CASES = {case.id: case.values[0] for case in cases("readers", "input path encoding bom fill entries problems")}
SAMPLES = {name: CASES[name] for name in NAMES}
PARSERS = {reader.name: reader.parse for reader in READERS}
READER_OF = {name: name.removesuffix("-broken") for name in SAMPLES}
SIGNS = st.sampled_from(
    ["{", "}", '"', ",", "=", "@", "#", "$", "<", "&", "]", "\n", "\x00", "TY  - ", "ER  - ", "@book{x,"]
)


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(SAMPLES)), st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 30), SIGNS), max_size=6)
)
def test_any_change(name: str, changes: list[tuple[float, int, str]]) -> None:
    """A text with pieces cut out and signs put in."""
    text = SAMPLES[name]["input"]
    for place, length, sign in changes:
        at = int(place * len(text))
        text = text[:at] + sign + text[at + length :]
    entries, problems = PARSERS[READER_OF[name]](text, "library")
    assert entries or problems
    lines = text.count("\n") + 1
    assert all(1 <= entry.line <= lines for entry in entries)
    assert all(1 <= (problem.line or 0) <= lines for problem in problems)
    parse_entries(text.encode(), SAMPLES[name]["path"])


ENTRY = st.sampled_from(
    [
        "@article{%s, title = {Whole}, year = 2001}",
        '@book(%s, title = "Whole" # " Too",)',
        "@misc{%s, title = {Whole}\n year = {2001}}",
        "@article{%s, title = {Not Closed, year = 2001}",
        "@article{%s, title = {Not Closed}, year = {2001}",
        '@article{%s, title = "Not Closed, year = 2001}',
        "@article{%s",
        "@article{%s,}",
        "@article{%s, = {x}, title {y} }}",
        "@inbook{%s, title = {Ring}, crossref = {k0}, xdata = {k1}}",
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(ENTRY, min_size=1, max_size=8))
def test_no_entry_of_bibtex_costs_another(forms: list[str]) -> None:
    """Every entry that has a line of its own is told of on this line."""
    text = "\n".join(form % f"k{at}," if form.endswith("%s") else form % f"k{at}" for at, form in enumerate(forms))
    entries, problems = parse_bibtex(text, "library.bib")
    begin = [number for number, line in enumerate(text.split("\n"), 1) if re.match(r"@\w+[{(]k\d", line)]
    told = sorted([entry.line for entry in entries] + [problem.line or 0 for problem in problems])
    assert told == begin
    whole = [f"k{at}" for at, form in enumerate(forms) if "Whole" in form]
    assert [entry.key for entry in entries if entry.title.startswith("Whole")] == whole


@pytest.mark.parametrize(
    "text",
    [
        "@article{" * 50_000,
        "@a{b,c={" * 50_000,
        '@string{a = "x"}' * 30_000,
        "@string{a = a # a}" * 5_000 + '@article{x, title = a # "T"}',
        "@comment{" * 50_000,
        "@%" * 100_000,
        "@article{x, title = {" + "{" * 200_000,
        "@book{k, title = {T}, author = {" + "A and " * 50_000 + "}}",
        "@inbook{a, crossref = {a}, title={T}}\n" * 2_000,
        "".join(f"@book{{k{n}, crossref = {{k{n + 1}}}, xdata = {{k{n + 2}, k{n + 3}}}}}\n" for n in range(3_000)),
        "TY  - JOUR\n" * 30_000,
        "TY  - JOUR\nTI  - x\n" + "AB  - y\nz\n" * 30_000,
        "FN x\nPT J\n" + "TI a\n" * 50_000,
        '[{"type": "book", "issued": {"raw": "x"}, "title": "' * 3_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_length(text: str) -> None:
    start = time.process_time()
    entries, problems = parse_entries(text.encode(), "library.bib")
    assert entries or problems
    assert time.process_time() - start < 5
