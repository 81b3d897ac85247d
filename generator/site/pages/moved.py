"""Pages at former addresses: each redirects, or says what became of the page."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass

from ...catalogue import addresses
from ...catalogue.addresses import Address
from ...records.intake import RefusedPaper
from ..context import Site
from ..links import Front, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class RedirectPage:
    """The data of a page that redirects to another, such as that of a paper's former id."""

    front: Front
    now: Link


@dataclass(frozen=True, slots=True, kw_only=True)
class GonePage:
    """The data of the page for something that was removed.

    `what` is the title of the paper that was here, `reason` and `date` say why and when it was removed; each is empty
    if not known. `index` links to the list that it was in.
    """

    front: Front
    title: str
    what: str
    reason: str
    date: str
    index: Link


def redirect_page(site: Site, to: Address) -> RedirectPage:
    """Return the data of a page that redirects to the page at `to`."""
    now = _named(site, to)
    title = site.papers[paper].bibliographic.title if (paper := _key(to, "papers")) in site.papers else now.text
    return RedirectPage(
        front=Front(
            title=title,
            description=site.gettext("This page has moved: {title}", title=title),
            hide=("toc",),
            redirect=to,
        ),
        now=Link(text=title, to=to),
    )


def gone_page(site: Site, address: str, files: Container[str]) -> GonePage:
    """Return the data of the page for something that was removed; for a paper in refused.yml, with its title, reason
    and date.

    `address` is the one at which the removal is recorded, as the site serves it: `papers/clip/`. `files` has the
    addresses of all pages in this form; if the list of all papers, or of all tags, is not among them, the link leads to
    the areas.
    """
    folder, _, id = address.strip("/").partition("/")
    refused = _refused(site, id) if folder == "papers" else None
    title = site.gettext("This paper was removed") if refused else site.gettext("This page is no more")
    index = Link(text=site.gettext("Areas"), to=addresses.AREAS)
    for to, text in ((addresses.PAPERS, site.gettext("All papers by title")), (addresses.TAGS, site.gettext("Tags"))):
        if to.path == f"{folder}/index.md" and addresses.served(to) in files:
            index = Link(text=text, to=to)
    return GonePage(
        front=Front(title=title, description=refused.title if refused else title, hide=("toc",), gone=True),
        title=title,
        what=refused.title if refused else "",
        reason=(refused.reason or "") if refused else "",
        date=site.translations.date(refused.date) if refused and refused.date else "",
        index=index,
    )


def _refused(site: Site, id: str) -> RefusedPaper | None:
    return next((paper for paper in site.catalogue.refused if id in (paper.id, *paper.former_ids)), None)


def _named(site: Site, to: Address) -> Link:
    """Return a link to a page with its name, or with its address if it has none."""
    parts = to.path.removesuffix(".md").split("/")
    if parts == ["papers", parts[-1]] and parts[-1] in site.papers:
        return site.paper(parts[-1])
    if parts == ["areas", parts[-1]] and parts[-1] in site.areas:
        return site.area(parts[-1])
    if len(parts) == 3 and (parts[1], parts[2]) in site.values:
        return site.value(parts[1], parts[2])
    if parts == ["systems", parts[-1]] and parts[-1] in site.catalogue.systems:
        return site.system(parts[-1])
    return Link(text=str(addresses.served(to)) or site.title, to=to)


def _key(to: Address, folder: str) -> str:
    return to.path.removeprefix(f"{folder}/").removesuffix(".md")
