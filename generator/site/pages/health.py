"""The page on what the survey lacks, each thing with the file to edit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from ...catalogue import addresses
from ...catalogue.addresses import edit_address
from ...catalogue.citation import creators
from ...catalogue.duplicates import NEARLY
from ...catalogue.relations import one_way
from ...records.evidence import AREA, CURATOR
from ...records.paper import Paper
from ...records.relations import USES
from ...records.taxonomy import UNPLACED
from ...text.escape import Markup
from ...text.folding import sort_key
from ..context import Site
from ..glossary_links import term_anchor, term_heading
from ..links import Front, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Lack:
    """Something that is missing: the page on which it is missing (`what`), a remark (`note`), the file to edit, and the
    address at which it is edited.
    """

    what: Link
    note: str
    file: str
    edit: Markup | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthSection:
    """What is missing of one kind, under a title and with an explanation (`about`): `count` entries, of which `rows`
    shows some and omits `more`. `noted` says whether any row has a remark.
    """

    title: str
    about: str
    count: int
    rows: tuple[Lack, ...]
    more: int
    noted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthPage:
    """The data of `health/index.md`, on what the survey lacks. `sections` are the kinds of which something is missing,
    `fine` the titles of the other kinds.
    """

    front: Front
    title: str
    papers: int
    sections: tuple[HealthSection, ...]
    fine: tuple[str, ...]


_MOST, _FEWEST, _ALL = 100, 20, 400
"""Rows of a section at most, and at least where those of all sections would be too many for one page."""
_MANY = 20
"""Stored words that no title alone has."""
_NEAR = 0.8
"""Cosine of words and tags from which two papers may be one."""


_Row = tuple[Link, str, str]
"""Where a lack shows, a note, and the file below the survey's folder."""
_Found = Callable[[], _Row]
"""What makes a row: of very many lacks only few are shown."""


def health_page(site: Site) -> HealthPage:
    """Return the data of the page on what the survey lacks."""
    sections = [(title, about, list(rows)) for title, about, rows in _sections(site)]
    lacking = [section for section in sections if section[2]]
    limit = max(_FEWEST, min(_MOST, _ALL // max(len(lacking), 1)))
    return HealthPage(
        front=Front(
            title=site.gettext("Health"),
            description=site.gettext("What {survey} lacks, and where to mend it."),
            hide=("toc",),
        ),
        title=site.gettext("Health"),
        papers=len(site.papers),
        sections=tuple(
            HealthSection(
                title=title,
                about=about,
                count=len(rows),
                rows=tuple(_lack(site, *row) for row in shown),
                more=max(len(rows) - limit, 0),
                noted=any(note for _, note, _ in shown),
            )
            for title, about, rows in lacking
            for shown in [[row() for row in rows[:limit]]]
        ),
        fine=tuple(title for title, _, rows in sections if not rows),
    )


def _lack(site: Site, what: Link, note: str, path: str) -> Lack:
    return Lack(what=what, note=note, file=path, edit=edit_address(site.catalogue.settings, path))


def _sections(site: Site) -> Iterator[tuple[str, str, Iterable[_Found]]]:
    """Yield for each kind of defect its title, what it means, and the rows of those that were found; the most pressing
    kind first.
    """
    yield from _doubts(site)
    yield from _places(site)
    yield from _facts(site)
    gettext = site.gettext
    yield (
        gettext("Tags of one paper or none"),
        gettext("A tag parts papers; this one may be too narrow, or its cues too few."),
        _rare_tags(site),
    )
    yield (
        gettext("Papers that no other paper leads to"),
        gettext("No relation and no mention leads here."),
        _unreached(site),
    )
    yield (
        gettext("Systems that no paper names"),
        gettext("Their spellings may differ from those of the texts."),
        _unnamed(site),
    )
    yield (
        gettext("Glossary terms that no paper uses"),
        gettext("Their spellings may differ from those of the texts."),
        _unused(site),
    )


def _doubts(site: Site) -> Iterator[tuple[str, str, Iterable[_Found]]]:
    yield (
        site.gettext("Possible duplicates"),
        site.gettext("Same or nearly the same title, the same outside id, or almost the same words."),
        _duplicates(site),
    )
    yield (
        site.gettext("Relations that only one side states"),
        site.gettext("These kinds hold both ways; the other record should say so too."),
        (
            partial(
                _row,
                site,
                site.papers[relation.to],
                site.gettext("{paper} says: {kind}", paper=paper.label, kind=relation.kind),
            )
            for paper, _, relation in one_way(site.catalogue.papers)
        ),
    )


def _places(site: Site) -> Iterator[tuple[str, str, Iterable[_Found]]]:
    taxonomy = site.catalogue.taxonomy
    yield (
        site.gettext("Papers without an area"),
        site.gettext("Nothing speaks for any area: add cues to taxonomy.yml, or place them by hand."),
        (partial(_row, site, site.papers[paper_id]) for paper_id in site.catalogue.by_area.get(UNPLACED, ())),
    )
    yield (
        site.gettext("Areas chosen by a narrow margin"),
        site.gettext("The best area led the next by less than {margin} points.", margin=taxonomy.area_margin),
        _narrow(site),
    )


def _facts(site: Site) -> Iterator[tuple[str, str, Iterable[_Found]]]:
    gettext = site.gettext
    lacking = site.kept("lacking", lambda: _lacking(site))
    digests = {paper.id: paper.digest for paper in site.catalogue.papers}
    told = gettext("Their files do not say “checked”.")
    yield gettext("Records not compared with their abstracts once more"), told, _rows(site, lacking["checked"])
    yield gettext("Papers without authors"), "", _rows(site, lacking["authors"])
    yield gettext("Papers without a year"), "", _rows(site, lacking["year"])
    yield gettext("Papers without a venue"), gettext("Preprints have none."), _rows(site, lacking["venue"])
    yield gettext("Papers without a summary"), "", _rows(site, [id for id, it in digests.items() if not it.summary])
    yield (
        gettext("Papers without a digest"),
        gettext("Problem, idea and results, of which something is missing."),
        _rows(site, [id for id, it in digests.items() if not (it.problem and it.idea and it.results)]),
    )
    yield gettext("Papers without a link to code"), gettext("There may be none."), _rows(site, lacking["code"])
    if site.catalogue.settings.keep_abstracts:
        yield gettext("Papers without an abstract"), "", _rows(site, lacking["abstract"])


def _lacking(site: Site) -> dict[str, list[str]]:
    """Return the ids of the papers that lack something beside what a curator writes, by what they lack."""
    facts = {paper.id: paper.bibliographic for paper in site.catalogue.papers}
    return {
        "checked": [paper.id for paper in site.catalogue.papers if not paper.provenance.checked],
        "authors": [id for id, it in facts.items() if not creators(it)],
        "year": [id for id, it in facts.items() if not it.year],
        "venue": [id for id, it in facts.items() if not it.venue],
        "abstract": [id for id, it in facts.items() if not it.abstract],
        "code": [
            paper.id for paper in site.catalogue.papers if not any(link.kind == "code" for link in paper.derived.links)
        ],
    }


def _rows(site: Site, ids: Iterable[str]) -> list[_Found]:
    return [partial(_row_of, site, id) for id in ids]


def _row(site: Site, paper: Paper, note: str = "") -> _Row:
    return _row_of(site, paper.id, note)


def _row_of(site: Site, id: str, note: str = "") -> _Row:
    return site.paper(id), note, f"papers/{id}.yml"


def _other(what: Link, note: str, file: str) -> _Row:
    return what, note, file


def _duplicates(site: Site) -> Iterator[_Found]:
    alike = [(pair.id, pair.other, _what(site, pair.what, pair.other)) for pair in site.catalogue.alike]
    near = [
        (paper_id, other, site.gettext("almost the words of {paper}", paper=other))
        for paper_id, other in site.kept("near texts", lambda: site.near_texts(_NEAR))
        if other in site.papers and _has_text(site.papers[paper_id], site.papers[other])
    ]
    seen: set[frozenset[str]] = set()
    for paper_id, other, note in (*alike, *near):
        pair = frozenset((paper_id, other))
        if pair not in seen:
            seen.add(pair)
            yield partial(_row, site, site.papers[paper_id], note)


def _has_text(*papers: Paper) -> bool:
    """Return whether more than the title of each paper is known: two titles of three words share them easily."""
    return all(paper.bibliographic.abstract or len(paper.derived.terms) >= _MANY for paper in papers)


def _what(site: Site, what: str, other: str) -> str:
    if what == NEARLY:
        return site.gettext("nearly the title of {paper}", paper=other)
    if what == "title":
        return site.gettext("the title of {paper}", paper=other)
    return site.gettext("{id}, as {paper}", id=what, paper=other)


def _narrow(site: Site) -> list[_Found]:
    """Return the papers whose area a rule chose with a narrow margin, the narrowest first; those that are `checked` are
    left out.
    """
    found = site.kept("narrow", lambda: _with_margins(site))
    return [partial(_narrow_row, site, site.papers[id], area, margin) for margin, id, area in found]


def _with_margins(site: Site) -> list[tuple[float, str, str]]:
    """Return for each such paper the margin, its id and its area, sorted."""
    least = site.catalogue.taxonomy.area_margin
    rows = []
    for paper in site.catalogue.papers:
        derived = paper.derived
        evidence = derived.evidence.get(AREA)
        if not derived.area or paper.provenance.checked or evidence is None or evidence.margin is None:
            continue
        if evidence.by != CURATOR and evidence.value in {None, derived.area} and evidence.margin < least:
            rows.append((evidence.margin, paper.id, derived.area))
    return sorted(rows)


def _narrow_row(site: Site, paper: Paper, area: str, margin: float) -> _Row:
    return _row(site, paper, site.gettext("{area}, by {margin}", area=site.area(area).text, margin=margin))


def _rare_tags(site: Site) -> Iterator[_Found]:
    for facet, key in site.values:
        ids = site.catalogue.by_value.get(f"{facet}/{key}", ())
        if len(ids) <= 1:
            note = site.paper(ids[0]).text if ids else site.gettext("no paper")
            yield partial(_other, site.value(facet, key), note, "taxonomy.yml")


def _unreached(site: Site) -> Iterator[_Found]:
    mentions = site.catalogue.mentions.values()
    reached = {it.id for named in mentions for it in named if it.target == "paper"}
    for paper in site.catalogue.papers:
        digest = paper.digest
        reached.update(relation.to for relation in digest.relations)
        for use in USES:
            reached.update(use.ids_in(digest))
    yield from _rows(site, [paper.id for paper in site.catalogue.papers if paper.id not in reached])


def _unnamed(site: Site) -> Iterator[_Found]:
    for system in sorted(site.catalogue.systems.values(), key=lambda each: (sort_key(each.name), each.id)):
        if not site.catalogue.named_by.get(system.id):
            yield partial(_other, Link(text=system.name), system.kind, "systems.yml")


def _unused(site: Site) -> Iterator[_Found]:
    for term in sorted(site.catalogue.glossary, key=lambda each: sort_key(each.term)):
        anchor = term_anchor(term)
        if not site.terms_in_use.get(anchor):
            yield partial(_other, Link(text=term_heading(term), to=addresses.term(anchor)), "", "glossary.yml")
