"""The files of the search index: keys and postings lists as text, cut so that a search fetches only what it needs.

Below `assets/search/`, all JSON:

- `index.json`, the only stable name: `format`, `papers` (how many), `versions` (by kind of file, characters that
  stand in the files' names and change with their content, so that a browser never joins files of two builds, and an
  edit renames few), `together` (of which kinds how many files in a row share a version, which keeps `versions` short),
  `dimensions` (the facets), `groups` of
  synonyms, `common` and `rare` (for each shard, the
  shortest text from which on its keys stand), `longest_name` (characters of the longest key that begins with `!`),
  `cards` and `details` (papers a file), `words` (first letter to number of a vocabulary file), `vectors` (the length of
  one, and papers a file) where there are any, and `languages` of the texts where some are not in English;
- `common-N.json`, `rare-N.json`: `keys` in order of code points, each as the number of characters (one base-36
  digit) that it shares with the one before, then the rest, with `<` between; and `postings`, a stretch for each
  key, parted by spaces. A stretch is a number for each paper: the distance from the one before, less one, times 8,
  plus the impact less one; for keys without an impact (`has_impacts`) the distance alone. A number is written
  in base 46, low digit first, with the characters of `SHARDS.digits`: the first 46 for a last digit, the others for
  one with another to follow;
- `words-N.json`: `words` as they are written and `!` names that begin with one letter, coded like keys, and
  `spread`, a base-36 digit for each: the logarithm to base 2 of its document frequency;
- `vectors-N.json`, `meanings-N.json`, where the survey has vectors of meaning. Of papers: `levels`, and `digits`, a
  character for `each` so many coordinates, the first one highest, or of very many papers a prefix code (`vectors`);
  `none` are the positions in the file of papers without a vector. All papers are in one file, up to `_MANY` of them.
  Of words: their digits (`Meanings`), in shards like those of `common` (`meanings` in `index.json` parts them);
- `cards-N.json`, `details-N.json`: what a hit shows, and the other stored fields of a record, some papers a file;
- `order-0.json`, where positions (`catalogue.assemble.Positions`) are not in the order of names: `names`, where each
  paper stands in that order, coded like postings lists without impacts, one for each stretch of rising numbers.

How much goes into a file is a compromise between what hosts count, which is files, and what readers fetch, which is
bytes: `docs/scale.md` has the measurements.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, Final, NamedTuple
from zlib import crc32

import numpy as np

from ..records.bulk import compact_json
from ..text.analysis import is_paired
from ..text.languages import ENGLISH
from .bundles import BASE36, Bundle, Encoded, digest_of_parts, named, version_of
from .coding import Coded, coded, coded_texts, front_coded
from .inverting.keys import Keys
from .inverting.ragged import Numbers, ends_of
from .parameters import SHARDS
from .tiers import Tiers
from .vectors import Meanings, tables

_SHARD: Final = {"common": 4_500, "rare": 24_000, "meanings": 1_000}
"""Characters after which a shard of a small survey ends: 3 kB compressed, 16, and 1."""
_SHARDS: Final = {"common": 450, "rare": 160, "meanings": 100}
"""Shards of a survey of some 10,000 papers: with more keys than fill these, shards grow up to the next bound."""
_LARGEST: Final = {"common": 9_000, "rare": 64_000, "meanings": 4_000}
"""Characters to which shards grow, up to `_MANY` papers, before there are more of them."""
_MOST: Final = 6_000
"""Shards of a tier at most, lest their first keys become a burden: beyond, they grow again."""
_FILTERS: Final = 24_000
"""Characters after which a shard of filter keys ends: those of other fields, which most searches do not need, are in
shards of their own."""
_MANY_KEYS: Final = 50_000
"""Keys beyond which a word of one paper only is no correction: most are misspelt themselves."""
_FEW: Final = 1_000
_FEW_CARDS: Final = 16
"""Cards a file of a survey of up to `_FEW` papers, nearly all of whose files are asked for."""
_CARDS: Final = (8, 16, 625)
_DETAILS: Final = (2, 12, 840)
"""Papers a file, at least and at most, and the number of files from which on a file holds more than the least."""

_MANY: Final = 20_000
"""Papers from which on a reader's bytes count and files no longer do, and no file has the vectors of all."""
_TABLE: Final = 8
"""Papers whose vectors share a file then."""
_AMONG_OTHERS: Final = {"cards": 8, "details": 6, "vectors": _TABLE}
"""Papers a file of one of several sites, of all of which a reader asks."""
_FILLED: Final = 10_000
_AMONG_OTHERS_FILLED: Final = {"cards": 16, "details": 12, "vectors": 16}
"""The same for a site of more than `_FILLED` papers, which a host that counts files would otherwise not take."""
_TOGETHER: Final = {"cards": 2, "details": 16}
_TOGETHER_OF_MANY: Final = {"cards": 16, "details": 16}
"""Files in a row with one version in their names, by kind; the second for more than `_MANY` papers and for one of
several sites. A paper that gets near to others changes a card of each of them, which is in a file of its own mostly:
what more versions cost is fetched with every first search, but what they save is written, published and fetched anew
after each change."""


class Stored(NamedTuple):
    """What the index stores of so many papers, each given by its position: `card` makes what a hit shows of it,
    `details` the other fields; `names` has where it stands in the order of names. `digests` has for each paper one of
    all that card and details are made from, or is empty.
    """

    papers: int
    card: Callable[[int], Mapping[str, Any]]
    details: Callable[[int], Mapping[str, Any]]
    names: Sequence[int]
    digests: Sequence[bytes] = ()


NO_PAPERS: Final = Stored(0, lambda _: {}, lambda _: {}, ())


def encode(
    tiers: Tiers,
    stored: Stored,
    head: Mapping[str, Any],
    meanings: Meanings | None = None,
    languages: Sequence[str] = (ENGLISH,),
    versions: Mapping[bytes, str] | None = None,
) -> Encoded:
    """Return the files of the index, which are JSON. Writes nothing.

    `head` has further entries of `index.json`; `meanings` are the vectors, if there are any; `languages` are those of
    the texts, the commonest first. `versions` has those of known parts, by their origin; these are made if asked for.
    """
    shards = _in_shards(tiers, meanings, stored.papers <= _MANY and "parts" not in head)
    vocabulary = _vocabulary(tiers)
    sizes, together = _sizes(stored.papers, "sites" in head), _together(stored.papers, "sites" in head)
    bundles = {tier: [bundle for _, bundle in own] for tier, own in shards.items()}
    bundles |= {"words": [*vocabulary.values()], **_of_papers(stored, sizes, together, meanings)}
    own_versions = _versions(bundles, versions or {})
    index = {
        "format": SHARDS.format,
        "versions": (joined := {kind: "".join(own) for kind, own in own_versions.items()}),
        "index": version_of(_json(joined)) if "sites" in head else None,
        "papers": stored.papers,
        **sizes,
        "together": together,
        "vectors": [meanings.length, sizes["vectors"]] if meanings else None,
        "languages": languages if tuple(languages) != (ENGLISH,) else None,
        **head,
        "longest_name": max(map(len, _names_in(tiers.common.keys)), default=0),
        "words": {letter: number for number, letter in enumerate(vocabulary)},
        **{tier: [first for first, _ in own] for tier, own in shards.items()},
    }
    return Encoded(
        _json({name: value for name, value in index.items() if value is not None}),
        [it for kind, own in own_versions.items() for it in named(kind, bundles[kind], own)],
    )


def digested(tiers: Tiers, papers: int) -> Tiers:
    """Return the tiers of an index of so many papers with the digests of all stretches that become a shard, so that
    they need not be computed again while these stay as they are.
    """

    def known(tier: str, coded: Coded) -> Coded:
        size = _shard_size(tier, coded.lengths(), papers <= _MANY)
        digests = {(start, stop): coded.digest_of_stretch(start, stop) for start, stop in _cut(coded, size)}
        return coded._replace(known=digests, size=size)

    return tiers._replace(common=known("common", tiers.common), rare=known("rare", tiers.rare))


def _of_papers(
    stored: Stored, sizes: Mapping[str, int], together: Mapping[str, int], meanings: Meanings | None
) -> dict[str, list[Bundle]]:
    """Return the files that hold something of each paper, by kind of file: `cards`, `details`, `vectors` and `order`.
    `stored` has what is shown of the papers, `sizes` how many papers a file of each kind holds, and `together` how many
    files are bundled; without `meanings` there are no vectors.
    """
    return {
        "cards": _blocks("cards", stored, stored.card, sizes["cards"], together["cards"]),
        "details": _blocks("details", stored, stored.details, sizes["details"], together["details"]),
        "vectors": [_made(text) for text in tables(meanings, sizes["vectors"])] if meanings else [],
        "order": [_made(text) for text in _order(np.array(stored.names, np.int64))],
    }


def _versions(bundles: Mapping[str, Sequence[Bundle]], known: Mapping[bytes, str]) -> dict[str, list[str]]:
    """Return the versions of bundles, by kind of file. One that is `known`, by the digest of what the bundle is made
    from, is taken from there. Kinds without bundles are left out.
    """
    return {kind: [known.get(it.made_from) or it.version for it in own] for kind, own in bundles.items() if own}


def _made(text: str) -> Bundle:
    """Return a bundle of one file, whose content is `text`."""
    return Bundle(b"", lambda: (text,))


def _sizes(papers: int, is_among_others: bool) -> dict[str, int]:
    """Return how many papers a file holds, by kind of file. `is_among_others` says that a search goes over several
    sites, of which each reader fetches files.
    """
    if is_among_others:
        return _AMONG_OTHERS if papers <= _FILLED else _AMONG_OTHERS_FILLED
    return {
        "cards": _FEW_CARDS if papers <= _FEW else _papers_a_file(papers, *_CARDS),
        "details": _papers_a_file(papers, *_DETAILS),
        "vectors": max(papers, 1) if papers <= _MANY else _TABLE,
    }


def _together(papers: int, is_among_others: bool) -> Mapping[str, int]:
    """Return how many files in a row have one version in their names, by kind of file; the arguments are as in
    `_sizes`.
    """
    return _TOGETHER_OF_MANY if papers > _MANY or is_among_others else _TOGETHER


def _papers_a_file(papers: int, least: int, most: int, files: int) -> int:
    """Return how many papers a file must hold so that there are about as many files as `files`, but between `least` and
    `most`; `least` if the survey is so large that files are made small anyway.
    """
    return least if papers > _MANY else min(max(least, -(-papers // files)), most)


# --- shards --------------------------------------------------------------------


def _in_shards(tiers: Tiers, meanings: Meanings | None, few_files: bool) -> dict[str, list[tuple[str, Bundle]]]:
    """Return by kind of file, `common`, `rare` and with vectors of words `meanings`, what `_shards` makes of it;
    without `few_files` the shards are small.
    """
    words = {"meanings": coded_texts(meanings.words)} if meanings and meanings.words else {}
    kinds = {"common": tiers.common, "rare": tiers.rare, **words}
    return {kind: _shards(coded, _shard_size(kind, coded.lengths(), few_files)) for kind, coded in kinds.items()}


_STEP: Final = 100
_MARGIN: Final = 15
"""Percent by which a shard may be larger or smaller than others."""
_KEY: Final = 6
"""Characters of a key and what parts it from the next: front-coded, it is some five itself."""


def _shards(coded: Coded, size: int) -> list[tuple[str, Bundle]]:
    """Return for each shard of a tier what parts it from the one before, and its content. A shard has about `size`
    characters.
    """
    shards = []
    for start, stop in _cut(coded, size):
        made_from = coded.digest_of_stretch(start, stop)
        shards.append((_border(coded.keys, start), Bundle(made_from, partial(_shard, coded, start, stop))))
    return shards


def _border(keys: Sequence[str], start: int) -> str:
    """Return the shortest text that is, in order, behind the key before the one at `start`, and not behind that one."""
    if not start:
        return ""
    before, key = keys[start - 1], keys[start]
    shared = next((at for at, (own, other) in enumerate(zip(key, before, strict=False)) if own != other), len(before))
    return key[: shared + 1]


def _shard_size(tier: str, lengths: Numbers, few_files: bool = True) -> int:
    """Return the number of characters after which the shards of a tier end. `lengths` has those of each postings list;
    without `few_files` the shards are as small as the host allows.
    """
    total = int(_KEY * len(lengths) + lengths.sum())
    usual = min(total // _SHARDS[tier], _LARGEST[tier]) if few_files else 0
    size = max(_SHARD[tier], usual, total // _MOST)
    return size // _STEP * _STEP  # an edit changes no shard by the size of all


def _cut(coded: Coded, size: int) -> Iterator[tuple[int, int]]:
    """Yield the indexes of the keys at which each shard starts and ends; a shard has about `size` characters. Keys of
    different fields are in different shards. Without keys, there is one empty shard.

    A shard of an earlier build that is followed by another one ends where it did, since where a shard ends depends on
    its own keys and on the first few behind it.
    """
    known = dict([*coded.known]) if coded.size == size else {}
    ends = ends_of(coded.lengths() + _KEY)
    stops = _ends_of_fields(coded.keys)
    start = 0
    for stop in stops:
        own = max(size, _FILTERS) if coded.keys[start][0] == ":" else size
        while start < stop:
            end = known.get(start, -1)
            if end not in known:
                end = _end_of_shard(coded.keys, ends, start, stop, own)
            yield start, end
            start = end
    if not coded.keys:
        yield 0, 0


def _end_of_shard(keys: Keys, ends: Numbers, start: int, stop: int, size: int) -> int:
    """Return the index of the key before which the shard ends that starts at `start`; `stop` at the latest. `ends`
    tells where the characters of each key end.

    A shard has `size` characters, give or take a `_MARGIN`, within which it ends before the key of the lowest hash. So
    where keys come or go, the next shards mostly begin as before.
    """
    least, most = (ends[start] + size * factor // 100 for factor in (100 - _MARGIN, 100 + _MARGIN))
    if ends[stop] <= most:
        return stop
    last = int(np.searchsorted(ends[start + 1 : stop + 1], most, side="right")) + start
    first = min(int(np.searchsorted(ends[start + 1 : stop + 1], least)) + start + 1, last)
    own = keys.ends[first : last + 2].tolist()
    hashes = [crc32(keys.data[low:high]) for low, high in pairwise(own)]
    return max(start + 1, first + hashes.index(min(hashes)))


def _ends_of_fields(keys: Sequence[str]) -> list[int]:
    """Return the indexes at which keys end that may share a shard. Keys share one if they are filters of the same
    field, if they all come before all filters, or if they all come behind them.
    """
    start = bisect_left(keys, ":")
    stop = bisect_left(keys, ";", start)
    ends = [start] if start < stop else []
    while start < stop:
        start = bisect_left(keys, _behind_field(keys[start]), start, stop)
        ends.append(start)
    return [end for end in dict.fromkeys([*ends, len(keys)]) if end]


def _behind_field(key: str) -> str:
    """Return a text that comes, in order of code points, behind all filter keys of the same field as `key`."""
    field = re.match(":[^:=]*[:=]", key)
    return field[0][:-1] + chr(ord(field[0][-1]) + 1) if field else f"{key}\0"


def _shard(coded: Coded, start: int, stop: int) -> tuple[str]:
    return (_json({"keys": front_coded(coded.keys[start:stop]), "postings": coded.text(start, stop)}),)


# --- vocabulary and stored fields ------------------------------------------------


def _vocabulary(tiers: Tiers) -> dict[str, Bundle]:
    """Return the vocabulary file for each first letter: the words and names that an unknown word with this letter may
    have been meant to be.
    """
    keys = tiers.common.keys
    least = 1 if len(keys) < _MANY_KEYS else 2
    words = {key: least for key in _names_in(keys) if key[1:2].isalpha() and not is_paired(key)} | tiers.words
    by_letter: dict[str, list[str]] = {}
    for word, digits in words.items():
        if digits >= least:
            by_letter.setdefault(word.lstrip("!")[0], []).append(word)
    spread = {letter: "".join([BASE36[words[word] - 1] for word in own]) for letter, own in by_letter.items()}
    return {
        letter: Bundle(
            digest_of_parts(SHARDS.separator.join(own).encode("utf-8", "surrogatepass"), spread[letter].encode()),
            partial(_words_of_letter, own, spread[letter]),
        )
        for letter, own in sorted(by_letter.items())
    }


def _words_of_letter(words: Sequence[str], spread: str) -> tuple[str]:
    return (_json({"words": front_coded(words), "spread": spread}),)


def _names_in(keys: Sequence[str]) -> Sequence[str]:
    """Return the whole names among keys that are in order."""
    return keys[bisect_left(keys, "!") : bisect_left(keys, '"')]


def _order(names: Numbers) -> Iterator[str]:
    """Yield the text of the file that gives the positions of papers in the order of their names; nothing if both orders
    are the same.
    """
    starts = np.flatnonzero(np.diff(names) < 0) + 1
    if len(starts):
        ones = np.ones(len(names), np.int64)
        stretches = coded([""] * (len(starts) + 1), np.array([0, *starts, len(names)]), names, ones, ones)
        yield _json({"names": stretches.text(0, len(starts) + 1)})


def _blocks(
    kind: str, stored: Stored, fields: Callable[[int], Mapping[str, Any]], size: int, together: int
) -> list[Bundle]:
    """Return the files of a kind, so many of them bundled `together`, that hold what `fields` returns for each paper,
    given its position; a file has `size` papers.
    """
    each = size * together
    bundles = []
    for start in range(0, stored.papers, each):
        own = range(start, min(start + each, stored.papers))
        made_from = (
            digest_of_parts(f"{kind} {size}".encode(), *stored.digests[start : own.stop]) if stored.digests else b""
        )
        bundles.append(Bundle(made_from, partial(_files_of_papers, own, fields, size), -(-len(own) // size)))
    return bundles


def _files_of_papers(papers: range, fields: Callable[[int], Mapping[str, Any]], size: int) -> list[str]:
    return [_json([*map(fields, papers[start : start + size])]) for start in range(0, len(papers), size)]


def _json(value: object) -> str:
    return compact_json(value) + "\n"
