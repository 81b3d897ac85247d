"""Which reader takes a file: by its content, and no reader takes what is another's."""

from __future__ import annotations

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from generator.ingest.encodings import decode
from generator.ingest.readers.detect import HEAD, READERS, parse_entries, recognise
from tests.cases import GOLDEN

SHARED = Path(__file__).resolve().parents[3] / "shared"
OWN = {
    "json": '[{"title": "Kites", "year": 2020}]',
    "yaml": "- title: Kites\n  year: 2020\n",
    "table": "title,authors,year\nKites,Ann Ho,2020\n",
    "markdown": "## Sky\n\n- **Kites**, Ann Ho. *SKY 2020*. [[paper](https://example.org/k)]\n",
    "trending-page": "Kites in Any Wind\nThis made-up abstract is long enough to be one, and says nothing at all that "
    "anybody would ever want to keep for later use.\n",
}
"""A file of each kind that this part reads; other formats have theirs beside their own tests."""
SAMPLES = {
    "cases/0*.jsonl": "json",
    "cases/1*.jsonl": "json",
    "cases/foreign-60.jsonl": "json",
    "cases/20-array.json": "json",
    "cases/21-short-abstract.txt": None,
    "cases/24-table.csv": "table",
    "cases/25-list.md": "markdown",
    "formats/hf_daily_md/*.md": "markdown",
    "labels/*.jsonl": "json",
    "corpus/trending-page.txt": "trending-page",
    "corpus/paper-facts.jsonl": "json",
}
GENERAL = {"json", "yaml", "table", "markdown", "trending-page"}
"""Readers that know no single format; those of a format come before them."""


def _zip(*names: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return data.getvalue()


@pytest.mark.parametrize(("name", "text"), OWN.items())
@pytest.mark.parametrize("path", ["papers", "papers.txt", "papers.bib", "papers.csv"])
def test_content_decides_and_not_the_name(name: str, text: str, path: str) -> None:
    reader = recognise(text, path)
    assert reader is not None
    assert reader.name == name


@pytest.mark.parametrize(("pattern", "name"), SAMPLES.items())
def test_samples_are_read_by_their_reader(pattern: str, name: str | None) -> None:
    files = sorted(SHARED.glob(pattern))
    if not files:
        pytest.skip("no ../shared beside the project: its samples are skipped")
    for path in files:
        reader = recognise(decode(path.read_bytes()).text, path.name)
        assert (reader and reader.name) == name, path


def test_no_reader_takes_what_is_another_ones() -> None:
    """At most one reader of a format takes a sample, and none of the general ones takes one that has a reader of its
    format but JSON, which several formats are written in.
    """
    files = [path for folder in ("formats", "cases") for path in sorted((SHARED / folder).rglob("*")) if path.is_file()]
    if not files:
        pytest.skip("no ../shared beside the project: its samples are skipped")
    for path in files:
        head = decode(path.read_bytes()).text[:HEAD]
        taking = [reader.name for reader in READERS if reader.reads(path.name, head)]
        own = [name for name in taking if name not in GENERAL]
        assert len(own) <= 1, (path, taking)
        if own:
            assert set(taking) <= {*own, "json"}, (path, taking)
        assert len(taking) - ("json" in taking) <= 1, (path, taking)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF"),
        (_zip("[Content_Types].xml", "word/document.xml"), "a Word document"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "an Excel workbook"),
        (_zip("sdb/sdb.eni"), "an EndNote library"),
        (_zip("papers.bib"), "a zip archive"),
        (gzip.compress(b"@article{x}"), "a gzip archive"),
        (b"SQLite format 3\x00", "a SQLite database"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"\x00\x01\x02\x03" * 100, "data of some program"),
        (b"{\\rtf1\\ansi Papers}", "an RTF document"),
        (b"<!DOCTYPE html>\n<html><body>Papers</body></html>", "an HTML page"),
        (b"\xef\xbb\xbf<html lang=en>", "an HTML page"),
        (b"% my paper\n\\documentclass{article}\n\\begin{document}\nHello.\n", "LaTeX source"),
        (b"#!/bin/sh\necho papers\n", "source code"),
        (b"From: ann@example.org\nSubject: papers\n\nPlease find them attached.\n", "a mail"),
        (b"<note><to>Ann</to></note>", "XML of a kind that is not read"),
        (b"Just a few words.\n", "plain text"),
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf\xef\xbb\xbf \n", "the file is empty"),
    ],
    ids=range(19),  # archives hold the time at which they were made
)
def test_what_nobody_reads_is_refused_by_its_name(data: bytes, words: str) -> None:
    entries, (problem,) = parse_entries(data, "papers.txt")
    assert not entries
    assert words in problem.message
    assert ";" in problem.message, "the message says what to do"


def test_long_comments_may_stand_ahead() -> None:
    comment = "# what we read this year, and what we thought of it\n" * 200
    entries, problems = parse_entries((comment + OWN["yaml"]).encode(), "papers.yml")
    assert [entry.title for entry in entries] == ["Kites"]
    assert problems == []


@pytest.mark.parametrize("name", OWN)
def test_an_abstract_of_a_megabyte_is_refused_by_every_reader(name: str) -> None:
    text = "word " * 200_000 + "and so it ends."
    data = {
        "json": f'[{{"title": "Kites", "abstract": "{text}"}}, {{"title": "Moths"}}]',
        "yaml": f"- title: Kites\n  abstract: {text}\n- title: Moths\n",
        "table": f'title,abstract\nKites,"{text}"\nMoths,\n',
        "markdown": f"| Title | Abstract |\n|---|---|\n| Kites | {text} |\n| Moths | |\n",
        "trending-page": f"Get trending papers\nKites\n{text}\nMoths\n{'They circle the lamp all night. ' * 5}\n",
    }[name]
    entries, problems = parse_entries(data.encode(), "papers")
    assert [entry.title for entry in entries] == ["Moths"]
    (problem,) = problems
    assert "characters, more than 100,000" in problem.message


def test_goldens_hold_a_case_for_each_general_reader() -> None:
    names = {path.stem for path in (GOLDEN / "readers").glob("*.yml")}
    for reader in GENERAL - {"trending-page"}:
        assert any(name.startswith(reader) for name in names), reader
