"""Joins the search indexes of several sites into one, so that a search over all of them fetches what it would of one.

The joint index has the words: keys with their postings lists over all papers, the vocabulary, and the vectors of words.
What a hit shows, and the vectors of papers, stay with the sites; `parts` in `index.json` tells of each:

- `title`, and `index`, the same as in the part's own head: where these differ, the joint index is of other files;
- `papers`, `cards`, `details`, `vectors`, `together` and `versions`, as in the part's head, for the files that stay
  there, which `order` is among;
- `dimensions`, with the keys of the values that a hit gives by their numbers, each as `[key, ""]`.

A paper's position counts the papers of all parts, in their order, as in `engine.parts`. A bigram that is rare in each
part may be common in all.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

import numpy as np

from .coding import coded, coded_texts, has_impacts, is_word_key, number_texts, numbers_in, word_key
from .engine.parts import SITE, Part, Parts
from .engine.store import Store
from .inverting.ragged import ends_of
from .parameters import SHARDS, VECTORS
from .shards import NO_PAPERS, encode
from .tiers import Tiers, least_common
from .vectors import Meanings

JOINT = "joint-index"
"""The folder beside the parts of a survey, and beside their sites, with the joint index."""
_STAY = ("cards", "details", "vectors", "order")
"""Kinds of files that stay with the sites."""
_GOES_ON = SHARDS.digits[SHARDS.base :]
"""The characters of a number behind which it goes on."""
_Found = tuple[str, int, str]
"""A key, the number of a part that has it, and its code there."""


def join_indexes(parts: Sequence[Part]) -> dict[str, str]:
    """Return the files of the joint index of several sites, as `shards.encode` does those of one. Writes nothing.

    The title of a part is that by which the other sites know it.
    """
    stores = [part.store for part in parts]
    together = Parts(parts)
    common, rare = _join_codes(together, stores)
    letters = dict.fromkeys(letter for store in stores for letter in store.head["words"])
    words = {word: log + 1 for word, log in together.spellings(letters) if word[0] != "!"}
    vectors = together.head["vectors"]
    head = {
        "papers": together.head["papers"],
        "dimensions": [facet for facet in together.facets if facet["key"] != SITE],
        "groups": together.head["groups"],
        "vectors": vectors,
        "parts": [_told(part) for part in parts],
    }
    return encode(
        Tiers(coded_texts(common), coded_texts(rare), dict(sorted(words.items()))),
        NO_PAPERS,
        head,
        meanings=_meanings(stores, vectors[0]) if vectors else None,
        languages=together.languages,
    ).files()


def _meanings(stores: Sequence[Store], length: int) -> Meanings:
    """Return the vectors of all words of any part, of which the first part that has a word decides; without vectors of
    papers, which stay with the parts. `length` is the number of axes.
    """
    words = dict(pair for store in reversed(stores) for pair in store.codes("meanings"))
    return Meanings(words, "", VECTORS.levels, length)


def _told(part: Part) -> dict[str, Any]:
    """Return what `index.json` of the joint index says of a part, as the docstring of this module describes it."""
    head = part.store.head
    closed = [facet for facet in part.store.facets if not facet["open"]]
    return {
        "title": part.title,
        **{name: head[name] for name in ("index", "papers", "together", *_STAY) if name in head},
        "versions": {kind: head["versions"][kind] for kind in _STAY if kind in head["versions"]},
        "dimensions": [{"key": facet["key"], "values": [[key, ""] for key, _ in facet["values"]]} for facet in closed],
    }


# --- postings lists ------------------------------------------------------------


def _join_codes(together: Parts, stores: Sequence[Store]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the postings lists over all parts, as codes by key: of the keys of the tier `common`, and of those of the
    tier `rare`. `stores` are the indexes of the parts, `together` reads all of them as one.
    """
    common, rare = dict(_own_codes(together, stores)), dict[str, str]()
    firsts, rests = array("q"), dict[str, list[str]]()
    each = [_codes_of(number, store) for number, store in enumerate(stores)]
    least = least_common(together.head["papers"])
    for key, found in groupby(merge(*each), itemgetter(0)):
        own = _joined(key, list(found), together.starts)
        firsts.extend(first for first, _ in own)
        rests[key] = [rest for _, rest in own]
    texts = iter(number_texts(np.array(firsts)))
    for key, own_rests in rests.items():
        code = "".join(f"{next(texts)}{rest}" for rest in own_rests)
        (common if _is_common(key, code, least) else rare)[key] = code
    return common, rare


def _own_codes(together: Parts, stores: Sequence[Store]) -> Iterator[tuple[str, str]]:
    """Yield the keys that stand for something else in each part, such as groups of synonyms and languages, each with
    the code of its postings list over all parts.
    """
    keys = {f"~{number}" for number in range(len(together.head["groups"]))}
    if len(together.languages) > 1:
        keys |= {f":{field}={language}" for field in ("lang", "text") for language in together.languages}
        listed = {key.partition(" =")[2] for store in stores for key, _ in store.codes("common") if is_word_key(key)}
        keys |= {word_key(word, together.languages[0]) for word in listed}
    for key in keys:
        postings = together.postings(key)
        if postings:
            yield key, _code(postings, SHARDS.impacts if has_impacts(key) else 1)


def _code(postings: Mapping[int, int], steps: int) -> str:
    """Return a postings list as text. `postings` maps a paper's position to its impact, which is at most `steps`."""
    papers = np.array(sorted(postings), np.int64)
    impacts = np.array([postings[paper] for paper in papers.tolist()], np.int64)
    count = len(papers)
    return coded([""], ends_of([count]), papers, impacts, np.full(count, steps)).text(0, 1)


def _codes_of(number: int, store: Store) -> Iterator[_Found]:
    """Yield each key of a part that means the same in all parts, in order of code points, with the part's number, which
    is `number`, and the code of the key's postings list.
    """
    for key, code in merge(store.codes("common"), store.codes("rare")):
        if key[:1] != "~" and not is_word_key(key) and not key.startswith((":lang=", ":text=")):
            yield key, number, code


def _is_bigram(key: str) -> bool:
    """Return whether a key is one of two words. Of these, the tier `common` has only those that many papers share."""
    return " " in key and has_impacts(key)


def _is_common(key: str, code: str, least: int) -> bool:
    """Return whether a key with this code is of the tier `common`, as a bigram is that `least` papers have."""
    if not _is_bigram(key):
        return not key.startswith(":id=")
    return len([*islice(numbers_in(code), least)]) == least


def _joined(key: str, found: Sequence[_Found], starts: Sequence[int]) -> list[tuple[int, str]]:
    """Return the postings list of a key over all parts, made of those of the parts that have it, in `found`: for each
    of these its first number and the text of the others. `starts` has the position of each part's first paper.

    A code holds distances from paper to paper. So of the code of a further part only the first number changes: it
    counts from the last paper of the part before.
    """
    impacts = SHARDS.impacts if has_impacts(key) else 1
    joined, after = [], 0
    for at, (_, number, code) in enumerate(found):
        rest = code.lstrip(_GOES_ON)[1:]
        joined.append((next(numbers_in(code)) + (starts[number] - after) * impacts, rest))
        if at + 1 < len(found):
            after = starts[number] + sum(distance // impacts + 1 for distance in numbers_in(code))
    return joined
