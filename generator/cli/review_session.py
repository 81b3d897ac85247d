"""A session of `catalogue review`: the questions, the keys that answer them, and what is written."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from ..curating import Decision, NewArea, decide_area, make_area, take_back, write_paper
from ..records.paper import Paper
from ..records.survey import Survey
from .console import counted, show_problems

_MOST_PROPOSALS = 9
"""Areas that one key can choose."""
_SHOWN_TEXT = 700
"""Characters of an abstract that are shown."""
_SHOWN_CUES, _SHOWN_PAPERS = 6, 8
"""Phrases and papers of a new area that are shown."""


class _Done(NamedTuple):
    """A decision of this session: the number of its question (`at`), the records before, and the record after it, or
    for a new area its key.
    """

    at: int
    before: tuple[Paper, ...]
    after: Paper | None = None
    area: str | None = None


class Session:
    """A session of a curator: the open questions, what was decided, and what the records were before."""

    def __init__(
        self, folder: Path, survey: Survey, areas: Sequence[NewArea], papers: Sequence[Decision], limit: int | None
    ) -> None:
        """Begin with the open questions of a survey, at most `limit`: those about new `areas` first, then those about
        `papers`.
        """
        self._folder = folder
        self._survey = survey
        self._questions: list[NewArea | Decision] = [*areas]
        self._questions = [*self._questions, *papers][:limit]
        self._waiting = len(papers)
        self._done: list[_Done] = []
        self._titles = {area.key: area.title for area in survey.taxonomy.areas}
        self._keys = _keys()

    def run(self) -> None:
        """Ask one question after another until all are decided, or the curator ends the session. Each decision is
        written at once.
        """
        at: int | None = 0
        while at is not None and at < len(self._questions):
            question = self._questions[at]
            if isinstance(question, NewArea):
                at = self._ask_new_area(at, question)
            elif question.paper.id in self._decided():
                at += 1
            else:
                at = self._ask_paper(at, question)

    def _ask_paper(self, at: int, decision: Decision) -> int | None:
        """Ask the question with the number `at`, about a paper, and write the decision. Returns the number of the
        question to go on with; None to end.
        """
        areas, first = self._areas(decision), 0
        self._show(decision)
        while True:
            choices = areas[first : first + _MOST_PROPOSALS]
            self._list(decision, choices)
            answer = self._ask(choices, bool(decision.proposals) and first == 0, len(areas) > _MOST_PROPOSALS)
            if answer != "m":
                break
            first = first + _MOST_PROPOSALS if first + _MOST_PROPOSALS < len(areas) else 0
        if answer == "q":
            return None
        if answer == "u":
            return self._undo(at)
        if answer != "s":
            self._decide(
                at, decision.paper, None if answer == "n" else choices[0 if answer == "y" else int(answer) - 1]
            )
        return at + 1

    def _ask_new_area(self, at: int, new: NewArea) -> int | None:
        """Ask the question with the number `at`: whether papers are to be an area; if so, make it. Returns the number
        of the question to go on with; None to end.
        """
        self._show_new_area(new)
        while True:
            key = self._key(f"y make the area {new.area.title}, s put it off, u undo, q quit: ")
            if key == "y":
                self._make(at, new)
            if key in {"y", "s"}:
                return at + 1
            if key == "q":
                return None
            if key == "u" and self._done:
                return self._undo(at)
            self._refuse(key)

    def summary(self) -> str:
        """Return a line with how many papers were decided, how many areas made, and how many papers are left."""
        left = self._left()
        made = sum(done.area is not None for done in self._done)
        areas = f", {counted(made, 'area')} made" if made else ""
        return f"{len(self._decided())} decided{areas}, {left} left" + ("; next: catalogue build" if not left else "")

    def _decided(self) -> set[str]:
        return {paper.id for done in self._done for paper in done.before}

    def _left(self) -> int:
        return self._waiting - len(self._decided())

    def _areas(self, decision: Decision) -> list[str]:
        """Return the keys of all areas, first those that the decision proposes."""
        reasons = dict(decision.proposals)
        return [*reasons, *(key for key in self._titles if key not in reasons)]

    def _show(self, decision: Decision) -> None:
        """Print the paper on which a decision is to be made: id, why it is asked about, title, and the beginning of its
        abstract.
        """
        known = decision.paper.bibliographic
        why = f"{decision.why}, " if decision.why else ""
        click.echo(f"\n{decision.paper.id}  ({why}{self._left()} left)")
        click.echo(textwrap.fill(known.title + (f" ({known.year})" if known.year else ""), 100))
        absent = "no abstract" if self._survey.settings.keep_abstracts else "its abstract is not kept"
        text = known.abstract or decision.paper.digest.summary or f"({absent})"
        shown = textwrap.shorten(text, _SHOWN_TEXT, placeholder=" …")
        click.echo(textwrap.fill(shown, 100, initial_indent="  ", subsequent_indent="  "))

    def _list(self, decision: Decision, choices: list[str]) -> None:
        """Print the areas among which the numbers choose, given by their keys, with what speaks for each; a star marks
        the present one.
        """
        reasons = dict(decision.proposals)
        for number, key in enumerate(choices, 1):
            reason = f"  ({reasons[key]})" if key in reasons else ""
            mark = "*" if key == decision.paper.derived.area else " "
            click.echo(f" {mark}{number} {self._titles.get(key, key)}{reason}")

    def _show_new_area(self, new: NewArea) -> None:
        """Print an area that could be made, and its papers."""
        click.echo(
            f"\n{new.area.title}  (a new area? {counted(len(new.papers), 'unplaced paper')}, {self._left()} left)"
        )
        click.echo(textwrap.fill(f"speak of {', '.join(list(new.area.cues)[:_SHOWN_CUES])}", 100))
        for paper in new.papers[:_SHOWN_PAPERS]:
            click.echo(f"  - {textwrap.shorten(paper.bibliographic.title, 96, placeholder=' …')}")
        if len(new.papers) > _SHOWN_PAPERS:
            click.echo(f"  … and {len(new.papers) - _SHOWN_PAPERS} more")

    def _ask(self, choices: list[str], proposed: bool, more: bool) -> str:
        """Ask until a key is typed that means something here, and return it. The numbers choose among `choices`, which
        are keys of areas; `proposed` allows `y`, `more` allows `m`.
        """
        confirm = f"y {self._titles.get(choices[0], choices[0])}, " if proposed else ""
        numbers = f"1-{len(choices)}" if len(choices) > 1 else "1"
        others = ", m more areas" if more else ""
        while True:
            key = self._key(f"{confirm}{numbers} choose{others}, n unplaced, s skip, u undo, q quit: ")
            if key in {"n", "s", "q"} or (key, proposed) == ("y", True) or (key, more) == ("m", True):
                return key
            if (key == "u" and self._done) or (key.isdecimal() and 1 <= int(key) <= len(choices)):
                return key
            self._refuse(key)

    def _key(self, prompt: str) -> str:
        """Print the prompt and return the next key in lower case; `q` at the end of the input."""
        click.echo(prompt, nl=False)
        key = next(self._keys, "q").lower()
        click.echo(key)
        return key

    @staticmethod
    def _refuse(key: str) -> None:
        click.echo("nothing to undo" if key == "u" else f"{key!r} is none of these keys")

    def _decide(self, at: int, before: Paper, area: str | None) -> None:
        """Write the curator's decision on a paper's area, None for no area, into its record, and note it, with the
        number `at` of its question, so that the key `u` can undo it.
        """
        after = decide_area(before, area)
        write_paper(self._folder, before, after)
        self._done.append(_Done(at, (before,), after))

    def _make(self, at: int, new: NewArea) -> None:
        """Write a new area and the records of its papers, and note it, with the number `at` of its question, so that
        the key `u` can undo it; if that cannot be done, print why.
        """
        problems = make_area(self._folder, new)
        show_problems(problems, "text")
        if not problems:
            self._titles[new.area.key] = new.area.title
            self._done.append(_Done(at, new.papers, area=new.area.key))

    def _undo(self, at: int) -> int:
        """Write what was there before the last decision. Returns the number of its question, or `at` if that cannot be
        done.
        """
        done = self._done.pop()
        if done.after is not None:
            write_paper(self._folder, done.after, done.before[0])
            click.echo(f"{done.before[0].id} is as it was")
            return min(done.at, at)
        _, _, problems = take_back(self._folder)
        show_problems(problems, "text")
        if problems:
            self._done.append(done)
            return at
        del self._titles[str(done.area)]
        click.echo(f"the area {done.area} is not there any more")
        return min(done.at, at)


def _keys() -> Iterator[str]:
    """Yield what the curator types: single keys on a terminal, else lines without their ends."""
    if sys.stdin.isatty():
        while True:
            key = click.getchar()
            yield "y" if key in {"\r", "\n"} else "q" if key in {"\x03", "\x04", "\x1b"} else key
    for line in sys.stdin:
        yield line.strip() or "y"
