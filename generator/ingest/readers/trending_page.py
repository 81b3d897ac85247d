"""Reads the copied text of a web page that lists trending papers.

The text begins with up to a few lines that ask for an email address. Then title and abstract alternate, one line each,
with blank lines anywhere. The label of the button “Subscribe” may be stuck to the first title.
"""

from __future__ import annotations

import re

from ...records.base import Problem
from ...records.entry import Entry
from ...records.evidence import Repair
from ...text.cleaning import clean_text

_BOILERPLATE = re.compile(r"^\s*(get trending papers|subscribe\s*$|sign up|log in\s*$)", re.IGNORECASE)
_GLUED = re.compile(r"^Subscribe(?=[A-Z0-9])")
_OF_OTHERS = re.compile(r"[A-Z][A-Z0-9]{1,3}\s*- |#{1,6} |[-*+•] |\d{1,3}[.)] |\||[a-z_-]{1,30}: |>")
"""Beginnings of lines of RIS, PubMed's format, Markdown and YAML."""
_TITLE_MOST = 300
"""Characters; the longest title of 108,819 in the ACL Anthology has 256."""
_ABSTRACT_LEAST = 120
_ABSTRACT_MOST = 100_000


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is the copied text of a web page that lists trending papers.
    `path` is not used.

    It is if its first line asks for an email address, or if most lines are titles (short, no full stop) with an
    abstract (a long line that ends in a full stop) below. Texts that begin like XML, JSON, BibTeX or YAML, and lists,
    are refused.
    """
    del path
    if head.lstrip("\ufeff \t\n").startswith(("{", "[", "<", "@", "%", "---")):
        return False
    lines = [line.strip() for line in head.split("\n") if line.strip()]
    if not lines or sum(bool(_OF_OTHERS.match(line)) for line in lines) > 0.3 * len(lines):
        return False
    if _BOILERPLATE.match(lines[0]):
        return True
    kinds = [_looks_like_abstract(line) for line in lines]
    titles = [
        not long and line[-1] not in ".,;:" and not line[0].islower() for long, line in zip(kinds, lines, strict=True)
    ]
    pairs = sum(titles[at] and kinds[at + 1] for at in range(len(lines) - 1))
    share = 0.5 if len(lines) < 7 else 0.7  # an essay has several paragraphs below a heading
    return pairs > 0 and pairs >= share * sum(kinds) and 4 * pairs >= len(lines) - 1


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each title with an abstract below it, in the order of the text, and a problem for each line
    that is left over: a title without an abstract, an abstract without a title, an abstract of fewer than 120 or more
    than 100,000 characters. A text that holds only the lines before the first title gives one problem. `path` is that
    of the file, for both.
    """
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    boilerplate = 0
    while boilerplate < len(lines) and _BOILERPLATE.match(lines[boilerplate][1]):
        boilerplate += 1
    body = lines[boilerplate:]
    if not body:
        return [], [Problem(path=path, line=lines[0][0], message="the page holds no papers; copy it anew")]
    entries: list[Entry] = []
    problems: list[Problem] = []
    title: tuple[int, str] | None = None
    for number, line in body:
        if title and _is_short_abstract(line):
            problems.append(_with_short_abstract(path, title, line))
            title = None
        elif not _looks_like_abstract(line):
            if title:
                problems.append(_without_abstract(path, *title))
            title = (number, line)
        elif title is None:
            message = f"an abstract without a title ({_quote(line)}); put its title on the line before"
            problems.append(Problem(path=path, line=number, message=message))
        else:
            if len(line) > _ABSTRACT_MOST:
                problems.append(_with_long_abstract(path, title, line))
            else:
                entries.append(_entry(path, title, line, glued=boilerplate > 0 and title == body[0]))
            title = None
    if title:
        problems.append(_without_abstract(path, *title))
    return entries, problems


def _looks_like_abstract(line: str) -> bool:
    return len(line) > _TITLE_MOST or (len(line) >= _ABSTRACT_LEAST and bool(re.search(r"[.。！？!?]\s*$", line)))


def _without_abstract(path: str, number: int, title: str) -> Problem:
    message = f"the title {_quote(title)} has no abstract on the next line; add it or remove the title"
    return Problem(path=path, line=number, message=message)


def _is_short_abstract(line: str) -> bool:
    """Return whether a line below a title is an abstract that is as short as a title: it has five words, and ends with
    a full stop.
    """
    return len(line) < _ABSTRACT_LEAST and line.endswith((".", "。")) and len(line.split()) >= 5


def _with_short_abstract(path: str, title: tuple[int, str], abstract: str) -> Problem:
    message = (
        f"the abstract of {_quote(title[1])} is too short ({len(abstract)} of {_ABSTRACT_LEAST} characters); write the "
        "paper as BibTeX, CSV or JSON, where an abstract may have any length"
    )
    return Problem(path=path, line=title[0], message=message)


def _with_long_abstract(path: str, title: tuple[int, str], abstract: str) -> Problem:
    message = (
        f"the abstract of {_quote(title[1])} has {len(abstract):,} characters, more than {_ABSTRACT_MOST:,}; "
        "shorten it to the abstract proper"
    )
    return Problem(path=path, line=title[0], message=message)


def _entry(path: str, title: tuple[int, str], abstract: str, *, glued: bool) -> Entry:
    text = title[1]
    repairs: tuple[Repair, ...] = ()
    if glued and (match := _GLUED.match(text)):
        text = text[match.end() :]
        first = text.split()[0]
        repairs = (Repair(rule="glued-boilerplate", place="title", was=f"Subscribe{first}", became=first),)
    clean_title, clean_abstract = clean_text(text), clean_text(abstract)
    return Entry(
        reader="trending-page",
        path=path,
        line=title[0],
        title=clean_title.text or text,
        abstract=clean_abstract.text,
        notes=(
            *(f"title: {what} is left out" for what in clean_title.removed),
            *(f"abstract: {what} is left out" for what in clean_abstract.removed),
        ),
        repairs=repairs,
    )


def _quote(text: str) -> str:
    clean = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return f"“{clean[:60]}…”" if len(clean) > 60 else f"“{clean}”"
