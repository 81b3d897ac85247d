"""The page of the glossary."""

from __future__ import annotations

from dataclasses import dataclass

from ...catalogue import addresses
from ...catalogue.addresses import Address, edit_address
from ...records.survey import Term
from ...text.escape import Markup
from ...text.folding import in_letter_order, initial, sort_key
from ..context import Site
from ..glossary_links import term_anchor, term_heading
from ..links import Front, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A term of the glossary: its heading, its definition, and its other spellings (`also`) joined with commas.

    `papers` is the number of papers whose texts use it; `search` is the address that finds them.
    """

    heading: str
    definition: str
    also: str
    papers: int
    search: Address


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryPage:
    """The data of `glossary.md`: its title and the terms, sorted; `letters` are links to the first term of each
    initial.
    """

    front: Front
    title: str
    letters: tuple[Link, ...]
    terms: tuple[Definition, ...]
    edit: Markup | None


def glossary_page(site: Site) -> GlossaryPage:
    """Return the data of the page with all terms of glossary.yml, sorted by initial."""
    by_letter: dict[str, list[Term]] = {}
    for term in sorted(site.catalogue.glossary, key=lambda term: sort_key(term.term)):
        by_letter.setdefault(initial(term.term), []).append(term)
    letters = in_letter_order(by_letter)
    return GlossaryPage(
        front=Front(
            title=site.gettext("Glossary"),
            description=site.gettext("Terms of the field as used by the papers of {survey}."),
            hide=("toc",),
        ),
        title=site.gettext("Glossary"),
        letters=tuple(
            Link(text=site.letter(letter), to=addresses.term(term_anchor(by_letter[letter][0]))) for letter in letters
        ),
        terms=tuple(
            Definition(
                heading=term_heading(term),
                definition=term.definition,
                also=", ".join(term.also),
                papers=site.terms_in_use[term_anchor(term)],
                search=_search(term),
            )
            for letter in letters
            for term in by_letter[letter]
        ),
        edit=edit_address(site.catalogue.settings, "glossary.yml"),
    )


def _search(term: Term) -> Address:
    """Return the address of the explorer that searches for a term in any of its spellings."""
    spellings = dict.fromkeys(filter(None, (term.term, term.short, *term.also)))
    phrases = " OR ".join('"{}"'.format(spelling.replace('"', " ")) for spelling in spellings)
    return addresses.explorer({"q": phrases})
