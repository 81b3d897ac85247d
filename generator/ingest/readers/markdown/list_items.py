"""Makes a raw entry of an item of a list of papers: title, people, venue and links, in whatever order it has them.

    - **Title**, A. Author, B. Author. *CVPR 2020*. [[paper](url)] [[code](url)]
    - [Title](url) - description

1. The title is what is set strong, else the text of the first link that is no label, else what stands before the links.
2. Links that are labels (`paper`, `code`) give identifiers and addresses.
3. What is left is cut at full stops, breaks, brackets and dashes; each cut is people, a venue, a year, or passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ....records.paper import LinkKind
from ....text.identifiers import find_identifiers
from ...name_lists import split_names
from ...raw import RawEntry, RawName
from ..keyed.values import kind_of_link
from .pieces import Piece

_LABELS: tuple[tuple[LinkKind, str], ...] = (
    (
        "code",
        r"code|github|git|repo\w*|implementation|official(?: code)?"
        r"|pytorch|tensorflow|tf|jax|keras|matlab|源码|代码",
    ),
    ("project", r"project(?: page)?|home ?page|web ?(?:site|page)|page|site|主页|项目"),
    ("data", r"data ?sets?|data|benchmark|数据集?"),
    ("model", r"models?|weights?|checkpoints?|hugging ?face|hf"),
    ("demo", r"demo|colab|space"),
    ("video", r"videos?|youtube|talk|presentation"),
    ("other", r"slides?|blog|poster|supp\w*|appendix|review|notes?|summary|bib(?:tex)?|cite|tweet|post|docs?|report"),
    (
        "publisher",
        r"paper|pdf|link|url|arxiv(?::?\s?[\d.v]+)?|abs|doi|acl|open ?review|html|publisher|ieee|acm|springer|"
        r"full ?text|cvf|pmlr|neurips|here|abstract|论文|链接",
    ),
)
_LABEL = re.compile(
    rf"(?i)[\W_]*(?:{'|'.join(pattern for _, pattern in _LABELS)})(?:[ -]?(?:link|url|page|v\d|\d))?[\W_]*"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_VENUE = re.compile(
    r"(?i)^(?:in:?\s+|accepted (?:at|to|by)\s+)?"
    r"(?P<name>[^\W\d_][^,.;:!?]{1,70}?|(?:proc|j|trans)\.[^,;:!?]{3,70}?)"
    r"[\s,'’(:-]*(?P<year>(?:19|20)\d\d|(?<=['’])\d\d)"
    r"(?P<rest>[\s)]*(?:\(?(?:oral|spotlight|poster|findings|highlight|workshops?|best paper[^)]*|long|short"
    r"|outstanding[^)]*)\)?)?)[\s)]*$"
)
_EVENT_WORDS = re.compile(
    r"(?i)\b(?:proceedings|conference|workshop|symposium|journal|transactions|letters|arxiv|preprint)\b"
)
_CUTS = re.compile(
    r"\n|[\[\]()【】|;]|(?<=[a-z)\d'’”a-z]{2})[.:]\s+|(?<=al)\.\s*|[.,]\s*$|(?<=\s)[-–—:•·]+\s|^\s*[-–—:•·.,]+\s*"
)
_WORD = re.compile(r"(?:[A-Z][\w'’.-]*|[a-z]{1,3}|[^\x00-\u024f]+)$")


def parse_item(pieces: Sequence[Piece], line: int, headings: tuple[str, ...]) -> RawEntry | None:
    """Return the raw entry of a list item, or None if it names no paper, as a link into the page or running prose does
    not.

    `pieces` are the runs of the item's text in their order, `line` is where it begins, from 1, and `headings` are those
    under which it stands. Text that is no title, author, venue or year is listed in `passed_over`.
    """
    title, left = _title(list(pieces))
    if not title:
        return None
    links, left = _links(left)
    own = title.href if title.href and not title.href.startswith("#") else ""
    if own:
        links.insert(0, (kind_of_link(own), own))
    external = [(kind, url) for kind, url in links if re.match(r"https?://", url)]
    if not external and (title.href or title.style != "strong"):
        return None
    return _entry(title.text, left, external, line, headings)


def _title(pieces: list[Piece]) -> tuple[Piece | None, list[Piece]]:
    """Return the piece of a list item that is its title, None if it has none, and the other pieces: text in bold, else
    a link that is no label, else the text in front of labels.
    """
    for at, piece in enumerate(pieces):
        if piece.style == "strong" and not piece.badge and _may_be_title(piece.text):
            end = at + 1
            while end < len(pieces) and pieces[end].style == "strong" and not _is_label(pieces[end]):
                end += 1
            run = pieces[at:end]
            href = next((one.href for one in run if one.href), "")
            return Piece(_trimmed(" ".join(one.text.strip() for one in run)), "strong", href), pieces[:at] + pieces[
                end:
            ]
    for at, piece in enumerate(pieces):
        if piece.href and not piece.badge and not piece.href.startswith("#") and _may_be_title(piece.text):
            return piece._replace(text=_trimmed(piece.text)), pieces[:at] + pieces[at + 1 :]
    return _leading(pieces)


def _leading(pieces: list[Piece]) -> tuple[Piece | None, list[Piece]]:
    """Return the text before the first label or full stop as the title, and the other pieces; None if no label, such as
    `[PDF]`, says that a paper is meant.
    """
    if not any(piece.href and _is_label(piece) for piece in pieces) or pieces[0].href:
        return None, pieces
    for at, piece in enumerate(pieces):
        if piece.style == "em" and _may_be_title(piece.text):
            return piece._replace(text=_trimmed(piece.text), style="strong"), pieces[:at] + pieces[at + 1 :]
        if piece.style != "plain" or piece.href:
            continue
        start = re.match(r"\s*(?:[\[(【].{0,30}?[\])】])?[\s)\].:,-]*", piece.text)
        begin = start.end() if start else 0
        cut = re.compile(r"(?<=[\w)?!]{2})[.?!]\s|\s[-–—|]\s|\s[\[(]|\n").search(piece.text, begin)
        end = cut.start() + (1 if cut and cut[0][0] in "?!" else 0) if cut else len(piece.text)
        if _may_be_title(text := _trimmed(piece.text[begin:end])):
            rest = [Piece(part) for part in (piece.text[:begin], piece.text[end:]) if part]
            return Piece(text, "strong"), [*pieces[:at], *rest, *pieces[at + 1 :]]
    return None, pieces


def _may_be_title(text: str) -> bool:
    """Return whether a text can be a title: it has more than three characters, and is no label, year, venue or
    address.
    """
    text = text.strip(" \n.,:;[]()【】")
    return (
        len(text) > 3
        and not _LABEL.fullmatch(text)
        and not re.fullmatch(r"\W*(?:[A-Za-z/&' -]{1,20}[\s'’-]?)?(?:(?:19|20)\d\d|['’]\d\d)\W*", text)
        and bool(re.search(r"[^\W\d_]{2}", text))
        and not re.fullmatch(r"(?i)https?://\S+", text)
        and not re.match(r"(?i)(?:authors?|venue|conference|abstract|keywords|year|published|links?)\s*:?$", text)
    )


def _is_label(piece: Piece) -> bool:
    return bool(piece.badge or _LABEL.fullmatch(piece.text) or re.match(r"https?://", piece.text))


def _trimmed(text: str) -> str:
    return re.sub(r"^[\s\[(【“\"]+(?=[^\])】”\"]*$)|[\s,.:;-]+$", "", text).strip()


def _links(pieces: list[Piece]) -> tuple[list[tuple[LinkKind, str]], list[Piece]]:
    """Return the links of an item, each with its kind by its label or its host, and the pieces without labels."""
    links: list[tuple[LinkKind, str]] = []
    left: list[Piece] = []
    for piece in pieces:
        if not piece.href:
            left.append(piece if not piece.badge else piece._replace(text="\n"))
            continue
        label = next(
            (kind for kind, pattern in _LABELS if re.fullmatch(rf"(?i)[\W_]*(?:{pattern})[\W_]*", piece.text)), None
        )
        host = kind_of_link(piece.href)
        links.append((label or (host if host != "publisher" or find_identifiers(piece.href) else "other"), piece.href))
        left.append(Piece("\n") if _is_label(piece) else piece._replace(href=""))
    return links, left


def _entry(
    title: str, left: list[Piece], links: list[tuple[LinkKind, str]], line: int, headings: tuple[str, ...]
) -> RawEntry:
    """Return the entry of an item of a list that begins on a line, from 1, and whose title and links were found. The
    pieces that are `left` are looked through for venue, year, authors and identifiers, and the rest is noted;
    `headings` are those under which the item stands.
    """
    authors: tuple[RawName, ...] = ()
    venue, year, notes = "", "", []
    ids: dict[str, str] = {}
    for text, style in _cuts(left):
        if re.fullmatch(r"\W*(?:19|20)\d\d\W*", text):
            year = year or re.sub(r"\W", "", text)
        elif found := find_identifiers(text):
            ids = found | ids
        elif not venue and (named := _venue(text, style)):
            venue, when = named
            year = year or when
        elif not authors and (people := _people(text, style)):
            authors = people
        elif len(text) > 2 and not _LABEL.fullmatch(text):
            notes.append(f"text: “{text[:80]}” is passed over")
    return RawEntry(
        line=line,
        title=title,
        authors=authors,
        year=year,
        venue=venue,
        ids=ids,
        links=tuple(links),
        headings=headings,
        passed_over=tuple(notes),
    )


def _cuts(pieces: list[Piece]) -> list[tuple[str, str]]:
    """Return the texts of pieces between line breaks, dots and bars, each with its style; emphasised text is not
    cut.
    """
    cuts: list[tuple[str, str]] = []
    run = ""
    for piece in [*pieces, Piece("\n")]:
        if piece.style == "plain":
            run += piece.text
            if piece.text != "\n":
                continue
        run = re.sub(r"(?i)\b(?:authors?|venue|conference|journal|published in|date|year)\s*:\s*", "\n", run)
        cuts += [(text, "plain") for text in _CUTS.split(run)]
        run = ""
        if piece.style != "plain":
            cuts.append((piece.text, piece.style))
    labelled = [
        (re.sub(r"^(?i:authors?|venue|by|from)\s*:\s*|^by\s+", "", text.strip()), style) for text, style in cuts
    ]
    return [(text.strip(" ,.:;-–—*\n"), style) for text, style in labelled if text.strip(" ,.:;-–—*\n")]


def _venue(text: str, style: str) -> tuple[str, str] | None:
    """Return the venue that a text set in a style names, and its year, empty if there is none; None if the text names
    no venue.
    """
    if match := _VENUE.match(text):
        name = match["name"].strip(" ,'’(-")
        if len(name.split()) <= 9 and not re.search(r"\b(?:we|is|are|this|that)\b", name):
            year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
            extra = " Findings" if "finding" in match["rest"].lower() else ""
            return f"{name} {year}{extra}", year
    if len(text) < 120 and (_EVENT_WORDS.search(text) or style in {"code"}) and not text.endswith("."):
        years = _YEAR.findall(text)
        return text, years[0] if years else ""
    if style == "em" and re.fullmatch(r"[A-Z][A-Za-z&/+-]{1,12}", text) and sum(map(str.isupper, text)) > 1:
        return text, ""
    return None


def _people(text: str, style: str) -> tuple[RawName, ...]:
    """Return the people whom a text set in a style lists, in order; empty if one of its parts is no name."""
    if len(text) > 3000 or re.search(r"\d|https?:", text):
        return ()
    body = re.sub(r",?\s*(?:\bet\.? al\b\.?|等|\.\.\.|…)\s*$", "", text)
    people = split_names(body)
    several = len(people) > 1 or body != text
    if not all(_is_name(name.full, several=several) for name in people):
        return ()
    if not several and style == "plain" and not re.search(r"\b[A-Z]\.", text) and len(text.split()) > 3:
        return ()
    return (*people, RawName(full="et al.")) if body != text else people


def _is_name(text: str, *, several: bool) -> bool:
    words = text.replace(",", " ").split()
    if not (1 if several else 2) <= len(words) <= 5 or len(text) > 45:
        return False
    return all(_WORD.fullmatch(word) for word in words) and not words[-1].islower()
