"""The list of all readers, and the choice of the one that parses a file.

A reader is a module for one format, with two functions. `reads(path, head)` tells whether a file has the format, from
its first 20,000 characters; the file's name at most breaks a tie. `parse(text, path)` returns `(entries, problems)` and
never raises on foreign text. To add a format, write such a module and list it in `READERS`. The order matters: first
formats with signs of their own, then those that hold any keys, last those that only the look of their lines tells.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from ...records.base import Problem
from ...records.entry import Entry
from ..encodings import decode
from . import bibtex, form, json_lines, trending_page
from .databases import acl_anthology, arxiv, crossref, openalex, pubmed_text, pubmed_xml, semantic_scholar
from .keyed import table, yaml_rows
from .libraries import csl_json, endnote_xml, refer, ris, web_of_science
from .markdown import page
from .unknown import describe_bytes, describe_text

HEAD = 20_000
"""How many characters of a file a reader is given to recognise its format; some exports begin with a long comment."""


class Reader(NamedTuple):
    """A format of bibliographies and the functions that handle it.

    `name` stands in entries and records. `reads(path, head)` returns whether a file has the format, `parse(text, path)`
    its entries and a problem for each part that is none.
    """

    name: str
    reads: Callable[[str, str], bool]
    parse: Callable[[str, str], tuple[list[Entry], list[Problem]]]


READERS = (
    Reader("bibtex", bibtex.reads, bibtex.parse),
    Reader("ris", ris.reads, ris.parse),
    Reader("refer", refer.reads, refer.parse),
    Reader("web-of-science", web_of_science.reads, web_of_science.parse),
    Reader("endnote-xml", endnote_xml.reads, endnote_xml.parse),
    Reader("arxiv", arxiv.reads, arxiv.parse),
    Reader("acl-anthology", acl_anthology.reads, acl_anthology.parse),
    Reader("pubmed", pubmed_text.reads, pubmed_text.parse),
    Reader("pubmed-xml", pubmed_xml.reads, pubmed_xml.parse),
    Reader("openalex", openalex.reads, openalex.parse),
    Reader("semantic-scholar", semantic_scholar.reads, semantic_scholar.parse),
    Reader("crossref", crossref.reads, crossref.parse),
    Reader("csl-json", csl_json.reads, csl_json.parse),
    Reader("json", json_lines.reads, json_lines.parse),
    Reader("yaml", yaml_rows.reads, yaml_rows.parse),
    Reader("form", form.reads, form.parse),
    Reader("markdown", page.reads, page.parse),
    Reader("table", table.reads, table.parse),
    Reader("trending-page", trending_page.reads, trending_page.parse),
)


def parse_entries(data: bytes, path: str) -> tuple[list[Entry], list[Problem]]:
    """Parse the bytes of a file with the first reader that recognises it.

    Returns its entries, in the order of the file, and a problem for each part that is no entry. There are no entries
    and just one problem if the file is empty, is no text (a PDF, an archive), or has a format that no reader
    recognises; the problem says what the file looks like. Bytes in a doubtful encoding are noted on the first entry.
    `path` is only used in entries and problems.
    """
    if unreadable := describe_bytes(data):
        return [], [Problem(path=path, line=1, message=unreadable)]
    text, note = decode(data)
    if not text.strip():
        return [], [Problem(path=path, message="the file is empty; give a file with papers")]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reader = recognise(text, path)
    if reader is None:
        known = ", ".join(reader.name for reader in READERS)
        return [], [Problem(path=path, line=1, message=describe_text(text, known))]
    entries, problems = reader.parse(text, path)
    if note and entries:
        entries = [entries[0].model_copy(update={"notes": (note, *entries[0].notes)}), *entries[1:]]
    return entries, problems


def recognise(text: str, path: str) -> Reader | None:
    """Return the first reader in `READERS` that recognises the text of the file at a path, from its first 20,000
    characters; None if none does.
    """
    return next((reader for reader in READERS if reader.reads(path, text[:HEAD])), None)
