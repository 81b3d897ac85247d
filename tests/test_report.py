"""What the report on a change says, and that what stands in it does nothing to whoever reads it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from generator.build.site_size import SiteSize
from generator.records.base import Problem
from generator.records.edition import Change
from generator.report.render import Side, Took, render_report

SIZE = SiteSize(100, 5_000, ("a.js", 900), ("index.html", 400), 700)


def side(papers: int, *problems: Problem, **size: int) -> Side:
    return Side(papers, problems, SIZE._replace(**size), None)


def test_it_tells_papers_fields_problems_and_bytes() -> None:
    old = Problem(path="papers/a.yml", message="has no year", level="warning")
    new = Problem(path="papers/b.yml", line=3, message="names no area")
    changes = [
        Change(kind="added", id="lamp", title="A Lamp"),
        Change(kind="corrected", id="wick", title="A Wick", field="year", before="1999", after="2001"),
        Change(kind="corrected", id="wick", title="A Wick", field="venue", after="LUX"),
        Change(kind="renamed", id="glow", title="Glow", was="glimmer"),
        Change(kind="taxonomy", field="area", before="Oil", after="Oils"),
    ]
    text = render_report(side(3, old), side(4, new, files=104), changes)
    for said in (
        "Papers: 3 → 4 (1 added, 1 with another address, 1 changed). Problems: 1 new, 1 mended.",
        "## Added: 1\n\n- A Lamp (lamp)",
        "## Changed: 1\n\n- A Wick (wick)\n    - year: “1999” → “2001”\n    - venue: (nothing) → “LUX”",
        "- Glow (glimmer → glow)",
        "- area: “Oil” → “Oils”",
        "- error, papers/b.yml, line 3: names no area",
        "| files | 100 | 104 | +4 |",
    ):
        assert said in text


def test_seconds_are_compared_where_they_are_those_of_the_same_work() -> None:
    before, after = side(3)._replace(took=Took(2.0, "")), side(3)._replace(took=Took(2.5, ""))
    assert "| processor seconds of a build from nothing | 2.0 | 2.5 | +0.5 |" in render_report(before, after, [])
    assert "seconds" not in render_report(before, side(3), [])
    by_mkdocs = after._replace(took=Took(9.0, "MkDocs builds all pages, because of the hook 'a.py'"))
    said = render_report(before, by_mkdocs, [])
    assert "not those of the same work: after the change, MkDocs builds all pages" in said
    assert "same work" not in render_report(by_mkdocs, by_mkdocs, [])


def test_changes_of_which_feeds_do_not_tell_are_named() -> None:
    assert "## Not dated: 1\n" in render_report(side(3), side(3), [], ["wick"])
    assert "Not dated" not in render_report(side(3), side(3), [])


def test_where_nothing_changed_it_says_so() -> None:
    text = render_report(side(3), side(3), [])
    assert "Papers: 3 → 3, none changed. Problems: 0 new, 0 mended." in text
    assert "##" not in text.replace("## The site", "")


def test_a_long_change_is_counted_and_fits_into_a_comment() -> None:
    changes = [Change(kind="added", id=f"p{number}", title="x" * 900) for number in range(500)]
    text = render_report(
        side(0), side(500), [*changes, *(change.model_copy(update={"kind": "removed"}) for change in changes)]
    )
    assert "… and 460 more" in text
    assert len(text) < 65_536


@given(st.text(min_size=1, max_size=120))
def test_a_title_stands_there_and_addresses_nobody(title: str) -> None:
    change = Change.model_construct(kind="added", id="lamp", title=f"@team #12 {title} ![x](http://a.example) <b>")
    text = render_report(side(0), side(1), [change])
    # A reference to a character is one, whatever its number.
    text = re.sub(r"&#\d+;", "", text)
    assert "@team" not in text and "#12" not in text and "](" not in text and "<b>" not in text
    assert text.count("\n## ") == 2, "a title makes no heading"
