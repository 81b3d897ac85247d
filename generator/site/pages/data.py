"""The page on the survey as data: its files, and how to use them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...build.staging import Content, size_of
from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...export.bibtex import survey_as_bibtex
from ...export.data.citation import CITATION
from ...export.data.files import COMPRESSED, CROISSANT, DATABASE, media_type
from ...export.data.rows import tables_of
from ...export.data.sqlite import has_full_text
from ...export.data.tables import Table
from ...export.data.views import VIEWS
from ...export.lists import FEED
from ...text.escape import Markup, url
from ..components.exports import survey_exports
from ..components.queries import Query, first_queries, with_code
from ..context import Site
from ..links import Export, ExternalLink, Front


@dataclass(frozen=True, slots=True, kw_only=True)
class DataRow(Export):
    """A data file: its name, linked, what it holds (`about`), and its size, such as `1.4 MB`."""

    about: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataColumn:
    """A column: its name, what it holds (as HTML), and the kind of its values in words."""

    name: str
    about: Markup
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTable:
    """A table of the data: its name, what a row stands for (`about`), and its columns."""

    name: str
    about: str
    columns: tuple[DataColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage:
    """The data of `data/index.md`. `views` are pairs of the name of a view of the database and the question that it
    answers.
    """

    front: Front
    title: str
    papers: int
    edition: str | None
    keeps_abstracts: bool
    files: tuple[DataRow, ...]
    queries: tuple[Query, ...]
    views: tuple[tuple[str, str], ...]
    tables: tuple[DataTable, ...]
    author: str | None
    licence: ExternalLink
    bibtex: str


def data_page(site: Site, published: Mapping[str, Content]) -> DataPage:
    """Return the data of the page on the survey as data: files, example queries, views, tables, licence, citation.

    `published` are the published files, by path.
    """
    catalogue = site.catalogue
    settings = catalogue.settings
    return DataPage(
        front=Front(
            title=site.gettext("Data"), description=site.gettext("All of {survey} as data, with first queries.")
        ),
        title=site.gettext("Data"),
        papers=len(catalogue.papers),
        edition=site.translations.date(catalogue.edition) if catalogue.edition else None,
        keeps_abstracts=settings.keep_abstracts,
        files=tuple(_files(site, published)),
        queries=first_queries(site),
        views=tuple((view.name, site.gettext(view.question)) for view in VIEWS),
        tables=tuple(_table(site, table) for table in tables_of(catalogue)),
        author=settings.author,
        licence=ExternalLink(text=settings.licence, to=url(settings.licence_url) if settings.licence_url else None),
        bibtex=survey_as_bibtex(settings, catalogue.edition),
    )


def _files(site: Site, published: Mapping[str, Content]) -> Iterator[DataRow]:
    """Yield a row for each of the known files that is published."""
    for to, kind, about in _known(site):
        content = published.get(to.path)
        if content is not None:
            size = _size(site, size_of(content))
            yield DataRow(text=to.path.rpartition("/")[2], to=to, media_type=kind, about=about, size=size)


def _known(site: Site) -> Iterator[tuple[Address, str, str]]:
    """Yield the files that may be published: the address, the media type, and what each holds."""
    gettext = site.gettext
    for name, about in _beside(site):
        yield addresses.beside(addresses.DATA, name), media_type(name), about
    whole, schema = Address("assets/data/catalogue.json"), Address("assets/data/catalogue.schema.json")
    yield whole, media_type(whole.path), gettext("Everything as one JSON document.")
    yield schema, media_type(schema.path), gettext("The JSON Schema of that document.")
    for export in survey_exports(site):
        about = gettext("The list of all papers as {format}.", format=export.text)
        if export.media_type == FEED.media_type:
            about = gettext("The papers that joined or changed last, as an Atom feed.")
        if export.to:
            yield export.to, export.media_type, about
    yield CITATION, media_type(CITATION.path), gettext("How to cite the survey, for programs (CFF).")


def _beside(site: Site) -> Iterator[tuple[str, str]]:
    """Yield the names of the files that may lie beside the page, and what each holds."""
    gettext = site.gettext
    about = gettext("All tables as one SQLite database, with views.")
    if has_full_text():
        about = gettext("All tables as one SQLite database, with views and an index of all words.")
    yield DATABASE, about
    yield COMPRESSED, " ".join((about, gettext("It is compressed by gzip.")))
    for table in filter(lambda known: known.main, tables_of(site.catalogue)):
        what = gettext(table.about)
        yield f"{table.name}.parquet", gettext("A row for {what}, as Parquet.", what=what)
        yield f"{table.name}.jsonl", gettext("A line for {what}, as JSON Lines.", what=what)
    yield CROISSANT, gettext("A description of this data for programs that look for data (Croissant 1.1).")


def _size(site: Site, size: int) -> str:
    """Return a size in bytes as a text in the survey's language: `12 kB`, `1.4 MB`."""
    if size < 999_500:
        return site.gettext("{number} kB", number=max(1, round(size / 1000)))
    return site.gettext("{number} MB", number=site.translations.number(size / 1e6, 1))


def _table(site: Site, table: Table) -> DataTable:
    kinds = {
        "text": site.gettext("text"),
        "whole": site.gettext("whole number"),
        "number": site.gettext("number"),
        "date": site.gettext("day"),
        "truth": site.gettext("true or false"),
        "texts": site.gettext("list of texts"),
    }
    columns = (
        DataColumn(name=column.name, about=with_code(site.gettext(column.about)), kind=kinds[column.kind])
        for column in table.columns
    )
    return DataTable(name=table.name, about=site.gettext(table.about), columns=tuple(columns))
