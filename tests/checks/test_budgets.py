"""A site that is larger than its host takes is not published, and whoever builds it is told what to do."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from generator.build.site_size import measure_site, weigh_site
from generator.checks.budgets import (
    WHOLE,
    BeyondBudgetsError,
    check_budgets,
    foresee_budgets,
    refuse_beyond_budgets,
    shares_of,
)
from generator.records.survey import Budgets
from generator.search.parameters import VECTORS

WORDS = b'{"lamp": 1}' * 50


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of eight files. A first search fetches its script, its head and the larger of two files of words."""
    files = {
        "index.html": b"<p>Home</p>",
        "papers/a/index.html": b"x" * 5_000,
        "assets/{0}/{name}.js": b"y" * 9_000,
        "assets/js/search/engine.js": b"engine()",
        "assets/search/index.json": b"{}",
        "assets/search/words-0-0a1b.json": b"{}" + WORDS,
        "assets/search/words-1-0a1b.json": b"{}",
        ".git/objects/pack": b"z" * 100_000,
    }
    for name, content in files.items():
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "site"


def test_a_site_is_weighed_without_what_is_hidden(site: Path) -> None:
    size = measure_site(site)
    assert size.files == 7
    assert size.site_bytes == 11 + 5_000 + 9_000 + 8 + 2 + 2 + len(WORDS) + 2
    assert (size.largest_file, size.largest_page) == (
        ("assets/{0}/{name}.js", 9_000),
        ("papers/a/index.html", 5_000),
    )
    fetched = (b"engine()", b"{}", b"{}" + WORDS)
    assert size.first_search_bytes == sum(len(gzip.compress(part, 6, mtime=0)) for part in fetched)


@pytest.mark.parametrize(
    ("budgets", "said"),
    [
        ({"files": 6}, "the site has 7 files, and files allows 6; raise `author_pages_from`"),
        ({"site_bytes": 9_999}, "bytes, and site_bytes allows 9,999; divide the survey"),
        ({"file_bytes": 8_999}, "assets/{0}/{name}.js has 9,000 bytes, and file_bytes allows 8,999"),
        ({"page_bytes": 4_999}, "the page papers/a/index.html has 5,000 bytes, and page_bytes allows 4,999"),
        ({"first_search_bytes": 20}, "bytes, and first_search_bytes allows 20"),
    ],
)
def test_each_limit_is_held(site: Path, budgets: dict[str, int], said: str) -> None:
    (problem,) = check_budgets(measure_site(site), Budgets(**budgets), "survey.yml")
    assert said in problem.message
    (key,) = budgets
    assert problem.message.endswith(f"raise `budgets: {{{key}: …}}` in survey.yml")
    assert check_budgets(measure_site(site), Budgets(), "survey.yml") == []


def test_the_survey_says_what_its_host_takes(site: Path, tmp_path: Path) -> None:
    (tmp_path / "survey.yml").write_text(
        "title: Lamps\ndescription: Of lamps.\nbudgets: {files: 6}\n", encoding="utf-8"
    )
    with pytest.raises(BeyondBudgetsError) as caught:
        refuse_beyond_budgets(measure_site(site), tmp_path)
    assert [problem.path for problem in caught.value.problems] == [str(tmp_path / "survey.yml")]
    (tmp_path / "survey.yml").write_text(
        "title: Lamps\ndescription: Of lamps.\nbudgets: {files: 7}\n", encoding="utf-8"
    )
    refuse_beyond_budgets(measure_site(site), tmp_path)


def test_too_many_papers_are_refused_before_anything_is_built_and_a_doubtful_number_is_told() -> None:
    (refused,) = foresee_budgets([1_000] * 20_001, Budgets(), "survey.yml")
    assert refused.level == "error" and "catalogue split" in refused.message
    files, weight = foresee_budgets([1_000] * 19_000, Budgets(), "survey.yml")
    assert files.level == weight.level == "warning"
    assert foresee_budgets([1_000] * 10_000, Budgets(), "survey.yml") == []
    assert foresee_budgets([1_000] * 20_001, Budgets(files=100_000, site_bytes=10**10), "survey.yml") == []


def test_a_file_that_will_be_too_large_is_told_before_anything_is_built() -> None:
    (largest,) = foresee_budgets([2_322] * 10_711, Budgets(), "survey.yml")
    assert largest.level == "warning"
    assert "assets/data/catalogue.json may have some 28,333,000 bytes, and file_bytes allows 26,214,400" in str(largest)


@pytest.mark.parametrize(
    ("papers", "records", "files", "site", "largest"),
    [  # Measured: papers of the ACL Anthology by year, of which the first have few abstracts and the last all.
        (8_498, 6_620_497, 13_310, 313_759_725, 9_181_182),
        (5_943, 7_268_809, 10_482, 277_050_934, 9_141_039),
        (7_638, 12_672_902, 13_637, 370_793_130, 15_322_412),
        (8_639, 19_149_857, 16_119, 477_010_082, 22_016_603),
        (7_404, 17_134_154, 13_445, 404_358_889, 19_496_498),
    ],
)
def test_what_a_paper_takes_of_each_budget_is_foreseen_within_the_room_that_is_planned(
    papers: int, records: int, files: int, site: int, largest: int
) -> None:
    budgets = Budgets()
    own = shares_of(records // papers, budgets)
    measured = (files / budgets.files, site / budgets.site_bytes, largest / budgets.file_bytes)
    for share, found in zip(own, measured, strict=True):
        assert 1 < papers * share / WHOLE / found < 1.4


def test_a_first_search_of_many_papers_is_weighed_with_the_files_of_vectors_that_it_fetches() -> None:
    sizes = {f"assets/search/vectors-{number}-abcd.json": 300 for number in range(1300)}
    sizes["assets/search/index.json"] = 300
    text = random.Random(7).randbytes(300)  # noqa: S311 - the same bytes every time
    few = {name: size for name, size in sizes.items() if "vectors-0" in name or "index" in name}
    assert weigh_site(few, lambda _: text).first_search_bytes < 1_000
    assert weigh_site(sizes, lambda _: text).first_search_bytes > VECTORS.reranked_of_many * 300
