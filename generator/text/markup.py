"""Converts foreign HTML and JATS to plain characters.

A text goes through three steps, at most four times until nothing changes, since some sources escape twice:

1. Tags are distinguished from angle brackets that mean “less than”.

2. Each tag is applied to its content: a superscript becomes characters, a block ends a line, a script is dropped.

3. Entities become characters.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

_TAG = re.compile(
    r"<!\[CDATA\[|\]\]>|<\?[^<>]{0,500}\?>"
    r"|<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9]*(?::[A-Za-z][A-Za-z0-9-]*|-[A-Za-z-]+)?)"
    r"(?P<attributes>(?:\s+[\w:-]+(?:\s*=\s*(?:\"[^\"<>]{0,2000}\"|'[^'<>]{0,2000}'|[^\s\"'<>=]{1,500}))?)*)\s*(?P<empty>/?)>",
    re.DOTALL,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_INLINE = frozenset(
    "a abbr b bdi bdo big bold cite code del em emph font i inf inline-formula ins italic kbd mark math monospace "
    "named-content nlm overline q roman s samp sans-serif sc scp small smallcaps span strike strong styled-content sub "
    "sup superscript subscript tt u underline var xref ext-link".split()
)
_BLOCKS = frozenset(
    "abstract br blockquote center div dd dl dt h1 h2 h3 h4 h5 h6 hr li list ol p pre sec td title tr ul".split()
)
_DROPPED = frozenset("annotation annotation-xml head noscript script style tex-math object-id".split())
_MATHS = frozenset(
    "math mrow mi mn mo ms mtext mspace msub msup msubsup mfrac msqrt mroot mover munder semantics mstyle "
    "mfenced mpadded mphantom menclose mtable mtr mtd none mprescripts mmultiscripts munderover".split()
)
_PAIRED = _INLINE | _MATHS | (_DROPPED - {"head", "script", "style"})
"""What is a tag in plain text if it is closed again."""
_ALONE = _BLOCKS - {"title", "abstract", "sec", "list", "center"}
"""What is a tag in plain text even if it stands alone."""
_KNOWN = _PAIRED | _BLOCKS
_EMPHASISED = frozenset("b bold strong h1 h2 h3 h4 h5 h6".split())
_PART = re.compile(
    r"(?i)(?:background|context|introduction|importance|objectives?|aims?|purpose|hypothesis|(?:study )?design|setting|"
    r"participants|patients|interventions?|(?:patients |materials? |subjects )?(?:and )?methods?|measurements|"
    r"main outcome measures?|findings|results?|discussion|interpretation|limitations|conclusions?|funding|"
    r"(?:trial )?registration)"
)
"""What a part of an abstract is called where only bold type tells that it is a heading."""
_RAISED = str.maketrans("0123456789+-−=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_SPACED = frozenset("=<>≤≥≈∼~≠→←↔∈∉⊂⊆≪≫∝≡")
_PASSES = 4


class _Tag(NamedTuple):
    name: str
    closes: bool
    empty: bool


class _Open:
    """An element that is not closed yet, and the texts in it: one for each child and each run of characters."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parts: list[str] = []


def markup_to_text(markup: str) -> str:
    """Return the text that HTML or JATS shows, on one line, without tags and with entities as characters.

    >>> markup_to_text("<jats:p>Grow 10<jats:sup>6</jats:sup> cells at p &lt; 0.05 in CO<sub>2</sub></jats:p>")
    'Grow 10⁶ cells at p < 0.05 in CO2'
    """
    return _to_text(markup, known_only=False)


def tagged_text_to_text(text: str) -> str:
    """Return a plain text that may hold a little HTML or JATS, without tags and with entities as characters.

    Only well-known tags count, and unless they stand alone (`<br>`), only if they are closed again.

    >>> tagged_text_to_text("<i>Vibrio</i> &amp;amp; if a <b and c> d; the <b> tag")
    'Vibrio & if a <b and c> d; the <b> tag'
    """
    return _to_text(text, known_only=True) if "<" in text or "&" in text else text


def _to_text(text: str, *, known_only: bool) -> str:
    for _ in range(_PASSES):
        before = text
        text = _without_comments(text)
        text = _without_tags(text, known_only=known_only)
        text = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        known_only = True  # what was escaped is text first of all
        if text == before:
            break
    return " ".join(text.split())


def _without_comments(text: str) -> str:
    """Return the text without its comments, marks included; one that is not closed stays."""
    start = text.find("<!--")
    kept, at = [], 0
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
        start = text.find("<!--", at)
    return "".join([*kept, text[at:]])


def _without_tags(text: str, *, known_only: bool) -> str:
    """Return the text of HTML or JATS, with tags turned into what they mean. With `known_only` a tag of another name
    that nothing closes stays as it is written.
    """
    if "<" not in text:
        return text
    closed = {match["name"].lower() for match in _TAG.finditer(text) if match["close"]} if known_only else set()
    stack = [_Open("")]
    for piece in _pieces(text):
        if isinstance(piece, str):
            stack[-1].parts.append(piece)
        elif known_only and not _is_known(piece.name, closed):
            stack[-1].parts.append(piece.source)
        else:
            _enter(stack, _Tag(_local(piece.name), piece.closes, piece.empty))
    while len(stack) > 1:
        _close(stack)
    return "".join(stack[0].parts)


class _Piece(NamedTuple):
    source: str
    name: str
    closes: bool
    empty: bool


def _pieces(text: str) -> Iterator[str | _Piece]:
    """Yield the runs of characters and the tags of a text, in its order. Comments, instructions and the marks of CDATA
    are left out.
    """
    at = 0
    for match in _TAG.finditer(text):
        if match.start() > at:
            yield text[at : match.start()]
        at = match.end()
        if match["name"]:
            yield _Piece(match[0], match["name"], bool(match["close"]), bool(match["empty"]))
    if at < len(text):
        yield text[at:]


def _local(name: str) -> str:
    return name.lower().rpartition(":")[2]


def _is_known(name: str, closed: set[str]) -> bool:
    local = _local(name)
    if local in _PAIRED or ":" in name:
        return local in _KNOWN and name.lower() in closed
    return local in _ALONE


def _enter(stack: list[_Open], tag: _Tag) -> None:
    """Open or close an element at a tag; the stack holds the open ones. A block adds a space. A closing tag without an
    open element of its name is passed over; one that closes an element closes those left open in it, too.
    """
    if tag.name in _BLOCKS and not (tag.name == "title" and not tag.closes):
        stack[-1].parts.append(" ")
    if tag.empty or tag.name in {"br", "hr", "none", "mprescripts", "mspace", "img", "xref-empty"}:
        return
    if not tag.closes:
        if len(stack) < 200:
            stack.append(_Open(tag.name))
    elif any(element.name == tag.name for element in stack[1:]):
        while stack[-1].name != tag.name:
            _close(stack)
        _close(stack)


def _close(stack: list[_Open]) -> None:
    """Take the innermost open element off the stack and add its text to the element around it."""
    element = stack.pop()
    stack[-1].parts.append(_result(element.name, element.parts, stack[-1].parts))


def _result(name: str, parts: list[str], before: list[str]) -> str:
    """Return the text that an element with a name becomes, given the texts in it (`parts`) and those before it in its
    parent.
    """
    text = "".join(parts)
    if name in _DROPPED:
        return ""
    if name in {"sup", "superscript"}:
        return _raised(text)
    if name in {"sub", "subscript", "inf"}:
        return _lowered(text, before[-1][-1:] if before else "")
    if name == "title" or (name in _EMPHASISED and _PART.fullmatch(text.strip())):
        return _heading(text)
    if name in _MATHS:
        return _maths(name, [part for part in parts if part.strip()])
    return text


def _raised(text: str) -> str:
    """Return a text in superscript characters if each of its characters has one; else as it is."""
    text = text.strip()
    raised = text.translate(_RAISED)
    return raised if all(char not in text for char in raised) else text


def _lowered(text: str, before: str) -> str:
    """Return a subscript as text: digits after a letter as they are usually typed (CO2), else subscript characters if
    there is one for each character, else the text as it is. `before` is the character before it.
    """
    text = text.strip()
    if text.isdigit() and before.isalpha():
        return text
    lowered = text.translate(_LOWERED)
    return lowered if all(char not in text for char in lowered) else text


def _heading(text: str) -> str:
    """Return the heading of a part of an abstract with a colon behind it; a space for one that only says “Abstract”."""
    text = " ".join(text.split())
    if not text or re.fullmatch(r"(?i)(abstract|summary|zusammenfassung|résumé|resumen)[.:]?", text):
        return " "
    return f" {text} " if text[-1] in ".:?!" else f" {text}: "


def _maths(name: str, parts: list[str]) -> str:
    """Return an element of MathML with a name as characters on one line, given the texts in it: a fraction is `1/2`, a
    root `√2`.
    """
    if name == "mo" and "".join(parts).strip() in _SPACED:
        return f" {''.join(parts).strip()} "
    if name in {"mi", "mn", "mo"}:
        return "".join(parts).strip()
    if name in {"msup", "mover"} and len(parts) == 2:
        return parts[0] + (_raised(parts[1]) if name == "msup" else "")
    if name == "msub" and len(parts) == 2:
        return parts[0] + _lowered(parts[1], parts[0][-1:])
    if name == "msubsup" and len(parts) == 3:
        return parts[0] + _lowered(parts[1], parts[0][-1:]) + _raised(parts[2])
    if name == "mfrac" and len(parts) == 2:
        return "/".join(parts)
    if name == "msqrt":
        return f"√{''.join(parts)}"
    return "".join(parts)
