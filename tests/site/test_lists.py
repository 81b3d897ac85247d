"""Tags, systems, authors, claims and health: what each page says beside its list of papers."""

from __future__ import annotations

import pytest

from generator.catalogue import addresses
from generator.catalogue.duplicates import doubles_in, like_papers, same_papers
from generator.catalogue.relations import one_way
from generator.records.catalogue import Catalogue, Place, Related, Resolved
from generator.records.evidence import AREA, Evidence, EvidenceKey, Location
from generator.records.paper import ExternalIds, Introduced, Mention, Paper, Relation
from generator.records.survey import Settings, Term
from generator.site.components.shares import percent
from generator.site.context import Site
from generator.site.pages.authors import person_page
from generator.site.pages.claims import claims_pages
from generator.site.pages.health import HealthPage, health_page
from generator.site.pages.systems import SystemPage, SystemsPage, system_pages, systems_pages
from generator.site.pages.tags import ValuePage, tags_page, value_pages
from generator.text.i18n import Translations
from tests.toy.catalogue import toy_catalogue


def site(catalogue: Catalogue | None = None) -> Site:
    return Site(catalogue or toy_catalogue(), Translations())


def _papers(**changes: dict[str, object]) -> Catalogue:
    """The toy with some fields of some papers replaced."""
    toy = toy_catalogue()
    papers = tuple(paper.model_copy(update=changes.get(paper.id, {})) for paper in toy.papers)
    return toy.model_copy(update={"papers": papers})


def tag(lookup: Site, facet: str, key: str) -> ValuePage:
    return next(value_pages(lookup, facet, key))[1]()


def system(lookup: Site, some_id: str) -> SystemPage:
    return next(system_pages(lookup, lookup.catalogue.systems[some_id]))[1]


# --- tags ------------------------------------------------------------------------


def test_what_stands_with_a_tag_is_compared_with_the_whole_survey() -> None:
    catalogue = _papers(
        **{name: {"facets": {"task": ("retrieval", "vqa")}} for name in ("flair", "spec", "hostile")},
        dm2s2={"facets": {"task": ("retrieval",)}},
    )
    catalogue = catalogue.model_copy(
        update={
            "by_value": {
                **catalogue.by_value,
                "task/retrieval": ("flair", "spec", "hostile", "dm2s2"),
                "task/vqa": ("flair", "spec", "hostile"),
            }
        }
    )
    beside = tag(site(catalogue), "task", "retrieval").beside
    assert beside
    first = beside.rows[0]
    assert (first.what.text, first.count, first.here, first.there) == ("Visual question answering", 3, "75", "38")
    assert (first.times, first.notable) == ("2.0", True), "3 of 4 here, 3 of 8 in all"
    assert first.papers == addresses.explorer({"task": "retrieval", "q": "task:vqa"})
    assert [it.notable for it in beside.rows] == sorted((it.notable for it in beside.rows), reverse=True)
    counts = [it.count for it in beside.rows if not it.notable]
    assert counts == sorted(counts, reverse=True)
    assert all(it.what.text != "Retrieval" for it in beside.rows), "the tag itself says nothing"


def test_a_tag_tells_what_its_papers_name_and_introduce() -> None:
    page = tag(site(), "task", "grounding")
    assert [(it.system.text, it.count, [paper.text for paper in it.papers]) for it in page.used] == [
        ("CLIP", 2, ["FLAIR", "FIBER"]),
        ("LLaVA", 2, ["FLAIR", "FIBER"]),
    ], "a version counts with its family"
    assert [(it.name, it.paper.text) for it in page.made] == [("FLAIR-30M", "FLAIR")]
    assert (page.count, page.share) == (2, "25")


def test_under_a_contribution_stand_things_of_its_kind() -> None:
    things = (Introduced(name="M", kind="model"), Introduced(name="D", kind="dataset"))
    page = tag(site(_papers(fiber={"introduces": things})), "contribution", "model")
    assert [it.name for it in page.made] == ["M"]


def test_the_index_of_tags_is_in_falling_order() -> None:
    for group in tags_page(site()).groups:
        counts = [row.count for row in group.rows]
        assert counts == sorted(counts, reverse=True)
        assert max(row.height for row in group.rows) == 100


# --- systems ---------------------------------------------------------------------


def test_papers_stand_under_what_they_do_with_a_system() -> None:
    page = system(site(), "clip")
    assert [(group.title, [use.item.text for use in group.uses]) for group in page.groups] == [
        ("Builds on it", ["FLAIR: VLM with Fine-grained Language-informed Image Representations"]),
        ("Names it", ["Coarse-to-Fine Pre-training with Fusion in the Backbone"]),
    ]
    assert page.groups[1].uses[0].spelt == "CLIP-ViT"


def test_a_use_shows_the_phrase_that_was_found() -> None:
    why = Evidence(phrase="beats CLIP on retrieval", place=Location("abstract", 3), by="known-name")
    lookup = site(_papers(flair={"evidence": {EvidenceKey("mentions", "clip"): why}, "compares_with": ("clip",)}))
    use = system(lookup, "clip").groups[0].uses[0]
    assert (use.phrase, use.place) == ("beats CLIP on retrieval", "abstract, sentence 3")
    assert use.also == ("Compares with it",)


def test_a_use_of_a_version_is_one_of_its_family() -> None:
    lookup = site(_papers(flair={"compares_with": ("llava-1-5",)}))
    assert [group.title for group in system(lookup, "llava").groups] == ["Compares with it", "Names it"]


def test_the_survey_s_own_paper_introduces_a_system() -> None:
    lookup = site(_papers(spec={"introduces": (Introduced(name="clip", kind="model"),)}))
    assert [it.text for it in system(lookup, "clip").introduced_by] == ["1. An ordered title"]


def _reports() -> Catalogue:
    toy = _papers(
        flair={"figures": ("+3 mAP on COCO", "2x faster", "70% on COCO-Text"), "evaluated_on": ("coco",)},
        fiber={"figures": ("4 GPUs",), "evaluated_on": ("coco",)},
        spec={"figures": ("9 on COCO", "1 on X")},
        zett={"figures": ("7 of 9",)},
    )
    return toy.model_copy(update={"named_by": {**toy.named_by, "coco": ("flair", "spec", "fiber", "zett")}})


def test_a_benchmark_gives_figures_that_name_it_or_else_those_of_papers_that_report_on_it() -> None:
    claims = system(site(_reports()), "coco").claims
    assert [(it.paper.text, it.value, it.names) for it in claims] == [
        ("FLAIR", "+3 mAP", True), ("1. An ordered title", "9", True), ("FIBER", "4", False),
    ]  # fmt: skip


def test_a_benchmark_s_evaluations_come_first() -> None:
    lookup = site(_reports())
    assert [group.title for group in system(lookup, "coco").groups] == ["Evaluates on it", "Names it"]


def _natives(page: SystemsPage) -> list[tuple[str, str, list[str]]]:
    return [(it.name, it.paper.text, [user.text for user in it.users]) for group in page.groups for it in group.natives]


def test_data_sets_of_the_survey_s_own_papers_are_listed_with_who_names_them() -> None:
    lookup = site(_papers(fiber={"introduces": (Introduced(name="Fiber", kind="dataset"),)}))
    page = next(systems_pages(lookup))[1]
    assert _natives(page) == [("Fiber", "FIBER", ["FLAIR"]), ("FLAIR-30M", "FLAIR", [])], (
        "naming FLAIR is not naming its data"
    )
    toy = lookup.catalogue
    spelt = Resolved.model_validate({"id": "flair", "target": "paper", "name": "FLAIR", "as_": "FLAIR-30M"})
    places, mentions = {**toy.places, "hostile": Place(mentions=(spelt,))}, {**toy.mentions, "hostile": (spelt,)}
    lookup = site(toy.model_copy(update={"places": places, "mentions": mentions}))
    assert ("FLAIR-30M", "FLAIR", ["*Evil* <i>"]) in _natives(next(systems_pages(lookup))[1])


# --- claims and authors ------------------------------------------------------------


def test_claims_are_all_figures_newest_paper_first() -> None:
    page = next(claims_pages(site(_reports())))[1]()
    assert page.count == sum(len(paper.derived.figures) for paper in _reports().papers) == len(page.claims)
    years = [int(it.year or 0) for it in page.claims]
    assert years == sorted(years, reverse=True)
    first = page.claims[0]
    assert (first.value, first.number, first.what, first.paper.to) == ("9", "9", "on COCO", addresses.paper("spec"))


def test_an_author_s_page_spans_years_and_venues() -> None:
    page = person_page(site(), toy_catalogue().people["ada-lovelace"])
    assert page.years == "2022–2024"
    assert page.venues == "<u>CVPR</u> & friends, CVPR, IEEE Transactions on Image Processing"
    assert [(it.text, it.count) for it in page.with_] == [("Grace Hopper", 3)]


# --- health -------------------------------------------------------------------------


def _health(catalogue: Catalogue) -> tuple[HealthPage, dict[str, list[tuple[str, str, str]]]]:
    lookup = site(catalogue)
    page = health_page(lookup)
    return page, {it.title: [(row.what.text, row.note, row.file) for row in it.rows] for it in page.sections}


def test_health_names_each_lack_with_its_file() -> None:
    catalogue = _papers(
        zett={"evidence": {AREA: Evidence(phrase="x", by="cues", margin=0.25)}},
        spec={"title": "Deep Multi-Modal Set", "ids": ExternalIds(arxiv="2412.03561")},
    ).model_copy(update={"glossary": (Term(term="unheard of", definition="x"),)})
    page, found = _health(catalogue.model_copy(update={"alike": doubles_in(catalogue).papers}))
    assert ("A title and nothing else", "", "papers/lone.yml") in found["Papers without authors"]
    assert found["Papers without an area"] == [("A title and nothing else", "", "papers/lone.yml")]
    assert found["Areas chosen by a narrow margin"] == [
        ("#hashtag: what a line may begin with", "Vision-language pre-training, by 0.25", "papers/zett.yml")
    ]
    assert {(what, note) for what, note, _ in found["Possible duplicates"]} == {
        ("Deep Multi-Modal Set", "arxiv:2412.03561, as flair"),
        ("Deep Multi-Modal Set", "nearly the title of dm2s2"),
    }
    assert ("FIBER", "FLAIR says: contrasts-with", "papers/fiber.yml") in found["Relations that only one side states"]
    assert ("Visual question answering", "DM²S²", "taxonomy.yml") in found["Tags of one paper or none"]
    assert found["Glossary terms that no paper uses"] == [("unheard of", "", "glossary.yml")]
    assert "Systems that no paper names" in page.fine
    assert "Papers without an abstract" in {*page.fine, *found}


def test_papers_that_mean_nearly_the_same_have_not_almost_the_same_words() -> None:
    def notes(similarity: float, shared: float, abstract: str | None = "We fuse images and texts.") -> set[str]:
        toy = toy_catalogue()
        papers = tuple(
            paper.model_copy(update={"bibliographic": paper.bibliographic.model_copy(update={"abstract": abstract})})
            for paper in toy.papers
        )
        near = Related(id="fiber", why=("fusion",), similarity=similarity, shared=shared)
        places = {**toy.places, "flair": toy.places["flair"].model_copy(update={"related": (near,)})}
        _, found = _health(toy.model_copy(update={"papers": papers, "places": places}))
        return {note for _, note, _ in found.get("Possible duplicates", ())}

    assert "almost the words of fiber" in notes(0.9, 0.9)
    assert "almost the words of fiber" not in notes(0.9, 0.6)
    assert "almost the words of fiber" not in notes(0.9, 0.9, abstract=None), "titles share their few words easily"


def test_abstracts_that_are_not_held_by_choice_are_no_lack() -> None:
    toy = toy_catalogue(Settings(title="t", description="d", keep_abstracts=False))
    page, found = _health(toy)
    assert "Papers without an abstract" not in {*page.fine, *found}


def test_health_stays_short_and_counts_the_rest() -> None:
    toy = toy_catalogue()
    many = tuple(Paper(id=f"p{number}", title=f"Paper {number}") for number in range(3_000))
    page, _ = _health(toy.model_copy(update={"papers": (*toy.papers, *many)}))
    assert sum(len(section.rows) for section in page.sections) <= 500
    without = next(section for section in page.sections if section.title == "Papers without authors")
    assert without.count == 3_001 == len(without.rows) + without.more


def test_rows_lead_to_the_file_where_there_is_a_repository() -> None:
    toy = toy_catalogue(Settings(title="t", description="d", repository="https://code.example/o/r"))
    page, _ = _health(toy)
    row = page.sections[-1].rows[0]
    assert row.edit and row.edit.startswith("https://code.example/o/r/edit/main/")


# --- doubts -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Deep Sets for Vision", "Deep Sets for Vision.", True),
        ("Learning Fine-grained Image Similarity", "Learning fine grained images similarity", True),
        ("Attention for Images", "Attention for Videos", False),
        ("A Survey of Vision Models", "A Survey of Language Models and Agents", False),
        ("漢字", "漢字", True),
    ],
)
def test_titles_that_are_nearly_the_same(one: str, other: str, alike: bool) -> None:
    papers = (Paper(id="a", title=one), Paper(id="b", title=other), Paper(id="c", title="Something else"))
    assert [(paper.id, old.id) for paper, old in like_papers(papers)] == ([("b", "a")] if alike else [])


def test_doubts() -> None:
    papers = (
        Paper(id="a", title="One", ids=ExternalIds(doi="10.1000/x"), relations=(Relation(to="b", kind="same-family"),)),
        Paper(
            id="b",
            title="Two",
            ids=ExternalIds(doi="10.1000/x"),
            mentions=(Mention.model_validate({"id": "a", "as": "A"}),),
        ),
        Paper(
            id="c", title="ONE!", relations=(Relation(to="a", kind="extends"), Relation(to="gone", kind="same-family"))
        ),
    )
    assert [(paper.id, other.id, what) for paper, other, what in same_papers(papers)] == [
        ("b", "a", "doi:10.1000/x"), ("c", "a", "title"),
    ]  # fmt: skip
    assert [(paper.id, number, relation.to) for paper, number, relation in one_way(papers)] == [("a", 0, "b")]


def test_volumes_of_one_work_are_no_duplicates() -> None:
    volumes = [
        Paper(id=f"v{at}", title="Hansisches Urkundenbuch", type="book", volume=volume, editors=("Walther Stein",))
        for at, volume in enumerate(("8", "9", "8", "1–12"))
    ]
    assert [(it.id, other.id) for it, other, _ in same_papers(volumes[:2])] == []
    assert list(like_papers(volumes[:2])) == []
    assert [(it.id, other.id) for it, other, _ in same_papers(volumes)] == [("v2", "v0"), ("v3", "v0")]


@pytest.mark.parametrize(("number", "papers", "shown"), [(75, 203, "37"), (1, 203, "0.5"), (2, 203, "1"), (0, 0, "0")])
def test_a_share_of_few_papers_is_not_none(number: int, papers: int, shown: str) -> None:
    assert percent(Translations(), number, papers) == shown
