"""Finds the terms of the glossary in texts, and links them to their definitions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from markdown.extensions.toc import slugify

from ..catalogue import addresses
from ..catalogue.addresses import Address
from ..records.paper import Paper
from ..records.survey import Term
from ..text.escape import Markup, markdown_title
from .annotated_text import Span, link_end
from .links import LinkedText

_UNTOUCHED = re.compile(
    r"""
    (?P<ticks>`+).*?(?P=ticks)                               # code
    | !?\[(?:\\.|[^\[\]\\]|\[[^\[\]]*\])*\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\[\]]*\])?   # links and images
    | <[^<>]*>                                               # addresses and HTML
    | \w+://\S+
    | \\.
    """,
    re.VERBOSE | re.DOTALL,
)
"""What stands in a paragraph of Markdown and is no plain text."""
_BEFORE, _AFTER = " \n(\u201c\u2018\u2013\u2014", " \n.,;:?)\u201d\u2019\u2013\u2014"
"""What may stand beside a linked term (or nothing): beside a mark of Markdown, brackets could change its meaning."""
_HTML = re.compile(r"<(?!https?://[^<>\s]*>)[A-Za-z/!?]")
_PARAGRAPH = re.compile(r"(?:[*+-]|\d+[.)])?[ ]?[ ]?[^\s#|<>`~=:\[]")
"""How the first line of a paragraph or list item may begin whose terms are linked: no heading, table, HTML, code."""


def term_heading(term: Term) -> str:
    """Return a term's heading on the glossary's page: the term, with its abbreviation in brackets if it has one."""
    return f"{term.term} ({term.short})" if term.short else term.term


def term_anchor(term: Term) -> str:
    """Return the id of a term's heading on the glossary's page: `chain-of-thought-cot`."""
    return slugify(term_heading(term), "-")


class Terms:
    """Finds and links the terms of the glossary in texts; all their spellings are compiled once."""

    def __init__(self, terms: Iterable[Term]) -> None:
        self._anchors: dict[str, str] = {}
        self._titles: dict[str, Markup] = {}
        for term in terms:
            anchor = term_anchor(term)
            self._titles.setdefault(anchor, markdown_title(term.definition))
            for spelling in filter(None, (term.term, term.short, *term.also)):
                self._anchors.setdefault(spelling, anchor)
                # A sentence may begin with a term; abbreviations have one case only.
                self._anchors.setdefault(spelling[:1].upper() + spelling[1:], anchor)
        longest_first = sorted(self._anchors, key=lambda spelling: (-len(spelling), spelling))
        pattern = "|".join(re.escape(spelling) for spelling in longest_first)
        self._pattern = re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])") if pattern else None

    @property
    def anchors(self) -> Iterable[str]:
        """Return the anchors of all terms, in the glossary's order."""
        return self._titles

    def spans(self, text: str, used: set[str]) -> Iterator[Span]:
        """Yield a span with a link for the first use in `text` of each term whose anchor is not in `used`, and add its
        anchor to `used`.
        """
        for match in self._pattern.finditer(text) if self._pattern else ():
            anchor = self._anchors[match[0]]
            if anchor not in used:
                used.add(anchor)
                yield Span(match[0], to=addresses.term(anchor), title=self._titles[anchor])

    def linked(self, source: str) -> LinkedText:
        """Return a curator's Markdown, `source`, with the first use of each glossary term linked to its definition.

        Only plain paragraphs and list items get links, and in them nothing that is already a link, code or HTML. A
        paragraph with an unpaired bracket or backtick gets none, nor does a text with any HTML, since its meaning
        depends on other parts of the text.
        """
        if self._pattern is None or _HTML.search(source):
            return LinkedText((Markup(source),))
        used: set[str] = set()
        pieces: list[Markup | Address] = []
        fenced = False
        for block in re.split(r"(\n[ \t]*\n+)", source):
            opens = len(re.findall(r"^[ \t]*(?:```|~~~)", block, re.MULTILINE)) % 2 == 1
            if not fenced and not opens and _is_plain(block):
                pieces += self._link_block(block, used)
            else:
                pieces.append(Markup(block))
            fenced ^= opens
        return LinkedText(tuple(pieces))

    def used_in(self, paper: Paper) -> set[str]:
        """Return the anchors of the terms that occur in a paper's title, digest or abstract."""
        if self._pattern is None:
            return set()
        texts = (
            paper.bibliographic.title,
            paper.digest.summary,
            paper.digest.problem,
            paper.digest.idea,
            paper.digest.results,
            paper.bibliographic.abstract,
        )
        return {self._anchors[found] for text in texts if text for found in self._pattern.findall(text)}

    def _link_block(self, block: str, used: set[str]) -> Iterator[Markup | Address]:
        taken = [kept.span() for kept in _UNTOUCHED.finditer(block)]
        written = 0
        for match in self._pattern.finditer(block) if self._pattern else ():
            anchor = self._anchors[match[0]]
            start, end = match.span()
            free = not any(start < stop and begin < end for begin, stop in taken)
            alone = block[start - 1 : start] in _BEFORE and block[end : end + 1] in _AFTER
            if anchor in used or not free or not alone:
                continue
            used.add(anchor)
            yield Markup(f"{block[written:start]}[{match[0]}")
            yield from link_end(addresses.term(anchor), self._titles[anchor])
            written = end
        yield Markup(block[written:])


def _is_plain(block: str) -> bool:
    """Return whether a block of Markdown is a paragraph of text and links only, in which terms can be linked safely."""
    lines = block.split("\n")
    if any(
        line.startswith(("    ", "\t")) or re.match(r"\s*[#|<=]|\s*-{2,}\s*$|\s*\[\^?[^\]]*\]:", line) for line in lines
    ):
        return False
    if not _PARAGRAPH.match(block.lstrip("\n")):
        return False
    return not re.search(r"[\[\]`<|]", _UNTOUCHED.sub("", block))


def terms_in_use(papers: Iterable[Paper], terms: Terms) -> Mapping[str, int]:
    """Return the number of papers that use each term, by the term's anchor; terms that no paper uses have 0."""
    counts = dict.fromkeys(terms.anchors, 0)
    for paper in papers:
        for anchor in terms.used_in(paper):
            counts[anchor] += 1
    return counts
