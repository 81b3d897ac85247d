"""Groups of synonyms: the forms in which their members are compared, and the groups of which a text has a member.

A member of a group matches its inflections, but not all words with its stem: “explains” may mean “explain”, but not
“explainability”. So members are compared by *forms*: the stem of a word whose ending has up to `longest_inflection`
letters, and the stem with `derived_mark` for all longer ones. `assets/js/search/words/synonyms.js` has the same forms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..records.catalogue import Catalogue
from ..text.analysis import LONGEST, is_paired, is_stop_word, plain, stem, words
from ..text.languages import ENGLISH
from .parameters import RANKING


class Members(NamedTuple):
    """The members of all groups of synonyms in one language, with the keys of their groups.

    `alone` has the members with one form, `by_first` those with several, by the first of their forms.
    """

    language: str
    by_first: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
    alone: Mapping[str, Sequence[str]]


def synonym_groups(catalogue: Catalogue) -> list[list[str]]:
    """Return the groups of words with one meaning, each of two or more: those of `synonyms.yml`, then for each glossary
    term its abbreviation and other spellings. A group's number in the index is its position here, from 0.
    """
    glossary = [[term.term, *([term.short] if term.short else []), *term.also] for term in catalogue.glossary]
    groups = [list(dict.fromkeys(group)) for group in [*catalogue.synonyms.groups, *glossary]]
    return [group for group in groups if len(group) > 1]


def members_of(groups: Sequence[Sequence[str]], language: str) -> Members:
    """Return the members of groups of synonyms in the forms that texts of a language have; a group's key is `~` and its
    number.
    """
    by_first: defaultdict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    alone: defaultdict[str, list[str]] = defaultdict(list)
    for number, group in enumerate(groups):
        for member in dict.fromkeys(member_forms(member, language) for member in group):
            if len(member) == 1:
                alone[member[0]].append(f"~{number}")
            elif member:
                by_first[member[0]].append((member, f"~{number}"))
    return Members(language, dict(by_first), dict(alone))


def groups_in(texts: Iterable[Sequence[str]], members: Members) -> Counter[str]:
    """Return how often members of each group occur in texts, which are given as their folded words."""
    counts: Counter[str] = Counter()
    if members.alone or members.by_first:
        for surfaces in texts:
            counts.update(_groups_of(forms_of(surfaces, members.language), members))
    return counts


def _groups_of(forms: tuple[str, ...], members: Members) -> Iterator[str]:
    for at, first in enumerate(forms):
        yield from members.alone.get(first, ())
        for member, group in members.by_first.get(first, ()):
            if forms[at : at + len(member)] == member:
                yield group


def member_forms(member: str, language: str = ENGLISH) -> tuple[str, ...]:
    """Return the forms of the words of a member of a group of synonyms, as they follow each other in queries and texts
    of the language: one for each word, none for a stop word, one for each pair of characters in a script without
    spaces.

    The tuple is empty without words, and if more than half of them are stop words (“where is”).
    """
    surfaces = plain(member)
    forms = forms_of(surfaces, language)
    return forms if 2 * len(forms) >= len(surfaces) else ()


def forms_of(surfaces: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the forms of folded words by the rules of a language, in order; stop words have none."""
    return tuple(form for surface in surfaces for form in word_forms(surface, language))


@lru_cache(maxsize=1 << 16)
def word_forms(surface: str, language: str) -> tuple[str, ...]:
    """Return the form of a folded word: one, or none for a stop word; in a script without spaces one for each pair of
    characters.
    """
    if is_paired(surface):
        return tuple(term for word in words(surface, query=True, language=language) for term in word.terms)
    if is_stop_word(surface, language):
        return ()
    own = stem(surface[:LONGEST], language)
    return (own if len(surface) - len(own) <= RANKING.longest_inflection else f"{own}{RANKING.derived_mark}",)
