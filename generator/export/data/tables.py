"""The tables in which the whole survey is published: their names, what a row stands for, and their columns.

`rows.py` makes the rows. All formats (SQLite, Parquet, JSON Lines), the description for data hubs and the page that
explains them are made from this list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ...records.base import gettext_noop

Kind = Literal["text", "whole", "number", "date", "truth", "texts"]
"""What the cells of a column hold: text, a whole number, a number, a date, true or false, several texts."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, given by its name and the kind of its values.

    `about` says what it holds and in which unit. If its values are those of a column of another table, `refers` names
    that column, such as `papers.id`; else it is empty.
    """

    name: str
    about: str
    kind: Kind = "text"
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: `about` says what a row stands for, `key` names the columns that identify a row.

    A `main` table is also published as a file of its own.
    """

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    main: bool = False


_PAPER = Column("paper", gettext_noop("Id of the paper."), refers="papers.id")
_COUNT = Column("papers", gettext_noop("Number of papers."), "whole")
_POSITION = Column("position", gettext_noop("Place in the list, from 1."), "whole")
_DEFINITION = Column("definition", gettext_noop("What it means."))
_KEY = Column("key", gettext_noop("Key in the taxonomy and in addresses."))
_TITLE = Column("title", gettext_noop("Title as the pages show it."))
_TARGET = (
    Column("target", gettext_noop("Id of the paper or system at the other end.")),
    Column("target_kind", gettext_noop("What the other end is: `paper` or `system`.")),
)

ABSTRACT = Column("abstract", gettext_noop("Abstract, as its authors wrote it."))
"""The column of abstracts, for surveys that keep them."""

PAPERS = Table(
    "papers",
    gettext_noop("a paper"),
    (
        Column("id", gettext_noop("Id, which stands in the address of its page and is its key in BibTeX.")),
        Column("title", gettext_noop("Title.")),
        Column("name", gettext_noop("Short name of the paper’s own system, data set or benchmark.")),
        Column("path", gettext_noop("Path of its page below the address of this site.")),
        Column("type", gettext_noop("Kind of publication, such as `article` or `preprint`.")),
        Column("year", gettext_noop("Year of the first publication."), "whole"),
        Column("venue_year", gettext_noop("Year of the venue."), "whole"),
        Column("published", gettext_noop("Day of the first publication."), "date"),
        Column("authors", gettext_noop("Names of the authors, in order."), "texts"),
        Column("venue", gettext_noop("Short name of where it appeared.")),
        Column("container", gettext_noop("Full name of the journal, the proceedings or the book.")),
        Column("volume", gettext_noop("Volume.")),
        Column("issue", gettext_noop("Issue.")),
        Column("pages", gettext_noop("Pages, or the number of the article.")),
        Column("publisher", gettext_noop("Publisher, school or institution.")),
        Column("publisher_place", gettext_noop("Where the publisher is.")),
        Column("edition", gettext_noop("Edition of a book: its number, or what the book calls it.")),
        Column("series", gettext_noop("Series, with the number in it.")),
        Column("archive", gettext_noop("Where the thing itself or a copy is kept: archive, shelf mark.")),
        Column("editors", gettext_noop("Names of the editors of the volume."), "texts"),
        Column("translators", gettext_noop("Names of the translators."), "texts"),
        Column("doi", gettext_noop("DOI, without an address before it.")),
        Column("arxiv", gettext_noop("Number at arXiv.")),
        Column("acl", gettext_noop("Number in the ACL Anthology.")),
        Column("pubmed", gettext_noop("Number at PubMed.")),
        Column("openalex", gettext_noop("Number at OpenAlex.")),
        Column("semantic_scholar", gettext_noop("Number at Semantic Scholar.")),
        Column("isbn", gettext_noop("ISBN."), "texts"),
        Column("issn", gettext_noop("ISSN."), "texts"),
        Column("lang", gettext_noop("Language of title and abstract, as `fr`, where a source names it.")),
        Column("url", gettext_noop("Address where it can be read.")),
        Column("area", gettext_noop("Key of its area; empty if no area was found for it."), refers="areas.key"),
        Column("tags", gettext_noop("Its tags, `FACET/VALUE`."), "texts"),
        Column("keywords", gettext_noop("Keywords of the authors or the source."), "texts"),
        Column("summary", gettext_noop("What it does, in a sentence of this survey.")),
        Column("problem", gettext_noop("What it wants to solve, in words of this survey.")),
        Column("idea", gettext_noop("How, in words of this survey.")),
        Column("results", gettext_noop("What it found, in words of this survey.")),
        Column("limits", gettext_noop("What it leaves open, in words of this survey.")),
        Column("map_x", gettext_noop("Place on the map from the left, 0 to 1000."), "whole"),
        Column("map_y", gettext_noop("Place on the map from the top, 0 to 700."), "whole"),
        Column("added", gettext_noop("Day on which it joined the survey."), "date"),
        Column("changed", gettext_noop("Day on which its facts last changed."), "date"),
        Column("checked", gettext_noop("Whether its record was compared with the abstract once more."), "truth"),
    ),
    ("id",),
    main=True,
)

RELATIONS = Table(
    "relations",
    gettext_noop("a relation of a paper to another paper or to a system"),
    (
        Column("paper", gettext_noop("Id of the paper that states it."), refers="papers.id"),
        Column("kind", gettext_noop("How the paper stands to the other end, such as `extends` or `builds-on`.")),
        *_TARGET,
        Column("note", gettext_noop("A curator’s remark.")),
    ),
    ("paper", "kind", "target"),
    main=True,
)

RESULTS = Table(
    "results",
    gettext_noop("a number that a paper reports"),
    (
        _PAPER,
        _POSITION,
        Column("text", gettext_noop("The number with what it counts or measures, as the survey gives it.")),
        Column("value", gettext_noop("The quantity in it, as it is written: `up to +10.14%`.")),
        Column("number", gettext_noop("Its first number, in ones: `30M` is 30000000."), "number"),
        Column(
            "unit",
            gettext_noop("Unit of the number: `%`, `×` for a factor, `bytes`, a metric such as `mAP`; empty: a count."),
        ),
        Column("about", gettext_noop("What the number counts or measures.")),
    ),
    ("paper", "position"),
    main=True,
)

PEOPLE = Table(
    "people",
    gettext_noop("an author"),
    (
        Column("id", gettext_noop("Id of the person.")),
        Column("name", gettext_noop("Name as the pages show it.")),
        Column("filed", gettext_noop("Name by which indexes file the person.")),
        Column("orcid", gettext_noop("ORCID iD.")),
        _COUNT,
    ),
    ("id",),
)

TABLES = (
    PAPERS,
    RELATIONS,
    RESULTS,
    PEOPLE,
    Table(
        "authorships",
        gettext_noop("an author of a paper"),
        (
            _PAPER,
            _POSITION,
            Column("name", gettext_noop("Name as the paper gives it.")),
            Column("person", gettext_noop("Id of the person."), refers="people.id"),
        ),
        ("paper", "position"),
    ),
    Table("areas", gettext_noop("an area"), (_KEY, _TITLE, _DEFINITION, _COUNT), ("key",)),
    Table(
        "tags",
        gettext_noop("a value of a facet"),
        (
            Column("tag", gettext_noop("Facet and key of the value: `FACET/VALUE`.")),
            Column("facet", gettext_noop("Key of the facet.")),
            Column("facet_title", gettext_noop("Title of the facet.")),
            _KEY,
            _TITLE,
            _DEFINITION,
            _COUNT,
        ),
        ("tag",),
    ),
    Table(
        "paper_tags",
        gettext_noop("a tag of a paper"),
        (_PAPER, Column("tag", gettext_noop("Tag, `FACET/VALUE`."), refers="tags.tag")),
        ("paper", "tag"),
    ),
    Table(
        "systems",
        gettext_noop("a model, data set, benchmark or tool that papers name"),
        (
            Column("id", gettext_noop("Id of the system.")),
            Column("name", gettext_noop("Name as the pages show it.")),
            Column("kind", gettext_noop("What it is, such as `model` or `dataset`.")),
            Column("family", gettext_noop("Id of the system of which it is a version."), refers="systems.id"),
            Column("about", gettext_noop("What it is, in a few words.")),
            Column("link", gettext_noop("Address where it is described.")),
            Column("papers", gettext_noop("Number of papers that name it or a version of it."), "whole"),
        ),
        ("id",),
    ),
    Table(
        "mentions",
        gettext_noop("a paper or system that a paper’s text names"),
        (_PAPER, *_TARGET, Column("spelling", gettext_noop("Spelling and version that the text uses."))),
        ("paper", "target", "spelling"),
    ),
    Table(
        "introduced",
        gettext_noop("a thing of its own that a paper introduces"),
        (
            _PAPER,
            _POSITION,
            Column("name", gettext_noop("What the paper calls it.")),
            Column("kind", gettext_noop("What it is, such as `model` or `dataset`.")),
            Column("about", gettext_noop("What it is, in a few words.")),
        ),
        ("paper", "position"),
    ),
    Table(
        "neighbours",
        gettext_noop("a paper near to another"),
        (
            _PAPER,
            _POSITION,
            Column("neighbour", gettext_noop("Id of the near paper."), refers="papers.id"),
            Column("similarity", gettext_noop("Likeness of words, tags and meaning, 0 to 1."), "number"),
            Column("by_meaning", gettext_noop("Whether only a model of language makes them near."), "truth"),
            Column("shared", gettext_noop("What both have, the strongest first."), "texts"),
        ),
        ("paper", "position"),
    ),
    Table(
        "links",
        gettext_noop("an address that a paper gives"),
        (
            _PAPER,
            Column("kind", gettext_noop("What stands there, such as `code` or `data`.")),
            Column("url", gettext_noop("The address.")),
        ),
        ("paper", "url"),
    ),
    Table(
        "evidence",
        gettext_noop("a reason for a value of a paper"),
        (
            _PAPER,
            Column("about", gettext_noop("What it speaks for: `area`, `name`, `FACET.VALUE`, `mentions.ID` …")),
            Column("value", gettext_noop("What the rule chose, where a curator may have chosen otherwise.")),
            Column("phrase", gettext_noop("The phrase that decided, at most seven words.")),
            Column("place", gettext_noop("Where the phrase stands, such as `abstract, sentence 3`.")),
            Column("decided_by", gettext_noop("The rule, or `curator`.")),
            Column("score", gettext_noop("Points of the rule for the value."), "number"),
            Column("margin", gettext_noop("Points before the next best."), "number"),
        ),
        ("paper", "about"),
    ),
    Table(
        "survey",
        gettext_noop("a fact about the survey as a whole"),
        (
            Column("key", gettext_noop("What is told, such as `title` or `licence`.")),
            Column("value", gettext_noop("The fact.")),
        ),
        ("key",),
    ),
)
"""All tables, the main ones first."""
