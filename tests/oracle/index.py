"""The index from the records: which keys lead to a paper, and how much each says, before it is rounded."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from generator.catalogue.assemble import in_order_of_positions
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.records.taxonomy import UNPLACED
from generator.search.parameters import INDEX, SHARDS
from generator.search.postings import HAS
from generator.text.analysis import analyse, is_paired, plain, stem, terms, words
from generator.text.folding import romanised


def exact_levels(catalogue: Catalogue) -> dict[str, dict[int, float]]:
    """Words, pairs and groups by the formula in `postings`: key to position to the level before it is rounded."""
    papers = in_order_of_positions(catalogue.papers).papers
    # A group of one member says nothing.
    groups = [group for group in catalogue.synonyms.groups if len(set(group)) > 1]
    members = [dict.fromkeys(member_forms(member) for member in group) for group in groups]
    counts: list[dict[str, float]] = []
    lengths: list[float] = []
    for paper in papers:
        tf: dict[str, float] = {}
        length = 0.0
        for field, texts in texts_of(catalogue, paper).items():
            for text in texts:
                own = terms(text, stops=field != "names")
                stands = [f"{one} {other}" for one, other in pairwise(analyse(text).sequence)]
                row = forms(text)
                for number, group in enumerate(members):
                    for member in filter(None, group):
                        stands += [
                            f"~{number}" for at in range(len(row)) if tuple(row[at : at + len(member)]) == member
                        ]
                for key in own + stands:
                    tf[key] = tf.get(key, 0) + INDEX.fields[field].weight
                length += INDEX.fields[field].weight * len(own) if INDEX.fields[field].long else 0
        _add_other_spellings(tf, texts_of(catalogue, paper))
        counts.append(tf)
        lengths.append(length)
    mean = float(f"{sum(lengths) / len(lengths):.3g}") if any(lengths) else 1
    exact: dict[str, dict[int, float]] = {}
    for at, (tf, length) in enumerate(zip(counts, lengths, strict=True)):
        for key, count in tf.items():
            exact.setdefault(key, {})[at] = (
                SHARDS.impacts * count / (count + INDEX.k1 * (1 - INDEX.b + INDEX.b * length / mean))
            )
    return exact


def _add_other_spellings(tf: dict[str, float], fields: dict[str, list[str]]) -> None:
    """Names with the version behind them count in full, parts of names a share where the word itself is missing."""
    weights = [
        (INDEX.fields[field].weight, text) for field, texts in fields.items() if field != "authors" for text in texts
    ]
    for weight, text in weights:
        for term in versions(text):
            tf[term] = tf.get(term, 0) + weight
    own = set(tf)
    for weight, text in weights:
        for part in parts(text):
            for term in set(terms(part)) - own:
                tf[term] = tf.get(term, 0) + weight * INDEX.part_share


def parts(text: str) -> list[str]:
    """The parts of names such as DataLoader, letter by letter."""
    found = []
    for run in "".join(char if char.isalnum() else " " for char in text).split():
        name = "".join(takewhile(lambda char: not char.isdecimal(), run))
        starts = [0, *(at for at, char in enumerate(name) if char.isupper() and at)]
        each = [name[start:end] for start, end in pairwise([*starts, len(name)])]
        if len(each) > 1 and name.isascii() and all(len(part) >= 3 and part[1:].islower() for part in each):
            found += [part.lower() for part in each if terms(part)]
    return found


def versions(text: str) -> list[str]:
    """The names such as GPT 4V without what stands between, token by token."""
    found = []
    tokens = re.split("([ \u00a0])", text)
    for name, version in zip(tokens[:-2:2], tokens[2::2], strict=True):
        name = re.split(r"[^\w.-]", name)[-1]
        number = re.match(r"[vV]?[0-9.]*[0-9][A-Za-z]{0,2}", version)
        if not (number and name.isascii() and name.isalpha() and name[0].isupper() and terms(name)):
            continue
        rest = version[number.end() :]
        if ".." in number[0] or number[0].lstrip("vV")[:1] == "." or re.match(r"\w|%|[.,][0-9]", rest):
            continue
        if not re.match("[0-9]{4}", number[0]):
            found.append("".join(plain(name + number[0])).replace(".", ""))
    return found


def forms(text: str) -> list[str]:
    """What members of groups are compared by: stems, marked where the word goes on for more than two letters."""
    found = []
    for word in plain(text):
        if is_paired(word):
            found += [term for one in words(word, query=True) for term in one.terms]
        elif terms(word):
            root = stem(word)
            found.append(root if len(word) <= len(root) + 2 else f"{root}+")
    return found


def member_forms(text: str) -> tuple[str, ...]:
    """What a member of a group is found by: nothing where it is mostly stop words."""
    return tuple(forms(text)) if 2 * len(forms(text)) >= len(plain(text)) else ()


def texts_of(catalogue: Catalogue, paper: Paper) -> dict[str, list[str]]:
    """The texts of each field by which a paper is found."""
    tags = [area for area in catalogue.taxonomy.areas if area.key == paper.derived.area]
    tags += [
        value
        for facet in catalogue.taxonomy.facets
        for value in facet.values
        if value.key in paper.derived.facets.get(facet.key, ())
    ]
    place = catalogue.places.get(paper.id)
    mentions = place.mentions if place else ()
    introduced = [thing.name for thing in paper.derived.introduces]
    heard = [paper.bibliographic.title, paper.derived.name or "", *paper.derived.aliases, *introduced]
    return {
        "title": [paper.bibliographic.title],
        "names": [
            paper.derived.name or "",
            *paper.derived.aliases,
            *introduced,
        ],
        "summary": [paper.digest.summary or ""],
        "abstract": [paper.bibliographic.abstract or ""],
        "facts": [
            paper.digest.problem or "",
            paper.digest.idea or "",
            paper.digest.results or "",
            *paper.derived.figures,
        ],
        "questions": list(paper.digest.questions),
        "tags": [tag.title for tag in tags],
        "definitions": [tag.definition or "" for tag in tags],
        "mentions": list(dict.fromkeys(text for one in mentions for text in (one.name, one.as_))),
        "authors": list(paper.bibliographic.authors),
        "venue": [paper.bibliographic.venue or ""],
        "romanised": list(
            dict.fromkeys(word for text in [*heard, *paper.bibliographic.authors] for word in romanised(text))
        ),
    }


def filter_keys(catalogue: Catalogue, paper: Paper) -> set[str]:
    """The keys without a level that lead to a paper, but for `:id=`."""
    place = catalogue.places.get(paper.id)
    names = [paper.derived.name or "", *paper.derived.aliases, *(thing.name for thing in paper.derived.introduces)]
    kinds = {link.kind for link in paper.derived.links} & {"code", "data"} | {
        thing.kind for thing in paper.derived.introduces
    }
    keys = {f":area={paper.derived.area or UNPLACED}", f":times={len(place.mentioned_by) if place else 0}"}
    keys |= {f":{facet}={value}" for facet, values in paper.derived.facets.items() for value in values}
    keys |= {f":year={paper.bibliographic.year}"} if paper.bibliographic.year else set()
    keys |= {f":has={kind}" for kind in kinds & set(HAS)}
    keys |= {f":title:{term}" for term in terms(paper.bibliographic.title)}
    keys |= {f":name:{term}" for name in names for term in terms(name, stops=False)}
    for field, values in (("author", paper.bibliographic.authors), ("venue", [paper.bibliographic.venue or ""])):
        keys |= {f":{field}={'-'.join(plain(value))}" for value in values if plain(value)}
        keys |= {f":{field}:{word}" for value in values for word in plain(value)}
    for mention in place.mentions if place else ():
        keys.add(f":mentions={mention.id}")
        keys |= {f":mentions:{word}" for text in (mention.name, mention.as_) for word in plain(text)}
    return keys
