"""Chooses the ids of new papers."""

from __future__ import annotations

import functools
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Mapping

from ..catalogue.addresses import paper_at
from ..catalogue.citation import creators
from ..records.entry import MendedEntry
from ..records.paper import Citation
from ..records.reserved import RESERVED
from ..records.survey import Survey
from ..survey.folder import ids_in_use
from ..text.folding import slug
from ..text.languages import ENGLISH, LANGUAGES, detect, stop_words
from ..text.names import filed_name, name_of

_SMALL_WORDS = frozenset("a an and are as at by do for from how in is it of on or that the to via what with".split())
_ELIDED = re.compile(r"(?i)\b(?:[cdjlmnst]|qu|lorsqu|puisqu|dell|nell|dall|all|sull|quell|un)['’](?=[^\W\d_]{2})")
_SHORTEST = 3
"""Letters at most of a word that is an article, a preposition or the like in whatever language has it as one."""


def choose_id(
    title: str,
    name: str | None,
    taken: Mapping[str, int] | set[str],
    *,
    shared: bool = False,
    citation: Citation | None = None,
    language: str | None = ENGLISH,
) -> str:
    """Return a short readable id that is not in `taken`, such as `clip` or `learning-from-text`.

    It is made from the paper's `name`, or without one from the first three words of its title that are no function
    words of its `language` (None: not English, but which is not known). If that is taken, more words of the title are
    added, then the first author's family name or the year in `citation`, and at last six hexadecimal digits of a hash.
    `shared` says that another new paper has the same name; words of the title are then added in any case.
    """
    words = [word for word in _slug(title.partition(": ")[2] or title if name else title).split("-") if word]
    telling = [word for word in words if word not in _small_words(language)] or words
    base = [_slug(name)] if name and _slug(name) else []
    start = 0 if base and not shared else 3 if not base else 2
    for count in range(min(start, len(telling)), len(telling) + 1):
        candidate = "-".join([*base, *telling[:count]])[:60].strip("-")
        if candidate and candidate not in taken:
            return candidate
    stem = "-".join([*base, *telling[:4]])[:40].strip("-")
    by, year = _author_and_year(citation or Citation())
    numbers = (hashlib.sha256(f"{title} {number}".encode()).hexdigest()[:6] for number in itertools.count())
    endings = itertools.chain([(by,), (year,), (by, year)], ((number,) for number in numbers))
    ids = ("-".join(filter(None, (stem or ("" if by else "paper"), *ending))) for ending in endings if all(ending))
    return next(id for id in ids if id not in taken)


@functools.cache
def _small_words(language: str | None) -> frozenset[str]:
    """Return the words that an id leaves out, as ids spell them: small ones of English, or of another language all
    function words. If which one is not known, only those count that are short.
    """
    if language == ENGLISH:
        return _SMALL_WORDS
    if language:
        return _SMALL_WORDS.union(map(slug, stop_words(language)))
    return _SMALL_WORDS.union(slug(word) for code in LANGUAGES for word in stop_words(code) if len(word) <= _SHORTEST)


def _language_of(entry: MendedEntry) -> str | None:
    """Return the code of the language in which an entry's title is: the one that it names, else that of its texts. None
    if it is not English and there is only the title, which is easily taken for one in a sister language.
    """
    named = (entry.entry.citation.lang or "").partition("-")[0]
    if named in LANGUAGES:
        return named
    language = detect(f"{entry.title} {entry.abstract or ''}")
    return language if language == ENGLISH or entry.abstract else None


def _author_and_year(citation: Citation) -> tuple[str, str]:
    """Return the family name of the first author, or of an editor in their place, as at most 19 characters of an id,
    and the year; each empty if there is none.
    """
    names = [name_of(shown, citation.people) for shown in creators(citation)[:1]]
    return "".join(slug(filed_name(name)) for name in names)[:19].strip("-"), str(citation.year or "")


def _slug(text: str) -> str:
    """Return a text as an id, in which the star of a one-letter name is spelt out (`V*` gives `v-star`) and words that
    have lost their vowel before an apostrophe are left out: `L'été` gives `ete`.
    """
    text = _ELIDED.sub("", text) or text
    return slug(text.replace("*", " star ") if re.fullmatch(r"\w\*\S*", text) else text)


def assign_ids(entries: Mapping[str, MendedEntry], names: Mapping[str, str | None], survey: Survey) -> dict[str, str]:
    """Return an id for the new paper of each entry, under the keys of `entries`.

    `names` has for each entry the short name of its paper, or None. No id is one that a paper, system or former paper
    of the survey has, nor one whose page an earlier edition published.
    """
    taken = ids_in_use(survey.papers) | {system.id for system in survey.systems} | set(RESERVED["paper"])
    taken |= {id for paper in survey.refused for id in (paper.id, *paper.former_ids)}
    taken |= {id for path in (*survey.redirects, *survey.published) if (id := paper_at(path))}
    ids: dict[str, str] = {}
    bearers = Counter(name.casefold() for key in entries if (name := names[key]))
    for key in entries:
        name = names[key]
        shared = name is not None and bearers[name.casefold()] > 1
        entry = entries[key]
        language, citation = _language_of(entry), entry.entry.citation
        ids[key] = choose_id(entry.title, name, taken, shared=shared, citation=citation, language=language)
        taken.add(ids[key])
    return ids
