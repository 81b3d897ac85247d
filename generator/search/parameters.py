"""The numbers and lists of the search, as `parameters.json` has them.

They stand there once: this module reads them for the index and for `search.engine`, and the build writes those of
`shards`, `query`, `vectors` and `ranking` into the script `search/parameters.js`, which the browser's engine reads. The
names are the same in both. `docs/benchmarks.md` says how the weights were chosen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple


class Field(NamedTuple):
    """How a searched field of a paper is weighted: `weight` multiplies the count of a term in it; `long` says whether
    its terms count for the length of the paper.
    """

    weight: float
    long: bool


class IndexParameters(NamedTuple):
    """The parameters for computing impacts.

    `k1` and `b` are those of BM25. `common_bigram` is the number of papers in which two terms must be neighbours for
    their bigram to count in the ranking. `introduced_name_impact` is the impact of the name of a thing that a paper
    introduces; a paper's own name has the highest impact. `part_share` is how much a part of a name in CamelCase counts
    beside a word.
    """

    k1: float
    b: float
    fields: Mapping[str, Field]
    common_bigram: int
    introduced_name_impact: int
    part_share: float


class ShardParameters(NamedTuple):
    """The format of the index files. `impacts` is the highest impact. `base` is the base of the numbers in postings
    lists, written with the characters `digits`, which JSON does not escape. `separator` is put between keys.
    """

    format: int
    impacts: int
    digits: str
    base: int
    separator: str


class QueryParameters(NamedTuple):
    """The parameters of the query language. `open_fields` accept any text as value; the `ranked_fields` among them also
    count in the ranking. `spaces` and `marks` (those of the query language) are the insides of character classes of a
    regular expression. Groups may be nested
    `deepest_group` deep; a text of `prose_words` words outside of quotes is prose, one in which `capital_words` stand
    beside the operators, all in capitals, has no operators. `shortest_…` are lengths in letters, below which a field or
    value is not taken for a misspelt one.
    """

    open_fields: tuple[str, ...]
    ranked_fields: tuple[str, ...]
    operators: tuple[str, ...]
    spaces: str
    marks: str
    deepest_group: int
    prose_words: int
    capital_words: int
    last_year: int
    shortest_misspelt_field: int
    shortest_misspelt_value: int
    shortest_unknown_field: int


class VectorParameters(NamedTuple):
    """The parameters of the vectors of meaning. A coordinate of a paper has `levels` steps, `many_levels` in a survey
    of `many_papers` or more. Of a query with `full_words` known words meaning makes up `boost` of the score, of a
    shorter one less, below `fewest_words` nothing; it orders the best `reranked` papers anew, and where their vectors
    are in many files the best `reranked_of_many`. `feedback` is the share of the best `feedback_papers` in the query's
    vector the second time.
    """

    levels: int
    many_papers: int
    many_levels: int
    boost: float
    fewest_words: int
    full_words: int
    reranked: int
    reranked_of_many: int
    feedback: float
    feedback_papers: int


class RankingParameters(NamedTuple):
    """The parameters that turn a query into clauses and clauses into scores; `search.engine.rank` explains each where
    it uses it.
    """

    query_stop_words: tuple[str, ...]
    query_stop_word_boost: float
    bigram_boost: float
    synonym_boost: float
    foreign_boost: float
    cognate_boost: float
    telling_share: float
    name_boost: float
    name_prefix_boost: float
    prefix_boost: float
    hint_boost: float
    one_edit_boost: float
    two_edits_boost: float
    neighbour_boost: float
    reranked: int
    score_scale: float
    expansions: int
    prefix_shards: int
    short_prefix: int
    value_prefix_shards: int
    shortest_name_prefix: int
    shortest_stub: int
    joined_words: tuple[int, ...]
    corrected_words: int
    shortest_corrected: int
    shortest_family: int
    shortest_misspelt_name: int
    misspelt_name_words: int
    two_edits_from: int


def _read() -> dict[str, dict[str, Any]]:
    """The sections of the file, their lists as tuples."""
    text = Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
    return {
        section: {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        for section, values in json.loads(text).items()
    }


_SECTIONS = _read()
_SECTIONS["index"]["fields"] = {name: Field(**field) for name, field in _SECTIONS["index"]["fields"].items()}
INDEX: Final = IndexParameters(**_SECTIONS["index"])
SHARDS: Final = ShardParameters(**_SECTIONS["shards"])
QUERY: Final = QueryParameters(**_SECTIONS["query"])
VECTORS: Final = VectorParameters(**_SECTIONS["vectors"])
RANKING: Final = RankingParameters(**_SECTIONS["ranking"])
