"""Checks that records which a curator marked as `checked` are complete, short and in their own words.

Other records are not looked at. All problems are warnings, since a catalogue with gaps can still be built.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePath

from ..catalogue import addresses
from ..catalogue.relations import one_way
from ..records.base import Problem
from ..records.paper import Derived, Digest, Paper
from ..records.survey import Survey
from ..text.analysis import STOP_WORDS, plain, stem

_Fault = tuple[tuple[str | int, ...], str]
"""Keys that lead to a value in its file, and what is wrong with it."""

_PARTS = ("summary", "problem", "idea", "questions")
_SUMMARY_WORDS = 30
_FEWEST_QUESTIONS, _MOST_QUESTIONS = 3, 5
_SHARED_WORDS = 2
_NOTE_WORDS = 20
_FEWEST_ABOUT, _MOST_ABOUT = 4, 12
_BANNED = re.compile(r"\b(?:novel|we|this paper)\b", re.IGNORECASE)
_PAPER_LINK = re.compile(rf"\b{addresses.PAPER_PATTERN}\b")
_FIELD_WORDS = "image video text model document language visual"
_FUNCTION_WORDS = "without within out up down through via using use used versus vs don doesn isn very"
_UNCOUNTED = STOP_WORDS | {stem(word) for word in f"{_FIELD_WORDS} {_FUNCTION_WORDS}".split()}
"""Words (or stems) that a question may share with any title: those of grammar and of the whole field."""


def check_completeness(survey: Survey, folder: PurePath) -> list[Problem]:
    """Return warnings about what records with `checked: true` lack, and about papers that their area's essay does not
    link.

    They are sorted by path, then message.
    """
    unreturned: dict[str, list[_Fault]] = {}
    for paper, number, relation in one_way(survey.papers):
        kind, to = relation.kind, relation.to
        message = f"{kind!r} holds both ways, but {to} does not say it of {paper.id}; add it to papers/{to}.yml"
        unreturned.setdefault(paper.id, []).append((("relations", number, "kind"), message))
    problems = list(_essays(survey, folder))
    for paper in survey.papers:
        if not paper.provenance.checked:
            continue
        path = str(folder / "papers" / f"{paper.id}.yml")
        own = (*_parts(paper.digest), *_questions(paper), *_things(paper.derived), *_notes(paper.digest))
        for at, message in (*own, *unreturned.get(paper.id, ())):
            problems.append(Problem(path=path, message=message, level="warning", at=at))
    return sorted(problems, key=lambda problem: (problem.path, problem.message))


def _parts(digest: Digest) -> Iterator[_Fault]:
    """Yield a fault for each text that a finished digest needs and the given one lacks, and for a summary that is long
    or has empty words.
    """
    for field in _PARTS:
        if not getattr(digest, field):
            yield ("checked",), f"says `checked` but has no `{field}`; write it, or take `checked` out"
    if digest.summary is None:
        return
    if (count := _count(digest.summary)) > _SUMMARY_WORDS:
        message = f"the summary has {count} words, more than {_SUMMARY_WORDS}: {_short(digest.summary)}; shorten it"
        yield ("summary",), message
    for banned in dict.fromkeys(match.group().lower() for match in _BANNED.finditer(digest.summary)):
        yield ("summary",), f"the summary says {banned!r}: {_short(digest.summary)}; say plainly what it is"


def _questions(paper: Paper) -> Iterator[_Fault]:
    """Yield a fault if a paper has too few or too many questions (none is no fault), and for each that shares too many
    words with the title, by which a search finds the paper in any case.
    """
    count = len(paper.digest.questions)
    if 0 < count < _FEWEST_QUESTIONS:
        yield ("questions",), f"has {count} of {_FEWEST_QUESTIONS} to {_MOST_QUESTIONS} questions; write more"
    if count > _MOST_QUESTIONS:
        yield ("questions",), f"has {count} questions, more than {_MOST_QUESTIONS}; keep the best"
    title = _content(paper.bibliographic.title)
    for number, question in enumerate(paper.digest.questions):
        shared = [word for key, word in _content(question).items() if key in title]
        if len(shared) > _SHARED_WORDS:
            message = f"the question {question!r} shares {', '.join(shared)} with the title; ask it in everyday words"
            yield ("questions", number), message


def _things(derived: Derived) -> Iterator[_Fault]:
    """Yield a fault for each system, data set or method that a paper introduces whose `about` is missing, too short or
    too long.
    """
    for number, introduced in enumerate(derived.introduces):
        wanted = f"{_FEWEST_ABOUT} to {_MOST_ABOUT} words"
        if introduced.about is None:
            yield ("introduces", number), f"{introduced.name} has no `about`; say in {wanted} what it is"
        elif not _FEWEST_ABOUT <= (count := _count(introduced.about)) <= _MOST_ABOUT:
            message = (
                f"{introduced.name} has an `about` of {count} words: {_short(introduced.about)}; say it in {wanted}"
            )
            yield ("introduces", number, "about"), message


def _notes(digest: Digest) -> Iterator[_Fault]:
    """Yield a fault for each relation whose note has more than `_NOTE_WORDS` words."""
    for number, relation in enumerate(digest.relations):
        if relation.note and (count := _count(relation.note)) > _NOTE_WORDS:
            message = f"the note on {relation.to} has {count} words, more than {_NOTE_WORDS}: "
            yield ("relations", number, "note"), f"{message}{_short(relation.note)}; shorten it"


def _essays(survey: Survey, folder: PurePath) -> Iterator[Problem]:
    """Yield a warning for each paper that the essay on its area does not link; areas without an essay are passed
    over.
    """
    for area, text in survey.introductions.items():
        linked = set(_PAPER_LINK.findall(text))
        for paper in survey.papers:
            if paper.derived.area == area and linked.isdisjoint((paper.id, *paper.former_ids)):
                wanted = addresses.destination(addresses.area(area).path, addresses.paper(paper.id))
                message = f"does not link {paper.label!r}, a paper of this area; name it with {wanted}"
                yield Problem(path=str(folder / "areas" / f"{area}.md"), message=message, level="warning")


def _content(text: str) -> dict[str, str]:
    """Return the words of a text by their stems, in its order, without stop words, single characters and the words that
    the whole field uses.
    """
    words = ((stem(word), word) for word in plain(text) if word not in _UNCOUNTED)
    return {key: word for key, word in words if key not in _UNCOUNTED and len(word) > 1}


def _count(text: str) -> int:
    """Return how many words a text has between spaces; what holds no letter or digit, such as a dash, is none."""
    return sum(any(char.isalnum() for char in word) for word in text.split())


def _short(text: str) -> str:
    """Return a text in quotes for a message, cut after 60 characters."""
    return repr(text if len(text) <= 60 else text[:60] + "…")
