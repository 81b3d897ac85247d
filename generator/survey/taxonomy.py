"""Makes the text of a new taxonomy.yml, with comments for its curator on each area."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..records.taxonomy import Taxonomy
from .folder import as_plain
from .yaml.emit import render_yaml

_HEAD = """\
# Areas and facets of the survey: a first draft, made from the words of its papers. Word it as you like.
#
# key:        stands in addresses and records; change it with `catalogue taxonomy rename`
# title, definition: shown to readers
# cues:       phrase: weight. Words match in singular and plural, hyphens count as spaces, `word*` matches every
#             ending, a word with a capital after its first letter matches in that case only. A negative
#             weight speaks against the value. A cue found in the title counts title_weight times.
# title_cues: count in the title only
#
# A paper goes to the area with the highest score. A facet value holds from a score of facet_bar on.
# `catalogue explain ID` shows what each cue gave; `catalogue derive` applies what you change here.
title_weight: {title_weight:g}
facet_bar: {facet_bar:g}
area_margin: {area_margin:g}
"""


def render_taxonomy(taxonomy: Taxonomy, comments: Mapping[str, Sequence[str]]) -> str:
    """Return the text of a new taxonomy.yml. `comments` maps an area's key to the lines of comments before it."""
    parts = [_HEAD.format(**taxonomy.model_dump(include={"title_weight", "facet_bar", "area_margin"}))]
    parts.append("\nareas:\n" if taxonomy.areas else "\nareas: []\n")
    for area in taxonomy.areas:
        parts += [f"# {_printable(line)}\n" for line in comments.get(area.key, ())]
        parts.append(render_yaml({"areas": [as_plain(area)]}).partition("\n")[2])
    facets = [as_plain(facet) for facet in taxonomy.facets]
    return "".join([*parts, "\n", render_yaml({"facets": facets})])


def _printable(line: str) -> str:
    """Return a line of text that can stand in a YAML comment: white space and characters that cannot be printed are
    each one space.
    """
    return " ".join("".join(char if char.isprintable() else " " for char in line).split())
