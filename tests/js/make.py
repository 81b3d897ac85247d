"""Prints, for the JavaScript tests, what is made in Python: the scripts as the site has them, and four indexes."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent.parent))

from generator.catalogue.assemble import in_name_order, in_order_of_positions
from generator.records.catalogue import Catalogue
from generator.records.paper import Paper
from generator.records.taxonomy import UNPLACED
from generator.search.index import index
from generator.site.assets import asset_texts, vendor
from generator.site.components import crosstab
from generator.site.components.map_labels import wrapped
from generator.site.pages import gaps
from tests.toy.model import meant
from tests.toy.search import crowd, lists, toy

CROWD = 90
WORDS = "Alignment, hallucination and interpretability of 多模态 models 😀😀 État a".split()
TITLES = [" ".join(WORDS[at : at + length]) for at in range(len(WORDS)) for length in range(1, len(WORDS) + 1 - at)]


def facts(catalogue: Catalogue, paper: Paper) -> dict[str, object]:
    """What a paper is, by its record: the values of each dimension, and what it is sorted and found by; `place` is its
    place in the order of names.
    """
    place = catalogue.places[paper.id]
    kinds = [link.kind for link in paper.derived.links if link.kind != "project"] + [
        thing.kind for thing in paper.derived.introduces
    ]
    return {
        "id": paper.id,
        "ids": [paper.id, *paper.former_ids],
        "arxiv": paper.bibliographic.ids.arxiv,
        "doi": paper.bibliographic.ids.doi,
        "label": paper.label,
        "place": in_name_order(catalogue.papers).index(paper),
        "abstract": paper.bibliographic.abstract,
        "year": paper.bibliographic.year,
        "mentioned": len(place.mentioned_by),
        "values": {
            "area": [paper.derived.area or UNPLACED],
            **paper.derived.facets,
            "year": [str(paper.bibliographic.year)] if paper.bibliographic.year else [],
            "has": sorted(set(kinds)),
            "venue": [paper.bibliographic.venue.lower().replace(" ", "-")] if paper.bibliographic.venue else [],
            "author": [name.lower().replace(" ", "-").translate(PLAIN) for name in paper.bibliographic.authors],
            "mentions": [mention.id for mention in place.mentions],
        },
    }


PLAIN = str.maketrans("ëúñ", "eun")


def main() -> None:
    """Print it as one line of JSON."""
    crowded = crowd(CROWD)
    papers = [facts(crowded, paper) for paper in in_order_of_positions(crowded.papers).papers]
    scripts = {path: text for path, text in {**asset_texts(), **vendor()}.items() if path.endswith(".js")}
    twins = {
        "wrapped": {title: wrapped(title) for title in TITLES},
        "gaps": {"SHORT": crosstab.SHORT, "MANY": crosstab.MANY, "SURPRISING": gaps.SURPRISING},
    }
    indexes = {"toy": index(toy()), "crowd": index(crowded), "lists": index(lists()), "meant": index(meant(crowded))}
    made = {"twins": twins, "scripts": scripts, "papers": papers, **indexes}
    print(json.dumps(made))


if __name__ == "__main__":
    main()
