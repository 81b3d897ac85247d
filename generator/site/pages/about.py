"""The page on how the survey is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ...catalogue import addresses
from ...catalogue.addresses import edit_address
from ...derive.classify.batch import LEARNED
from ...export.bibtex import survey_as_bibtex
from ...records.evidence import AREA
from ...records.paper import Derived
from ...text.escape import Markup, url
from ..components.coverage import publication_span
from ..components.deciders import Deciders, deciders
from ..components.essay import curator_text
from ..context import Site
from ..links import ExternalLink, Front, Link

_REASONS = 8
"""Of papers that were excluded, the commonest ones, which the flow names; one alone would not be put in a sum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowStep:
    """A number of the flow diagram: its label, its count, and the counts that were added or left out behind it, each
    with a label (`beside`).
    """

    label: str
    count: int
    beside: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRow:
    """An import: its date, the names of its files, how many entries they had (`read`), and how many new papers these
    made.
    """

    date: str
    files: str
    read: int
    new: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPage:
    """The data of `about.md`, the page on how the survey is made.

    `number` is that of the last edition, empty if none has one; `span` the time in which the papers were published:
    `from 2014 to March 2025`. `method` is the curator's Markdown of method.md, made safe, or None.
    """

    front: Front
    title: str
    papers: int
    areas: int
    facets: str
    edition: str | None
    number: str
    editions: Link
    span: str | None
    author: str | None
    licence: ExternalLink
    keeps_abstracts: bool
    checked: int
    meaning: str
    """The model by whose vectors papers are related, too; empty if there are none."""
    learned: int
    """How many papers have an area that a model, trained on the curator's decisions, proposed."""
    deciders: tuple[Deciders, ...]
    flow: tuple[FlowStep, ...]
    """From the entries that were read to the papers of the survey; empty if no import is on record."""
    imports: tuple[ImportRow, ...]
    """The earliest first; empty if none is on record."""
    method: Markup | None
    bibtex: str
    repository: ExternalLink | None
    edit: Markup | None


def about_page(site: Site) -> AboutPage:
    """Return the data of the page on how the survey is made, from the survey's settings, its counts and method.md."""
    catalogue = site.catalogue
    settings = catalogue.settings
    checked, learned = site.kept("checked and learned", lambda: _checked_and_learned(site))
    return AboutPage(
        front=Front(title=site.gettext("About"), description=site.gettext("How {survey} is made and how to read it.")),
        title=settings.title,
        papers=len(catalogue.papers),
        areas=sum(bool(catalogue.by_area.get(area.key)) for area in catalogue.taxonomy.areas),
        facets=", ".join(facet.title.lower() for facet in catalogue.taxonomy.facets),
        edition=site.translations.date(catalogue.edition) if catalogue.edition else None,
        number=str(catalogue.editions[-1].number) if catalogue.editions else "",
        editions=Link(text=site.gettext("What changed, edition by edition"), to=addresses.CHANGES),
        span=publication_span(site),
        author=settings.author,
        licence=ExternalLink(text=settings.licence, to=url(settings.licence_url) if settings.licence_url else None),
        keeps_abstracts=settings.keep_abstracts,
        checked=checked,
        meaning=catalogue.vectors.model if catalogue.vectors and catalogue.vectors.papers else "",
        learned=learned,
        deciders=deciders(site),
        flow=_flow(site),
        imports=_imports(site),
        method=curator_text(catalogue.method, settings),
        bibtex=survey_as_bibtex(settings, catalogue.edition),
        repository=ExternalLink(text=site.gettext("repository"), to=url(settings.repository))
        if settings.repository
        else None,
        edit=edit_address(settings, "method.md") if catalogue.method else None,
    )


def _checked_and_learned(site: Site) -> tuple[int, int]:
    papers = site.catalogue.papers
    return sum(paper.provenance.checked for paper in papers), sum(is_learned(paper.derived) for paper in papers)


def is_learned(derived: Derived) -> bool:
    """Return whether a model proposed the paper's area, and no rule or curator changed it."""
    reason = derived.evidence.get(AREA)
    return reason is not None and reason.by == LEARNED and reason.value == derived.area


def _flow(site: Site) -> tuple[FlowStep, ...]:
    """Return the steps by which papers came into the survey, with the numbers that were left out at each; empty if
    imports are not noted. Numbers that are 0 are left out.
    """
    intake = site.catalogue.intake
    if intake is None:
        return ()
    gettext = site.gettext
    after_reading = (
        (gettext("Duplicates, or already in the survey"), intake.duplicates),
        (gettext("Could not be read"), intake.unreadable),
    )
    named = intake.excluded if len(intake.excluded) <= _REASONS + 1 else intake.excluded[:_REASONS]
    excluded = [(reason or gettext("Excluded, no reason given"), count) for reason, count in named]
    excluded.append((gettext("For other reasons"), sum(count for _, count in intake.excluded[len(named) :])))
    excluded.append((gettext("Joined with other records, or taken out"), intake.joined))
    excluded.append((gettext("Added in other ways than by an import"), intake.added))
    return (
        FlowStep(label=gettext("Records identified"), count=intake.identified, beside=_counted(after_reading)),
        FlowStep(label=gettext("Records screened"), count=intake.screened, beside=_counted(excluded)),
        FlowStep(label=gettext("Papers included"), count=intake.included),
    )


def _imports(site: Site) -> tuple[ImportRow, ...]:
    return tuple(
        ImportRow(date=site.translations.date(it.date), files=", ".join(it.files), read=it.read, new=it.new)
        for it in (site.catalogue.intake.imports if site.catalogue.intake else ())
    )


def _counted(numbers: Iterable[tuple[str, int]]) -> tuple[tuple[str, int], ...]:
    return tuple((label, count) for label, count in numbers if count)
