"""The search index: what the browser and `catalogue search` rank by.

Three files below `assets/search/`, all JSON:

- `index.json`, the only stable name: format number, BM25F parameters, fields with
  weights, dimensions to filter by, and the names of the other two, which hold a hash
  of their content, so that a browser never joins files of two builds;
- `papers-HASH.json`: what a result shows and a filter needs, a column for each
  property, papers in order of their ids;
- `terms-HASH.json`: `terms`, all terms in order of code points, each as the number of
  characters (one base-36 digit) that it shares with the one before, then the
  rest, with spaces between; `patterns`, the ways in which a term occurs in a paper, each a flat
  list of field number and frequency; and `postings`, one string with a stretch for
  each term, parted by spaces: pairs of numbers, the distance to the paper (by
  position) from the one before, less one, and the pattern. A number is written in base 46,
  low digit first, with the characters of `digits`: the first 46 for a last digit, the
  others for one with another to follow.

Ranking is BM25F (Robertson, Zaragoza and Taylor, "Simple BM25 extension to multiple
weighted fields", CIKM 2004). For a term t and a paper d, with field weights w:

    tf(t, d) = sum over fields f of  w_f * count(t, d, f)
    len(d)   = sum over the fields f that count for length of  w_f * terms in (d, f)
    idf(t)   = ln(1 + (N - n_t + 0.5) / (n_t + 0.5))
    score    = sum over t of  idf(t) * tf * (k1 + 1) / (tf + k1 * (1 - b + b * len / mean len))

Titles, names and texts count for length; tags, mentions, authors and venue do not, or
a paper with a hundred authors would rank below one with three.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

from generator.records import UNPLACED, Catalogue, Paper
from generator.tokens import stem, terms

FORMAT: Final = 1
FOLDER: Final = "assets/search"
K1: Final = 1.2
B: Final = 0.75
_DIGITS: Final = "!#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~"
"""92 characters that JSON writes as they are."""

# Key, weight, and whether the field counts for the length of a paper.
FIELDS: Final = (
    ("title", 3.0, True),
    ("names", 4.0, True),
    ("summary", 1.5, True),
    ("abstract", 1.0, True),
    ("facts", 1.0, True),
    ("questions", 1.5, True),
    ("tags", 1.0, False),
    ("mentions", 0.7, False),
    ("authors", 1.5, False),
    ("venue", 1.0, False),
)


def index(catalogue: Catalogue) -> dict[str, str]:
    """The files of the index, by their paths below the docs folder."""
    counts = [_counts(catalogue, paper) for paper in catalogue.papers]
    lengths = [_length(fields) for fields in counts]
    papers = _json({**_columns(catalogue), "length": lengths})
    postings = _json(_postings(counts))
    names = {"papers": _name("papers", papers), "terms": _name("terms", postings)}
    head = {
        "format": FORMAT,
        "papers": len(lengths),
        "k1": K1,
        "b": B,
        "mean_length": round(sum(lengths) / len(lengths), 4) if any(lengths) else 1,
        "fields": [[key, weight] for key, weight, _ in FIELDS],
        "dimensions": _dimensions(catalogue),
        "files": names,
    }
    return {
        f"{FOLDER}/index.json": _json(head),
        f"{FOLDER}/{names['papers']}": papers,
        f"{FOLDER}/{names['terms']}": postings,
    }


# --- what is counted ---------------------------------------------------------


def _counts(catalogue: Catalogue, paper: Paper) -> dict[str, dict[str, float]]:
    """Field to term to frequency."""
    found: dict[str, dict[str, float]] = {
        field: dict(Counter(terms("\n".join(texts), stops=field != "names")))
        for field, texts in _texts(catalogue, paper).items()
    }
    if paper.terms and not paper.abstract:
        found["abstract"] = _beyond_title(paper.terms, found["title"])
    return found


def _beyond_title(weights: Mapping[str, float], title: Mapping[str, float]) -> dict[str, float]:
    """The counts of an abstract that is not kept: a record's words count the title three times beside it."""
    counts: dict[str, float] = {}
    for word, weight in weights.items():
        # The words of a record are folded and alone already, so that plain ones need only the stem.
        for term in [stem(word)] if word.isascii() and word.isalnum() else terms(word):
            counts[term] = counts.get(term, 0.0) + weight
    rest = {term: count - 3 * title.get(term, 0) for term, count in counts.items()}
    return {term: _short(count) for term, count in rest.items() if count >= 0.01}


def _texts(catalogue: Catalogue, paper: Paper) -> dict[str, list[str]]:
    place = catalogue.places.get(paper.id)
    tags = [area.title for area in catalogue.taxonomy.areas if area.key == paper.area]
    for facet in catalogue.taxonomy.facets:
        chosen = paper.facets.get(facet.key, ())
        tags += [value.title for value in facet.values if value.key in chosen]
    mentions = [(mention.name, mention.as_) for mention in (place.mentions if place else ())]
    return {
        "title": [paper.title],
        "names": [*_some(paper.name), *paper.aliases, *(thing.name for thing in paper.introduces)],
        "summary": _some(paper.summary),
        "abstract": _some(paper.abstract),
        "facts": [*_some(paper.problem, paper.idea, paper.results), *paper.figures],
        "questions": list(paper.questions),
        "tags": tags,
        "mentions": [text for pair in mentions for text in dict.fromkeys(pair)],
        "authors": list(paper.authors),
        "venue": _some(paper.venue),
    }


def _some(*texts: str | None) -> list[str]:
    return [text for text in texts if text]


def _length(counts: Mapping[str, Mapping[str, float]]) -> float:
    fields = [(weight, counts[key]) for key, weight, long in FIELDS if long and key in counts]
    return _short(sum(weight * sum(field.values()) for weight, field in fields))


# --- postings ----------------------------------------------------------------


def _postings(counts: list[dict[str, dict[str, float]]]) -> dict[str, Any]:
    papers: dict[str, list[int]] = {}
    patterns: dict[str, list[tuple[float, ...]]] = {}
    for paper, fields in enumerate(counts):
        own: dict[str, tuple[float, ...]] = {}
        for number, (key, _, _) in enumerate(FIELDS):
            for term, count in fields.get(key, {}).items():
                own[term] = (*own.get(term, ()), number, count)
        for term, pattern in own.items():
            papers.setdefault(term, []).append(paper)
            patterns.setdefault(term, []).append(pattern)
    common = Counter(pattern for found in patterns.values() for pattern in found)
    # The commonest pattern gets the lowest number, and so the shortest code.
    patterns_in_order = sorted(common, key=lambda pattern: (-common[pattern], pattern))
    codes = {pattern: _number(number) for number, pattern in enumerate(patterns_in_order)}
    in_order = sorted(papers)
    return {
        "terms": _front_coded(in_order),
        "patterns": patterns_in_order,
        "digits": _DIGITS,
        "postings": " ".join(_posting(papers[term], patterns[term], codes) for term in in_order),
    }


def _posting(papers: list[int], patterns: list[tuple[float, ...]], codes: Mapping[tuple[float, ...], str]) -> str:
    text, before = [], -1
    for paper, pattern in zip(papers, patterns, strict=True):
        text += [_number(paper - before - 1), codes[pattern]]
        before = paper
    return "".join(text)


def _number(value: int) -> str:
    text = ""
    while value >= 46:
        text += _DIGITS[46 + value % 46]
        value //= 46
    return text + _DIGITS[value]


def _front_coded(in_order: Iterable[str]) -> str:
    coded, before = [], ""
    for term in in_order:
        shared = 0
        while shared < min(len(before), len(term), 35) and before[shared] == term[shared]:
            shared += 1
        coded.append("0123456789abcdefghijklmnopqrstuvwxyz"[shared] + term[shared:])
        before = term
    return " ".join(coded)


# --- what a result shows -----------------------------------------------------


def _columns(catalogue: Catalogue) -> dict[str, Any]:
    papers = catalogue.papers
    people = sorted({name for paper in papers for name in paper.authors})
    venues = sorted({paper.venue for paper in papers if paper.venue})
    person = {name: number for number, name in enumerate(people)}
    venue = {name: number for number, name in enumerate(venues)}
    return {
        "id": [paper.id for paper in papers],
        "title": [paper.title for paper in papers],
        "name": [paper.name or "" for paper in papers],
        "aliases": {number: paper.aliases for number, paper in enumerate(papers) if paper.aliases},
        "year": [paper.year or 0 for paper in papers],
        "summary": [paper.summary or "" for paper in papers],
        "known": [_known(catalogue, paper) for paper in papers],
        "people": people,
        "authors": [[person[name] for name in paper.authors] for paper in papers],
        "venues": venues,
        "venue": [venue[paper.venue] if paper.venue else -1 for paper in papers],
        "values": {
            dimension["key"]: [_value_numbers(dimension, paper) for paper in papers]
            for dimension in _dimensions(catalogue)
            if dimension["key"] != "year"
        },
    }


def _known(catalogue: Catalogue, paper: Paper) -> str:
    """A line for a paper without a summary: what its record says in its place."""
    if paper.summary:
        return ""
    place = catalogue.places.get(paper.id)
    named = dict.fromkeys(mention.as_ for mention in (place.mentions if place else ()))
    lines = [
        ("Introduces ", [f"{thing.name} ({thing.about or thing.kind})" for thing in paper.introduces]),
        ("", list(paper.figures[:2])),
        ("Mentions ", list(named)[:6]),
    ]
    return " · ".join(start + ", ".join(texts) for start, texts in lines if texts)


def _dimensions(catalogue: Catalogue) -> list[dict[str, Any]]:
    """What can be filtered by. `several`: a paper may have any number of its values."""
    areas = [[area.key, area.title] for area in catalogue.taxonomy.areas]
    if any(paper.area is None for paper in catalogue.papers):
        areas.append([UNPLACED, "Unplaced"])
    years = sorted({paper.year for paper in catalogue.papers if paper.year}, reverse=True)
    return [
        _dimension("area", "Area", areas),
        *(
            _dimension(facet.key, facet.title, [[value.key, value.title] for value in facet.values], several=True)
            for facet in catalogue.taxonomy.facets
        ),
        _dimension("year", "Year", [[str(year), str(year)] for year in years]),
    ]


def _dimension(key: str, title: str, values: list[list[str]], several: bool = False) -> dict[str, Any]:
    return {"key": key, "title": title, "several": several, "values": values}


def _value_numbers(dimension: Mapping[str, Any], paper: Paper) -> list[int]:
    own = (paper.area or UNPLACED,) if dimension["key"] == "area" else paper.facets.get(dimension["key"], ())
    return [number for number, (key, _) in enumerate(dimension["values"]) if key in own]


# --- text --------------------------------------------------------------------


def _short(number: float) -> float:
    number = round(number, 2)
    return int(number) if number == int(number) else number


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _name(stem: str, text: str) -> str:
    return f"{stem}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.json"
