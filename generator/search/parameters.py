"""The numbers and lists of the search, read from `parameters.json`, where each is written once.

`INDEX` is for making the index; `SHARDS`, `QUERY`, `VECTORS` and `RANKING` are for the engine too. The build writes
these four into the script `search/parameters.js` for the engine in the browser, under the same names.
`docs/benchmarks.md` says how the weights were chosen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple


class Field(NamedTuple):
    """The weight of a searched field: each occurrence of a term in it counts `weight` times. `long` says whether its
    terms count for the length of the paper, by which BM25 divides.
    """

    weight: float
    long: bool


class IndexParameters(NamedTuple):
    """The parameters for computing impacts.

    `k1` and `b` are those of BM25. `fields` has the weight of each field of `texts_of`. A bigram counts in the ranking
    if `common_bigram` papers have it, and the share `common_bigram_share` of all papers. `introduced_name_impact` is
    the impact (1 to 8) of the name of a thing that a paper introduces; a paper's own name has the highest. `part_share`
    is the weight of a part of a name in CamelCase, where a word's is 1.
    """

    k1: float
    b: float
    fields: Mapping[str, Field]
    common_bigram: int
    common_bigram_share: float
    introduced_name_impact: int
    part_share: float


class ShardParameters(NamedTuple):
    """The parameters of the format of index files.

    `format` is its version. `impacts` is the highest impact. Numbers in postings lists are written in base `base` with
    the characters `digits`, none of which JSON escapes; one holds `bits` bits of a prefix code. `separator` is put
    between keys.
    """

    format: int
    impacts: int
    digits: str
    base: int
    bits: int
    separator: str


class QueryParameters(NamedTuple):
    """The parameters of the query language.

    `open_fields` accept any text as a value; the `ranked_fields` among them also count in the ranking. `spaces` and
    `marks` are characters, written as inside `[…]` of a regular expression. Groups can be nested `deepest_group` deep.
    A text of `prose_words` words or more outside of quotes is read as prose; one in which `capital_words` words stand
    beside the operators, all in capitals, has no operators. Years up to `last_year` are understood. A field or value
    with fewer letters than its `shortest_…` is not taken for a misspelt one.
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
    """The parameters of the vectors of meaning.

    A paper's coordinate has `levels` steps, or `many_levels` if the survey has `many_papers` or more, of which
    it keeps `many_axes` coordinates then. For a query with
    `full_words` known words, meaning makes up the part `boost` of a score; for a shorter one a smaller part, and none
    below `fewest_words`. It reorders the best `reranked` papers, or `reranked_of_many` if the vectors are in several
    files. In the second round, the vectors of the best `feedback_papers` make up the part `feedback` of the query's
    vector.
    """

    levels: int
    many_papers: int
    many_levels: int
    many_axes: int
    boost: float
    fewest_words: int
    full_words: int
    reranked: int
    reranked_of_many: int
    feedback: float
    feedback_papers: int


class RankingParameters(NamedTuple):
    """The parameters that turn a query into clauses and clauses into scores. Each is explained in the docstring of
    `search.engine.rank`, in the step that uses it; a `…_boost` multiplies the score of a clause.
    """

    query_stop_words: tuple[str, ...]
    query_stop_word_boost: float
    bigram_boost: float
    compound_boost: float
    synonym_boost: float
    longest_inflection: int
    derived_mark: str
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
    any_two_edits_from: int
    soft_letters: str


def _read() -> dict[str, dict[str, Any]]:
    """Return the sections of parameters.json by name, each a mapping from names to values, with lists as tuples."""
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
