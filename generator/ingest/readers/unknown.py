"""Describes a file that no reader recognises, with advice on what to give instead."""

from __future__ import annotations

import re

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "a PDF; give the bibliography of the paper, not the paper (Zotero finds it)"),
    (b"\x1f\x8b", "a gzip archive; unpack it first (gunzip)"),
    (b"BZh", "a bzip2 archive; unpack it first (bunzip2)"),
    (b"\xfd7zXZ", "an xz archive; unpack it first (unxz)"),
    (b"7z\xbc\xaf", "a 7z archive; unpack it first"),
    (b"Rar!", "a RAR archive; unpack it first"),
    (b"SQLite format 3", "a SQLite database, such as Zotero's; export the library as BibTeX or RIS"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; save a table as CSV, a text's references as BibTeX or RIS"),
    (b"\x89PNG", "a picture; give a bibliography"),
    (b"\xff\xd8\xff", "a picture; give a bibliography"),
    (b"GIF8", "a picture; give a bibliography"),
    (b"II*\x00", "a picture; give a bibliography"),
    (b"PAR1", "a Parquet table; save it as CSV or JSON Lines"),
    (b"{\\rtf", "an RTF document; give its references as BibTeX or RIS"),
)
_ZIPS: tuple[tuple[bytes, str], ...] = (
    (b"word/", "a Word document; give its references as BibTeX or RIS (from Zotero, EndNote or Mendeley)"),
    (b"xl/", "an Excel workbook; save the sheet as CSV"),
    (b"ppt/", "a PowerPoint file; give a bibliography"),
    (b"opendocument.spreadsheet", "an OpenDocument sheet; save it as CSV"),
    (b"opendocument", "an OpenDocument file; give its references as BibTeX or RIS"),
    (b"epub", "an EPUB book; give a bibliography"),
    (b"sdb/", "an EndNote library (.enlx); export it as EndNote XML or RIS"),
)
_TEXTS: tuple[tuple[str, str], ...] = (
    (
        r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+)?html\b",
        "an HTML page; look for its export as BibTeX, RIS or CSV",
    ),
    (
        r"(?:.|\n){0,4000}?\\(?:documentclass|documentstyle|begin\{document\}|begin\{thebibliography\})",
        "LaTeX source; give the .bib file that it cites",
    ),
    (r"\s*<\?xml|\s*<[A-Za-z!][^<>]*>", "XML of a kind that is not read; export as BibTeX, RIS or CSV"),
    (r"\s*[\[{]", "JSON that does not begin with entries, or is broken; give a list of objects, each with a title"),
    (r"\s*@", "BibTeX that is broken where it begins; look at its first entry"),
    (
        r"\s*(?:From|Received|Return-Path|MIME-Version|Delivered-To): ",
        "a mail; give the bibliography that is attached to it",
    ),
    (r"\s*#!|\s*(?:import|from|package|def|class|function|const|using) \w+", "source code; give a bibliography"),
    (r"(?:diff --git |--- a/)", "a patch; give a bibliography"),
    (r"\s*(?:TY  ?-|PMID- |ER  ?-)", "RIS or PubMed that is broken where it begins; export it anew"),
)


def describe_bytes(data: bytes) -> str | None:
    """Return what a file of these bytes looks like, with advice, phrased to follow the file's name; None if it may be
    text.

    >>> describe_bytes(b"%PDF-1.7")
    'looks like a PDF; give the bibliography of the paper, not the paper (Zotero finds it)'
    """
    for signature, description in _SIGNATURES:
        if data.startswith(signature):
            return f"looks like {description}"
    if data.startswith(b"PK\x03\x04"):
        inside = data[:4000] + data[-8000:]
        description = next(
            (description for mark, description in _ZIPS if mark in inside), "a zip archive; unpack it first"
        )
        return f"looks like {description}"
    sample = data[:8000]
    odd = len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", sample))
    if not data.startswith((b"\xff\xfe", b"\xfe\xff")) and odd > 0.1 * len(sample) and not _maybe_wide(sample):
        return "is no text, but data of some program (an EndNote .enl library?); export it as BibTeX, RIS or CSV"
    return None


def describe_text(text: str, formats: str) -> str:
    """Return what a text looks like that no reader recognises, with advice, phrased to follow the file's name.

    `formats` is a list of the formats that can be read, as it shall stand in the message about a text of no known kind.

    >>> describe_text("<!doctype html><p>Papers", "bibtex, ris")
    'looks like an HTML page; look for its export as BibTeX, RIS or CSV'
    """
    head = text[:20_000]
    for pattern, description in _TEXTS:
        if re.match(pattern, head, re.IGNORECASE | re.DOTALL if "html" in pattern else 0):
            return f"looks like {description}"
    lines = [line.strip() for line in head.split("\n") if line.strip()]
    if len(lines) == 2 and len(lines[0]) < 300 and not lines[0].endswith("."):
        return (
            f"is no page of papers: the abstract of “{lines[0][:60]}” is too short ({len(lines[1])} of 120 "
            "characters); write the paper as BibTeX, CSV or JSON, where an abstract may have any length"
        )
    return f"looks like plain text, in no format that is read ({formats}); export the papers from where they are kept"


def _maybe_wide(sample: bytes) -> bool:
    """Return whether bytes can be UTF-16 without a byte order mark: every other byte is 0, and there is no other
    control character.
    """
    return any(half.count(0) > 0.6 * len(half) for half in (sample[::2], sample[1::2])) and not re.search(
        rb"[\x01-\x08\x0e-\x1a]", sample
    )
