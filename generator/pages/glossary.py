"""The page of the glossary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote_plus

from generator.escape import Ready
from generator.glossary import term_anchor, term_heading
from generator.lookup import Lookup, edit_address, in_letter_order, initial, sort_key
from generator.pages.parts import Front, Ref
from generator.records import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Defined:
    """A glossary term as its heading says it, what it means, and its other spellings, joined with commas.

    `papers` counts those whose texts use it; `search` finds them, from the built page.
    """

    heading: str
    definition: str
    also: str
    papers: int
    search: Ready


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryPage:
    """`glossary.md`, by first letter; `letters` lead to the first term of each."""

    front: Front
    title: str
    letters: tuple[Ref, ...]
    terms: tuple[Defined, ...]
    edit: Ready | None


def terms_in_use(site: Lookup) -> Mapping[str, int]:
    """How many papers use each term, by its anchor."""
    counts: dict[str, int] = {term_anchor(term): 0 for term in site.catalogue.glossary}
    for paper in site.catalogue.papers:
        for anchor in site.terms.used_in(paper):
            counts[anchor] += 1
    return counts


def glossary_page(site: Lookup, in_use: Mapping[str, int]) -> GlossaryPage:
    terms = sorted(site.catalogue.glossary, key=lambda term: sort_key(term.term))
    return GlossaryPage(
        front=Front(
            title=site.say("Glossary"),
            description=site.say("Terms of the field as used by the papers of {survey}."),
            hide=("toc",),
        ),
        title=site.say("Glossary"),
        letters=_letters(terms),
        terms=tuple(
            Defined(
                heading=term_heading(term),
                definition=term.definition,
                also=", ".join(term.also),
                papers=in_use[term_anchor(term)],
                search=_search(term),
            )
            for term in terms
        ),
        edit=edit_address(site.catalogue.settings, "glossary.yml"),
    )


def _letters(terms: Sequence[Term]) -> tuple[Ref, ...]:
    first: dict[str, str] = {}
    for term in terms:
        first.setdefault(initial(term.term), term_anchor(term))
    return tuple(Ref(text=letter, to=Ready(f"#{first[letter]}")) for letter in in_letter_order(first))


def _search(term: Term) -> Ready:
    """The explorer, asked for the term in any of its spellings."""
    spellings = dict.fromkeys(filter(None, (term.term, term.short, *term.also)))
    phrases = " OR ".join('"{}"'.format(spelling.replace('"', " ")) for spelling in spellings)
    return Ready(f"../explore/?q={quote_plus(phrases)}")
