"""The address of every page, defined once, and the address at which a file of the survey is edited.

An `Address` counts from the root of the site, so that it means the same wherever it is shown. It is made relative once,
where a page shows it: by `destination` for Markdown, by `href` for raw HTML.

  paper("clip")                                        papers/clip.md
  destination("areas/grounding.md", paper("clip"))     ../papers/clip.md
  href("areas/grounding.md", paper("clip"))            ../../papers/clip/

Keys and ids hold lower-case letters, digits and hyphens only, so that no part of a path needs escaping.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote, quote_plus

from ..records.survey import Settings
from ..text.escape import Markup, url

PAPER_PATTERN = r"papers/([a-z0-9-]+)\.md"
"""A regular expression for the path of a paper's page in a curator's Markdown; its group is the paper's id."""


@dataclass(frozen=True, slots=True)
class Address:
    """A page of the site, optionally with a query or an anchor.

    `path` is the page's file below the docs folder: `papers/clip.md`. `query` is already encoded for a URL and has no
    `?`: `area=grounding&year=2024`. `anchor` is the id of an element of the page, without `#`. Query and anchor are
    often empty.
    """

    path: str
    query: str = ""
    anchor: str = ""

    @property
    def suffix(self) -> str:
        """Return the query and the anchor as they follow a path in a link, `?area=grounding#list`, escaped for Markdown
        and HTML.

        The text is empty for an address without either.
        """
        query = f"?{self.query.replace('&', '&amp;')}" if self.query else ""
        return f"{query}#{self.anchor}" if self.anchor else query


HOME = Address("index.md")
ABOUT = Address("about.md")
AREAS = Address("areas/index.md")
CHANGES = Address("changes/index.md")
AUTHORS = Address("authors/index.md")
BUILT_ON = Address("built-on.md")
CLAIMS = Address("claims/index.md")
COMPARE = Address("explore/compare.md")
DATA = Address("data/index.md")
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
        "data": DATA,
        "explorer": EXPLORER,
        "map": MAP,
        "papers": PAPERS,
        "systems": SYSTEMS,
        "tags": TAGS,
        "years": YEARS,
    }
)
"""The pages to which templates link, by the names that templates use for them."""


@lru_cache(maxsize=1 << 16)
def paper(paper_id: str) -> Address:
    """Return the address of a paper's page. For a former id it is the page that redirects to the paper."""
    return Address(f"papers/{paper_id}.md")


def paper_at(path: str) -> str | None:
    """Return the id of the paper whose page is at `path`, as the site serves it; None if it is the address of another
    page.

    >>> paper_at("papers/clip/")
    'clip'
    """
    return (re.fullmatch(r"papers/([a-z0-9-]+)/", path) or {1: None})[1]


def area(key: str) -> Address:
    """Return the address of an area's page; the key `UNPLACED` gives the page of the papers without an area.

    `area("grounding")` is `areas/grounding.md`.
    """
    return Address(f"areas/{key}.md")


def value(facet: str, key: str) -> Address:
    """Return the address of the page of a facet value (a tag), given the keys of facet and value: `value("task",
    "vqa")` is `tags/task/vqa.md`.
    """
    return Address(f"tags/{facet}/{key}.md")


def system(system_id: str) -> Address:
    """Return the address of a system's page. Only systems that enough papers name have one (`families.has_page`)."""
    return Address(f"systems/{system_id}.md")


def person(person_id: str) -> Address:
    """Return the address of an author's page, given the person's id. Only authors of at least `author_pages_from`
    papers have one.
    """
    return Address(f"authors/{person_id}.md")


def year(number: int | str) -> Address:
    """Return the address of a year's page: `year(2024)` is `years/2024.md`. Only years with papers have one."""
    return Address(f"years/{number}.md")


def reading_path(key: str) -> Address:
    """Return the address of a reading path's page, by its key in `paths.yml`."""
    return Address(f"paths/{key}.md")


def edition(number: int) -> Address:
    """Return the address of the page with what an edition changed: `edition(2)` is `changes/edition-2.md`."""
    return Address(f"changes/edition-{number}.md")


def gap_table(pair: str) -> Address:
    """Return the address of the page with the gap table of two dimensions; `pair` joins their keys: `area-task`."""
    return Address(f"gaps/{pair}.md")


def gap_choice(rows: str, columns: str) -> Address:
    """Return the address of the page of gaps on which the dimensions with the keys `rows` and `columns` are chosen."""
    return Address(GAPS.path, query=_query({"rows": rows, "columns": columns}))


def explorer(filters: Mapping[str, str]) -> Address:
    """Return the address of the explorer with filters set.

    `filters` maps a field to a value: `{"area": "grounding"}` chooses an area, and `q` is the text to search for.
    """
    return Address(EXPLORER.path, query=_query(filters))


def term(anchor: str) -> Address:
    """Return the address of a glossary term's definition; `anchor` is the id of its heading
    (`glossary_links.term_anchor`).
    """
    return Address(GLOSSARY.path, anchor=anchor)


def page_of_list(first: Address, number: int) -> Address:
    """Return the address of page `number` of a long list, counted from 1; `first` is the address of page 1.

    If `first` is `areas/grounding.md`, page 2 is `areas/grounding/2.md`.
    """
    return first if number == 1 else Address(f"{first.path.removesuffix('.md')}/{number}.md")


def beside(page: Address, name: str) -> Address:
    """Return the address of the file called `name` that lies beside a built page: `beside(area("grounding"),
    "papers.bib")` is `areas/grounding/papers.bib`. The files of the home page lie at the root.
    """
    return Address(f"{served(Address(page.path))}{name}")


def _query(parameters: Mapping[str, str]) -> str:
    return "&".join(f"{quote_plus(key)}={quote_plus(text)}" for key, text in parameters.items())


# --- where a page shows an address ---------------------------------------------------------------


def destination(page: str, to: Address) -> Markup:
    """Return a link from the page at path `page` to `to`, relative and escaped as the destination of a Markdown link.

    `destination("areas/grounding.md", paper("clip"))` is `../papers/clip.md`. Between two pages of one list it leads
    through the list's folder. To a place on the same page it is only the anchor, `#…`.
    """
    path = to.path
    if path == page and to.anchor:
        return Markup(to.suffix)
    suffix = to.suffix if to.query or to.anchor else ""
    folder = _folder_of_list(page, path)
    if not folder:
        return Markup("../" * page.count("/") + path + suffix)
    return Markup("../" * page[len(folder) :].count("/") + path[len(folder) :] + suffix)


def href(page: str, to: Address) -> Markup:
    """Return a link from the page at path `page` to `to`, relative between the built pages and escaped for an HTML
    attribute.

    `href("areas/grounding.md", paper("clip"))` is `../../papers/clip/`.
    """
    return Markup("../" * _served(page).count("/") + served(to) or "./")


def served(to: Address) -> Markup:
    """Return the path at which the built site serves a page, relative to the site's root: `papers/clip/` for
    `papers/clip.md`. That of the home page is empty; a file that is no page is served where it lies.
    """
    path = _served(to.path)
    return Markup(path + to.suffix) if to.query or to.anchor else path


@lru_cache(maxsize=1 << 16)
def _served(path: str) -> Markup:
    """Return the path at which the built site serves the page or file at `path`, relative to the site's root."""
    if not path.endswith(".md"):
        return Markup(path)
    folder, slash, name = path.rpartition("/")
    return Markup(f"{folder}{slash}{'' if name == 'index.md' else name.removesuffix('.md') + '/'}")


def _folder_of_list(page: str, other: str) -> str:
    """Return the folder of a long list, with its slash, of which two pages are given by their paths; empty if they are
    not pages of one list. A long list goes on in a folder of its name.
    """
    ends, other_ends = len(page) - 3, len(other) - 3
    if not (
        other[ends : ends + 1] == "/"
        or page[other_ends : other_ends + 1] == "/"
        or (page[-4:-3].isdecimal() and other[-4:-3].isdecimal())
    ):
        return ""  # the case of nearly all: neither is below a folder that has the other's name
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


def absolute(settings: Settings, to: Address) -> str:
    """Return the full web address of a page or file on the published site; an empty text if the site's address is not
    known.

    It is not escaped; `to` must have no query. For `papers/clip.md` it is `https://survey.org/papers/clip/`.
    """
    return f"{settings.address.rstrip('/')}/{served(to)}" if settings.address else ""


def edit_address(settings: Settings, path: str) -> Markup | None:
    """Return the web address at which a file of the survey is edited on the code host; None if `survey.yml` names no
    `repository`.

    `path` is the file's path below the survey's folder. If the repository's address holds `/edit/`
    (`…/edit/BRANCH/FOLDER`), it is that of the survey's folder; otherwise the repository's root is the survey, on the
    branch `main`.
    """
    if settings.repository is None:
        return None
    return url(f"{editing_folder(settings.repository)}/{path}")


def editing_folder(repository: str, folder: str = "") -> str:
    """Return the web address below which files are edited, without a slash at its end.

    It is `repository` itself if that holds `/edit/`, else its branch `main` and in it `folder`.
    """
    base = repository.rstrip("/").removesuffix(".git")
    if "/edit/" in base or "/_edit/" in base:
        return base
    return f"{base}/edit/main/{quote(folder)}".rstrip("/")
