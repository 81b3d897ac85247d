"""Groups of synonyms: in which form a word stands for an idea, and which groups a text speaks of.

A member of a group is found in its inflections, not in all words of its stem: who types “explains” may mean “explain”,
but not “explainability”. So it is compared by *forms*: the stem of a word whose ending has up to `longest_inflection`
letters, and the stem with `derived_mark` for all longer ones. `assets/js/search/words/synonyms.js` has the
same forms.
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
    """Members of groups of synonyms with the groups' keys, in a language: `by_first` those of several forms, by the
    first of them; `alone` those of one.
    """

    language: str
    by_first: Mapping[str, Sequence[tuple[tuple[str, ...], str]]]
    alone: Mapping[str, Sequence[str]]


def synonym_groups(catalogue: Catalogue) -> list[list[str]]:
    """Return the groups of words for one thing: those of `synonyms.yml`, then each glossary term with its abbreviation
    and other spellings.
    """
    glossary = [[term.term, *([term.short] if term.short else []), *term.also] for term in catalogue.glossary]
    groups = [list(dict.fromkeys(group)) for group in [*catalogue.synonyms.groups, *glossary]]
    return [group for group in groups if len(group) > 1]


def members_of(groups: Sequence[Sequence[str]], language: str) -> Members:
    """Return the members of groups of synonyms as texts of a language have them."""
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
    """Return the groups that stand in texts, given as their folded words, with how often they do."""
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
    """Return the forms of a word or phrase of a group of synonyms, for finding it in queries and texts of a language;
    none if it is mostly stop words (“where is”).
    """
    surfaces = plain(member)
    forms = forms_of(surfaces, language)
    return forms if 2 * len(forms) >= len(surfaces) else ()


def forms_of(surfaces: Iterable[str], language: str) -> tuple[str, ...]:
    """Return the forms of folded words in a language, in order, without those of stop words."""
    return tuple(form for surface in surfaces for form in word_forms(surface, language))


@lru_cache(maxsize=1 << 16)
def word_forms(surface: str, language: str) -> tuple[str, ...]:
    """Return the form of a folded word, none for a stop word; of a script without spaces each pair of characters, as a
    query has them.
    """
    if is_paired(surface):
        return tuple(term for word in words(surface, query=True, language=language) for term in word.terms)
    if is_stop_word(surface, language):
        return ()
    own = stem(surface[:LONGEST], language)
    return (own if len(surface) - len(own) <= RANKING.longest_inflection else f"{own}{RANKING.derived_mark}",)
