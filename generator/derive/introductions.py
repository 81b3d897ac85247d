"""Decides whether a sentence says that the paper introduces a thing, or only mentions it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from ..text.folding import fold_title
from ..text.sentences import sentence_at
from .abbreviations import Expansion, find_expansions
from .name_words import places_of

VERB = (
    r"(?:(?:p(?:ropos|resent|rovid)|in(?:troduc|vestigat)|de(?:velop|sign|scrib|fin|vis)|c(?:onstruct|reat|urat|raft"
    r"|ollect|ontribut)|releas|e(?:stablish|xplor|mploy)|unveil|buil[dt]|offer|annotat)"
    r"(?:e|es|ed|t|s|ing|ied)?|train(?:ed|s)?)"
)
INTRODUCES = re.compile(
    r"[WwOoTtHhIi](?<!\w.)(?i:(?:(?<=w)e|(?<=o)ur|(?<=t)h(?:is|e) (?:paper|work|study|note|report|article)|(?<=h)ere"
    rf"|(?<=t)o this end|(?<=i)ntroducing)\b[^.;]{{0,300}}?(?<![-\w]){VERB}\b)"
)
"""The first letter comes first, since a text is searched for one of a few letters faster than for many words."""
_BREAK = re.compile(
    r"\b(?:for|of|in|on|with|under|via|by|from|to|using|through|that|which|where|when|based|as|over|into|between|within|"
    r"than|against|including|before|after|at|about|whose|combining|leveraging|utilizing|"
    r"incorporating|integrating|extending|containing|comprising)\b|"
    r"\b(?:original|existing|well-known|popular|pre-?trained|state-of-the-art|"
    r"(?:recently|previously|publicly)\s+\w+)\s+$|^\s+(?!(?:train|build)ing)\w+ing\s+$",
    re.IGNORECASE,
)
"""What ends the direct object of an introducing verb: what comes after it is what the new thing is for or made of."""
_NOVEL = re.compile(
    r"[^()]{2,40}\)\s*(?:,|--|[–—-])\s*(?:which is\s+)?(?:an?|the)\s+(?:[\w-]+\s+)?(?:novel|new|first)\b"
)
"""What may follow an abbreviation in its bracket: that it is new."""
_FUNCTION = (
    "for|that|which|to|with|in|on|of|by|and|or|is|as|from|where|consisting|containing|comprising|based|using|can|has|we|"
    "via|a|an|the"
)
"""What may follow a name that stands for itself, where a noun would make it a word before a noun."""
_REACH = 400
"""Characters of a sentence, before a name, in which a verb may introduce it; some texts have no full stops."""
_SEVERAL = r"\s+(?:[\w-]+\s+){0,2}(?:systems|models|methods|techniques|approaches|algorithms|tools|corpora|datasets)\b"
"""What follows the name of a kind, or of those who made several things."""
_OF_OTHERS = re.compile(rf"['’]s\b|{_SEVERAL}|[\s-]based\b")
"""What follows the name of somebody else's, or of a kind."""
_WORKED_AT = re.compile(r"(?:\b(?:at|for|on|in)\s+(?:the\s+)?|@\s*)$")
"""What stands in a title before what the paper is about or was entered at."""
_ENTERED = re.compile(r"\b.{0,20}?(?: at |@)")
"""What follows the name of a team in a title."""
_TEXTS = 1 << 14
"""Texts whose abbreviations are remembered: all are looked at for what papers share, then each for its own."""
_GIVEN = re.compile(r"\b(?:the|all|newly|recently|publicly|officially)\s+(?:provid|releas|annotat)\w+$")
_INTRODUCED_SO = re.compile(r"\b(?:our|called|named|termed|namely|module|is then)\s+(?:[\w,-]+\s+){0,3}$")
_A_VERB = re.compile(rf"(?<![-\w]){VERB}\b", re.IGNORECASE)
_APPOSITION = re.compile(r"[,:–—]\s*(?:(?:namely|i\.e\.,?|the|an?|our|so-called)\s+)*[“\"‘'`*]*$", re.IGNORECASE)


@lru_cache(maxsize=_TEXTS)
def own_expansions(title: str, text: str) -> tuple[Expansion, ...]:
    """Return those abbreviations that an abstract, `text`, spells out and that name what the paper itself introduces,
    or what begins its title.
    """
    return tuple(
        found
        for found in find_expansions(text)
        if (_is_introduced(text, found.long_start, found.start) and not _is_topic(title, text, found))
        or _begins_title(title, text, found)
    )


def _is_topic(title: str, text: str, expansion: Expansion) -> bool:
    """Return whether an abbreviation stands for what the paper is about, and not for what it introduces: the title has
    the long form as a topic (“Mazes for Random Walks”), and the text does not go on to say what the abbreviation is.
    """
    after = text[expansion.start : expansion.start + 200]
    if re.match(rf"[\w-]+\)(?:{_SEVERAL}|[\s-]based\b|\s+(?:of|by|from) [A-Z]\w+ et\b)", after):
        return True  # “byte pair encoding (BPE) models” are of that kind
    if re.match(r"[^()]{0,40}\)\s*(?:--|[–—,:])", after):
        return False
    words = re.findall(r"\w+", text[expansion.long_start : expansion.start])
    return bool(re.search(r"\b(?:for|of|in|on|from|towards?)\W+" + r"\W+".join(words) + r"\b", title, re.IGNORECASE))


def _begins_title(title: str, text: str, expansion: Expansion) -> bool:
    """Return whether an abbreviation that was found stands for a name that the paper gives: its long form begins the
    title, and the abstract, `text`, writes it with capitals in a sentence about the paper that is not its first.
    """
    spelled_out = text[expansion.long_start : expansion.start].rstrip(" (")
    low, _ = sentence_at(text, expansion.long_start)
    return (
        low > 0
        and all(word[0].isupper() for word in spelled_out.split())
        and letters_of(title).startswith(letters_of(spelled_out))
        and bool(re.search(r"\b(?:we|our|this (?:paper|work))\b", text[low : expansion.start], re.IGNORECASE))
        and bool(re.match(r"\w*\)\s*(?:--|[–—,:])", text[expansion.start + len(expansion.short) - 1 :]))
    )


def other_abbreviations(title: str, text: str) -> set[str]:
    """Return the abbreviations that the text, an abstract, spells out and that do not name the paper's own work, each
    with its plural.
    """
    own = {found.short.removesuffix("s") for found in own_expansions(title, text)}
    others = {found.short.removesuffix("s") for found in find_expansions(text)} - own
    return {form for short in others for form in (short, f"{short}s")}


class AbbreviationCounts(NamedTuple):
    """Which papers spell out an abbreviation (`expanded`), and which of these introduce what it names (`introduced`).

    A paper is given by its folded title. A key is the abbreviation without a final `s`, in its own case, with what
    `letters_of` gives for its long form, without the e's and s's at its end: `("LD", "largedataba")`.
    """

    expanded: Mapping[tuple[str, str], frozenset[str]]
    introduced: Mapping[tuple[str, str], frozenset[str]]


def count_abbreviations(papers: Iterable[tuple[str, str]]) -> AbbreviationCounts:
    """Return which of the papers, given as (title, text), spell out which abbreviations.

    Papers with one title count as one, since they may be versions of each other.
    """
    expanded: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    introduced: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for title, text in papers:
        own = own_expansions(title, text)
        for found in find_expansions(text):
            spelled_out = letters_of(text[found.long_start : found.start]).rstrip("es")
            key = found.short.removesuffix("s"), spelled_out
            expanded[key].add(fold_title(title))
            if found in own:
                introduced[key].add(fold_title(title))
    return AbbreviationCounts(
        {key: frozenset(titles) for key, titles in expanded.items()},
        {key: frozenset(titles) for key, titles in introduced.items()},
    )


def merge_abbreviations(parts: Iterable[AbbreviationCounts]) -> AbbreviationCounts:
    """Return the counts over all papers, given the counts over each of several parts of them."""
    expanded: dict[tuple[str, str], frozenset[str]] = {}
    introduced: dict[tuple[str, str], frozenset[str]] = {}
    for part in parts:
        for total, own in ((expanded, part.expanded), (introduced, part.introduced)):
            total.update({key: total.get(key, frozenset()) | titles for key, titles in own.items()})
    return AbbreviationCounts(expanded, introduced)


def common_abbreviations(counts: AbbreviationCounts) -> frozenset[str]:
    """Return the abbreviations, with plurals, that two or more papers spell out alike, so that they are words of the
    field.

    One that exactly one paper introduces is left out: it is that paper's name, which the others mention.

    >>> texts = [("One", "We bound random walk processes (RWPs)."), ("Two", "A random walk process (RWP) is a walk.")]
    >>> sorted(common_abbreviations(count_abbreviations(texts)))
    ['RWP', 'RWPs']
    """
    expanded, introduced = counts
    common = {key[0] for key, titles in expanded.items() if len(titles) > 1 and len(introduced.get(key, ())) != 1}
    return frozenset(form for short in common for form in (short, f"{short}s"))


def _is_introduced(text: str, start: int, end: int) -> bool:
    """Return whether a sentence says that the paper introduces the words from `start` to `end` of a text: they are the
    object of its verb, an apposition to that, or called so. Words after “for” or “of” say what the new thing is for,
    and are not introduced.
    """
    low = max(sentence_at(text, start)[0], start - _REACH)
    if _INTRODUCED_SO.search(text[low:start]) or re.search(r"\bmodule\b", text[start:end]) or _NOVEL.match(text, end):
        return True
    found = _A_VERB.finditer(text[low:start])
    verbs = [match.end() for match in found if not is_given(text[low:start], match.end())]
    if not verbs or not INTRODUCES.search(text[low:end]):
        return False
    if re.search(r"\b(?:explor|investigat|employ)\w*$", text[low : low + verbs[-1]], re.IGNORECASE):
        return False
    between = re.sub(r"^\s*,?\s*and\s+\w+", "", text[low + verbs[-1] : start])
    if _BREAK.search(between) or re.search(r"\b(?:and|or)\b", between):
        in_list = re.match(r"[^()]{2,40}\)(?:,|\s+(?:and|or))\s+(?:and\s+)?[A-Z]", text[end:])
        return bool(_APPOSITION.search(between)) and not in_list and not re.search(r"\btasks?[,:]\s*$", between)
    return True


def is_object(between: str) -> bool:
    """Return whether the next words are the direct object of an introducing verb, or in apposition to that; `between`
    is the text between the verb and these words.

    >>> is_object(" a new "), is_object(" a bound for "), is_object(" a bound for mazes, the ")
    (True, False, True)
    """
    return not _BREAK.search(between) or bool(_APPOSITION.search(between))


def is_team(name: str, title: str, after: str) -> bool:
    """Return whether a name is that of a team in a shared task, judged by the title and by the text `after` the
    name.
    """
    entry = r"@|(?:['’]s)?\s+(?:[\w-]+\s+){0,3}(?:submissions?|team|group|entr(?:y|ies)|participation)\b"
    system = r"\s+(?:[\w-]+\s+){0,4}systems? (?:submitted|used|for (?:the )?[A-Z])"
    return bool(re.match(rf"{entry}|{system}", after) or (title.startswith(name) and _ENTERED.match(title, len(name))))


def is_given(text: str, end: int) -> bool:
    """Return whether the verb that ends in a text at `end` says that the authors were given the thing, not that they
    made it.

    >>> is_given("We train on the provided", 24), is_given("We provided", 11)
    (True, False)
    """
    return bool(_GIVEN.search(text[max(0, end - 60) : end]))


def is_anothers(name: str, title: str, after: str) -> bool:
    """Return whether a name is that of other people or their things (`QCRI's systems`), or what the title says the
    paper is at, for or on. `after` is the text behind the name. Names of fewer than three small letters count as such
    too.
    """
    return bool(
        _OF_OTHERS.match(after)
        or any(_WORKED_AT.search(title, 0, start) for start in places_of(name, title, after="-"))
        or (len(name) < 3 and name.islower())
    )


def is_modifier(between: str, after: str) -> bool:
    """Return whether a word, with `between` before it and `after` behind it, only says of what kind the noun behind it
    is.

    >>> is_modifier(" a ", " framework that runs"), is_modifier(" a new ", " framework"), is_modifier(" a ", ", which")
    (True, False, False)
    """
    return bool(
        re.fullmatch(r"\s+an?\s+(?!(?:novel|new)\b)[^,:]*", between, re.IGNORECASE)
        and re.match(rf"\s+(?!(?:{_FUNCTION})\b)[a-z]", after)
    )


def letters_of(text: str) -> str:
    """Return the letters a–z and digits of a text in lower case, without spaces, hyphens and other characters."""
    return re.sub(r"[^a-z0-9]", "", text.lower())
