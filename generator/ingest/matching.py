"""Matches entries with the papers of a survey, and chooses the ids of new papers."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..records.entry import MendedEntry
from ..records.paper import Citation, ExternalIds, Paper
from ..records.reserved import RESERVED
from ..records.survey import Survey
from ..survey.folder import ids_in_use
from ..text.folding import fold_title, slug
from ..text.names import filed_name, name_of
from .ledger import Outcome, refuse

_SMALL_WORDS = frozenset("a an and are as at by do for from how in is it of on or that the to via what with".split())


class Index:
    """Finds the paper that an entry is about: by the hash of its raw text, by an external id (DOI, arXiv …), or by its
    title.
    """

    def __init__(self, papers: Iterable[Paper]) -> None:
        """Where two papers share a key, the first one keeps it."""
        self._ids: dict[str, str] = {}
        for paper in papers:
            self.add(paper)

    def add(self, paper: Paper) -> None:
        """Add a paper to those that can be found."""
        keys = [f"title:{fold_title(paper.bibliographic.title)}"]
        if paper.provenance.source:
            keys.append(f"sha256:{paper.provenance.source.sha256}")
        keys += [f"{kind}:{value}" for kind, value in _external(paper.bibliographic.ids)]
        for key in keys:
            self._ids.setdefault(key, paper.id)

    def find(self, entry: MendedEntry) -> str | None:
        """Return the id of the paper that the entry is about, or None. The hash is looked up first, then the external
        ids, then the title.
        """
        external = [f"{kind}:{value}" for kind, value in _external(entry.entry.citation.ids)]
        keys = [f"sha256:{entry.sha256}", *external]
        return next((self._ids[k] for k in (*keys, f"title:{fold_title(entry.title)}") if k in self._ids), None)


def choose_id(
    title: str,
    name: str | None,
    taken: Mapping[str, int] | set[str],
    *,
    shared: bool = False,
    citation: Citation | None = None,
) -> str:
    """Return a short readable id that is not `taken`, made from the paper's name, or else from the first words of its
    title; if that is taken, more words of the title are added, then the first author's family name and the year that
    `citation` says, at last six digits of the title's hash.

    `shared` says that another new paper has the same name: then both ids get words of the title.
    """
    words = [word for word in _slug(title.partition(": ")[2] or title if name else title).split("-") if word]
    telling = [word for word in words if word not in _SMALL_WORDS] or words
    base = [_slug(name)] if name and _slug(name) else []
    start = 0 if base and not shared else 3 if not base else 2
    for count in range(min(start, len(telling)), len(telling) + 1):
        candidate = "-".join([*base, *telling[:count]])[:60].strip("-")
        if candidate and candidate not in taken:
            return candidate
    stem = "-".join([*base, *telling[:4]])[:40].strip("-")
    by, year = _author_and_year(citation or Citation())
    numbers = (hashlib.sha256(f"{title} {number}".encode()).hexdigest()[:6] for number in itertools.count())
    endings = itertools.chain([(by,), (year,), (by, year)], ((number,) for number in numbers))
    ids = ("-".join(filter(None, (stem or ("" if by else "paper"), *ending))) for ending in endings if all(ending))
    return next(id for id in ids if id not in taken)


def _author_and_year(citation: Citation) -> tuple[str, str]:
    """The first author's family name as a part of an id, and the year; empty where there is none."""
    names = [name_of(shown, citation.people) for shown in citation.authors[:1]]
    return "".join(slug(filed_name(name)) for name in names)[:19].strip("-"), str(citation.year or "")


def _slug(text: str) -> str:
    """A slug in which the star of a one-letter name is spelt out: V* is v-star."""
    return slug(text.replace("*", " star ") if re.fullmatch(r"\w\*\S*", text) else text)


def _external(ids: ExternalIds) -> list[tuple[str, str]]:
    pairs = [(kind, value) for kind, value in ids.model_dump(exclude_none=True).items()]
    return [(kind, re.sub(r"v\d+$", "", value).lower()) for kind, value in pairs]


def keep_distinct(entries: Sequence[MendedEntry]) -> tuple[dict[str, MendedEntry], list[Outcome]]:
    """Separate entries from those that repeat the title of an earlier one.

    Returns the entries to merge, by their position as text (`"0"`, `"1"` …), and the outcomes of the others.
    """
    first_of_title: dict[str, MendedEntry] = {}
    kept: dict[str, MendedEntry] = {}
    outcomes: list[Outcome] = []
    for number, entry in enumerate(entries):
        first = first_of_title.setdefault(fold_title(entry.title), entry)
        line = first.entry.line
        if first is entry:
            kept[str(number)] = entry
        elif first.sha256 == entry.sha256:
            outcomes.append(Outcome("unchanged", f"{entry.place}: the same entry as line {line}"))
        else:
            message = f"has the title of line {line} with another abstract (“{entry.title[:60]}”); keep one"
            outcomes.append(refuse(entry, message))
    return kept, outcomes


def assign_ids(entries: Mapping[str, MendedEntry], names: Mapping[str, str | None], survey: Survey) -> dict[str, str]:
    """Return the id of the paper that each entry is about: that of an existing paper, or a new id.

    `names` holds the short name that each entry's text gives its paper, from which a new id is made. All three mappings
    have the same keys.
    """
    index = Index(survey.papers)
    taken = ids_in_use(survey.papers) | {system.id for system in survey.systems} | set(RESERVED["paper"])
    ids = {key: known for key, entry in entries.items() if (known := index.find(entry))}
    new = [key for key in entries if key not in ids]
    bearers = Counter(name.casefold() for key in new if (name := names[key]))
    for key in new:
        name = names[key]
        shared = name is not None and bearers[name.casefold()] > 1
        ids[key] = choose_id(entries[key].title, name, taken, shared=shared, citation=entries[key].entry.citation)
        taken.add(ids[key])
    return ids
