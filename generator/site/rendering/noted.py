"""A context of pages that notes each thing that a page reads (`reads`), in place of a `Site`.

What the catalogue knows about a paper, a person or a system is an entry of its own, and so is each of the four parts of
a record: few pages read a summary, and only those are made again if it changes.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar, cast

from ...catalogue.addresses import Address
from ...catalogue.crosstabs import Axis, Crosstabs
from ...catalogue.crosstabs import Table as Counted
from ...catalogue.relations import PaperRelation, RelationIndex
from ...catalogue.usage import UsageIndex
from ...export.lists import PaperTexts, lists_of
from ...export.publication import Publication, as_publication
from ...records.catalogue import Catalogue, Person, Place, Related
from ...records.evidence import Evidence
from ...records.paper import Bibliographic, Derived, Digest, Introduced, Paper, Provenance
from ...records.survey import System
from ..context import Near, Site
from ..links import Item
from .reads import (
    ALL,
    KEYS,
    Answers,
    Asked,
    Entries,
    Leaf,
    Noted,
    NotedViews,
    Parts,
    Reads,
    Table,
    digest_of,
    digest_of_plain,
)  # fmt: skip

Result = TypeVar("Result")
_TABLES = "places mentions systems named_by by_area by_value by_year people introductions map".split()
"""Fields of the catalogue that hold something by key; each other one is read as a whole."""
_LARGE = 1000
"""Entries of a large table."""
_PARTS = ("bibliographic", "digest", "derived", "provenance")


class _NotedPaper:
    """Stands in the place of a paper, and notes which parts of its record are read."""

    __slots__ = ("_paper", "_reads", "id")

    def __init__(self, paper: Paper, reads: Reads) -> None:
        self._paper, self._reads, self.id = paper, reads, paper.id

    @property
    def former_ids(self) -> tuple[str, ...]:
        self._reads.now.add(("papers", self.id))
        return self._paper.former_ids

    @property
    def bibliographic(self) -> Bibliographic:
        self._reads.now.add(("bibliographic", self.id))
        return self._paper.bibliographic

    @property
    def digest(self) -> Digest:
        self._reads.now.add(("digest", self.id))
        return self._paper.digest

    @property
    def derived(self) -> Derived:
        self._reads.now.add(("derived", self.id))
        return self._paper.derived

    @property
    def provenance(self) -> Provenance:
        self._reads.now.add(("provenance", self.id))
        return self._paper.provenance

    def file_values(self) -> dict[str, Any]:
        self._reads.now.update((part, self.id) for part in ("papers", *_PARTS))
        return self._paper.file_values()

    label = Paper.label


class _NotedPlace:
    """Stands in the place of what the catalogue knows of a paper beside its record. Who asks for all that is known of
    `related` papers, numbers included, depends on more than who asks for the rest, or for `Site.near`: the numbers
    change for very many papers where a weight of one word does.
    """

    __slots__ = ("_id", "_place", "_reads", "mentioned_by", "mentions", "next", "previous")

    def __init__(self, paper_id: str, place: Place, reads: Reads) -> None:
        self._id, self._place, self._reads = paper_id, place, reads
        self.mentions, self.mentioned_by = place.mentions, place.mentioned_by
        self.previous, self.next = place.previous, place.next

    @property
    def related(self) -> tuple[Related, ...]:
        self._reads.now.add(("places", self._id))
        return self._place.related


class _NotedPlaces(Mapping[str, _NotedPlace]):
    """The places of papers by paper id, each wrapped when it is asked for."""

    def __init__(self, places: Mapping[str, Place], reads: Reads) -> None:
        self._places, self._reads = places, reads

    def __getitem__(self, paper_id: str) -> _NotedPlace:
        return _NotedPlace(paper_id, self._places[paper_id], self._reads)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class _SeenPlaces(Entries[str, Place]):
    """A table of which an entry has the digest of a place without the numbers that say how near other papers are. The
    digest of all is that of the whole places, which changes more often.
    """

    def digest(self, key: Hashable) -> bytes:
        place = self._values.get(cast(str, key)) if key not in (ALL, KEYS) else None
        return digest_of_plain(_seen(place)) if place else super().digest(key)


def _seen(place: Place) -> tuple[object, ...]:
    near = [(it.id, it.why, it.by_meaning) for it in place.related]
    return place.mentions, place.mentioned_by, near, place.previous, place.next


class _NotedCatalogue:
    """Stands in the place of the catalogue, and notes what is read of it."""

    def __init__(self, catalogue: Catalogue, reads: Reads, papers: Mapping[str, _NotedPaper]) -> None:
        self._catalogue, self._reads, self._papers = catalogue, reads, tuple(papers.values())
        for name in _TABLES:
            setattr(self, name, Noted(reads, name, getattr(catalogue, name)))
        self.places = Noted(reads, "seen places", _NotedPlaces(catalogue.places, reads))
        # Not noted, since all pages depend on them (`Digests.shared`).
        self.settings, self.taxonomy, self.glossary = catalogue.settings, catalogue.taxonomy, catalogue.glossary

    @property
    def papers(self) -> tuple[_NotedPaper, ...]:
        self._reads.now.add(("papers", KEYS))
        return self._papers

    def holds(self, area: str | None = None) -> bool:
        self._reads.now.add(("holds", area))
        return self._catalogue.holds(area)

    def __getattr__(self, field: str) -> Any:
        value = getattr(self._catalogue, field)
        self._reads.now.add(("catalogue", field))
        return value


class _NotedRelations:
    """Stands in the place of the index of relations, and notes for which papers it is asked."""

    def __init__(self, index: RelationIndex, reads: Reads) -> None:
        self._index, self._reads = index, reads

    def of(self, paper_id: str) -> list[PaperRelation]:
        self._reads.now.add(("relations.of", paper_id))
        return self._index.of(paper_id)

    def stated_by(self, paper_id: str) -> tuple[PaperRelation, ...]:
        self._reads.now.add(("relations.stated_by", paper_id))
        return self._index.stated_by(paper_id)

    def weight(self, some_id: str) -> int:
        self._reads.now.add(("relations.weight", some_id))
        return self._index.weight(some_id)


class _NotedUsage:
    """Stands in the place of the index of uses, and notes for what it is asked."""

    def __init__(self, index: UsageIndex, reads: Reads) -> None:
        self._index, self._reads = index, reads

    def of(self, some_id: str) -> Mapping[str, Sequence[str]]:
        self._reads.now.add(("usage.of", some_id))
        return self._index.of(some_id)

    def by_use(self, system: System, paper_ids: Sequence[str]) -> list[tuple[str, list[str]]]:
        self._reads.now.add(("usage.of", system.id))
        return self._index.by_use(system, paper_ids)

    def introducers(self, system: System) -> list[str]:
        self._reads.now.add(("usage.introducers", system.id))
        return self._index.introducers(system)

    def users(self, paper: Paper, thing: Introduced) -> list[str]:
        self._reads.now.add(("usage.users", (paper.id, thing.name)))
        return self._index.users(paper, thing)

    def evidence(self, system_id: str, paper_id: str) -> Evidence | None:
        self._reads.now.add(("usage.evidence", (system_id, paper_id)))
        return self._index.evidence(system_id, paper_id)


class _NotedTexts:
    """Stands in the place of the texts of papers in lists, and notes which are read."""

    def __init__(self, site: NotedSite, texts: PaperTexts) -> None:
        self._site, self._texts = site, texts

    @property
    def publications(self) -> _Publications:
        return _Publications(self._site)

    def bibtex_files(self, page: Address, ids: Sequence[str]) -> dict[str, list[str]]:
        self._site.reads.now.add(("bibtex_files", page.path))
        return self._texts.bibtex_files(page, ids)


class _Publications:
    """The publication of each paper by id, made when it is first asked for, and what is read for it noted."""

    def __init__(self, site: NotedSite) -> None:
        self._site = site

    def __getitem__(self, paper_id: str) -> Publication:
        site = self._site
        return site.reads.once(
            ("publication", paper_id),
            lambda: as_publication(site.catalogue, site.papers[paper_id], site.translations),
        )


class NotedSite(Site):
    """A `Site` that notes in `reads` what is read of it."""

    def __init__(self, site: Site, answers: Asked | None = None) -> None:
        """Wrap a site, so that all that is read of it through this object is noted. `answers` may have what an earlier
        build found out of all papers.
        """
        self.reads, self._answers = Reads(), answers
        self._site = site
        papers = {id: _NotedPaper(paper, self.reads) for id, paper in site.papers.items()}
        self.catalogue = cast(Catalogue, _NotedCatalogue(site.catalogue, self.reads, papers))
        self.papers = cast("dict[str, Paper]", NotedViews(self.reads, "papers", papers))
        self.translations, self.title = site.translations, site.title
        self.areas, self.values, self.facet_titles, self.terms = site.areas, site.values, site.facet_titles, site.terms
        self.relations = cast(RelationIndex, _NotedRelations(site.relations, self.reads))
        self.texts = cast(PaperTexts, _NotedTexts(self, site.texts))

    def kept(self, name: str, find: Callable[[], Result]) -> Result:
        """Return what `find` returns, or an earlier build's answer of that name; what was read for it is noted."""
        return self._answers.of(name, find, self.reads) if self._answers else find()

    @cached_property
    def usage(self) -> UsageIndex:
        """Return the index of which papers introduce a thing and which use it; its answers are noted."""
        return cast(UsageIndex, _NotedUsage(self._site.usage, self.reads))

    @property
    def crosstabs(self) -> Crosstabs:
        """Return the tables of counts by every two dimensions; that all were read is noted."""
        self.reads.now.add(("crosstabs", ALL))
        return self._site.crosstabs

    @property
    def axes(self) -> Mapping[str, Axis]:
        """Return the axes of the tables of counts by key, without their members; that they were read is noted."""
        self.reads.now.add(("axes", ALL))
        return self._site.axes

    def counts(self, rows: str, columns: str, within: tuple[str, str]) -> Counted:
        """Return the table that counts the papers of one area or year by two axes; that it was read is noted."""
        self.reads.now.add(("counts", (rows, columns, *within)))
        return self._site.counts(rows, columns, within)

    @cached_property
    def named_versions(self) -> Mapping[str, tuple[str, ...]]:
        """Return for each system the ids of those of its versions that papers name; what is looked up is noted."""
        return Noted(self.reads, "named_versions", self._site.named_versions)

    @cached_property
    def terms_in_use(self) -> Mapping[str, int]:
        """Return for each glossary term, by its anchor, the number of papers that use it; what is looked up is
        noted.
        """
        return Noted(self.reads, "terms_in_use", self._site.terms_in_use)

    def people(self, paper_id: str) -> tuple[Person, ...]:
        """Return the authors of a paper, by the paper's id, which is noted."""
        self.reads.now.add(("people of paper", paper_id))
        return self._site.people(paper_id)

    def near(self, paper_id: str) -> tuple[Near, ...]:
        """Return the papers that are near a paper, without the numbers that say how near; that they were read is
        noted.
        """
        self.reads.now.add(("seen places", paper_id))
        return self._site.near(paper_id)

    def near_texts(self, at_least: float) -> list[tuple[str, str]]:
        """Return the pairs of papers whose texts share so much; the answer to this question is noted."""
        self.reads.now.add(("near texts", at_least))
        return self._site.near_texts(at_least)

    def item(self, paper_id: str) -> Item:
        """Return a paper as an entry of a list; what it was made from counts as read by every page that shows it."""
        return self.reads.once(("item", paper_id), lambda: self.made_item(paper_id))


class Digests:
    """The digests of everything that a page can read of a site."""

    def __init__(self, site: Site) -> None:
        catalogue, papers = site.catalogue, site.papers
        lists = {it.page.path: it for it in lists_of(catalogue, site.translations)}
        self._tables: dict[str, Table] = {
            **{name: Entries(getattr(catalogue, name)) for name in _TABLES},
            **{part: Parts({id: getattr(paper, part) for id, paper in papers.items()}) for part in _PARTS},
            "seen places": _SeenPlaces(catalogue.places),
            # By the digest of all places, so that not every build goes through them.
            "near texts": Answers(lambda _: self.of(("places", ALL))),
            "papers": Entries({id: paper.former_ids for id, paper in papers.items()}),
            "catalogue": Answers(lambda field: getattr(catalogue, field)),
            "holds": Answers(catalogue.holds),
            **_of_indexes(site),
            "bibtex_files": Answers(lambda path: _names(site, lists, path)),
            "crosstabs": Answers(lambda _: site.crosstabs.made_from or repr(site.crosstabs)),
            "axes": Answers(lambda _: site.axes),
            "counts": Answers(
                lambda key: site.counts(key[0], key[1], (key[2], key[3])), lambda: self.of(("crosstabs", ALL))
            ),
            "named_versions": Entries(site.named_versions),
            "terms_in_use": Entries(site.terms_in_use),
            "people of paper": Answers(
                lambda key: [self.of(("people", person.id)) for person in site.people(key)],
                lambda: self.of(("people", ALL)),
            ),
        }
        unplaced = bool(catalogue.unplaced)
        shared = (catalogue.settings, catalogue.taxonomy, catalogue.glossary, unplaced, site.translations.language)
        self.shared = digest_of(shared)
        """The digest of what is read without being noted: few of these change, and all pages with them."""
        entries = {name: table for name, table in self._tables.items() if isinstance(table, Entries)}
        self.whole = frozenset(entries)
        """The tables of which all entries together have a digest."""
        self.large = [*(name for name, table in entries.items() if len(table) >= _LARGE), "people of paper", "counts"]
        """The tables of which it pays to ask first whether any entry has changed."""
        self._known: dict[Leaf, bytes] = {}

    def of(self, leaf: Leaf) -> bytes:
        """Return the digest of an entry (`leaf`), given by its table and its key; it is computed when it is first asked
        for.
        """
        digest = self._known.get(leaf)
        if digest is None:
            table, key = leaf
            digest = self._known[leaf] = self._tables[table].digest(key)
        return digest


def _of_indexes(site: Site) -> dict[str, Table]:
    """Return the tables of what the indexes of relations and uses answer, by name."""
    relations, usage, systems = site.relations, site.usage, site.catalogue.systems
    return {
        "relations.of": Answers(relations.of),
        "relations.stated_by": Answers(relations.stated_by),
        "relations.weight": Answers(relations.weight),
        "usage.of": Answers(usage.of),
        "usage.introducers": Answers(lambda key: usage.introducers(systems[key]) if key in systems else None),
        "usage.users": Answers(lambda key: _users(site, *key)),
        "usage.evidence": Answers(lambda key: usage.evidence(*key) if key[1] in site.papers else None),
    }


def _users(site: Site, paper_id: str, name: str) -> Sequence[str] | None:
    paper = site.papers.get(paper_id)
    things = paper.derived.introduces if paper else ()
    return next((site.usage.users(site.papers[paper_id], it) for it in things if it.name == name), None)


def _names(site: Site, lists: Mapping[str, Any], path: Hashable) -> list[str]:
    it = lists.get(cast(str, path))
    return list(site.texts.bibtex_files(it.page, it.ids)) if it else []
