"""Decides whether two publications are one paper: by identifiers, else by title together with authors or year.

they share an identifier             one paper, unless title and authors both differ
titles alike, authors differ         two papers, and so are volumes of a book
titles alike, identifiers differ     two papers, except a preprint or workshop paper and its publication
titles alike, authors or year alike  one paper
everything else                      doubtful, with the reasons for and against
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from rapidfuzz import fuzz

from ..records.paper import Citation, ExternalIds, Paper, PersonName
from ..records.provenance import all_sources
from ..text.analysis import STOP_WORDS, fold
from ..text.folding import fold_title, folded
from ..text.identifiers import IDENTIFIER_NAMES, find_identifiers, parse_arxiv
from ..text.names import parse_name
from .citation import creators

Answer = Literal["same", "version", "doubtful", "different"]
"""Whether two publications are one paper. `version`: they are, published twice, such as a preprint and its
publication.
"""

_NEAR = 90
"""Per cent of both titles' letters that stand in both in the same order, from which they are near."""
_SPELLING = 80
"""The same of two words, from which they are one word spelt twice."""
_CORRECTED = 60
"""The same of two titles, from which one may be the other corrected."""
_SHARED_AUTHORS = 0.5
_SHARED_WORDS = 0.5
"""Share of the words of the shorter text from which two texts are one, revised."""
_VERSION_YEARS = 4
"""Years from a preprint to its publication, at most."""
_OF_VERSIONS = frozenset({"doi", "acl", "openalex", "semantic_scholar"})
"""Kinds of identifiers of which a preprint has another than what it became."""
_OWN_TYPES = frozenset({"thesis", "book", "dataset", "software"})
"""Types that are no version of a paper of another type."""
_PREPRINT = re.compile(r"(?i)\b(?:arxiv|corr|[a-z]{3,6}rxiv|ssrn|preprints?|research square|openreview)\b")
_PREPRINT_DOI = re.compile(r"10\.(?:48550|1101|2139|21203|31234|31219|26434|20944|36227|22541|31223|31235|35542)/")
_WORKSHOP = re.compile(r"(?i)\bworkshops?\b|(?<=[A-Z])W\b(?= ?\d{4})")
_GENERIC = frozenset(
    "abstract|acknowledgements|bookreview|bookreviews|closingremarks|comment|commentary|conclusion|conclusions|"
    "correction|correspondence|corrigendum|discussion|editorial|editorsnote|erratum|errata|foreword|frontmatter|index|"
    "introduction|invitedtalk|keynote|letter|letters|obituary|overview|panel|preface|prologue|reply|response|review|"
    "summary|tableofcontents|tutorial|untitled|welcome|contents".split("|")
)
"""Titles that tell nothing, folded."""
_VOLUME = re.compile(r"\w+(?:/\w+)?")
_WORDS = re.compile(r"[^\W_]+[+#*]*")
_COUNTING = re.compile(
    r"\d|^(?:i{1,3}|iv|vi{0,3}|ix|x)$|^.$|[+#*]|^(?:not|no|non|without|first|second|third|one|two|three|four|five)$"
)
"""Words that make another paper of a title: numbers, letters, marks, denials."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The data of one publication that are compared with another's. What a source leaves out is empty."""

    title: str
    letters: str
    """The title's letters and digits, folded."""
    words: frozenset[str]
    """The title's words, folded, with signs that belong to them, as in C++."""
    authors: frozenset[tuple[str, str]]
    """Family name and first initial of each author, folded."""
    year: int | None
    ids: Mapping[str, frozenset[str]]
    """From the kind of an identifier to the identifiers, in lower case and without the version of an arXiv id."""
    rank: int | None
    """0 for a preprint, 1 for a workshop paper, 2 for any other publication; None if it cannot be told."""
    type: str | None
    volume: str  # of a book that is one of several; else empty
    text: str
    """The abstract, or its stored words."""


class Verdict(NamedTuple):
    """Whether two works are one paper (`answer`), with the reasons for it and against it as short phrases."""

    answer: Answer
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    sure: int = 0
    """How sure the answer is: 3 if the very entry was read before, 2 by an identifier, 1 by a text or a key, else 0."""
    clash: bool = False
    """Whether both works have an identifier of one kind, but a different one."""

    @property
    def is_one(self) -> bool:
        """Return whether both are one paper, in the same or in another version."""
        return self.answer in {"same", "version"}


def work_of_paper(paper: Paper) -> Work:
    """Return the data of a paper's record for a comparison.

    Its identifiers are its own, those of its other versions, those that a curator gave in `same_as`, and those that a
    source states otherwise, since an entry of that source may state them again.
    """
    have = paper.bibliographic
    text = " ".join(paper.derived.terms) or have.abstract
    ids = [ids_of(have.ids), *(ids_of(version.ids) for version in have.versions)]
    ids += [{kind: {value}} for kind, value in map(parse_reference, paper.digest.same_as) if kind]
    said = [(field, text) for source in all_sources(paper) for field, text in source.says.items()]
    ids += [
        ids_of(ExternalIds().model_copy(update={kind: text}))
        for field, text in said
        if (kind := field.removeprefix("ids.")) != field
    ]
    return work_of(have.title, have, text, _joined(ids))


def work_of(title: str, citation: Citation, text: str | None, ids: Mapping[str, Iterable[str]] | None = None) -> Work:
    """Return the data of a publication, given its title and citation, for a comparison.

    `text` is the abstract, or its stored words; None without either. `ids` replaces the citation's own identifiers, if
    given: it maps a kind to identifiers in the form of `comparable`.
    """
    own = ids_of(citation.ids) if ids is None else ids
    return Work(
        title=title,
        letters=fold_title(title),
        words=frozenset(_WORDS.findall(fold(title))),
        authors=frozenset(_author_key(name, citation.people) for name in creators(citation)),
        year=citation.year or citation.venue_year,
        ids={kind: frozenset(values) for kind, values in own.items()},
        rank=rank_of(citation),
        type=citation.type,
        volume=(citation.volume or "") if citation.type == "book" else "",
        text=text or "",
    )


def ids_of(ids: ExternalIds) -> dict[str, set[str]]:
    """Return identifiers in the form in which they are compared, by kind.

    The DOI that arXiv gives becomes an arXiv id, and a DOI of the ACL Anthology also gives the id there.
    """
    found: dict[str, set[str]] = {}
    for kind, value in ids.model_dump(exclude_none=True).items():
        if kind == "doi":
            if arxiv := parse_arxiv(value) if value.lower().startswith("10.48550/") else None:
                kind, value = "arxiv", arxiv
            elif acl := find_identifiers(value).get("acl"):
                found.setdefault("acl", set()).add(acl.lower())
        found.setdefault(kind, set()).add(comparable(kind, value))
    return found


def comparable(kind: str, value: str) -> str:
    """Return an identifier of a kind, such as `doi`, in lower case; an arXiv id without its version.

    >>> comparable("arxiv", "2001.00001v2")
    '2001.00001'
    """
    return re.sub(r"v\d+$", "", value.lower()) if kind == "arxiv" else value.lower()


def parse_reference(text: str) -> tuple[str | None, str]:
    """Return kind and value of a text in `same_as` or `not_same_as`, such as `doi:10.1000/a`. The kind is None for the
    id of a record.

    >>> parse_reference("arxiv:2001.00001v1"), parse_reference("maze-notes")
    (('arxiv', '2001.00001'), (None, 'maze-notes'))
    """
    kind, colon, value = text.partition(":")
    kind = kind.strip().lower()
    return (kind, comparable(kind, value.strip())) if colon and kind in IDENTIFIER_NAMES else (None, text)


def _joined(parts: Iterable[Mapping[str, Iterable[str]]]) -> dict[str, set[str]]:
    joined: dict[str, set[str]] = {}
    for part in parts:
        for kind, values in part.items():
            joined.setdefault(kind, set()).update(values)
    return joined


def rank_of(citation: Citation) -> int | None:
    """Return how final a publication is: 0 for a preprint, 1 for a workshop paper, 2 for any other; None if nothing
    tells. Venue and container decide first, then identifiers.
    """
    doi = citation.ids.doi
    if citation.type == "preprint":
        return 0
    if citation.venue or citation.container:
        return _rank_of_venue(citation.venue or "", citation.container or "")
    if citation.ids.acl or (doi and not _PREPRINT_DOI.match(doi)):
        return 2
    return 0 if doi or citation.ids.arxiv else None


@lru_cache(maxsize=1 << 12)
def _rank_of_venue(venue: str, container: str) -> int:
    """Return how final what appears there is, as in `rank_of`. Thousands of papers share a venue."""
    text = f"{venue} {container}".strip()
    return 0 if _PREPRINT.search(text) else 1 if _WORKSHOP.search(text) else 2


def _author_key(name: str, people: Mapping[str, PersonName]) -> tuple[str, str]:
    return _key_of_parts(name, people[name]) if name in people else _key_of_name(name)


@lru_cache(maxsize=1 << 14)
def _key_of_name(name: str) -> tuple[str, str]:
    return _key_of_parts(name, parse_name(name))


def _key_of_parts(name: str, parts: PersonName) -> tuple[str, str]:
    return folded(parts.family or name), folded(parts.given or "")[:1]


def judge(one: Work, other: Work) -> Verdict:
    """Return whether two works are one paper, with the reasons, by the rules in the module's docstring."""
    shared = [kind for kind, values in one.ids.items() if values & other.ids.get(kind, frozenset())]
    clash = [kind for kind, values in one.ids.items() if kind in other.ids and not values & other.ids[kind]]
    versions = one.rank is not None and other.rank is not None and one.rank != other.rank
    if clash and not shared and not versions and not (one.authors and other.authors):
        return Verdict("different", clash=True)
    titles = compare_titles(one, other)
    authors = _compare_authors(one.authors, other.authors)
    answer: Answer = "version" if versions else "same"
    if shared:
        named = tuple(f"the same {IDENTIFIER_NAMES.get(kind, kind)}" for kind in shared)
        if titles == "other" and authors == "other" and not _compare_texts(one.text, other.text):
            return Verdict("doubtful", named, ("other titles", "other authors"))
        return Verdict(answer, named, sure=2)
    if titles == "other" or authors == "other" or other_volume(one, other):
        return Verdict("different", clash=bool(clash))
    gap = abs(one.year - other.year) if one.year and other.year else None
    within = gap is None or gap <= (_VERSION_YEARS if versions else 1)
    if clash and not (versions and set(clash) <= _OF_VERSIONS):
        # Two identifiers of one kind are two papers; that much alike, a curator may want to know.
        doubtful = authors == "same" and titles != "near" and within and "arxiv" not in clash
        against = tuple(f"another {IDENTIFIER_NAMES[kind]}" for kind in clash)
        reasons = _for(one, other, titles, authors, gap)
        return Verdict("doubtful" if doubtful else "different", reasons, against, clash=True)
    return _judge_by_title(one, other, titles, authors, gap, versions=versions, clash=bool(clash))


def judge_reread(one: Work, other: Work, *, same_text: bool, same_place: bool) -> Verdict | None:
    """Return whether two works from one source, read at different times, are one paper; None if the source does not
    tell.

    `same_text` says that title and abstract are equal; otherwise both have the same key in the same file, and title or
    authors may have been corrected. `same_place` says that the entry is on the same line of the same file as before.
    """
    if any(kind in other.ids and not values & other.ids[kind] for kind, values in one.ids.items()):
        return None
    if same_text and same_place:
        return Verdict("same", ("the same text in the same place",), sure=3)
    authors = _compare_authors(one.authors, other.authors)
    if same_text and one.text:
        return Verdict("same", ("the same text",), sure=1)
    if authors == "other":
        return None
    if same_text:
        years = not one.year or not other.year or one.year == other.year
        return Verdict("same", ("the same title",)) if years and not _other_type(one, other) else None
    if fuzz.ratio(one.letters, other.letters) < _CORRECTED:
        return None
    return Verdict("same", ("the same key in the same file",), sure=1)


def _judge_by_title(
    one: Work, other: Work, titles: str, authors: str, gap: int | None, *, versions: bool, clash: bool
) -> Verdict:
    """Return the verdict on two works that no identifier connects, whose titles are `titles` (`equal`, `spelling` or
    `near`) and whose authors are `authors` (`same`, `some` or `unknown`). `gap` is the years between them, None if
    unknown; `versions` whether they can be preprint and publication; `clash` whether identifiers of one kind differ.
    """
    answer: Answer = "version" if versions else "same"
    reasons = _for(one, other, titles, authors, gap)
    against = _against(one, other, titles, authors, gap, versions=versions)
    doubt = Verdict("doubtful", reasons, against or ("nothing else that could be compared",))
    alike = _compare_texts(one.text, other.text)
    if _other_type(one, other):
        return doubt if authors == "same" else Verdict("different")
    if titles == "near":
        if authors != "same" or (gap or 0) > _VERSION_YEARS:
            return Verdict("different") if authors == "unknown" and not alike else doubt
        return Verdict(answer, reasons, against) if versions and alike else doubt
    if authors == "same":
        return Verdict(answer, reasons) if not against else doubt
    if authors == "some" or clash or against:
        return doubt
    if gap is not None:
        return Verdict(answer, reasons)
    # Only the titles can be compared, and the texts if there are some.
    if one.letters in _GENERIC or titles == "spelling":
        return Verdict(answer, reasons) if alike else doubt
    return doubt if alike is False else Verdict(answer, reasons)


def _for(one: Work, other: Work, titles: str, authors: str, gap: int | None) -> tuple[str, ...]:
    said = {"equal": "the same title", "spelling": "the same title, spelt otherwise", "near": "nearly the same title"}
    reasons = [said[titles]]
    if authors == "same":
        reasons.append("the same authors")
    elif authors == "some":
        reasons.append("some of the same authors")
    if gap == 0:
        reasons.append("the same year")
    if _compare_texts(one.text, other.text):
        reasons.append("nearly the same abstract")
    return tuple(reasons)


def _against(one: Work, other: Work, titles: str, authors: str, gap: int | None, *, versions: bool) -> tuple[str, ...]:
    reasons = ["titles differ"] if titles == "near" else []
    if authors == "some":
        reasons.append("most authors are others")
    if authors == "unknown" and (one.letters in _GENERIC or titles == "near"):
        reasons.append("no authors to compare")
    most = _VERSION_YEARS if versions else 1 if authors == "same" else 0
    if gap is not None and gap > most:
        reasons.append(f"the years are {one.year} and {other.year}")
    if _compare_texts(one.text, other.text) is False and authors != "same":
        reasons.append("the abstracts are others")
    if _other_type(one, other):
        reasons.append(f"one is a {one.type}, the other a {other.type}")
    return tuple(reasons)


def other_volume(one: Work, other: Work) -> bool:
    """Return whether both are one volume each of a work, and not the same: `3` and `8`, but not `1–3` and `2`."""
    return bool(_VOLUME.fullmatch(one.volume) and _VOLUME.fullmatch(other.volume)) and one.volume != other.volume


def _other_type(one: Work, other: Work) -> bool:
    return bool(one.type and other.type and one.type != other.type and {one.type, other.type} & _OWN_TYPES)


def _compare_authors(one: frozenset[tuple[str, str]], other: frozenset[tuple[str, str]]) -> str:
    """Return how the authors of two works, each a pair of family name and first initial, agree: `same` if most of the
    shorter list are in the longer one, `some` if any is, `other` if none is; `unknown` if one work names no author.
    """
    if not one or not other:
        return "unknown"
    fewer, more = sorted((one, other), key=len)
    families = {family for family, initial in more if not initial}
    bare = {family for family, _ in more}
    shared = sum(
        key in more or key[0] in families or (not key[1] and key[0] in bare) or (key[1], key[0]) in more
        for key in fewer
    )
    return "other" if not shared else "same" if shared >= _SHARED_AUTHORS * len(fewer) else "some"


def _compare_texts(one: str, other: str) -> bool | None:
    """Return whether two texts are versions of one text, which share most of their words; None if one is empty."""
    if not one or not other:
        return None
    words, others = _content_words(one), _content_words(other)
    return len(words & others) >= _SHARED_WORDS * min(len(words), len(others))


@lru_cache(maxsize=1024)
def _content_words(text: str) -> frozenset[str]:
    return frozenset(_WORDS.findall(fold(text))) - STOP_WORDS


def compare_titles(one: Work, other: Work) -> str:
    """Return how alike two titles are: `equal`, `spelling` if only spellings of words differ, `near`, or `other`."""
    if one.letters == other.letters:
        return "equal"
    left, right = one.words - other.words, other.words - one.words
    if not one.words & other.words or any(map(_COUNTING.search, left | right)):
        return "other"
    shorter, longer = sorted((one.words, other.words), key=len)
    if len(shorter) > 3 and shorter <= longer and _begins(one, other):
        return "near"
    if fuzz.ratio(one.letters, other.letters) < _NEAR:
        return "other"
    if len(left) == len(right) <= 2 and all(
        len(word) > 3 and fuzz.ratio(word, twin) >= _SPELLING
        for word, twin in zip(sorted(left), sorted(right), strict=True)
    ):
        return "spelling"
    return "near"


def _begins(one: Work, other: Work) -> bool:
    """Return whether one title begins with the other, as one with its subtitle does."""
    return one.letters.startswith(other.letters) or other.letters.startswith(one.letters)
