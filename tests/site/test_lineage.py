"""Relations between papers, the drawing of a paper's lineage, and the list of all that it leaves out."""

from __future__ import annotations

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalogue import addresses
from generator.catalogue.relations import SPOKEN, STRENGTH
from generator.records.catalogue import Catalogue, Place, Resolved
from generator.records.evidence import Evidence
from generator.records.paper import Mention, Paper, Relation
from generator.records.survey import Settings, System
from generator.records.taxonomy import Taxonomy
from generator.site.components.lineage import AT_A_SIDE, Lineage, lineage
from generator.site.components.relations import AT_ONCE, relation_groups
from generator.site.context import Site
from generator.text.i18n import Translations
from tests.oracle.relations import stated
from tests.toy.catalogue import HOSTILE, toy_catalogue

KINDS = ("extends", "same-family", "same-benchmark", "alternative-to", "applies", "contrasts-with")
IDS = tuple(f"p{number}" for number in range(9))
SYSTEMS = tuple(f"s{number}" for number in range(6))


def catalogue(*papers: Paper) -> Catalogue:
    """An assembled survey of these papers and the systems."""
    ids = {paper.id for paper in papers}
    named: dict[str, list[str]] = {}
    for paper in papers:
        for mention in paper.derived.mentions:
            named.setdefault(mention.id, []).append(paper.id)
    mentions = {
        paper.id: tuple(
            Resolved.model_validate(
                {"id": it.id, "target": "paper" if it.id in ids else "system", "name": it.id, "as_": it.as_}
            )
            for it in paper.derived.mentions
        )
        for paper in papers
    }
    return Catalogue.model_construct(
        settings=Settings(title="t", description="d"),
        edition=None,
        taxonomy=Taxonomy(),
        papers=papers,
        places={id: Place(mentions=named) for id, named in mentions.items()},
        mentions=mentions,
        systems={it: System(id=it, name=it.upper(), kind="dataset") for it in SYSTEMS},
        named_by={key: tuple(value) for key, value in named.items() if key in SYSTEMS},
        by_area={},
        people={},
        glossary=(),
    )


def site(*papers: Paper) -> Site:
    return Site(catalogue(*papers), Translations())


def drawing(lookup: Site, paper_id: str) -> Lineage | None:
    return lineage(lookup, lookup.papers[paper_id], lookup.relations.of(paper_id))


def mention(some_id: str) -> Mention:
    return Mention.model_validate({"id": some_id, "as": some_id.upper()})


@st.composite
def surveys(draw: st.DrawFn) -> Site:
    things = st.sampled_from((*IDS, *SYSTEMS))
    several = st.lists(things, max_size=6, unique=True).map(tuple)
    papers = []
    for paper_id in IDS:
        relations_ = draw(st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from(IDS)), max_size=8, unique=True))
        papers.append(
            Paper(
                id=paper_id,
                title=paper_id.upper(),
                year=draw(st.none() | st.integers(2000, 2030)),
                builds_on=draw(several),
                compares_with=draw(several),
                evaluated_on=draw(several),
                mentions=tuple(mention(it) for it in draw(several)),
                relations=tuple(
                    Relation.model_validate({"to": to, "kind": kind}) for kind, to in relations_ if to != paper_id
                ),
            )
        )
    return site(*papers)


BACK = {
    "extended-by": "extends", "applied-by": "applies", "basis-of": "builds-on", "compared-in": "compares-with",
    "measures": "measured-on", "named-by": "names",
}  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(surveys())
def test_every_tie_was_stated_and_every_statement_shows(lookup: Site) -> None:
    said = {it for paper in lookup.papers.values() for it in stated(paper)}
    for paper_id in IDS:
        ties = lookup.relations.of(paper_id)
        assert len({(tie.kind, tie.other) for tie in ties}) == len(ties), "nothing stands twice"
        for tie in ties:
            here, there = (paper_id, tie.kind, tie.other), (tie.other, BACK.get(tie.kind, tie.kind), paper_id)
            assert here in said or there in said
        assert [STRENGTH.index(tie.kind) for tie in ties] == sorted(STRENGTH.index(tie.kind) for tie in ties)
        shown = {tie.other for tie in ties}
        assert shown >= {to for one, _, to in said if one == paper_id}
        assert shown >= {one for one, _, to in said if to == paper_id}


@settings(max_examples=60, deadline=None)
@given(surveys())
def test_a_drawing_holds_each_thing_once_and_counts_what_it_leaves_out(lookup: Site) -> None:
    for paper_id in IDS:
        ties = lookup.relations.of(paper_id)
        found = drawing(lookup, paper_id)
        others = {tie.other for tie in ties}
        if found is None:
            assert not others
            continue
        drawn = [kin.text for kin in (*found.before, *found.after)]
        assert len(drawn) == len(set(drawn)) == len(others) - found.more_before - found.more_after
        assert len(found.before) <= AT_A_SIDE and len(found.after) <= AT_A_SIDE
        assert not found.more_before or len(found.before) == AT_A_SIDE
        strongest = {lookup.paper_or_system(tie.other).text: tie for tie in reversed(ties)}
        for kin in found.before:
            assert strongest[kin.text].kind in SPOKEN
        listed = Counter(
            it.text for group in relation_groups(lookup, lookup.papers[paper_id], ties) for it in group.entries
        )
        assert set(listed) >= set(drawn), "the list below has all that is drawn"


def test_the_strongest_stand_first_then_what_most_papers_name() -> None:
    a: dict[str, Any] = {"id": "a", "title": "A"}
    lookup = site(
        Paper(
            **a,
            relations=(Relation(to="b", kind="extends", note="n"),),
            builds_on=("s1", "s2"),
            mentions=(mention("s1"), mention("s3"), mention("b")),
        ),
        Paper(id="b", title="B", year=2020, mentions=(mention("s2"), mention("s3"))),
        Paper(id="c", title="C", compares_with=("a",), mentions=(mention("a"), mention("s2"))),
    )
    assert [(tie.kind, tie.other) for tie in lookup.relations.of("a")] == [
        ("extends", "b"), ("builds-on", "s2"), ("builds-on", "s1"), ("compared-in", "c"), ("names", "s3"),
    ]  # fmt: skip
    found = drawing(lookup, "a")
    assert found and [(kin.kind, kin.text, kin.year) for kin in found.before] == [
        ("extends", "B", "2020"), ("builds on", "S2", None), ("builds on", "S1", None), ("names", "S3", None),
    ]  # fmt: skip
    assert [(kin.kind, kin.text) for kin in found.after] == [("compared in", "C")]


def test_what_two_papers_say_of_each_other_stands_once_in_the_own_words() -> None:
    lookup = site(
        Paper(id="a", title="A", relations=(Relation(to="b", kind="contrasts-with", note="mine"),)),
        Paper(id="b", title="B", relations=(Relation(to="a", kind="contrasts-with", note="theirs"),)),
    )
    assert [(tie.kind, tie.note) for tie in lookup.relations.of("a")] == [("contrasts-with", "mine")]
    assert [(tie.kind, tie.note) for tie in lookup.relations.of("b")] == [("contrasts-with", "theirs")]


def test_words_that_name_a_thing_come_from_the_one_that_speaks() -> None:
    lookup = site(
        Paper(
            id="a",
            title="A",
            mentions=(mention("s1"),),
            evidence={
                "mentions.s1": Evidence(phrase="tested on S1 here", place="abstract, sentence 2", by="known-name")
            },
        ),
        Paper(
            id="b",
            title="B",
            abstract="We begin. Our work follows A, which was good. The end.",
            builds_on=("a",),
            mentions=(mention("a"),),
            evidence={"mentions.a": Evidence(phrase="follows A", place="abstract, sentence 2", by="known-name")},
        ),
    )
    groups = relation_groups(lookup, lookup.papers["a"], lookup.relations.of("a"))
    found = {group.title: [(it.text, it.quote, it.place) for it in group.entries] for group in groups}
    assert found == {
        "Basis of": [("B", "Our work follows A, which was good.", "abstract, sentence 2")],
        "Mentions": [("S1", "tested on S1 here", "abstract, sentence 2")],
    }


def test_a_paper_that_hundreds_name_lists_the_first_and_leads_to_the_rest() -> None:
    namers = [Paper(id=f"n{number:03}", title=f"N {number}", mentions=(mention("a"),)) for number in range(100)]
    lookup = site(Paper(id="a", title="A"), *namers)
    (group,) = relation_groups(lookup, lookup.papers["a"], lookup.relations.of("a"))
    assert len(group.entries) == AT_ONCE and group.more is not None
    assert (group.more.text, group.more.to) == (f"and {100 - AT_ONCE} more", addresses.explorer({"mentions": "a"}))


def test_a_hostile_name_is_drawn_as_text() -> None:
    lookup = Site(toy_catalogue(), Translations())
    found = drawing(lookup, "hostile")
    assert found and "*Evil* <i>" in found.centre
    assert {(kin.kind, kin.text) for kin in (*found.before, *found.after)} == {
        ("extended by", "FLAIR"),
        ("names", HOSTILE),
    }
