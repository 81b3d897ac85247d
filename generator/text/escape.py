"""Any text, made safe for one kind of place and shown there as exactly itself.

Each function takes hostile text and gives `Markup`. The places:

    markdown_text   a paragraph, list item, heading or link label
    markdown_part   the same, for a stretch inside a line: spaces at its ends stay
    markdown_title  the quoted title of a Markdown link
    html_text       between the tags of a raw HTML block
    own_direction   either, kept apart from what stands around it
    html_lines      the same inside <pre>: line breaks stay
    html_attribute  a quoted attribute, in a raw HTML block or within a Markdown line
    yaml_text       a scalar of the front matter
    yaml_lines      the same, for text or HTML of several lines
    url             the destination of a Markdown link

Two readers of Markdown must agree: Python-Markdown, which knows only some
backslash escapes and reads raw HTML before anything else, and CommonMark. So a
character is escaped by a backslash where both know that escape, and by a
character reference elsewhere. What only some extensions read (`~`, `^`, `$`,
`==`, `:name:`) is escaped as well, because a survey may switch them on.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from urllib.parse import quote, urlsplit


class Markup(str):
    """A text that is already escaped for one kind of place, such as a paragraph of Markdown; no function escapes it
    again.
    """

    __slots__ = ()


_UNSHOWABLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

_ALWAYS = str.maketrans(
    {char: "\\" + char for char in "\\`*_{}"} | {char: f"&#{ord(char)};" for char in "[]~^$"} | {"<": "&lt;"}
)
"""Every character that means something wherever it stands, but `&`. (`\\[` would open a formula.)"""

_RISKY = re.compile(r"[\\`*_{}\[\]~^$<]")

_SOMETIMES = (
    ("&", re.compile(r"&(?!\s)"), "&amp;"),  # the start of a character reference; must come first
    ("==", re.compile("="), "&#61;"),  # marked text
    ("++", re.compile(r"\+"), "&#43;"),  # keys
    (":", re.compile(r":(?=//|[\w+-]+:)"), "&#58;"),  # addresses that link themselves, :emoji:
    ("ww.", re.compile(r"(?<=ww)\."), "&#46;"),  # the same
    ("WW.", re.compile(r"(?<=WW)\."), "&#46;"),
    ("@", re.compile(r"@(?=[\w-]+\.)"), "&#64;"),  # mail addresses
)
"""A string that is quick to look for, what then is replaced, and by what."""

_OPENING = re.compile(r"[#>|:=?!+-]|/(?=/)|\d+[.)](?!\S)")
"""What a line must not begin with, lest it open a block; its last character is escaped."""
_BY_BACKSLASH = frozenset("#>!+-.)")

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_IN_ATTRIBUTE = str.maketrans({char: f"&#{ord(char)};" for char in "&<>\"'`\\*_{}[]!~^$=|@"})
_IN_TITLE = _IN_ATTRIBUTE | {ord(char): f"&#{ord(char)};" for char in "()+#:"}
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+(?:[/?#][A-Za-z0-9/?#@:=%.,;_-]*)?")
"""An address that needs no escaping at all."""
_URL_SAFE = "/?#:@!$&+,;=%-._"


def plain_text(text: str) -> str:
    """Return the text on one line with single spaces; control characters and lone surrogates become U+FFFD."""
    if text.isprintable() and "  " not in text:  # as nearly all are: of white space, spaces alone can be printed
        return text.strip()
    if _UNSHOWABLE.search(text):
        text = _UNSHOWABLE.sub("\ufffd", text)
    return " ".join(text.split())


def _escaped(plain: str, *, opens_line: bool) -> str:
    """Return a plain text with every character escaped that means something in Markdown. `opens_line` says whether it
    stands at the beginning of a line, where more characters do.
    """
    text = plain
    for sign, pattern, replacement in _SOMETIMES:
        if sign in text:
            text = pattern.sub(replacement, text)
    if _RISKY.search(text):
        text = text.translate(_ALWAYS)
    if text[-1:] in ("#", "!"):  # a closing mark of a heading; `!` before a link
        text = f"{text[:-1]}\\{text[-1]}"
    if opens_line and (opening := _OPENING.match(text)):
        at = opening.end() - 1
        char = text[at]
        escaped = "\\" + char if char in _BY_BACKSLASH else f"&#{ord(char)};"
        text = text[:at] + escaped + text[at + 1 :]
    return text


@lru_cache(maxsize=1 << 13)
def markdown_text(text: str) -> Markup:
    r"""Return the text escaped for a line of Markdown, which then shows it literally: `*a*` becomes `\*a\*`. It may
    begin the line: `# a` makes no heading. For paragraphs, list items, headings and labels of links.
    """
    return Markup(_escaped(plain_text(text), opens_line=True))


def markdown_part(text: str, *, opens_line: bool = False) -> Markup:
    """Return the text escaped like `markdown_text`, but with the spaces at its ends kept, as a part of a line.
    `opens_line` says that it is the first part.
    """
    plain = plain_text(text)
    before = " " if text[:1].isspace() else ""
    after = " " if plain and text[-1:].isspace() else ""
    return Markup(f"{before}{_escaped(plain, opens_line=opens_line)}{after}")


def markdown_title(text: str) -> Markup:
    """Return the text escaped for the title of a Markdown link, `[…](… "TITLE")`. Every sign that Markdown or HTML
    could read becomes a character reference: `a "b" (c)` is `a &quot;b&quot; &#40;c&#41;`.

    So much is escaped since Python-Markdown looks for code, keys and closing brackets before it looks for titles.
    """
    return Markup(plain_text(text).translate(_IN_TITLE))


def html_text(text: str) -> Markup:
    """Return the text escaped for the inside of a raw HTML block, on one line, since a blank line would end the
    block.
    """
    return Markup(html.escape(plain_text(text)))


def is_right_to_left(text: str) -> bool:
    """Return whether a text has a letter of a script that is written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def own_direction(markup: Markup) -> Markup:
    """Return a stretch of HTML or Markdown in a `<span dir="auto">` if it has right-to-left letters, else unchanged.

    Browsers then write the stretch in the direction of its first letter, and keep the text behind it in place.
    """
    return Markup(f'<span dir="auto">{markup}</span>') if is_right_to_left(markup) else markup


def html_lines(text: str) -> Markup:
    """Return the text escaped for the inside of `<pre>`: like `html_text`, but line breaks stay."""
    return Markup(html.escape(_UNSHOWABLE.sub("\ufffd", text), quote=False))


def html_attribute(text: str) -> Markup:
    """Return the text escaped for the inside of a quoted HTML attribute.

    It escapes more than HTML requires, since in a line of Markdown Python-Markdown looks for code and links before it
    looks for tags.
    """
    return Markup(plain_text(text).translate(_IN_ATTRIBUTE))


def yaml_text(text: str) -> Markup:
    """Return the text as a double-quoted YAML scalar on one line, quotes included; line breaks become spaces."""
    return _quoted(plain_text(text))


def yaml_lines(text: str) -> Markup:
    """Return the text as a double-quoted YAML scalar on one line, quotes included; its line breaks are kept as
    escapes.
    """
    if plain_text(text.replace("\n", " ")) != text.replace("\n", " "):
        text = "\n".join([plain_text(line) for line in text.split("\n")])
    return Markup(_quoted(text).replace("\n", "\\n"))


def _quoted(plain: str) -> Markup:
    escaped = plain.replace("\\", "\\\\").replace('"', '\\"').replace("\ufeff", "\\uFEFF")
    return Markup(f'"{escaped}"')


def url(address: str) -> Markup:
    """Return a web address escaped as the destination of a Markdown link: characters that could end it are
    percent-encoded.

    Raises ValueError if it is not an absolute http or https address.
    """
    if _PLAIN_URL.fullmatch(address):
        return Markup(address)
    address = address.strip()
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError(f"{address!r} is no http or https address")
    safe = quote(address, safe=_URL_SAFE, errors="replace")
    return Markup(safe.replace("&", "&amp;"))
