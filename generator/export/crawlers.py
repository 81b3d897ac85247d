"""The files that programs look for on every site: robots.txt, llms.txt and the description of its search.

`sitemap.xml` is made with the pages, by `templates/theme/sitemap.xml`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..catalogue import addresses
from ..catalogue.addresses import Address
from ..records.catalogue import Catalogue
from ..records.survey import Settings
from ..text.escape import html_text, markdown_text, plain_text
from ..text.i18n import Translations
from .lists import FEED, FORMATS

ROBOTS = Address("robots.txt")
LLMS = Address("llms.txt")
SEARCH = Address("opensearch.xml")
SITEMAP = Address("sitemap.xml")
_MARK = Address("assets/icons/mark.svg")
_SHORT = 16
"""Characters that OpenSearch allows a short name."""


def crawler_files(catalogue: Catalogue, translations: Translations) -> dict[str, str]:
    """Return robots.txt, llms.txt and the description of the site's search: from the path below the docs folder to the
    text.

    The description of the search holds full addresses only, so it is missing if the site's address is not known.
    """
    files = {ROBOTS.path: _robots(catalogue.settings), LLMS.path: _llms(catalogue, translations)}
    if catalogue.settings.address:
        files[SEARCH.path] = _search(catalogue.settings)
    return files


def _robots(settings: Settings) -> str:
    """Return robots.txt, by which everybody may read everything. A host asks for this file at its own root only."""
    sitemap = addresses.absolute(settings, SITEMAP)
    return "User-agent: *\nDisallow:\n" + (f"\nSitemap: {sitemap}\n" if sitemap else "")


def _search(settings: Settings) -> str:
    """Return opensearch.xml, by which a browser can offer the site's search: the explorer keeps the question in its
    address.
    """
    explorer = addresses.absolute(settings, addresses.EXPLORER)
    return (
        "\n".join(
            [
                '<?xml version="1.0" encoding="UTF-8"?>',
                '<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">',
                f"<ShortName>{html_text(_cut(settings.title, _SHORT))}</ShortName>",
                f"<Description>{html_text(settings.title)}</Description>",
                f'<Url type="text/html" template="{html_text(explorer)}?q={{searchTerms}}"/>',
                f'<Url type="application/opensearchdescription+xml" rel="self" '
                f'template="{html_text(addresses.absolute(settings, SEARCH))}"/>',
                f'<Image type="image/svg+xml">{html_text(addresses.absolute(settings, _MARK))}</Image>',
                f"<Language>{html_text(settings.language)}</Language>",
                "<InputEncoding>UTF-8</InputEncoding>",
                "</OpenSearchDescription>",
            ]
        )
        + "\n"
    )


def _cut(text: str, most: int) -> str:
    """Return the first words of a text that have at most `most` characters together; the first characters if even the
    first word has more.
    """
    text = plain_text(text)
    if len(text) <= most:
        return text
    end = text.rfind(" ", 0, most + 1)
    return text[: end if end > 0 else most].rstrip(" ,;:.–—-")


def _llms(catalogue: Catalogue, translations: Translations) -> str:
    """Return llms.txt: what the site holds and where, as Markdown for language models (llmstxt.org)."""
    settings = catalogue.settings
    papers = translations.ngettext("{count} paper", "{count} papers", len(catalogue.papers))
    edition = catalogue.edition.isoformat() if catalogue.edition else ""
    facts = (papers, edition, settings.author, settings.licence)
    lines = [
        f"# {markdown_text(settings.title)}",
        "",
        f"> {markdown_text(settings.description)}",
        "",
        " · ".join(markdown_text(fact) for fact in facts if fact),
        *_section(settings, translations.gettext("Areas"), _areas(catalogue)),
        *_section(settings, translations.gettext("Data"), _data(translations)),
    ]
    return "\n".join(lines) + "\n"


_Entry = tuple[str, Address, str | None]
"""What stands at an address, and a line about it."""


def _areas(catalogue: Catalogue) -> Iterator[_Entry]:
    for area in catalogue.taxonomy.areas:
        if catalogue.by_area.get(area.key):
            yield area.title, addresses.area(area.key), area.definition


def _data(translations: Translations) -> Iterator[_Entry]:
    yield translations.gettext("Data"), addresses.DATA, None
    yield translations.gettext("The catalogue as JSON"), Address("assets/data/catalogue.json"), None
    for format in FORMATS:
        yield format.name, addresses.beside(addresses.HOME, format.file), None
    yield translations.gettext("Feed"), addresses.beside(addresses.HOME, FEED.file), None


def _section(settings: Settings, title: str, entries: Iterable[_Entry]) -> Iterator[str]:
    """Yield the lines of a heading (`title`) with links to the entries below it; none without entries. If the site has
    no address, links count from its root.
    """
    links = []
    for text, to, about in entries:
        link = f"- [{markdown_text(text)}]({addresses.absolute(settings, to) or addresses.served(to)})"
        links.append(f"{link}: {markdown_text(about)}" if about else link)
    if links:
        yield from ("", f"## {markdown_text(title)}", "", *links)
