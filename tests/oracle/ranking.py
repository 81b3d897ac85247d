"""The ranking by its formula, over all papers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from generator.catalogue.assemble import in_order_of_positions
from generator.records.catalogue import Catalogue
from generator.search.engine.rank import QUERY_STOP_WORDS
from generator.search.parameters import RANKING
from generator.text.analysis import stem
from tests.oracle.index import forms, member_forms
from tests.oracle.shards import Keys


def ranked(catalogue: Catalogue, every: Keys, query: Sequence[str]) -> list[tuple[int, float]]:
    """What a query of known words, all finished, finds by the words of `rank`: positions and scores, best first."""
    total = len(catalogue.papers)
    row = [stem(word) for word in query]
    typed = forms(" ".join(query))
    clauses = [(term, RANKING.query_stop_word_boost if term in QUERY_STOP_WORDS else 1.0) for term in row]
    clauses += [(f"{one} {other}", RANKING.bigram_boost) for one, other in pairwise(row)]
    for number, group in enumerate(catalogue.synonyms.groups):
        members = [list(member_forms(member)) for member in group]
        said = any(typed[at : at + len(own)] == own for own in members if own for at in range(len(typed)))
        # The query's words are known, so that a group of nearly all papers adds nothing.
        if said and len(every.get(f"~{number}", {})) <= RANKING.telling_share * total:
            clauses.append((f"~{number}", RANKING.synonym_boost))
    clauses.append(("!" + "".join(word for word in query if stem(word) not in QUERY_STOP_WORDS), RANKING.name_boost))
    scores: dict[int, float] = {}
    for key, boost in clauses:
        papers = every.get(key, {})
        rarity = math.log(1 + (total - len(papers) + 0.5) / (len(papers) + 0.5))
        for paper, level in papers.items():
            scores[paper] = scores.get(paper, 0) + boost * rarity * level
    order = sorted(scores, key=lambda paper: (-round(scores[paper], 9), paper))
    named = [paper.id for paper in in_order_of_positions(catalogue.papers).papers]
    lifted = dict(scores)
    for paper in order[: RANKING.reranked]:
        place = catalogue.places.get(named[paper])
        for near in (place.related if place else ())[:3]:
            lifted[paper] += RANKING.neighbour_boost * round(near.similarity, 2) * scores.get(named.index(near.id), 0)
    best = sorted(order[: RANKING.reranked], key=lambda paper: (-round(lifted[paper], 9), paper))
    return [(paper, lifted[paper]) for paper in [*best, *order[RANKING.reranked :]]]
