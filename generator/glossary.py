"""Where texts use a term of the glossary, and the address of its definition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown.extensions.toc import slugify

from generator.annotate import Span
from generator.escape import Ready
from generator.records import Term

PAGE = "glossary.md"


def term_heading(term: Term) -> str:
    """How the glossary heads a term; the page's anchors are made of it."""
    return f"{term.term} ({term.short})" if term.short else term.term


class Terms:
    """All spellings of the glossary's terms, compiled once."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._anchors: dict[str, str] = {}
        for term in terms:
            anchor = slugify(term_heading(term), "-")
            for spelling in filter(None, (term.term, term.short, *term.also)):
                self._anchors.setdefault(spelling, anchor)
                # A sentence may begin with a term; abbreviations have one case only.
                self._anchors.setdefault(spelling[:1].upper() + spelling[1:], anchor)
        longest_first = sorted(self._anchors, key=lambda spelling: (-len(spelling), spelling))
        pattern = "|".join(re.escape(spelling) for spelling in longest_first)
        self._pattern = re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])") if pattern else None

    def spans(self, text: str, up: str, used: set[str]) -> Iterator[Span]:
        """The first use of each term that is not in `used` yet, which is added to."""
        for match in self._pattern.finditer(text) if self._pattern else ():
            anchor = self._anchors[match[0]]
            if anchor not in used:
                used.add(anchor)
                yield Span(match[0], to=Ready(f"{up}{PAGE}#{anchor}"))
