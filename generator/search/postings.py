"""What can be looked up in the search index: keys, each with its papers and how much it says of each.

| key | stands for | level |
|---|---|---|
| `word` | a term of `text.analysis` | yes |
| `one two` | two terms that stand next to each other | yes |
| `~3` | any member of the third group of synonyms, or a term of the glossary | yes |
| `!llavast` | a name, whole and without marks: the paper's own (8), of a thing it introduces (5) | yes |
| `:title:word`, `:name:word` | a term of the title, of a name | |
| `:author:word`, `:venue:word`, `:mentions:word` | a folded word, not stemmed | |
| `:area=key`, `:FACET=key`, `:year=2024`, `:has=code`, `:venue=key`, `:author=key`, `:mentions=id` | a choice | |
| `:times=3` | papers that three other papers name | |
| `:id=slug`, `:id=arxiv:2305.03689`, `:id=doi:10.1/x` | the paper itself | |

All but words and pairs begin with a mark, so that no word's beginning is theirs.

A level is how much a key says of a paper, from 1 to 8: BM25F (Robertson, Zaragoza and Taylor, "Simple BM25
extension to multiple weighted fields", CIKM 2004) without its factor for rarity, rounded. For a key t and a
paper d, with field weights w:

    tf(t, d) = sum over fields f of  w_f * count(t, d, f)
    len(d)   = sum over the fields f that count for length of  w_f * terms in (d, f)
    level    = 8 * tf / (tf + k1 * (1 - b + b * len / mean len)), rounded, at least 1

Eight levels rank as well as exact numbers (`docs/benchmarks.md`), take a third of the bytes, and need neither
lengths nor weights in the browser. Titles, names and texts count for length; tags, mentions, authors and venue do
not, or a paper with a hundred authors would rank below one with three.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import Final, NamedTuple

from ..records.catalogue import Catalogue
from ..records.paper import Paper
from ..records.taxonomy import UNPLACED
from ..text.analysis import plain, sequence, stem, surfaces, terms, words
from .shards import LEVELS, member_terms

K1: Final = 1.2
B: Final = 0.5
COMMON_PAIR: Final = 3
"""Papers in which two neighbours must stand together for the ranking to count them."""


class Field(NamedTuple):
    """How much a word in it counts, and whether its words make a paper longer."""

    weight: float
    long: bool


FIELDS: Final = {
    "title": Field(3.0, True),
    "names": Field(4.0, True),
    "summary": Field(1.5, True),
    "abstract": Field(1.0, True),
    "facts": Field(1.0, True),
    "questions": Field(1.5, True),
    "tags": Field(1.0, False),
    "definitions": Field(0.25, False),
    "mentions": Field(0.7, False),
    "authors": Field(1.5, False),
    "venue": Field(1.0, False),
}
HAS: Final = ("code", "data", "dataset", "benchmark", "model")
"""What a paper may come with: links to code and data, and kinds of things that it introduces."""

Posting = list[int]
"""Papers in order: position * 8 + level - 1 (level 1 where the key has none)."""


class Keys(NamedTuple):
    """Two halves of the index, what a search may need and what only few need (`:id=`, rare pairs); and the words as
    they are written, for corrections.
    """

    common: dict[str, Posting]
    rare: dict[str, Posting]
    written: set[str]


def groups_of(catalogue: Catalogue) -> list[list[str]]:
    """Words for the same thing: the curator's groups, then each glossary term with its short and other forms."""
    glossary = [[term.term, *([term.short] if term.short else []), *term.also] for term in catalogue.glossary]
    found = [list(dict.fromkeys(group)) for group in [*catalogue.synonyms.groups, *glossary]]
    return [group for group in found if len(group) > 1]


def collect(catalogue: Catalogue, papers: Sequence[Paper]) -> Keys:
    """All keys of a catalogue whose papers stand in the order given."""
    weighed = _weigh(catalogue, papers)
    common = {key: posting for key, posting in weighed.items() if " " not in key or len(posting) >= COMMON_PAIR}
    rare = {key: posting for key, posting in weighed.items() if key not in common}
    plainly: dict[str, set[int]] = defaultdict(set)
    for position, paper in enumerate(papers):
        for key in _choices(catalogue, paper):
            plainly[key].add(position)
    common |= {key: [position * LEVELS for position in sorted(found)] for key, found in plainly.items()}
    for position, paper in enumerate(papers):
        rare |= {f":id={id}": [position * LEVELS] for id in _ids(paper)}
    for position, paper in enumerate(papers):
        for key, level in _whole_names(paper).items():
            common.setdefault(key, []).append(position * LEVELS + level - 1)
    texts = (text for paper in papers for found in texts_of(catalogue, paper).values() for text in found)
    kept = (word for paper in papers if not paper.abstract for word in paper.terms)
    return Keys(common, rare, surfaces(chain(texts, kept)))


def _weigh(catalogue: Catalogue, papers: Sequence[Paper]) -> dict[str, Posting]:
    """Words, pairs and groups, with levels."""
    members = _members(groups_of(catalogue))
    counts: list[dict[str, float]] = []
    lengths: list[float] = []
    for paper in papers:
        frequencies, length = _frequencies(catalogue, paper, members)
        counts.append(frequencies)
        lengths.append(length)
    mean = sum(lengths) / len(lengths) if any(lengths) else 1.0
    found: dict[str, Posting] = {}
    for position, (frequencies, length) in enumerate(zip(counts, lengths, strict=True)):
        norm = K1 * (1 - B + B * length / mean)
        for key, tf in frequencies.items():
            level = max(1, int(LEVELS * tf / (tf + norm) + 0.5))
            found.setdefault(key, []).append(position * LEVELS + level - 1)
    return found


def _frequencies(catalogue: Catalogue, paper: Paper, members: _Members) -> tuple[dict[str, float], float]:
    """Key to weighted frequency, and the length of the paper."""
    texts = texts_of(catalogue, paper)
    kept = bool(paper.abstract) or not paper.terms
    found: dict[str, float] = {}
    length = 0.0
    title: Counter[str] = Counter()
    for name, (weight, long) in FIELDS.items():
        counts: Mapping[str, float]
        if name == "abstract" and not kept:
            counts = _beyond_title(paper.terms, title)
            for key, count in counts.items():
                for group in members.alone.get(key, ()):
                    found[group] = found.get(group, 0.0) + weight * count
        else:
            counts = Counter(term for text in texts[name] for term in terms(text, stops=name != "names"))
            for key in _neighbours(texts[name], members):
                found[key] = found.get(key, 0.0) + weight
        if name == "title":
            title = Counter(counts)
        for key, count in counts.items():
            found[key] = found.get(key, 0.0) + weight * count
        if long:
            length += weight * sum(counts.values())
    return found, length


def _beyond_title(weights: Mapping[str, float], title: Mapping[str, float]) -> dict[str, float]:
    """The counts of an abstract that is not kept: a record's words count the title three times beside it."""
    counts: dict[str, float] = {}
    for word, weight in weights.items():
        # The words of a record are folded and alone already, so that plain ones need only the stem.
        for term in [stem(word)] if word.isascii() and word.isalnum() else terms(word):
            counts[term] = counts.get(term, 0.0) + weight
    rest = {term: count - 3 * title.get(term, 0) for term, count in counts.items()}
    return {term: count for term, count in rest.items() if count >= 0.01}


def texts_of(catalogue: Catalogue, paper: Paper) -> dict[str, list[str]]:
    """Field to the texts of a paper that are searched in it."""
    place = catalogue.places.get(paper.id)
    tags = [area for area in catalogue.taxonomy.areas if area.key == paper.area]
    for facet in catalogue.taxonomy.facets:
        chosen = paper.facets.get(facet.key, ())
        tags += [value for value in facet.values if value.key in chosen]
    mentions = dict.fromkeys(
        text for mention in (place.mentions if place else ()) for text in (mention.name, mention.as_)
    )
    return {
        "title": [paper.title],
        "names": [*_some(paper.name), *paper.aliases, *(thing.name for thing in paper.introduces)],
        "summary": _some(paper.summary),
        "abstract": _some(paper.abstract),
        "facts": [*_some(paper.problem, paper.idea, paper.results), *paper.figures],
        "questions": list(paper.questions),
        "tags": [tag.title for tag in tags],
        "definitions": [tag.definition for tag in tags if tag.definition],
        "mentions": list(mentions),
        "authors": list(paper.authors),
        "venue": _some(paper.venue),
    }


def _some(*texts: str | None) -> list[str]:
    return [text for text in texts if text]


class _Members(NamedTuple):
    """Groups to be found: by the first of several terms, or by their only one."""

    by_first: dict[str, list[tuple[tuple[str, ...], str]]]
    alone: dict[str, list[str]]


def _members(groups: Sequence[Sequence[str]]) -> _Members:
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    alone: dict[str, list[str]] = {}
    for number, group in enumerate(groups):
        for member in dict.fromkeys(member_terms(member) for member in group):
            if len(member) == 1:
                alone.setdefault(member[0], []).append(f"~{number}")
            elif member:
                by_first.setdefault(member[0], []).append((member, f"~{number}"))
    return _Members(by_first, alone)


def _neighbours(texts: Iterable[str], members: _Members) -> Iterator[str]:
    """The pairs and the groups that stand in some texts, as often as they do."""
    for text in texts:
        found = sequence(text)
        for at, term in enumerate(found):
            if at:
                yield f"{found[at - 1]} {term}"
            yield from members.alone.get(term, ())
            for member, group in members.by_first.get(term, ()):
                if tuple(found[at : at + len(member)]) == member:
                    yield group


def _whole_names(paper: Paper) -> dict[str, int]:
    levels = {whole_name(thing.name): 5 for thing in paper.introduces}
    levels |= {whole_name(name): LEVELS for name in [*_some(paper.name), *paper.aliases]}
    return {f"!{name}": level for name, level in levels.items() if name}


def whole_name(text: str) -> str:
    """A name without marks and spaces: `LLaVA-ST`, `llava st` and `LLaVA ST` are one."""
    return "".join(word.whole for word in words(text, stops=False))[:40]


def _ids(paper: Paper) -> list[str]:
    """What a paper can be found by in a list from elsewhere: ids of this survey, arXiv without version, DOI."""
    arxiv = [f"arxiv:{re.sub(r'v[0-9]+$', '', paper.ids.arxiv)}"] if paper.ids.arxiv else []
    return [*paper.former_ids, *arxiv, *([f"doi:{paper.ids.doi.lower()}"] if paper.ids.doi else []), paper.id]


def _choices(catalogue: Catalogue, paper: Paper) -> Iterator[str]:
    """Keys that say only that a paper is one of them."""
    yield f":area={paper.area or UNPLACED}"
    for facet, values in paper.facets.items():
        yield from (f":{facet}={value}" for value in values)
    if paper.year:
        yield f":year={paper.year}"
    yield from (f":has={kind}" for kind in has(paper))
    yield from (f":title:{term}" for term in terms(paper.title))
    for name in [*_some(paper.name), *paper.aliases, *(thing.name for thing in paper.introduces)]:
        yield from (f":name:{term}" for term in terms(name, stops=False))
    for field, named in open_values(catalogue, paper).items():
        for value, names in named.items():
            yield f":{field}={value}"
            yield from (f":{field}:{word}" for name in names for word in plain(name))
    place = catalogue.places.get(paper.id)
    yield f":times={len(place.mentioned_by) if place else 0}"


def open_values(catalogue: Catalogue, paper: Paper) -> dict[str, dict[str, list[str]]]:
    """Author, venue and mentions of a paper: field to key to the names it goes by, the shown one first."""
    place = catalogue.places.get(paper.id)
    mentioned: dict[str, list[str]] = {}
    for mention in place.mentions if place else ():
        system = catalogue.systems.get(mention.id)
        mentioned.setdefault(mention.id, [mention.name, mention.as_, *(system.aliases if system else ())])
    return {
        "author": {value_key(name): [name] for name in paper.authors if plain(name)},
        "venue": {value_key(paper.venue): [paper.venue]} if paper.venue and plain(paper.venue) else {},
        "mentions": mentioned,
    }


def value_key(text: str) -> str:
    """The key of a value that no record gives one: its words, in any script."""
    return "-".join(plain(text))


def has(paper: Paper) -> list[str]:
    """Which of `HAS` a paper comes with."""
    links = {link.kind for link in paper.links}
    things = {thing.kind for thing in paper.introduces}
    return [kind for kind in HAS if kind in links | things and (kind != "model" or "model" in things)]
