"""Cleans the texts of a raw entry: LaTeX, HTML and invisible characters become plain Unicode text."""

from __future__ import annotations

import re
from functools import lru_cache

from ..text.cleaning import Cleaned, clean_text
from ..text.latex import latex_to_text
from ..text.markup import markup_to_text, tagged_text_to_text
from .raw import Markup

_MATHS = r"(?<![\\$\w])\$(?P<maths>[^\s$][^$\n]{0,300})(?<![\s\\])\$(?![\d$])|\\\((?P<round>.{1,300}?)\\\)"
_GREEK = (
    "[aA]lpha|[bB]eta|[gG]amma|[dD]elta|(?:var)?epsilon|zeta|eta|(?:var)?theta|Theta|iota|kappa|[lL]ambda|mu|nu|xi|Xi|pi|Pi|"
    "rho|[sS]igma|tau|[uU]psilon|(?:var)?phi|Phi|chi|[pP]si|omega|Omega"
)
_NAMED = (
    rf"(?:text[a-z]+|emph|math(?:rm|bf|it|cal|bb|sf|tt)|{_GREEK}|ensuremath|[lc]?dots|infty|times|cdot|leq?|geq?|sim|approx|pm|"
    r"rightarrow|to|LaTeX|TeX|ss|ae|AE|oe|OE|aa|AA|[oOlLij]|url|href|cite[pt]?)(?![A-Za-z])"
)
_ARGUMENT = r"(?:\s*\{(?:[^{}]|\{[^{}]{0,200}\}){0,300}\}|\s(?=\w))?"
"""What braces hold, or the space that only ends the command."""
_ACCENT = r"""['`^"~=.](?:\{\\?[A-Za-z]\}|\\?[A-Za-z](?![A-Za-z]*\\))|[uvHtcdbkr]\{\\?[A-Za-z]\}"""
_LATEX = re.compile(rf"(?P<outer>\{{)?(?:{_MATHS}|\\(?:{_NAMED}{_ARGUMENT}|{_ACCENT}|[%&_#$]))(?(outer)\}})")
"""LaTeX in a text that is none: formulas, accents, and those commands that no other text would hold."""
_DISPLAY = re.compile(r"(?<![\\$])\$\$([^$]{1,300}?)\$\$(?!\$)|\\\[(.{1,300}?)\\\]", re.DOTALL)
"""A formula on a line of its own, `$$…$$` or `\\[…\\]`."""
_SHORT = 60
"""Characters of a text that is remembered once it is clean."""
_SPECIAL = re.compile(r"[&%#_{}]")


def clean(text: str, markup: Markup) -> Cleaned:
    """Return a text as one line of plain Unicode, and a list of what was removed from it.

    HTML tags and entities are resolved in every markup, since libraries copy them from web pages. LaTeX is resolved as
    a whole if `markup` is `latex`, else only where it can be nothing else.

    >>> clean("Proofs &amp; <i>Plans</i>", "plain").text
    'Proofs & Plans'
    """
    if not text:
        return Cleaned("")
    return _clean_short(text, markup) if len(text) <= _SHORT else _clean(text, markup)


def _clean(text: str, markup: Markup) -> Cleaned:
    if markup == "latex":
        text = latex_to_text(text) if re.search(r"[\\{}$~^]|--|``|''", text) else text
    elif markup == "html":
        text = markup_to_text(text)
    text = tagged_text_to_text(text)
    if markup != "latex" and ("\\" in text or "$" in text):
        text = _DISPLAY.sub(_in_line, text)
        text = _LATEX.sub(lambda match: latex_to_text(match[0]) if _is_latex(match) else match[0], text)
    return clean_text(text)


def _in_line(match: re.Match[str]) -> str:
    """Return a formula between single dollar signs; as it is written if it holds nothing that only a formula has."""
    formula = " ".join((match[1] or match[2]).split())
    return f"${formula}$" if re.search(r"\\[A-Za-z]|[\^_=]", formula) else match[0]


@lru_cache(maxsize=1 << 14)
def _clean_short(text: str, markup: Markup) -> Cleaned:
    """Return a short text cleaned as `_clean` does, from a cache, since years, names and venues recur."""
    return _clean(text, markup)


def title_in_latex(title: str, markup: Markup) -> str | None:
    r"""Return a title as LaTeX if it holds a formula, else None. Text around formulas is escaped.

    >>> title_in_latex(r"100% of $\alpha$ & more", "plain")
    '100\\% of $\\alpha$ \\& more'
    """
    if "$" not in title and "\\" not in title:
        return None
    formulas = [match for match in _LATEX.finditer(title) if (match["maths"] or match["round"]) and _is_latex(match)]
    if not formulas:
        return None
    if markup == "latex":
        return clean_text(title).text
    pieces, at = [], 0
    for match in formulas:
        pieces += [_escaped(title[at : match.start()]), match[0]]
        at = match.end()
    return clean_text("".join([*pieces, _escaped(title[at:])])).text


def _escaped(text: str) -> str:
    """Return a text between formulas as LaTeX, with its special characters escaped; one with a backslash is LaTeX
    already.
    """
    if "\\" in text:
        return text
    return re.sub(
        r"\S(?:.*\S)?", lambda match: _SPECIAL.sub(r"\\\g<0>", tagged_text_to_text(match[0])), text, flags=re.DOTALL
    )


def _is_latex(match: re.Match[str]) -> bool:
    """Return whether the text that was matched between two dollar signs is a formula, and not a text between two
    prices.
    """
    maths = match["maths"]
    return maths is None or bool(re.search(r"[\\^_]", maths)) or not re.search(r"[A-Za-z]{3}|^\d[\d.,]*\s", maths)
