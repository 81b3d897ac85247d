"""An abstract with its mentions linked and its evidence phrases marked.

Links and marks may overlap in any way, so the text is cut at every border:

    text      a new retrieval method beats CLIP-ViT on COCO
    links                                 ^^^^^^^^    ^^^^
    marks           ^^^^^^^^^^^^^^^^      ^^^^
    pieces    a new |retrieval method| beats |CLIP|-ViT| on |COCO

A piece with a mark stands in its own span; pieces under one link share the link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..catalogue.addresses import Address
from ..text.escape import Markup, html_attribute, html_text, markdown_part, plain_text
from .links import LinkedText

_TOO_LONG = 20_000
"""Characters from which on nothing is linked: Python-Markdown takes minutes over a megabyte of escapes."""


@dataclass(frozen=True, slots=True)
class Span:
    """A phrase of a text, with either the page to which it is linked (`to`) or the reason why it is marked (`reason`).

    `title` is the tooltip of the link, already escaped by `escape.markdown_title`.
    """

    phrase: str
    to: Address | None = None
    title: Markup | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Range:
    start: int
    end: int
    span: Span


def annotated(text: str, spans: Iterable[Span]) -> LinkedText:
    """Return a text as Markdown in which the first occurrence of each span's phrase is linked or marked.

    A phrase that the text lacks is left out. If two links claim the same letters, the longer phrase gets them, and the
    other its next occurrence. A text of more than 20,000 characters gets neither links nor marks.
    """
    plain = plain_text(text)
    if len(plain) > _TOO_LONG:
        return LinkedText((Markup(f'<p dir="auto">{html_text(plain)}</p>'),))
    given = list(spans)
    links = _links(plain, [span for span in given if span.to])
    marks = [found for span in given if span.reason for found in _occurrences(plain, span, 1)]
    borders = sorted({0, len(plain), *(edge for stretch in [*links, *marks] for edge in (stretch.start, stretch.end))})
    pieces: list[Markup | Address] = []
    open_link: _Range | None = None
    for start, end in pairwise(borders):
        link = next((stretch for stretch in links if stretch.start <= start < stretch.end), None)
        if link is not open_link:
            pieces += [*_link_end(open_link), *([Markup("[")] if link else [])]
            open_link = link
        marked = [stretch for stretch in marks if stretch.start <= start < stretch.end]
        if marked or link or start:
            pieces.append(_piece(plain[start:end], marked))
        else:
            pieces.append(markdown_part(plain[start:end], opens_line=True))
    return LinkedText((*pieces, *_link_end(open_link)))


def _link_end(link: _Range | None) -> Sequence[Markup | Address]:
    return link_end(link.span.to, link.span.title) if link and link.span.to else ()


def link_end(to: Address, title: Markup | None) -> Sequence[Markup | Address]:
    """Return the pieces that end a Markdown link behind its label: destination and title."""
    return (Markup("]("), to, Markup(f' "{title}")' if title else ")"))


def _piece(text: str, marks: Sequence[_Range]) -> Markup:
    if not marks:
        return markdown_part(text)
    reasons = "; ".join(dict.fromkeys(mark.span.reason or "" for mark in marks))
    return Markup(f'<span class="sc-ev" title="{html_attribute(reasons)}">{markdown_part(text)}</span>')


def _links(text: str, spans: list[Span]) -> list[_Range]:
    taken: list[_Range] = []
    for span in sorted(spans, key=lambda span: -len(span.phrase)):
        for stretch in _occurrences(text, span, 20):
            if all(stretch.end <= other.start or other.end <= stretch.start for other in taken):
                taken.append(stretch)
                break
    return taken


def _occurrences(text: str, span: Span, at_most: int) -> list[_Range]:
    """Return at most `at_most` places in the text where a span's phrase stands as whole words: in its own case, or if
    it never does, in any.
    """
    phrase = plain_text(span.phrase)
    if not phrase:
        return []
    whole = phrase[0].isalnum()
    starts = list(_starts(text, phrase, whole))
    if starts:
        return [_Range(at, at + len(phrase), span) for at in starts[:at_most]]
    pattern = rf"(?<!\w){re.escape(phrase)}(?!\w)" if whole else re.escape(phrase)
    return [_Range(*match.span(), span) for match in re.finditer(pattern, text, re.IGNORECASE)][:at_most]


def _starts(text: str, phrase: str, whole: bool) -> Iterator[int]:
    """Yield the indices at which a phrase stands in a text in its own case, if `whole` as whole words only. No pattern
    is used, which would be compiled for each phrase anew.
    """
    at = text.find(phrase)
    while at >= 0:
        end = at + len(phrase)
        stands = not whole or not _is_within_word(text, at, end)
        if stands:
            yield at
        at = text.find(phrase, end if stands else at + 1)


def _is_within_word(text: str, start: int, end: int) -> bool:
    """Return whether a letter, digit or low line stands right before `start` or right after `end` of a stretch of
    text.
    """
    return any(char.isalnum() or char == "_" for char in (text[max(start - 1, 0) : start], text[end : end + 1]))
