"""Reads a filled form, in which a visitor of the site proposes a paper or corrects one.

The form is the text of a GitHub issue: a heading for each question of `starter/ci/paper.yml`, and the answer below it.
"""

from __future__ import annotations

import re

from ...records.base import Problem
from ...records.entry import Entry
from ..normalise import to_entry
from .keyed.rows import parse_row

RECORD = "Page in this survey"
"""The question for the record that is to be corrected; the answer is the entry's key."""
_KEYS = {
    RECORD: "key",
    "Title": "title",
    "Authors": "authors",
    "Year": "year",
    "Published in": "venue",
    "DOI": "doi",
    "arXiv number": "arxiv",
    "Link": "url",
    "Abstract": "abstract",
    "Why": "",
}
"""A question, and the key of a row that means the same; the last one stands in no record."""
_NO_ANSWER = "_No response_"
_HEADING = re.compile(r"^### (.+?)\s*$", re.MULTILINE)
_PAGE = re.compile(r"(?:.*/)?papers/([a-z0-9-]+)(?:/?|\.md|/index\.html)(?:[?#].*)?|([a-z0-9-]+)")
UNNAMED = "(the title stays)"
"""The title of an entry that corrects a record and gives none."""


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, starts with the form's first question. `path` is not used."""
    del path
    return head.lstrip("\ufeff \t\n").startswith(f"### {RECORD}\n")


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return one entry for a filled form, or no entry and one problem, which says what is wrong with it. `path` is that
    of the file, for both.

    The entry's `key` is the id of the record to correct, if the form names one; without a title of its own it is then
    called `UNNAMED`. It is a problem if a question stands there twice, if neither title nor page is filled in, if the
    page is not one of a paper, or if the title or abstract is too long.
    """
    answers, fault = _answers(text)
    record = _PAGE.fullmatch(answers.get("key", "x"))
    if fault is None and record is None:
        fault = f"“{RECORD}”: {answers['key'][:80]!r} is no page of a paper; give it as papers/ID/"
    if fault is None and "key" not in answers and "title" not in answers:
        fault = "neither “Title” nor “Page in this survey” is filled in"
    if fault or record is None:
        return [], [Problem(path=path, line=1, message=fault or "")]
    if "key" in answers:
        answers = {"title": UNNAMED} | answers | {"key": record[1] or record[2]}
    raw, _ = parse_row(answers, 1)
    try:
        return [to_entry(raw, "form", path)], []
    except ValueError as error:
        return [], [Problem(path=path, line=1, message=str(error))]


def _answers(text: str) -> tuple[dict[str, str], str | None]:
    """Return the answers of a form by key, without empty ones, and None; or if a question stands there twice, no
    answers and a message that says so.

    A heading that is none of the questions belongs to the answer in which it stands.
    """
    found = [heading for heading in _HEADING.finditer(text) if heading[1] in _KEYS]
    twice = {heading[1] for heading in found if sum(other[1] == heading[1] for other in found) > 1}
    if twice:
        return {}, f"the question {min(twice)!r} is there twice; say which answer counts"
    ends = [*(heading.start() for heading in found[1:]), len(text)]
    answers = {_KEYS[heading[1]]: text[heading.end() : end].strip() for heading, end in zip(found, ends, strict=True)}
    return {key: answer for key, answer in answers.items() if key and answer not in ("", _NO_ANSWER)}, None
