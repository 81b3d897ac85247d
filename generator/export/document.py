"""The catalogue as one JSON document, `catalogue.json`.

It is the contract with outside programs: within schema 1, fields are added, but never removed or given another type.
What a record lacks is left out. The document's models are made from the records, so that a field of a record is
published, with its type and description, unless it is excluded here by name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, Literal, TypedDict

from pydantic import BaseModel, ConfigDict, Field, create_model

from ..catalogue import addresses
from ..catalogue.addresses import Address
from ..records.bulk import compact_json
from ..records.catalogue import Catalogue, Related
from ..records.evidence import AREA, NAME, Evidence, EvidenceKey
from ..records.paper import Derived, Paper
from ..records.survey import ReadingPath, System
from ..records.taxonomy import Facet, Value

SCHEMA = 1
DOCUMENT = "assets/data/catalogue.json"
"""The path of the document below the docs folder."""


class _Published(BaseModel):
    """The base of all that the document holds. Readers of it must accept fields that later versions add."""

    model_config = ConfigDict(extra="allow", populate_by_name=True)


def _published(
    name: str, record: type[BaseModel], own: type[BaseModel], leave_out: Iterable[str], after: Mapping[str, str]
) -> type[BaseModel]:
    """Return the model `name`: the fields of a record, and those that the document has beside them.

    A field of `own` replaces the record's of the same name. `leave_out` names fields of the record that are not
    published. `after` gives a field another place, which is where the document has it: `{"path": "aliases"}` puts
    `path` behind `aliases`; all other fields of `own` come last.
    """
    of_record = Paper.file_fields() if record is Paper else record.model_fields
    fields = {field: info for field, info in of_record.items() if field not in set(leave_out)}
    fields |= own.model_fields
    order = [field for field in fields if field not in after]
    for field, before in after.items():
        order.insert(order.index(before) + 1, field)
    # The types of create_model know no fields that are made at run time.
    make: Any = create_model
    model: type[BaseModel] = make(
        name, __base__=_Published, __doc__=own.__doc__, **{key: (fields[key].annotation, fields[key]) for key in order}
    )
    return model


class _OfValue(_Published):
    """An area or a value of a facet, with the number of its papers."""

    count: int = Field(description="Papers that have it.")


PublishedValue = _published("PublishedValue", Value, _OfValue, {"cues", "title_cues"}, {})


class _OfFacet(_Published):
    """A facet with its values."""

    values: list[PublishedValue]  # type: ignore[valid-type] # made from the record


PublishedFacet = _published("PublishedFacet", Facet, _OfFacet, (), {})


class PublishedTaxonomy(_Published):
    """The areas and facets in the taxonomy's order, each value with the number of its papers."""

    areas: list[PublishedValue]  # type: ignore[valid-type] # made from the record
    facets: list[PublishedFacet]  # type: ignore[valid-type] # made from the record


class _OfSystem(_Published):
    """An outside system, data set or benchmark, with the papers that name it."""

    papers: list[str] = Field(description="Ids of the papers that name it or a version of it.")


PublishedSystem = _published("PublishedSystem", System, _OfSystem, {"common_word"}, {})


class PublishedMention(_Published):
    """A paper or system that a paper's text names."""

    id: str = Field(description="Id of a paper or a system of this document.")
    name: str
    as_: str = Field(alias="as", description="Spelling and version that the text uses.")


class _OfNeighbour(_Published):
    """A paper that is near, and the words that both have."""


PublishedNeighbour = _published("PublishedNeighbour", Related, _OfNeighbour, {"similarity", "shared"}, {})


class _OfPaper(_Published):
    """A paper: its record, and what the catalogue knows of it beside the record."""

    path: str = Field(description="Of the paper's page, below the site's address.")
    mentions: list[PublishedMention] = []
    mentioned_by: list[str] = Field([], description="Ids of the papers that name it, newest first.")
    related: list[PublishedNeighbour] = []  # type: ignore[valid-type] # made from the record
    map: tuple[int, int] | None = Field(None, description="Place on the map, right and down, on 1000 by 700.")


PublishedPaper = _published(
    "PublishedPaper",
    Paper,
    _OfPaper,
    {"terms", "repairs", "source"},
    {
        "path": "aliases",
        "published": "changed",
        "mentioned_by": "mentions",
        "related": "relations",
        "evidence": "related",
    },
)


class CatalogueDocument(_Published):
    """The document `assets/data/catalogue.json`."""

    schema_: Literal[1] = Field(alias="schema")
    title: str
    description: str
    base_url: str
    licence: str
    edition: str | None = Field(None, description="YYYY-MM-DD")
    edition_number: int | None = Field(None, description="Of the last edition; absent: none has a number.")
    taxonomy: PublishedTaxonomy
    paths: list[ReadingPath] = []
    systems: list[PublishedSystem]  # type: ignore[valid-type] # made from the record
    papers: list[PublishedPaper] = Field(description="Sorted by id.")  # type: ignore[valid-type] # made from the record


def render_document(catalogue: Catalogue, lines_of_papers: Iterable[bytes | memoryview] | None = None) -> bytes:
    """Return the text of `catalogue.json`, in UTF-8, with one line for each paper, so that a change of a paper changes
    one line.

    `lines_of_papers` are those that `as_line` made of all papers, in their order; they are made here if not given.
    """
    settings = catalogue.settings
    head = {
        "schema": SCHEMA,
        "title": settings.title,
        "description": settings.description,
        "base_url": settings.address,
        "licence": settings.licence,
        "edition": catalogue.edition.isoformat() if catalogue.edition else None,
        "edition_number": catalogue.editions[-1].number if catalogue.editions else None,
        "taxonomy": _taxonomy(catalogue),
        "paths": [path.model_dump(mode="json", exclude_none=True) for path in catalogue.paths] or None,
    }
    lines = [f"{_json(key)}: {_json(value)}," for key, value in head.items() if value is not None]
    systems = (_system(catalogue.systems[id], ids).encode() for id, ids in catalogue.named_by.items())
    if lines_of_papers is None:
        lines_of_papers = (as_line(as_published(paper, catalogue)).encode() for paper in catalogue.papers)
    before = "{\n" + "\n".join(lines) + '\n"systems": ['
    return b"".join((before.encode(), *_rows(systems), b'],\n"papers": [', *_rows(lines_of_papers), b"]\n}\n"))


_IN_LISTS = set(
    "id title name path added changed type year venue_year published authors venue container volume issue pages"
    " publisher publisher_place edition series archive editors translators isbn issn ids area facets summary".split()
)
"""The fields of a paper in `papers.json`: what a table or a bibliography is made of."""


def render_list(catalogue: Catalogue, title: str, page: Address, rows: Iterable[bytes | memoryview]) -> bytes:
    """Return the text of `papers.json`, in UTF-8, for one list, which has a title and whose page is `page`; `rows` are
    lines that `as_row` made.
    """
    settings = catalogue.settings
    head = {
        "title": title,
        "survey": settings.title,
        "page": addresses.absolute(settings, page) or None,
        "licence": settings.licence,
        "edition": catalogue.edition.isoformat() if catalogue.edition else None,
    }
    lines = [f"{_json(key)}: {_json(value)}," for key, value in head.items() if value is not None]
    before = "{\n" + "\n".join(lines) + '\n"papers": ['
    return b"".join((before.encode(), *_rows(rows), b"]\n}\n"))


def as_published(paper: Paper, catalogue: Catalogue) -> BaseModel:
    """Return a paper as the document publishes it. Raises ValidationError if its models forbid a value."""
    context = catalogue.places[paper.id]
    own = {
        "path": addresses.served(addresses.paper(paper.id)),
        "evidence": in_force(paper.derived),
        "mentions": [{"id": m.id, "name": m.name, "as": m.as_} for m in context.mentions],
        "mentioned_by": context.mentioned_by,
        "related": [_fields_of(neighbour, PublishedNeighbour) for neighbour in context.related],
        "map": catalogue.map.get(paper.id),
    }
    return PublishedPaper.model_validate({**_published_of(paper.file_values(), PublishedPaper), **own})


def as_line(published: BaseModel) -> str:
    """Return a paper, which `as_published` made, as one line of `catalogue.json`, without a comma or line break at its
    end.
    """
    return _safe(published.model_dump_json(**_NOT_EMPTY))


def as_row(published: BaseModel) -> str:
    """Return a paper, which `as_published` made, as one line of `papers.json`: those fields of `catalogue.json` that a
    table or a bibliography needs.
    """
    return _safe(published.model_dump_json(include=_IN_LISTS, **_NOT_EMPTY))


def in_force(derived: Derived) -> dict[EvidenceKey, Evidence]:
    """Return the evidence, by key, for values that a paper has; evidence for values that a curator deleted is left
    out.
    """
    have = {NAME, AREA} | {EvidenceKey(facet, value) for facet, values in derived.facets.items() for value in values}
    have |= {EvidenceKey("links", link.url) for link in derived.links}
    have |= {EvidenceKey("figures", figure) for figure in derived.figures}
    have |= {EvidenceKey("introduces", introduced.name) for introduced in derived.introduces}
    have |= {EvidenceKey("mentions", mention.id) for mention in derived.mentions}
    return {key: reason for key, reason in derived.evidence.items() if key in have}


def _taxonomy(catalogue: Catalogue) -> dict[str, Any]:
    """Return the areas and facets as data for JSON, each area and value with the number of its papers."""

    def counted(value: Value, ids: Collection[str]) -> dict[str, Any]:
        return {**_fields_of(value, PublishedValue), "count": len(ids)}

    areas = [counted(area, catalogue.by_area[area.key]) for area in catalogue.taxonomy.areas]
    facets = [
        {
            **_fields_of(facet, PublishedFacet),
            "values": [counted(value, catalogue.by_value[f"{facet.key}/{value.key}"]) for value in facet.values],
        }
        for facet in catalogue.taxonomy.facets
    ]
    return PublishedTaxonomy.model_validate({"areas": areas, "facets": facets}).model_dump(mode="json", **_NOT_EMPTY)


def _system(system: System, papers: Iterable[str]) -> str:
    return _row(PublishedSystem, {**_fields_of(system, PublishedSystem), "papers": list(papers)})


def _fields_of(record: BaseModel, model: type[BaseModel]) -> dict[str, Any]:
    """Return those fields of a record that the model publishes, by name, with their values."""
    return _published_of(vars(record), model)


def _published_of(values: Mapping[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    return {key: values[key] for key in model.model_fields if key in values}


class _Dump(TypedDict):
    by_alias: bool
    exclude_none: bool
    exclude_defaults: bool


_NOT_EMPTY = _Dump(by_alias=True, exclude_none=True, exclude_defaults=True)


def _row(model: type[BaseModel], values: Mapping[str, Any]) -> str:
    """Return values, given by the names of a model's fields, as JSON on one line, without what is empty. Raises
    ValidationError if the model forbids them.
    """
    return _safe(model.model_validate(values).model_dump_json(**_NOT_EMPTY))


def _rows(rows: Iterable[bytes | memoryview]) -> tuple[bytes, ...]:
    """Return pieces that together are the rows as they stand in brackets, each on a line of its own."""
    text = b",\n".join(rows)
    return (b"\n", text, b"\n") if text else ()


def _json(value: object) -> str:
    return _safe(compact_json(value))


def _safe(text: str) -> str:
    """Return a text of JSON that may also stand inside an HTML script element: no `<` can end it."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
