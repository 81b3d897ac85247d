"""BibTeX of a paper and of the survey itself.

The text is Unicode, as biber and today's BibTeX read it; only characters that LaTeX
would read as commands are escaped. A brace in a text becomes the command that prints
it, because BibTeX counts even escaped braces. Words whose capitals a style must not
lower stand in braces. A paper without authors has the field `key` in place of
`author`: styles sort and label by it.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from urllib.parse import quote

from ..records.paper import Paper
from ..records.survey import Settings
from ..text.escape import plain_text

_LATEX = str.maketrans(
    {char: "\\" + char for char in "&%$#_"}
    | {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_KEPT_CAPITALS = re.compile(r"(?<!\S)\S*(?:\S[A-Z]|\d[A-Za-z]|[A-Za-z]\d)\S*")
"""Words with a capital or a digit after their first letter: names, which keep their case."""
_JOURNAL = re.compile(
    r"\b(journal|transactions|letters|magazine|TMLR|TPAMI|PAMI|IJCV|TIP|TMM|TNNLS|TCSVT|JMLR|TACL|"
    r"Nature|Science|IEEE Access|Pattern Recognition|Neurocomputing|Information Fusion)\b",
    re.IGNORECASE,
)
_PREPRINT = re.compile(r"\b(arxiv|preprint|corr)\b", re.IGNORECASE)


def as_bibtex(paper: Paper) -> str:
    """The BibTeX entry of a paper: `@inproceedings{flair,`, a line for each field, and `}`, without a final line break.

    The paper's id is the entry's key. It is an `@article` where the venue's name is that of a journal, a `@misc` where
    there is no venue or only a preprint server, else an `@inproceedings`.
    """
    venue = (
        None
        if paper.bibliographic.venue is None or _PREPRINT.search(paper.bibliographic.venue)
        else plain_text(paper.bibliographic.venue)
    )
    kind, holder = ("misc", None)
    if venue:
        kind, holder = ("article", "journal") if _JOURNAL.search(venue) else ("inproceedings", "booktitle")
    year = paper.bibliographic.venue_year if venue and paper.bibliographic.venue_year else paper.bibliographic.year
    arxiv = paper.bibliographic.ids.arxiv
    authors = _authors(paper.bibliographic.authors)
    fields = (
        ("title", _title(paper.bibliographic.title)),
        ("author", authors),
        ("key", None if authors else _latex(plain_text(paper.label))),
        (holder, venue and _latex(venue)),
        ("year", str(year or "")),
        ("eprint", arxiv),
        ("archivePrefix", arxiv and "arXiv"),
        ("doi", paper.bibliographic.ids.doi and _verbatim(paper.bibliographic.ids.doi)),
        ("url", _verbatim(_address(paper))),
    )
    return _entry(kind, paper.id, fields)


def survey_as_bibtex(settings: Settings, edition: datetime.date | None) -> str:
    """The BibTeX entry that cites the survey as a whole: `@misc{survey2026,`, the year being that of the edition."""
    fields = (
        ("title", _title(settings.title)),
        ("author", f"{{{_latex(plain_text(settings.author))}}}"),
        ("year", str(edition.year) if edition else None),
        ("note", f"Edition of {edition.isoformat()}" if edition else None),
        ("url", _verbatim(settings.base_url)),
    )
    return _entry("misc", "survey" + (str(edition.year) if edition else ""), fields)


def _entry(kind: str, key: str, fields: Iterable[tuple[str | None, str | None]]) -> str:
    """An entry of those fields that have a name and a value."""
    lines = [f"  {name} = {{{value}}}," for name, value in fields if name and value]
    return "\n".join([f"@{kind}{{{key},", *lines, "}"])


def _latex(text: str) -> str:
    """A text as LaTeX prints it: each character of its own syntax is escaped."""
    return text.translate(_LATEX)


def _title(text: str) -> str:
    """A title with names in braces: `{FLAIR}: Seeing with {GPT-4}`."""
    pieces: list[str] = []
    end = 0
    plain = plain_text(text)
    for match in _KEPT_CAPITALS.finditer(plain):
        pieces += [_latex(plain[end : match.start()]), "{", _latex(match.group()), "}"]
        end = match.end()
    return "".join([*pieces, _latex(plain[end:])])


def _authors(names: tuple[str, ...]) -> str:
    """Names joined by `and`, each with its words in the order in which it was given."""
    return " and ".join(_author(name) for name in map(plain_text, names) if name)


def _author(name: str) -> str:
    """A name; in braces where it holds a comma or the word `and`, at which BibTeX would split it."""
    if "," in name or " and " in f" {name} ".casefold():
        return f"{{{_latex(name)}}}"
    return _latex(name)


def _address(paper: Paper) -> str:
    """Where the paper can be read: at the ACL Anthology, arXiv, its DOI or its publisher; empty if none is known."""
    if paper.bibliographic.ids.acl:
        return f"https://aclanthology.org/{paper.bibliographic.ids.acl}/"
    if paper.bibliographic.ids.arxiv:
        return f"https://arxiv.org/abs/{paper.bibliographic.ids.arxiv}"
    if paper.bibliographic.ids.doi:
        return f"https://doi.org/{quote(paper.bibliographic.ids.doi, safe='/:;()-._')}"
    return next((link.url for link in paper.derived.links if link.kind == "publisher"), "")


def _verbatim(text: str) -> str:
    """An address or a DOI, which LaTeX reads as it stands: braces and backslashes are percent-encoded."""
    return text.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
