"""Addresses last: whatever a curator renames, merges, splits, moves and takes out, each leads somewhere."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from tests.cli.test_cli import record, run

SHIPPED = Path(__file__).parents[2] / "survey"


def pages(docs: Path) -> set[str]:
    """The addresses of all pages of a docs folder, as the site serves them."""
    names = {path.relative_to(docs).with_suffix("").as_posix() for path in docs.rglob("*.md")}
    return {"" if name == "index" else f"{name.removesuffix('/index')}/" for name in names}


def redirects(docs: Path) -> dict[str, str | None]:
    """What the site publishes of addresses that were given up."""
    found: dict[str, str | None] = json.loads((docs / "redirects.json").read_text("utf-8"))["redirects"]
    return found


def leads_to(docs: Path, address: str) -> str:
    """Where the page at an address redirects to; empty if it is a page that stays."""
    page = docs / f"{address.rstrip('/') or 'index'}.md"
    text = (page if page.exists() else docs / address / "index.md").read_text("utf-8")
    front = next(yaml.safe_load_all(text.split("\n---\n")[0]))
    return str(front.get("redirect", ""))


class Curator:
    """Somebody who changes the survey `toy` at random, with the commands, and remembers all addresses ever seen."""

    def __init__(self, survey: Path, seed: int) -> None:
        self.survey = survey
        self.random = random.Random(seed)  # noqa: S311 - nothing secret
        self.done: list[str] = []
        self.seen = self.named()
        self.before: set[str] = set()
        self.number = 0

    def papers(self) -> list[str]:
        return sorted(path.stem for path in (self.survey / "papers").glob("*.yml"))

    def values(self) -> list[tuple[str, str]]:
        """Area and facet values, as (facet or `area`, key)."""
        taxonomy = record(self.survey / "taxonomy.yml")
        areas = [("area", area["key"]) for area in taxonomy["areas"]]
        return areas + [(facet["key"], it["key"]) for facet in taxonomy["facets"] for it in facet.get("values", ())]

    def named(self) -> set[str]:
        """The addresses that stand for papers, areas and tags now."""
        tags = {f"areas/{key}/" if facet == "area" else f"tags/{facet}/{key}/" for facet, key in self.values()}
        return tags | {f"papers/{id}/" for id in self.papers()}

    def work(self, changes: int) -> None:
        """Make so many changes; some of what is tried is refused, and then nothing may change."""
        kinds = (*[self.rename_paper] * 3, self.merge_papers, self.remove_paper, *[self.rename_value] * 3,
                 self.merge_values, self.move_value, self.rename_facet, self.split_value, self.undo)  # fmt: skip
        while len(self.done) < changes:
            words = self.random.choice(kinds)()
            if words and run(*words, "--survey", "toy").exit_code == 0:
                self.done.append(" ".join(words))
                # What was taken back at once, nobody saw.
                self.before, self.seen = self.seen, (self.before if words == ("undo",) else self.seen) | self.named()

    def key(self) -> str:
        """A new key, or one that something had before."""
        self.number += 1
        old = sorted(address.split("/")[-2] for address in self.seen)
        return self.random.choice([f"new-{self.number}", f"{self.number}", self.random.choice(old)])

    def value(self) -> str:
        return ".".join(self.random.choice(self.values()))

    def rename_paper(self) -> tuple[str, ...]:
        return "rename", self.random.choice(self.papers()), self.key()

    def merge_papers(self) -> tuple[str, ...]:
        papers = self.papers()
        return ("merge", *self.random.sample(papers, 2)) if len(papers) > 4 else ()

    def remove_paper(self) -> tuple[str, ...]:
        papers = self.papers()
        return ("remove", self.random.choice(papers), "--reason", "Not of this field") if len(papers) > 4 else ()

    def rename_value(self) -> tuple[str, ...]:
        return "taxonomy", "rename", self.value(), self.key()

    def rename_facet(self) -> tuple[str, ...]:
        facets = sorted({facet for facet, _ in self.values()} - {"area"})
        return "taxonomy", "rename", self.random.choice(facets), f"facet-{self.number}"

    def merge_values(self) -> tuple[str, ...]:
        facet, _ = self.random.choice(self.values())
        keys = [key for one, key in self.values() if one == facet]
        names = [f"{facet}.{key}" for key in self.random.sample(keys, min(len(keys), 2))]
        return ("taxonomy", "merge", *names) if len(names) > 1 and len(keys) > 2 else ()

    def move_value(self) -> tuple[str, ...]:
        facets = sorted({facet for facet, _ in self.values()} - {"area"})
        return "taxonomy", "move", self.value(), self.random.choice(facets)

    def split_value(self) -> tuple[str, ...]:
        self.number += 1
        return "taxonomy", "split", self.value(), f"part-{self.number}", "--new-cue", f"word{self.number}"

    def undo(self) -> tuple[str, ...]:
        return ("undo",) if self.done and self.done[-1] != "undo" else ()


def assert_nothing_lost(docs: Path, before: set[str], curator: Curator) -> None:
    """Every address ever seen is a page, or leads to one that stays in one step, or says that it is gone."""
    there, told = pages(docs), redirects(docs)
    for address in before | curator.seen:
        assert address in there, (address, curator.done)
        end = leads_to(docs, address)
        assert told.get(address) == (end or None), address
        assert not end or (end in there and not leads_to(docs, end)), (address, end)
    lines = (docs / "_redirects").read_text("utf-8").splitlines()
    assert len(lines) == sum(end is not None for end in told.values())


def publish(survey: Path, addresses: set[str]) -> None:
    """Note what readers know, as an edition does."""
    (survey / "editions").mkdir(exist_ok=True)
    (survey / "editions" / "addresses.txt").write_text("\n".join(sorted(addresses - {""})) + "\n", encoding="utf-8")


def _after_changes(survey: Path, changes: int, seed: int) -> Iterator[tuple[Path, set[str], Curator]]:
    docs = survey.parent / "docs"
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    before = pages(docs)
    publish(survey, before)
    curator = Curator(survey, seed)
    curator.work(changes)
    result = run("build", "--survey", "toy", "--docs", "docs")
    assert result.exit_code == 0, (result.output, curator.done)
    yield docs, before, curator


def test_no_address_is_lost_by_fifty_random_changes(toy: Path) -> None:
    for docs, before, curator in _after_changes(toy, 50, 1):
        assert_nothing_lost(docs, before, curator)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(2, 12))
def test_no_address_is_lost_in_ten_surveys(toy: Path, seed: int) -> None:
    for docs, before, curator in _after_changes(toy, 80, seed):
        assert_nothing_lost(docs, before, curator)


@pytest.mark.proof
def test_no_address_of_the_shipped_survey_is_lost(toy: Path) -> None:
    shutil.rmtree(toy)
    shutil.copytree(SHIPPED, toy, ignore=shutil.ignore_patterns("editions"))
    for docs, before, curator in _after_changes(toy, 50, 3):
        assert_nothing_lost(docs, before, curator)


# --- one by one --------------------------------------------------------------------------


def test_a_build_that_would_lose_an_address_names_it_and_says_what_to_do(toy: Path) -> None:
    publish(toy, {"papers/tide-tables/", "areas/pointing/"})
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    (toy / "papers" / "tide-tables.yml").unlink()
    for command in (("build", "--docs", "docs"), ("check",)):
        result = run(*command, "--survey", "toy")
        assert result.exit_code == 1
        assert "an edition published papers/tide-tables/, and nothing stands there now" in result.stderr
        assert "`papers/tide-tables/: null`" in result.stderr
    (toy / "redirects.yml").write_text("redirects: {papers/tide-tables: papers/glimmer}\n", encoding="utf-8")
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    assert leads_to(toy.parent / "docs", "papers/tide-tables/") == "papers/glimmer/"


def test_a_line_that_leads_nowhere_is_named(toy: Path) -> None:
    text = "redirects:\n  areas/a/: areas/b/\n  areas/b/: areas/a/\n"
    (toy / "redirects.yml").write_text(text, encoding="utf-8")
    result = run("check", "--survey", "toy")
    assert (
        "redirects.yml:2: areas/a/ leads to 'areas/b/', where no page stands, or in a circle; mend it" in result.stderr
    )


def test_the_list_of_addresses_takes_addresses_only(toy: Path) -> None:
    publish(toy, {"../../outside/", "papers/glimmer/"})
    result = run("build", "--survey", "toy", "--docs", "docs")
    assert result.exit_code == 1
    assert "editions/addresses.txt:1: '../../outside/' is no address of a page" in result.stderr


def test_who_follows_the_feed_of_an_area_reads_on_when_it_is_renamed(toy: Path) -> None:
    (toy / "redirects.yml").unlink()
    assert run("taxonomy", "rename", "pointing", "showing", "--survey", "toy").exit_code == 0
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    feeds = [(toy.parent / "docs" / "areas" / key / "feed.xml").read_text("utf-8") for key in ("pointing", "showing")]
    assert feeds[0] == feeds[1]
    assert (toy.parent / "docs" / "_redirects").read_text("utf-8") == (
        "/lamps/areas/pointing/ /lamps/areas/showing/ 301\n/lamps/papers/lantern-reader/ /lamps/papers/lantern/ 301\n"
    )


def test_the_id_of_a_paper_that_was_taken_out_is_not_given_again(toy: Path) -> None:
    run("rename", "tide-tables", "tables", "--survey", "toy")
    run("remove", "tables", "--reason", "A <b>table</b>, not a {{ study }}", "--survey", "toy")
    for id in ("tables", "tide-tables"):
        result = run("rename", "glimmer", id, "--survey", "toy")
        assert f"'{id}' was the id of a paper in refused.yml; choose another" in result.stderr
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    page = (toy.parent / "docs" / "papers" / "tide-tables.md").read_text("utf-8")
    assert "for this reason: A &lt;b>table&lt;/b>, not a \\{\\{ study" in page


def test_a_paper_that_is_forgotten_leaves_its_address_only_where_it_was_published(toy: Path) -> None:
    (toy / "redirects.yml").unlink()
    publish(toy, {"papers/tide-tables/"})
    run("remove", "tide-tables", "--forget", "--survey", "toy")
    run("remove", "weather-forgotten-islands", "--forget", "--survey", "toy")
    assert record(toy / "redirects.yml") == {"redirects": {"papers/tide-tables/": None}}
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    page = (toy.parent / "docs" / "papers" / "tide-tables.md").read_text("utf-8")
    assert "# This page is no more" in page and "gone: 1" in page
    assert not (toy.parent / "docs" / "papers" / "weather-forgotten-islands.md").exists()


def test_two_records_that_name_each_other_and_are_joined_name_themselves_no_more(toy: Path) -> None:
    glimmer, other = record(toy / "papers" / "glimmer.yml"), record(toy / "papers" / "quiet-harbours.yml")
    assert [it["to"] for it in glimmer["relations"]] and "lantern" in glimmer["builds_on"]
    assert run("merge", "lantern", "glimmer", "--survey", "toy").exit_code == 0
    joined = record(toy / "papers" / "lantern.yml")
    assert "lantern" not in [*joined.get("builds_on", ()), *(it["to"] for it in joined.get("relations", ()))]
    assert run("check", "--survey", "toy").exit_code == 0, other
