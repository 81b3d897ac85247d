"""The part of a page's head that is about this page alone, and that MkDocs does not write by itself.

    records ──page_head──▶ one string of HTML ──front matter, key `head`──▶ theme/frame.html

`page_head` makes it, and nothing else does: whoever builds a page's HTML puts this string, as it is, at the one marked
place of `templates/theme/frame.html`. It comes in the front matter of the page, so that MkDocs, Zensical and a program
that reads the pages by itself find the very same string. Where there is nothing to say it is empty, and the front
matter has no such key.

All that comes from outside is escaped here, by `tags.py`: an attribute by `html_text`, JSON in a script by `json_text`.
A record cannot write a head: its texts reach the front matter by this module alone or as a quoted scalar, and the text
of an essay or of home.md begins below the front matter. A page that somebody puts into the docs folder by hand may
have a `head` of its own, as it may hold any HTML; who may write there is trusted.
"""

from __future__ import annotations

from ...catalogue.addresses import Address
from ...text.escape import Markup
from ..context import Site
from ..links import Front
from .tags import joined, meta_property


def page_head(site: Site, page: Address, front: Front) -> Markup:
    """Return the head of the page at `page`, one tag a line; empty for a page that only leads on to another."""
    if front.redirect:
        return Markup("")
    return joined(
        [
            meta_property("og:site_name", site.title),
            meta_property("og:title", site.title if page.path == "index.md" else front.title),
            meta_property("og:description", front.description),
        ]
    )
