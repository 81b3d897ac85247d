"""The page of the glossary."""

from __future__ import annotations

from dataclasses import dataclass

from generator.glossary import term_heading
from generator.lookup import Lookup, sort_key
from generator.pages.parts import Front


@dataclass(frozen=True, slots=True, kw_only=True)
class Defined:
    """A glossary term as its heading says it, what it means, and its other spellings, joined with commas."""

    heading: str
    definition: str
    also: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GlossaryPage:
    """`glossary.md`, by first letter."""

    front: Front
    title: str
    terms: tuple[Defined, ...]


def glossary_page(site: Lookup) -> GlossaryPage:
    terms = sorted(site.catalogue.glossary, key=lambda term: sort_key(term.term))
    return GlossaryPage(
        front=Front(
            title=site.say("Glossary"),
            description=site.say("Terms of the field as used by the papers of {survey}."),
            hide=("toc",),
        ),
        title="Glossary",
        terms=tuple(
            Defined(heading=term_heading(term), definition=term.definition, also=", ".join(term.also)) for term in terms
        ),
    )
