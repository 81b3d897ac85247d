"""`catalogue taxonomy`, `derive` and `undo`: one step changes taxonomy, records and essays, and can be taken back."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pytest
import yaml

from generator.records.taxonomy import Taxonomy
from generator.survey.yaml.parse import parse_record
from tests.checks.test_references import snapshot
from tests.cli.test_cli import record, run

SHIPPED = Path(__file__).parents[2] / "survey"


def taxonomy(survey: Path) -> Taxonomy:
    """The taxonomy of a folder."""
    found, problems = parse_record((survey / "taxonomy.yml").read_text(encoding="utf-8"), "taxonomy.yml", Taxonomy)
    assert found is not None, problems
    return found


def change(*arguments: str) -> None:
    """Run `catalogue taxonomy`, which must succeed."""
    result = run("taxonomy", *arguments, "--survey", "toy")
    assert result.exit_code == 0, result.output


# --- rename ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ref", "key", "back"),
    [
        ("pointing", "showing", "showing"),
        ("area.pointing", "2024", "2024"),
        ("task", "duty", "duty"),
        ("task.retrieval", "finding", "task.finding"),
        ("contribution.model", "no", "contribution.no"),
    ],
)
def test_rename_there_and_back_gives_the_same_bytes(toy: Path, ref: str, key: str, back: str) -> None:
    (toy / "redirects.yml").unlink()
    before = snapshot(toy)
    change("rename", ref, key)
    renamed = snapshot(toy)
    assert renamed != before
    assert run("check", "--survey", "toy").exit_code == 0
    change("rename", back, ref.rpartition(".")[2])
    after = snapshot(toy)
    assert "redirects.yml" in after, "the address of the time between leads back"
    assert {name: text for name, text in after.items() if name != "redirects.yml"} == before


def test_rename_moves_records_evidence_essay_and_links(toy: Path) -> None:
    (toy / "home.md").write_text("See [here](areas/pointing.md) and [tags](tags/task/pointing/).", encoding="utf-8")
    change("rename", "pointing", "showing", "--title", "Showing things")
    glimmer = record(toy / "papers" / "glimmer.yml")
    assert (glimmer["area"], glimmer["evidence"]["area"]["value"]) == ("showing", "showing")
    assert glimmer["facets"]["task"] == ["pointing"], "a value of a facet that has the area's key"
    assert record(toy / "papers" / "quiet-harbours.yml")["area"] == "showing"
    assert (toy / "areas" / "showing.md").exists() and not (toy / "areas" / "pointing.md").exists()
    assert (toy / "home.md").read_text("utf-8") == "See [here](areas/showing.md) and [tags](tags/task/pointing/)."
    assert taxonomy(toy).areas[0].title == "Showing things"
    assert (toy / "taxonomy.yml").read_text("utf-8").startswith("# Areas and facets of the toy survey")


def test_rename_of_a_facet_takes_its_values_along(toy: Path) -> None:
    (toy / "home.md").write_text("See [this tag](tags/task/pointing.md).", encoding="utf-8")
    change("rename", "task", "duty")
    glimmer = record(toy / "papers" / "glimmer.yml")
    assert glimmer["facets"] == {"contribution": ["model"], "duty": ["pointing"]}
    assert "duty.pointing" in glimmer["evidence"] and "task.pointing" not in glimmer["evidence"]
    assert (toy / "home.md").read_text("utf-8") == "See [this tag](tags/duty/pointing.md)."


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rename", "poin", "x"], "no area, facet or FACET.VALUE is called 'poin'; did you mean pointing?"),
        (["rename", "pointing", "index"], "'index' is the address of the list of areas; choose another key"),
        (["rename", "pointing", "reading"], "the key 'reading' is taken; choose another"),
        (["rename", "pointing", "Two Words"], "'Two Words' is no key; use lower-case letters"),
        (["rename", "task", "area"], "'area' is a field that every search knows; choose another key"),
        (["merge", "pointing", "pointing"], "'pointing' cannot be merged into itself"),
        (["merge", "pointing", "task.retrieval"], "are not of one list"),
        (["merge", "task", "contribution"], "'task' is a facet; name one of its values, as task.VALUE"),
        (["move", "pointing"], "say where: name a facet, or --before another of its list"),
        (["move", "pointing", "task"], "only a value can be moved into a facet"),
        (["split", "pointing", "new", "--cue", "rope"], "area 'pointing' has no cue 'rope'; it has point at, region*"),
        (["split", "pointing", "new", "--paper", "nobody"], "there is no paper 'nobody'"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_written(toy: Path, arguments: list[str], message: str) -> None:
    before = snapshot(toy)
    result = run("taxonomy", *arguments, "--survey", "toy")
    assert result.exit_code == 1
    assert f"toy/taxonomy.yml:0: {message}" in result.stderr or message in result.stderr
    assert snapshot(toy) == before
    assert not (toy / ".catalogue").exists()


# --- merge, move, split, remove ---------------------------------------------------


def test_merge_joins_papers_cues_and_essays(toy: Path) -> None:
    (toy / "areas" / "reading.md").write_text("Of reading.\n", encoding="utf-8")
    change("merge", "pointing", "sounds", "reading")
    assert [area.key for area in taxonomy(toy).areas] == ["reading"]
    (reading,) = taxonomy(toy).areas
    assert reading.cues == {"document": 2, "page": 1, "point at": 2, "region*": 1, "lighthouse": 1, "foghorn": 3}
    assert record(toy / "papers" / "glimmer.yml")["area"] == "reading"
    essay = (toy / "areas" / "reading.md").read_text("utf-8")
    assert essay.startswith("Of reading.\n\nPapers that say **where**")
    assert not (toy / "areas" / "pointing.md").exists()
    assert run("check", "--survey", "toy").exit_code == 0


def test_merged_values_stand_once(toy: Path) -> None:
    change("rename", "contribution.dataset", "data")
    for name in ("glimmer", "lantern"):
        path = toy / "papers" / f"{name}.yml"
        text = path.read_text("utf-8").replace("contribution: [model]", "contribution: [model, data]")
        path.write_text(text, encoding="utf-8")
    change("merge", "contribution.data", "contribution.model")
    assert record(toy / "papers" / "glimmer.yml")["facets"]["contribution"] == ["model"]
    assert "contribution.data" not in record(toy / "papers" / "glimmer.yml")["evidence"]


def test_move_of_a_value_into_another_facet(toy: Path) -> None:
    change("move", "task.retrieval", "contribution", "--before", "contribution.dataset")
    facets = {facet.key: [value.key for value in facet.values] for facet in taxonomy(toy).facets}
    assert facets == {"contribution": ["model", "retrieval", "dataset"], "task": ["pointing"]}
    woven = record(toy / "papers" / "fiber-ropes-woven.yml")
    assert woven["facets"] == {"contribution": ["model", "retrieval"]}
    assert "contribution.retrieval" in woven["evidence"]


def test_move_changes_the_order_and_nothing_else(toy: Path) -> None:
    before = snapshot(toy)
    change("move", "sounds", "--before", "pointing")
    assert [area.key for area in taxonomy(toy).areas] == ["sounds", "pointing", "reading"]
    assert {name for name, data in snapshot(toy).items() if data != before.get(name)} == {"taxonomy.yml"}
    change("move", "pointing", "--before", "sounds")
    change("move", "reading", "--before", "sounds")
    assert snapshot(toy) == before


def test_split_gives_papers_to_the_part_that_speaks_for_them(toy: Path) -> None:
    change("split", "pointing", "regions", "--cue", "region*", "--new-cue", "rope", "--paper", "quiet-harbours")
    areas = {area.key: dict(area.cues) for area in taxonomy(toy).areas}
    assert list(areas) == ["pointing", "regions", "reading", "sounds"]
    assert (areas["pointing"], areas["regions"]) == ({"point at": 2, "lighthouse": 1}, {"region*": 1, "rope": 2})
    assert record(toy / "papers" / "fiber-ropes-woven.yml")["area"] == "regions"
    assert record(toy / "papers" / "glimmer.yml")["area"] == "pointing"
    quiet = record(toy / "papers" / "quiet-harbours.yml")
    assert (quiet["area"], quiet["evidence"]["area"]) == ("regions", {"value": "regions", "by": "curator"})


def test_remove_lets_the_rules_place_the_papers_of_an_area_anew(toy: Path) -> None:
    path = toy / "papers" / "glimmer.yml"
    path.write_text(path.read_text("utf-8").replace("12 passes, it needs", "12 pages, it needs"), encoding="utf-8")
    (toy / "areas" / "pointing.md").unlink()
    result = run("taxonomy", "remove", "pointing", "--survey", "toy")
    assert "1 paper: pointing → reading\n" in result.stdout
    assert record(path)["area"] == "reading"
    assert record(path)["evidence"]["area"]["by"] == "cue “page”"
    assert "area" not in record(toy / "papers" / "quiet-harbours.yml")


def test_remove_is_refused_while_a_text_links_to_the_page(toy: Path) -> None:
    (toy / "home.md").write_text("See [sounds](areas/sounds.md).", encoding="utf-8")
    result = run("taxonomy", "remove", "sounds", "--survey", "toy")
    assert result.exit_code == 1
    assert "toy/home.md:0: links to areas/sounds; take the link out first" in result.stderr


def test_dry_run_names_every_file_and_writes_none(toy: Path) -> None:
    before = snapshot(toy)
    result = run("taxonomy", "merge", "pointing", "reading", "--dry-run", "--survey", "toy")
    assert snapshot(toy) == before
    assert "would write taxonomy.yml\n" in result.stdout
    assert "would delete areas/pointing.md\n" in result.stdout
    assert "3 papers: pointing → reading\n" in result.stdout
    made = run("taxonomy", "merge", "pointing", "reading", "--survey", "toy")
    assert made.stdout == result.stdout.replace("would ", "")


# --- undo -------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_any_changes_are_undone_one_by_one_to_the_same_bytes(toy: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311
    states = [snapshot(toy)]
    for step in range(4):
        keys = [area.key for area in taxonomy(toy).areas]
        values = [f"{facet.key}.{value.key}" for facet in taxonomy(toy).facets for value in facet.values]
        arguments = chance.choice(
            [
                ["rename", chance.choice([*keys, *values]), f"new-{step}"],
                ["merge", *chance.sample(keys, 2)] if len(keys) > 1 else ["remove", keys[0]],
                ["remove", chance.choice([*keys, *values])],
                ["split", chance.choice(keys), f"part-{step}", "--new-cue", "rope"],
                ["move", keys[-1], "--before", keys[0]],
            ]
        )
        result = run("taxonomy", *arguments, "--survey", "toy")
        if result.exit_code == 0 and snapshot(toy) != states[-1]:
            states.append(snapshot(toy))
        taxonomy(toy)
        if not taxonomy(toy).areas or not values:
            break
    for state in states[-2::-1]:
        assert run("undo", "--survey", "toy").exit_code == 0
        assert snapshot(toy) == state
    assert "there is nothing to undo" in run("undo", "--survey", "toy").stderr


def test_undo_takes_back_import_rename_and_remove_of_papers_too(toy: Path) -> None:
    before = snapshot(toy)
    run("rename", "lantern", "lamp", "--survey", "toy")
    run("remove", "tide-tables", "--survey", "toy")
    Path("page.txt").write_text("KITE: Flying on a String\n" + "We present KITE, a model of strings. " * 5, "utf-8")
    assert run("import", "page.txt", "--survey", "toy").exit_code == 0
    assert [run("undo", "--survey", "toy").stderr.splitlines()[-2] for _ in range(3)] == [
        "undone: import",
        "undone: remove tide-tables",
        "undone: rename lantern lamp",
    ]
    assert snapshot(toy) == before


def test_undo_does_not_touch_what_was_changed_since(toy: Path) -> None:
    change("rename", "pointing", "showing")
    path = toy / "papers" / "glimmer.yml"
    path.write_text(path.read_text("utf-8") + "# by hand\n", encoding="utf-8")
    before = snapshot(toy)
    result = run("undo", "--survey", "toy")
    assert result.exit_code == 1
    message = "was changed after `taxonomy rename pointing showing`, which is therefore not undone"
    assert f"toy/papers/glimmer.yml:0: {message}" in result.stderr
    assert snapshot(toy) == before


def test_undo_says_what_it_would_do(toy: Path) -> None:
    change("rename", "pointing", "showing")
    before = snapshot(toy)
    result = run("undo", "--dry-run", "--survey", "toy")
    assert "would write areas/pointing.md" in result.stdout
    assert "would undo: taxonomy rename pointing showing" in result.stderr
    assert snapshot(toy) == before


def test_the_journal_is_no_part_of_the_survey(toy: Path) -> None:
    change("rename", "pointing", "showing")
    assert (toy / ".catalogue" / ".gitignore").read_text("utf-8") == "*\n"
    assert run("check", "--survey", "toy").exit_code == 0


def test_a_damaged_journal_is_named(toy: Path) -> None:
    change("rename", "pointing", "showing")
    (entry,) = (toy / ".catalogue").glob("*.gz")
    entry.write_bytes(b"rubbish")
    result = run("undo", "--survey", "toy")
    assert result.exit_code == 1
    assert "is no change that can be undone; delete toy/.catalogue/000001.json.gz" in result.stderr


# --- derive -----------------------------------------------------------------------


def test_derive_applies_changed_cues_and_keeps_what_a_curator_decided(toy: Path) -> None:
    run("derive", "--survey", "toy")
    before = snapshot(toy)
    assert "0 files and 0 papers changed" in run("derive", "--survey", "toy").stderr, "nothing to do a second time"
    path = toy / "taxonomy.yml"
    path.write_text(path.read_text("utf-8").replace("{foghorn: 3}", "{foghorn: 3, ropes: 9, passes: 20}"), "utf-8")
    result = run("derive", "--survey", "toy")
    assert record(toy / "papers" / "glimmer.yml")["area"] == "sounds"
    assert record(toy / "papers" / "glimmer.yml")["evidence"]["area"]["by"] == "cue “passes”"
    assert record(toy / "papers" / "quiet-harbours.yml")["area"] == "pointing", "set by hand"
    assert "pointing → sounds" in result.stdout
    run("undo", "--survey", "toy")
    path.write_bytes(before["taxonomy.yml"])
    assert snapshot(toy) == before


def test_derive_leaves_the_shipped_survey_as_it_is() -> None:
    result = run("derive", "--dry-run", "--survey", str(SHIPPED))
    assert "0 files and 0 papers would be changed" in result.stderr
    assert "203 records keep no abstract: cues of several words were looked up in their titles only" in result.stderr


def test_derive_by_stored_words_says_what_these_cannot_decide(toy: Path) -> None:
    record_text = """\
id: ropes
title: On ropes
area: reading
terms: rope:4 knot:2 harbour
evidence:
  area: {value: reading, phrase: the page, by: cue “gone”, score: 2, margin: 2}
"""
    (toy / "papers" / "ropes.yml").write_text(record_text, encoding="utf-8")
    path = toy / "taxonomy.yml"
    path.write_text(path.read_text("utf-8").replace("foghorn: 3", "foghorn: 3, harbour knot: 2"), encoding="utf-8")
    result = run("derive", "--survey", "toy")
    assert "stored words cannot decide on 1 of them: ropes" in result.stderr
    assert "area" not in record(toy / "papers" / "ropes.yml")
    path.write_text(path.read_text("utf-8").replace("harbour knot: 2", "knot: 2"), encoding="utf-8")
    run("derive", "--survey", "toy")
    assert record(toy / "papers" / "ropes.yml")["evidence"]["area"] == {
        "value": "sounds",
        "by": "cue “knot”",
        "score": 2,
        "margin": 2,
    }


# --- suggest ----------------------------------------------------------------------


def test_suggest_prints_a_taxonomy_with_its_examples(toy: Path) -> None:
    before = snapshot(toy)
    result = run("taxonomy", "suggest", "--survey", "toy")
    assert result.exit_code == 0
    found, problems = parse_record(result.stdout, "x", Taxonomy)
    assert found is not None and found.areas, problems
    assert "papers, such as “" in result.stdout
    assert snapshot(toy) == before


def test_suggest_never_replaces_a_taxonomy_unasked(toy: Path) -> None:
    before = snapshot(toy)
    result = run("taxonomy", "suggest", "--write", "--survey", "toy")
    assert result.exit_code == 2
    assert "has 3 areas already" in result.stderr
    assert snapshot(toy) == before
    assert run("taxonomy", "suggest", "--write", "--force", "--survey", "toy").exit_code == 0
    assert taxonomy(toy).areas[0].key not in {"pointing", "reading", "sounds"}
    run("undo", "--survey", "toy")
    assert snapshot(toy) == before


def test_suggest_makes_areas_of_the_papers_in_files(toy: Path) -> None:
    lines = [f"Hull {n}: Rust of the Steel Hull\n" + f"We paint the steel hull number {n}. " * 5 for n in range(3)]
    Path("page.txt").write_text("\n".join(lines), encoding="utf-8")
    result = run("taxonomy", "suggest", "page.txt", "--survey", "toy")
    areas = yaml.safe_load(result.stdout)["areas"]
    assert [area["title"] for area in areas] == ["Steel hull"]


# --- values that the taxonomy has no more -------------------------------------------


def test_many_left_over_values_are_one_message_with_what_mends_them(toy: Path) -> None:
    path = toy / "taxonomy.yml"
    replaced = path.read_text("utf-8").replace("key: pointing", "key: aiming").replace("key: task", "key: duty")
    path.write_text(replaced, encoding="utf-8")
    for paper in (toy / "papers").glob("*.yml"):
        data = record(paper)
        data.pop("abstract", None)
        data.setdefault("terms", "rope")
        paper.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (toy / "areas" / "pointing.md").unlink()
    result = run("check", "--survey", "toy")
    assert result.exit_code == 1
    (message,) = [line for line in result.stderr.splitlines() if "taxonomy.yml does not have" in line]
    assert "4 papers have what taxonomy.yml does not have (pointing, task.pointing, task.retrieval)" in message
    assert "`catalogue derive` decides anew what rules chose" in message
    assert "`catalogue taxonomy merge pointing INTO` or `catalogue taxonomy remove pointing`" in message
    run("derive", "--survey", "toy")
    change("merge", "pointing", "aiming")
    assert record(toy / "papers" / "quiet-harbours.yml")["area"] == "aiming"
    assert "does not have" not in run("check", "--survey", "toy").stderr


def test_build_applies_changed_cues_where_abstracts_are_kept(toy: Path) -> None:
    before = snapshot(toy / "papers")
    path = toy / "taxonomy.yml"
    path.write_text(path.read_text("utf-8").replace("{foghorn: 3}", "{foghorn: 3, ropes: 9, passes: 20}"), "utf-8")
    assert run("build", "--survey", "toy", "--docs", "docs").exit_code == 0
    assert "glimmer.md" in Path("docs/areas/sounds.md").read_text("utf-8")
    assert "quiet-harbours.md" in Path("docs/areas/pointing.md").read_text("utf-8")
    assert snapshot(toy / "papers") == before, "a build writes no records"


def test_many_papers_without_an_area_are_one_warning(toy: Path) -> None:
    for number in range(7):
        (toy / "papers" / f"odd-{number}.yml").write_text(f"id: odd-{number}\ntitle: Odd {number} thing\n", "utf-8")
    lines = [line for line in run("check", "--survey", "toy").stderr.splitlines() if "nothing speaks" in line]
    assert len(lines) == 1
    assert "of 8 papers (odd-0, odd-1," in lines[0] and "`catalogue review`" in lines[0]


# --- a journal from somebody else ---------------------------------------------------


def test_a_journal_writes_nothing_outside_the_survey(toy: Path) -> None:
    change("rename", "pointing", "showing")
    (entry,) = (toy / ".catalogue").glob("*.gz")
    data = {"what": "x", "before": {"../../outside.yml": "bad"}, "after": {"../../outside.yml": None}}
    entry.write_bytes(gzip.compress(json.dumps(data).encode()))
    result = run("undo", "--survey", "toy")
    assert result.exit_code == 1
    assert not (toy / "../../outside.yml").exists()
    assert not list(toy.parent.parent.glob("outside*"))


def test_a_journal_that_leads_elsewhere_is_refused(toy: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (toy / ".catalogue").symlink_to(tmp_path / "elsewhere")
    before = snapshot(toy)
    result = run("taxonomy", "rename", "pointing", "showing", "--survey", "toy")
    assert result.exit_code == 1
    assert "leads by a link" in result.stderr
    assert snapshot(toy) == before
    assert list((tmp_path / "elsewhere").iterdir()) == []
