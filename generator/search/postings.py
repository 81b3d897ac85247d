"""Gives what a paper is found by: its texts, and the keys that are not counted in them.

| key | stands for | impact |
|---|---|---|
| `word` | a term of `text.analysis` | yes |
| `one two` | a bigram: two terms that stand next to each other | yes |
| `~3` | any member of the third group of synonyms, or a term of the glossary | yes |
| `!llavast` | a name, whole and without marks: the paper's own (8), of a thing it introduces (5) | yes |
| `:title:word`, `:name:word` | a term of the title, of a name | |
| `:author:word`, `:venue:word`, `:mentions:word` | a folded word, not stemmed | |
| `:area=key`, `:FACET=key`, `:year=2024`, `:has=code`, `:venue=key`, `:author=key`, `:mentions=id` | a filter | |
| `:times=3` | papers that three other papers name | |
| `:lang=fr` | papers whose title is in a language, where the survey has several | |
| `stem =word`, `:text=fr` | languages of a word, papers with texts in a language (`tiers`) | |
| `:id=slug`, `:id=arxiv:2305.03689`, `:id=doi:10.1/x` | the paper itself | |

All but words and bigrams begin with a mark, so that no word's beginning is theirs. Words are also those of other
spellings of a name (`inverting.spellings`).

An impact is how much a key says of a paper, from 1 to 8: BM25F (Robertson, Zaragoza and Taylor, "Simple BM25
extension to multiple weighted fields", CIKM 2004) without its inverse document frequency, rounded. For a key t and a
paper d, with field weights w:

    tf(t, d) = sum over fields f of  w_f * count(t, d, f)
    len(d)   = sum over the fields f that count for length of  w_f * terms in (d, f)
    impact   = 8 * tf / (tf + k1 * (1 - b + b * len / mean len)), rounded, at least 1; mean len to three digits

Eight impacts rank as well as exact numbers (`docs/benchmarks.md`), take a third of the bytes, and need neither
lengths nor weights in the browser. Titles, names and texts count for length; tags, mentions, authors and venue do
not, or a paper with a hundred authors would rank below one with three.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from ..catalogue.citation import creators
from ..catalogue.families import family_line
from ..catalogue.languages import Languages
from ..records.catalogue import Catalogue
from ..records.paper import Derived, Paper
from ..records.survey import System
from ..records.taxonomy import UNPLACED
from ..text.analysis import LONGEST, Analyser, words
from ..text.folding import romanised
from .parameters import INDEX, SHARDS

HAS: Final = ("code", "data", "dataset", "benchmark", "model")
"""What a paper can come with: links to code and data, and introduced things of these kinds."""

OpenValues = Mapping[str, Mapping[str, Sequence[str]]]
"""A paper's authors, venue and mentions: from the field to the key of each value to its spellings, the shown one
first.
"""


def texts_of(catalogue: Catalogue, paper: Paper) -> dict[str, list[str]]:
    """Return the searched texts of a paper, by field: all keys of `IndexParameters.fields`. A list may be empty.

    The texts of `romanised` are single words: what stands in title, names and authors in another script, spelt in Latin
    letters.
    """
    context = catalogue.places.get(paper.id)
    tags = [area for area in catalogue.taxonomy.areas if area.key == paper.derived.area]
    for facet in catalogue.taxonomy.facets:
        chosen = paper.derived.facets.get(facet.key, ())
        tags += [value for value in facet.values if value.key in chosen]
    mentions = {
        text: None
        for mention in (context.mentions if context else ())
        for text in (mention.name, mention.as_, *_families(mention.id, catalogue.systems))
    }
    title, names, authors = paper.bibliographic.title, _names(paper), list(creators(paper.bibliographic))
    return {
        "title": [title],
        "names": names,
        "summary": _some(paper.digest.summary),
        "abstract": _some(paper.bibliographic.abstract),
        "facts": [*_some(paper.digest.problem, paper.digest.idea, paper.digest.results), *paper.derived.figures],
        "questions": list(paper.digest.questions),
        "tags": [tag.title for tag in tags],
        "definitions": [tag.definition for tag in tags if tag.definition],
        "mentions": list(mentions),
        "authors": authors,
        "venue": _some(paper.bibliographic.venue),
        "romanised": list(dict.fromkeys(word for text in (title, *names, *authors) for word in romanised(text))),
    }


def _families(id: str, systems: Mapping[str, System]) -> Iterator[str]:
    """Yield the names of the families of which the system with an id is a version, the nearest first: who asks for a
    family means each of its versions. `systems` are all systems by id.
    """
    return (systems[family].name for family in list(family_line(id, systems))[1:])


def _names(paper: Paper) -> list[str]:
    """Return a paper's own names, and those of the things that it introduces."""
    return [*_some(paper.derived.name), *paper.derived.aliases, *(thing.name for thing in paper.derived.introduces)]


def _some(*texts: str | None) -> list[str]:
    return [text for text in texts if text]


def whole_names(derived: Derived) -> dict[str, int]:
    """Return the keys of a paper's names and of those of the things that it introduces, with their impacts."""
    impacts = {whole_name(thing.name): INDEX.introduced_name_impact for thing in derived.introduces}
    impacts |= {whole_name(name): SHARDS.impacts for name in [*_some(derived.name), *derived.aliases]}
    return {f"!{name}": impact for name, impact in impacts.items() if name}


def whole_name(text: str) -> str:
    """Return a name, given as it is written, folded and without spaces and punctuation: `LLaVA-ST`, `llava st` and
    `LLaVA ST` all give `llavast`.
    """
    return "".join(word.whole for word in words(text, stops=False))[:LONGEST]


def id_keys(paper: Paper) -> list[str]:
    """Return the keys of what a paper can be found by in a list from elsewhere: ids of this survey, arXiv without
    version, DOI.
    """
    arxiv = [f"arxiv:{re.sub(r'v[0-9]+$', '', paper.bibliographic.ids.arxiv)}"] if paper.bibliographic.ids.arxiv else []
    doi = [f"doi:{paper.bibliographic.ids.doi.lower()}"] if paper.bibliographic.ids.doi else []
    return [f":id={id}" for id in (*paper.former_ids, *arxiv, *doi, paper.id)]


def filter_keys(
    catalogue: Catalogue, paper: Paper, opened: OpenValues, analyser: Analyser, languages: Languages
) -> Iterator[str]:
    """Yield the keys of filters, which are not weighed: they only say whether a paper passes. A key may come twice.
    `opened` are the paper's values in the fields that are open.
    """
    yield f":area={paper.derived.area or UNPLACED}"
    for facet, values in paper.derived.facets.items():
        yield from (f":{facet}={value}" for value in values)
    if paper.bibliographic.year:
        yield f":year={paper.bibliographic.year}"
    yield from (f":has={kind}" for kind in has(paper))
    own = languages.papers[paper.id]
    if len(languages.all) > 1:
        yield f":lang={own}"
        yield from (f":text={language}" for language in (own, languages.digests[paper.id]))
    yield from (f":title:{term}" for term in analyser.analyse(paper.bibliographic.title, language=own).terms)
    for name in _names(paper):
        for language in languages.all:
            yield from (f":name:{term}" for term in analyser.analyse(name, stops=False, language=language).terms)
    for field, named in opened.items():
        for value, names in named.items():
            yield f":{field}={value}"
            yield from (f":{field}:{word}" for name in names for word in analyser.analyse(name).surfaces)
    context = catalogue.places.get(paper.id)
    yield f":times={len(context.mentioned_by) if context else 0}"


def open_values(catalogue: Catalogue, paper: Paper, analyser: Analyser | None = None) -> OpenValues:
    """Return a paper's values of the fields `author`, `venue` and `mentions`: field to value's key to the value's
    spellings.

    The key of an author or venue is that of `value_key`, and names without words are left out; the key of a mention is
    the system's id, and its spellings are its name, that in the text and the system's aliases.
    """
    analyser = analyser or Analyser()
    context = catalogue.places.get(paper.id)
    mentioned: dict[str, list[str]] = {}
    for mention in context.mentions if context else ():
        system = catalogue.systems.get(mention.id)
        mentioned.setdefault(mention.id, [mention.name, mention.as_, *(system.aliases if system else ())])
    venue = _some(paper.bibliographic.venue)
    return {
        "author": {key: [name] for name in creators(paper.bibliographic) if (key := value_key(name, analyser))},
        "venue": {key: [name] for name in venue if (key := value_key(name, analyser))},
        "mentions": mentioned,
    }


def value_key(text: str, analyser: Analyser) -> str:
    """Return the key of an author or venue, given its name: the folded words joined by hyphens, `wei-wang` for `Wei
    Wang`; empty without words.
    """
    return "-".join(analyser.analyse(text).surfaces)


def has(paper: Paper) -> list[str]:
    """Return which values of the filter `has` a paper meets, in the order of `HAS`. A link to a model does not count as
    `model`.
    """
    links = {link.kind for link in paper.derived.links}
    things = {thing.kind for thing in paper.derived.introduces}
    return [kind for kind in HAS if kind in links | things and (kind != "model" or "model" in things)]
