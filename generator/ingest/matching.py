"""Which record an entry is about, and the id of a new one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ..records.base import Problem
from ..records.entry import Text
from ..records.paper import ExternalIds, Paper
from ..records.reserved import RESERVED
from ..records.survey import Survey
from ..survey.folder import ids_in_use
from ..text.folding import fold_title, slug
from .ledger import Ledger

_SMALL_WORDS = frozenset("a an and are as at by do for from how in is it of on or that the to via what with".split())


class Index:
    """Finds the record of an entry: by source, by an outside id, by title."""

    def __init__(self, papers: Iterable[Paper]) -> None:
        self._ids: dict[str, str] = {}
        for paper in papers:
            self.add(paper)

    def add(self, paper: Paper) -> None:
        keys = [f"title:{fold_title(paper.title)}"]
        if paper.source:
            keys.append(f"sha256:{paper.source.sha256}")
        keys += [f"{kind}:{value}" for kind, value in _external(paper.ids)]
        for key in keys:
            self._ids.setdefault(key, paper.id)

    def find(self, text: Text) -> str | None:
        """Id of the record that the entry is about, or None."""
        ids = ExternalIds.model_validate(text.entry.facts.get("ids", {}))
        keys = [f"sha256:{text.sha256}", *(f"{kind}:{value}" for kind, value in _external(ids))]
        return next((self._ids[k] for k in (*keys, f"title:{fold_title(text.title)}") if k in self._ids), None)


def choose_id(title: str, name: str | None, taken: Mapping[str, int] | set[str], *, shared: bool = False) -> str:
    """A short readable id: the name's, else the title's first words; with more words where it is taken.

    `shared` says that another new paper has the same name, so that both get
    title words rather than one of them the bare name.
    """
    words = [word for word in _slug(title.partition(": ")[2] or title if name else title).split("-") if word]
    telling = [word for word in words if word not in _SMALL_WORDS] or words or ["paper"]
    base = [_slug(name)] if name and _slug(name) else []
    start = 0 if base and not shared else 3 if not base else 2
    for count in range(min(start, len(telling)), len(telling) + 1):
        candidate = "-".join([*base, *telling[:count]])[:60].strip("-")
        if candidate and candidate not in taken:
            return candidate
    stem = "-".join([*base, *telling[:4]])[:50].strip("-") or "paper"
    return next(f"{stem}-{n}" for n in range(2, 1_000_000) if f"{stem}-{n}" not in taken)


def _slug(text: str) -> str:
    """A slug in which the star of a one-letter name is spelt out: V* is v-star."""
    return slug(text.replace("*", " star ") if re.fullmatch(r"\w\*\S*", text) else text)


def _external(ids: ExternalIds) -> list[tuple[str, str]]:
    pairs = [(kind, value) for kind, value in ids.model_dump(exclude_none=True).items()]
    return [(kind, re.sub(r"v\d+$", "", value).lower()) for kind, value in pairs]


def keep_distinct(texts: Sequence[Text], ledger: Ledger) -> dict[str, Text]:
    """The texts to merge, keyed by their number; twins within the input are entered or refused."""
    seen: dict[str, Text] = {}
    kept: dict[str, Text] = {}
    for number, text in enumerate(texts):
        title = fold_title(text.title)
        first = seen.setdefault(title, text)
        where = f"{text.entry.path}:{text.entry.line}"
        if first is text:
            kept[str(number)] = text
        elif first.sha256 == text.sha256:
            ledger.unchanged += 1
            ledger.lines.append(f"{where}: the same entry as line {first.entry.line}")
        else:
            message = f"has the title of line {first.entry.line} with another abstract (“{text.title[:60]}”); keep one"
            ledger.refused.append(Problem(path=text.entry.path, line=text.entry.line, message=message))
    return kept


def assign_ids(targets: Mapping[str, Text], named: Mapping[str, NamedTuple], survey: Survey) -> dict[str, str]:
    """The record that each text belongs to: an existing id, or a new one."""
    index = Index(survey.papers)
    taken = ids_in_use(survey.papers) | {system.id for system in survey.systems} | set(RESERVED["paper"])
    ids = {key: found for key, text in targets.items() if (found := index.find(text))}
    names = {key: named[key].name for key in targets if key not in ids}  # type: ignore[attr-defined]
    shared = Counter(name.casefold() for name in names.values() if name)
    for key, name in names.items():
        ids[key] = choose_id(targets[key].title, name, taken, shared=bool(name and shared[name.casefold()] > 1))
        taken.add(ids[key])
    return ids
