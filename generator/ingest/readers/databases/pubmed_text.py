"""Reads PubMed's tagged text, also called MEDLINE; its files end in `.nbib`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ....records.base import Problem
from ....records.entry import Entry
from ...raw import RawEntry, RawName
from .entries import make_entries
from .medline import full_pages, full_suffix, given_names, tidy_title, type_of

_TAGGED = re.compile(r"^([A-Z][A-Z0-9]{1,3}) *- ?(.*)$")
_BEGINS = re.compile(r"^PMID ?- ", re.MULTILINE)
_READ = frozenset(
    "PMID TI BTI AB FAU AU FED ED CN AUID DP DEP TA JT VI IP PG LID AID IS ISBN PT MH OT PB CTI TT RIN ECI LA".split()
)

Fields = list[tuple[str, str]]
"""Pairs of a tag and its text, in the order of the file."""


def reads(path: str, head: str) -> bool:
    """Return whether `head`, the beginning of a file, is PubMed's tagged text. `path` is not used.

    It is if its first line is a tag, a hyphen and a value, and some line begins with `PMID-`. RIS is refused.
    """
    del path
    first = head.lstrip("\n ").split("\n", 1)[0]
    return bool(_TAGGED.match(first) and _BEGINS.search(head) and not first.startswith("TY  -"))


def parse(text: str, path: str) -> tuple[list[Entry], list[Problem]]:
    """Return an entry for each article with a title, in the order of the text, and a problem with its line for each one
    without, and for each line that belongs to no article. A text without articles gives one problem. `path` is that of
    the file, for both.
    """
    problems: list[Problem] = []
    return make_entries(list(_entries(text, path, problems)), _raw, "pubmed", path, problems)


def _entries(text: str, path: str, problems: list[Problem]) -> Iterator[tuple[int, Fields]]:
    """Yield for each entry of a text the line on which it begins, and its fields. Lines that belong to no field are
    appended to `problems`, with the `path` of the file.
    """
    fields: list[tuple[str, list[str]]] = []
    begins = 1
    for number, line in enumerate(text.split("\n"), 1):
        tagged = _TAGGED.match(line)
        if tagged and (tagged[1] == "PMID" or not fields):
            if fields:
                yield begins, _joined(fields)
            fields, begins = [(tagged[1], [tagged[2]])], number
        elif tagged:
            fields.append((tagged[1], [tagged[2]]))
        elif line[:1].isspace() and line.strip() and fields:
            fields[-1][1].append(line)
        elif line.strip():
            message = (
                f"“{line.strip()[:60]}” is neither a field nor the rest of one; begin the line with a tag or spaces"
            )
            problems.append(Problem(path=path, line=number, message=message))
    if fields:
        yield begins, _joined(fields)


def _joined(fields: list[tuple[str, list[str]]]) -> Fields:
    return [(tag, " ".join(line.strip() for line in lines).strip()) for tag, lines in fields]


def _raw(fields: Fields, line: int) -> RawEntry:
    def first(*tags: str) -> str:
        return next((text for tag in tags for name, text in fields if name == tag and text), "")

    def every(tag: str) -> list[str]:
        return [text for name, text in fields if name == tag and text]

    kinds = every("PT")
    chapter = bool(first("TI") and first("BTI"))
    date = first("DP")
    return RawEntry(
        line=line,
        key=first("PMID"),
        type="chapter" if chapter else "book" if first("BTI") else type_of(kinds),
        title=tidy_title(first("TI", "BTI", "TT")),
        abstract=first("AB"),
        authors=_people(fields, "FAU", "AU", "CN"),
        editors=_people(fields, "FED", "ED", ""),
        date=_appeared(first("DEP"), date) or date,
        venue=first("TA"),
        container=first("BTI") if chapter else first("JT", "CTI"),
        volume=first("VI"),
        issue=first("IP"),
        pages=full_pages(first("PG")),
        publisher=first("PB"),
        isbn=" ".join(every("ISBN")),
        issn=" ".join(every("IS")),
        language=first("LA"),
        ids=_ids(fields),
        keywords=tuple(dict.fromkeys([*every("OT"), *(_heading(word) for word in every("MH"))])),
        passed_over=(*_warnings(fields), *(name for name, text in fields if name not in _READ and text)),
    )


def _appeared(day: str, issue: str) -> str:
    """Return the day on which an article appeared, as YYYY-MM-DD, if its issue is of the same year and has no day; else
    an empty text.
    """
    if re.fullmatch(r"\d{8}", day) and issue.startswith(day[:4]) and not re.search(r"\d\d? *$", issue[4:]):
        return f"{day[:4]}-{day[4:6]}-{day[6:]}"
    return ""


def _people(fields: Fields, full: str, short: str, group: str) -> tuple[RawName, ...]:
    """Return the people in order, groups included. `full`, `short` and `group` are the tags of their names; the short
    form counts only if the entry has no full ones.
    """
    people: list[RawName] = []
    has_full = any(name == full for name, _ in fields)
    for name, text in fields:
        if name == group and text:
            people.append(RawName(full=text, corporate=True))
        elif text and (name == full or (name == short and not has_full)):
            people.append(_person(text))
        elif name == "AUID" and people and group and (orcid := re.search(r"ORCID: *(\S+)", text)):
            people[-1] = replace(people[-1], orcid=_hyphens(orcid[1]))
    return tuple(people)


def _person(name: str) -> RawName:
    """Return the parts of a name such as `Gale, Otto B Jr` or `Gale OB Jr`; one of another form is kept whole."""
    match = re.fullmatch(r"([^,]+), ([^,]+?)(?:,? (Jr|Sr|2nd|3rd|4th|II|III|IV))?", name) or re.fullmatch(
        r"(.+) ([A-Z]{1,4})(?: (Jr|Sr|2nd|3rd|4th))?", name
    )
    if match is None:
        return RawName(full=name)
    return RawName(family=match[1], given=given_names(match[2]), suffix=full_suffix(match[3] or ""))


def _hyphens(orcid: str) -> str:
    return re.sub(r"(?<!\d)(\d{4})(\d{4})(\d{4})(\d{3}[\dXx])$", r"\1-\2-\3-\4", orcid)


def _ids(fields: Fields) -> dict[str, str]:
    ids = {"pubmed": next((text for name, text in fields if name == "PMID"), "")}
    dois = [text for name, text in fields if name in {"LID", "AID"} and text.endswith("[doi]")]
    if dois:
        ids["doi"] = dois[0].removesuffix("[doi]").strip()
    return {kind: text for kind, text in ids.items() if text}


def _heading(text: str) -> str:
    """Return a heading of MeSH without its qualifiers and without the star that marks the main ones."""
    return text.split("/")[0].strip("* ")


def _warnings(fields: Fields) -> list[str]:
    words = {"RIN": "retracted", "ECI": "doubted"}
    return [
        f"{words[name]}: PubMed names a notice in {text}; look whether it belongs here"
        for name, text in fields
        if name in words
    ]
