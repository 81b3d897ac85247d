"""`catalogue review`: one key a decision, written at once, the least sure first."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli import main
from tests.checks.test_references import snapshot
from tests.cli.test_cli import record, run


@pytest.fixture
def survey(toy: Path) -> Path:
    """A survey of three papers that rules placed: one clearly, one with little lead, one not at all."""
    for path in (toy / "papers").glob("*.yml"):
        path.unlink()
    (toy / "paths.yml").unlink()
    (toy / "authors.yml").unlink()
    (toy / "areas" / "pointing.md").unlink()
    texts = {
        "clear": "Lamps that point at things; they point at all of it",
        "close": "A document and a region, and another region",
        "nothing": "Of weather",
    }
    for id, text in texts.items():
        (toy / "papers" / f"{id}.yml").write_text(f"# kept\nid: {id}\ntitle: {text}\nabstract: We say it.\n", "utf-8")
    assert run("derive", "--survey", "toy").exit_code == 0
    return toy


def review(keys: str, *options: str) -> Result:
    """The command's result, with one line of input a key."""
    result = CliRunner().invoke(main, ["review", "--survey", "toy", *options], "\n".join(keys), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


def asked(result: Result) -> list[str]:
    """The ids of the papers that were asked about."""
    return [line.split()[0] for line in result.stdout.splitlines() if line.endswith(" left)")]


def test_the_least_sure_comes_first(survey: Path) -> None:
    result = review("sss")
    assert asked(result) == ["nothing", "close", "clear"]
    assert "nothing  (unplaced, 3 left)" in result.stdout
    assert "0 decided, 3 left" in result.stderr


def test_a_decision_is_written_at_once_as_the_curators(survey: Path) -> None:
    result = review("3y")  # then the input ends
    nothing = record(survey / "papers" / "nothing.yml")
    assert (nothing["area"], nothing["evidence"]["area"]) == ("sounds", {"value": "sounds", "by": "curator"})
    assert (survey / "papers" / "nothing.yml").read_text("utf-8").startswith("# kept\n")
    close = record(survey / "papers" / "close.yml")
    assert (close["area"], close["evidence"]["area"]["by"]) == ("reading", "curator")
    assert "2 decided, 1 left" in result.stderr
    assert asked(review("")) == ["clear"], "what was decided is not asked again"


def test_a_decision_outlives_derive_and_new_cues(survey: Path) -> None:
    review("3n")
    path = survey / "taxonomy.yml"
    path.write_text(path.read_text("utf-8").replace("{foghorn: 3}", "{foghorn: 3, document: 50}"), "utf-8")
    run("derive", "--survey", "toy")
    assert record(survey / "papers" / "nothing.yml")["area"] == "sounds"
    close = record(survey / "papers" / "close.yml")
    assert "area" not in close, "the curator left it unplaced"
    assert close["evidence"]["area"] == {"by": "curator"}
    assert run("check", "--survey", "toy").exit_code == 0
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0


def test_undo_brings_the_record_back_and_asks_again(survey: Path) -> None:
    before = snapshot(survey)
    result = review("u1uq")
    assert asked(result) == ["nothing", "close", "nothing"]
    assert "nothing to undo" in result.stdout and "nothing is as it was" in result.stdout
    assert snapshot(survey) == before


def test_a_key_that_means_nothing_is_asked_for_again(survey: Path) -> None:
    before = snapshot(survey)
    result = review("y79xq")  # `y` confirms, and nothing is proposed for this one
    assert [f"'{key}' is none of these keys" in result.stdout for key in "y79x"] == [True] * 4
    assert snapshot(survey) == before


def test_limit_and_reasons(survey: Path) -> None:
    result = review("ss", "--limit", "2")
    assert asked(result) == ["nothing", "close"]
    assert "*1 Reading pages  (document)" in result.stdout
    assert " 2 Pointing and naming  (region*)" in result.stdout


def test_more_than_nine_areas_can_be_chosen(survey: Path) -> None:
    more = "".join(f"- {{key: area-{number}, title: Area {number}}}\n" for number in range(8))
    path = survey / "taxonomy.yml"
    path.write_text(path.read_text("utf-8").replace("facets:\n", f"{more}facets:\n"), encoding="utf-8")
    result = review("mmm2q")
    assert "1-9 choose, m more areas" in result.stdout and "1-2 choose, m more areas" in result.stdout
    assert record(survey / "papers" / "nothing.yml")["area"] == "area-7"


def test_without_areas_it_says_what_to_do(survey: Path) -> None:
    (survey / "taxonomy.yml").write_text("areas: []\n", encoding="utf-8")
    result = run("review", "--survey", "toy")
    assert result.exit_code == 2
    assert "`catalogue taxonomy suggest --write` makes some" in result.stderr


def test_the_model_proposes_with_its_probability_and_its_words(survey: Path) -> None:
    for path in (survey / "papers").glob("*.yml"):
        path.unlink()
    topics = {"reading": ("page", "glyph", "ink"), "sounds": ("horn", "bell", "drum")}
    for number in range(32):
        area, words = list(topics.items())[number % 2]
        text = f"A {words[number % 3]} beside a {words[(number + 1) % 3]}, number {number}"
        (survey / "papers" / f"old-{number}.yml").write_text(
            f"id: old-{number}\ntitle: {text}\narea: {area}\n", "utf-8"
        )
    titles = {"bells": "A bell with a drum", "between": "A bell on a page of ink and a horn", "odd": "Tithes of guilds"}
    for id, text in titles.items():
        (survey / "papers" / f"{id}.yml").write_text(f"id: {id}\ntitle: {text}\n", "utf-8")
    result = review("sss")
    assert asked(result)[0] == "between"
    shown = result.stdout.partition("\nbells ")[2].partition("s skip")[0].splitlines()
    first = next(line for line in shown if line.strip().startswith("1 "))
    assert re.search(r"\((?:[5-9]\d|100)%, (?:bell|drum), (?:bell|drum)", first), first
    assert "odd  (far from everything, 3 left)" in result.stdout


@pytest.fixture
def crowd(survey: Path) -> Path:
    """The survey with four more papers that no area holds: three of kites, one of nothing else."""
    texts = {
        "kite-lines": ("Kite lines under tension", "We pull a kite line until it breaks. The kite sail stays whole."),
        "kite-sails": ("Kite sails of silk", "A kite sail of silk flies longer. Its kite line is of hemp."),
        "kite-tails": ("Tails that keep a kite steady", "A tail on the kite line steadies the kite sail."),
        "stone": ("Of stone", "We look at it."),
    }
    for id, (title, abstract) in texts.items():
        (survey / "papers" / f"{id}.yml").write_text(f"id: {id}\ntitle: {title}\nabstract: {abstract}\n", "utf-8")
    return survey


def test_unplaced_papers_that_speak_of_the_same_are_asked_about_first(crowd: Path) -> None:
    before = snapshot(crowd)
    result = review("sq")
    first = result.stdout.split("\n")
    assert re.fullmatch(r"Kite.*  \(a new area\? 3 unplaced papers, 7 left\)", first[1]), first
    assert "  - Kite lines under tension" in first and "  - Of stone" not in first
    assert asked(result) == ["Kite", "kite-lines"], "put off, and on to the papers"
    assert snapshot(crowd) == before


def test_one_key_makes_the_area_and_puts_the_papers_there(crowd: Path) -> None:
    result = review("ysssss")
    key = next(line for line in (crowd / "taxonomy.yml").read_text("utf-8").splitlines() if "key: kite" in line)
    area = key.split("key: ")[1].strip("},")
    made = record(crowd / "papers" / "kite-sails.yml")
    assert (made["area"], made["evidence"]["area"]) == (area, {"value": area, "by": "curator"})
    assert "3 decided, 1 area made, 4 left" in result.stderr
    assert not {"kite-lines", "kite-sails", "kite-tails"} & set(asked(result)), "they are decided"
    assert "a new area?" not in review("q").stdout
    assert run("check", "--survey", "toy").exit_code == 0
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    undone = run("undo", "--survey", "toy")
    assert f"undone: review: the area {area}" in undone.stderr
    assert "area" not in record(crowd / "papers" / "kite-sails.yml")


def test_a_new_area_is_undone_and_asked_about_again(crowd: Path) -> None:
    before = snapshot(crowd)
    result = review("yuxsq")
    assert result.stdout.count("a new area?") == 2
    assert "is not there any more" in result.stdout and "'x' is none of these keys" in result.stdout
    assert {name: text for name, text in snapshot(crowd).items() if ".catalogue" not in str(name)} == before


def test_a_new_area_can_be_chosen_for_the_next_paper(crowd: Path) -> None:
    result = review("y4q")
    assert "1-4 choose" in result.stdout
    assert record(crowd / "papers" / f"{asked(result)[1]}.yml")["area"].startswith("kite")
