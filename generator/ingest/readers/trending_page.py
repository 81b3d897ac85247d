"""Reads the text of a page of trending papers.

The page, as scraped: up to a few boilerplate lines that ask for an email
address, then title and abstract in turn, one line each, blank lines anywhere.
The button after the boilerplate leaves its word glued to the first title.
"""

from __future__ import annotations

import re

from ...records.base import Problem
from ...records.entry import Entry
from ...records.evidence import Repair

_BOILERPLATE = re.compile(r"^\s*(get trending papers|subscribe\s*$|sign up|log in\s*$)", re.IGNORECASE)
_GLUED = re.compile(r"^Subscribe(?=[A-Z0-9])")
_TITLE_MOST = 300
"""Characters; the longest title of 108,819 in the ACL Anthology has 256."""
_ABSTRACT_LEAST = 120
_ABSTRACT_MOST = 100_000


def reads(path: str, head: str) -> bool:
    """Return whether a file may be the text of such a page: it does not begin like markup or data.

    Markup and data begin with `{`, `[`, `<`, `@`, `%` or `---`. `path` is not used.
    """
    del path
    return not head.lstrip().startswith(("{", "[", "<", "@", "%", "---"))


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return the entries of the text, in its order, and a problem for every line that belongs to none."""
    lines = [(number, line.strip()) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    boilerplate = 0
    while boilerplate < len(lines) and _BOILERPLATE.match(lines[boilerplate][1]):
        boilerplate += 1
    body = lines[boilerplate:]
    if not any(_looks_like_abstract(line) for _, line in body):
        return [], [
            Problem(
                path=path,
                line=lines[0][0],
                message="is no page of papers: no line is long enough to be an abstract; "
                "give title and abstract in turn, one line each",
            )
        ]
    entries: list[Entry] = []
    problems: list[Problem] = []
    title: tuple[int, str] | None = None
    for number, line in body:
        if not _looks_like_abstract(line):
            if title:
                problems.append(_without_abstract(path, *title))
            title = (number, line)
        elif title is None:
            message = f"an abstract without a title ({_quote(line)}); put its title on the line before"
            problems.append(Problem(path=path, line=number, message=message))
        else:
            fault = _fault(title[1], line)
            if fault:
                problems.append(Problem(path=path, line=title[0], message=fault))
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


def _fault(title: str, abstract: str) -> str | None:
    if len(abstract) > _ABSTRACT_MOST:
        return (
            f"the abstract of {_quote(title)} has {len(abstract):,} characters, more than {_ABSTRACT_MOST:,}; "
            "shorten it to the abstract proper"
        )
    control = re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]", title + abstract)
    if control:
        return f"{_quote(title)} holds the control character U+{ord(control[0]):04X}; delete it"
    return None


def _entry(path: str, title: tuple[int, str], abstract: str, *, glued: bool) -> Entry:
    text = title[1]
    repairs: tuple[Repair, ...] = ()
    if glued and (match := _GLUED.match(text)):
        text = text[match.end() :]
        first = text.split()[0]
        repairs = (Repair(rule="glued-boilerplate", place="title", was=f"Subscribe{first}", became=first),)
    return Entry(reader="trending-page", path=path, line=title[0], title=text, abstract=abstract, repairs=repairs)


def _quote(text: str) -> str:
    clean = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)
    return f"“{clean[:60]}…”" if len(clean) > 60 else f"“{clean}”"
