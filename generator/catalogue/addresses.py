"""The address of every page, spelt once, and where a file of the survey is edited.

An `Address` counts from the root of the site, so that it means the same wherever it is shown. It is made relative
once, where a page shows it: by `destination` for Markdown, by `href` for raw HTML.

    paper("clip")                                        papers/clip.md
    destination("areas/grounding.md", paper("clip"))     ../papers/clip.md
    href("areas/grounding.md", paper("clip"))            ../../papers/clip/

Keys and ids hold lower-case letters, digits and hyphens only, so that no part of a path needs escaping.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import quote_plus

from ..records.survey import Settings
from ..text.escape import Markup, url

PAPER_PATTERN = r"papers/([a-z0-9-]+)\.md"
"""A regular expression for the path of a paper's page in a curator's Markdown; its group is the paper's id."""


@dataclass(frozen=True, slots=True)
class Address:
    """A page of the site, or what it shows for a query or at an anchor.

    `path` is the page's file below the docs folder, `papers/clip.md`. `query` is encoded for a URL, without `?`:
    `area=grounding&year=2024`. `anchor` is the id of an element of the page, without `#`. Both are often empty.
    """

    path: str
    query: str = ""
    anchor: str = ""

    @property
    def suffix(self) -> str:
        """Query and anchor as they follow the path, escaped for Markdown and for HTML."""
        query = f"?{self.query.replace('&', '&amp;')}" if self.query else ""
        return f"{query}#{self.anchor}" if self.anchor else query


HOME = Address("index.md")
ABOUT = Address("about.md")
AREAS = Address("areas/index.md")
AUTHORS = Address("authors/index.md")
BUILT_ON = Address("built-on.md")
CLAIMS = Address("claims/index.md")
COMPARE = Address("explore/compare.md")
EXPLORER = Address("explore/index.md")
GAPS = Address("gaps/index.md")
GLOSSARY = Address("glossary.md")
HEALTH = Address("health/index.md")
MAP = Address("map/index.md")
NEWS = Address("new.md")
PAPERS = Address("papers/index.md")
PATHS = Address("paths/index.md")
SYSTEMS = Address("systems/index.md")
TAGS = Address("tags/index.md")
YEARS = Address("years/index.md")

PAGES: Mapping[str, Address] = MappingProxyType(
    {
        "areas": AREAS,
        "authors": AUTHORS,
        "explorer": EXPLORER,
        "map": MAP,
        "papers": PAPERS,
        "systems": SYSTEMS,
        "tags": TAGS,
        "years": YEARS,
    }
)
"""Pages that the templates themselves lead to, by the names that they have there."""


def paper(paper_id: str) -> Address:
    """The page of a paper, or, for a former id, the page that leads on."""
    return Address(f"papers/{paper_id}.md")


def area(key: str) -> Address:
    """The page of an area, or of the papers without one (`UNPLACED`)."""
    return Address(f"areas/{key}.md")


def value(facet: str, key: str) -> Address:
    """The page of a facet's value, which readers call a tag."""
    return Address(f"tags/{facet}/{key}.md")


def system(system_id: str) -> Address:
    """The page of a system that enough papers name."""
    return Address(f"systems/{system_id}.md")


def person(person_id: str) -> Address:
    """The page of an author of enough papers."""
    return Address(f"authors/{person_id}.md")


def year(number: int | str) -> Address:
    """The page of a year that has papers."""
    return Address(f"years/{number}.md")


def reading_path(key: str) -> Address:
    """The page of a reading path."""
    return Address(f"paths/{key}.md")


def gap_table(pair: str) -> Address:
    """The page of a ready table of gaps, by its two dimensions: `area-task`."""
    return Address(f"gaps/{pair}.md")


def gap_choice(rows: str, columns: str) -> Address:
    """The gap map with these dimensions chosen."""
    return Address(GAPS.path, query=_query({"rows": rows, "columns": columns}))


def explorer(filters: Mapping[str, str]) -> Address:
    """The explorer with these filters; `q` is what is searched for, `{"area": "grounding"}` chooses an area."""
    return Address(EXPLORER.path, query=_query(filters))


def term(anchor: str) -> Address:
    """The definition of a term in the glossary, by the anchor of its heading."""
    return Address(GLOSSARY.path, anchor=anchor)


def page_of_list(first: Address, number: int) -> Address:
    """Page `number` of a list whose page 1 is `first`: `areas/grounding.md`, `areas/grounding/2.md` and so on."""
    return first if number == 1 else Address(f"{first.path.removesuffix('.md')}/{number}.md")


def _query(parameters: Mapping[str, str]) -> str:
    return "&".join(f"{quote_plus(key)}={quote_plus(text)}" for key, text in parameters.items())


# --- where a page shows an address ---------------------------------------------------------------


def destination(page: str, to: Address) -> Markup:
    """The destination of a Markdown link on the page with this path.

    The way leads through the root of the site; between two pages of one list, through the list's folder. To another
    place on the same page it is the anchor alone.
    """
    if to.path == page and to.anchor:
        return Markup(to.suffix)
    folder = _folder_of_list(page, to.path)
    up = "../" * page[len(folder) :].count("/")
    return Markup(f"{up}{to.path[len(folder) :]}{to.suffix}")


def href(page: str, to: Address) -> Markup:
    """The same for an attribute of raw HTML: from the page as it is built to that page as it is built."""
    way = "../" * served(Address(page)).count("/") + served(to)
    return Markup(way or "./")


def served(to: Address) -> Markup:
    """The address at which a page is served, below the root of the site: `papers/clip/`; the home page's is empty."""
    folder, slash, name = to.path.rpartition("/")
    return Markup(f"{folder}{slash}{'' if name == 'index.md' else name.removesuffix('.md') + '/'}{to.suffix}")


def _folder_of_list(page: str, other: str) -> str:
    """The folder, with its slash, of the list that both paths are pages of; "" where they are of no one list."""
    folder, _, name = page.rpartition("/")
    other_folder, _, other_name = other.rpartition("/")
    if other_folder and other_folder == page.removesuffix(".md"):
        list_folder = folder
    elif folder and (
        folder == other.removesuffix(".md") or (folder == other_folder and _is_number(name) and _is_number(other_name))
    ):
        list_folder = folder.rpartition("/")[0]
    else:
        return ""
    return f"{list_folder}/" if list_folder else ""


def _is_number(name: str) -> bool:
    return name.removesuffix(".md").isdecimal()


# --- outside the site ----------------------------------------------------------------------------


def edit_address(settings: Settings, path: str) -> Markup | None:
    """Where a file of the survey is edited on the code host; None without a repository.

    An address that already leads to a folder (`…/edit/BRANCH/FOLDER`) is taken
    as the survey's; any other is a repository with `survey/` on branch `main`.
    """
    if settings.repository is None:
        return None
    base = settings.repository.rstrip("/").removesuffix(".git")
    if "/edit/" not in base:
        base += "/edit/main/survey"
    return url(f"{base}/{path}")
