"""Addresses that pages gave up: each leads to the page in its place, however long the way, or says that it is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.catalogue.editions.moves import Moves, find_moves
from generator.records.catalogue import Catalogue
from generator.records.edition import page_path
from generator.records.intake import RefusedPaper
from generator.records.survey import System
from generator.survey.redirects import led, render_redirects
from tests.toy.catalogue import toy_catalogue

PAGES = ("index.md", "areas/index.md", "papers/index.md", "systems/index.md", "years/index.md")
LIVE = "papers/index.md"


def moves(
    *pages: str, redirects: dict[str, str | None] | None = None, published: tuple[str, ...] = (), **more: object
) -> Moves:
    """Where addresses lead in a survey with these pages and the indexes."""
    bare = {"papers": (), "refused": (), "systems": {}, "redirects": redirects or {}, "published": published}
    catalogue: Catalogue = toy_catalogue().model_copy(update={**bare, **more})
    return find_moves(catalogue, {*PAGES, *pages})


def test_a_chain_ends_at_its_last_page() -> None:
    chain = {"areas/a/": "areas/b/", "areas/b/": "areas/c/", "tags/task/x/": "areas/a/"}
    found = moves("areas/c.md", redirects=chain)
    assert found == Moves(dict.fromkeys(chain, "areas/c/"), {}, (), ())


def test_a_circle_and_what_leads_nowhere_are_named() -> None:
    found = moves(redirects={"areas/a/": "areas/b/", "areas/b/": "areas/a/", "areas/c/": "areas/d/"})
    assert found.astray == ("areas/a/", "areas/b/", "areas/c/")
    assert not found.moved and not found.gone


def test_a_page_that_is_there_again_leads_nowhere() -> None:
    assert moves("areas/a.md", redirects={"areas/a/": None}, published=("areas/a/",)) == Moves({}, {}, (), ())


def test_a_paper_that_was_taken_out_is_gone_under_all_its_ids() -> None:
    refused = RefusedPaper(id="new", former_ids=("old",), title="T")
    assert moves(refused=(refused,)).gone == {"papers/new/": "papers/new/", "papers/old/": "papers/old/"}


@pytest.mark.parametrize(
    ("address", "end"),
    [
        ("years/2013/", "years/"),
        ("papers/index/2/", "papers/"),
        ("areas/c/2/", "areas/c/"),
        ("areas/a/3/", "areas/c/"),
        ("areas/unplaced/", "areas/"),
        ("authors/ada-quay/", ""),
        ("glossary/", ""),
        ("systems/kept/", "systems/"),
        ("systems/version/2/", "systems/"),
        ("systems/index/3/", "systems/"),
    ],
)
def test_what_no_curator_names_leads_to_what_it_was_a_part_of(address: str, end: str) -> None:
    systems = {
        "kept": System(id="kept", name="K", kind="model"),
        "version": System(id="version", name="V", kind="model", family="kept"),
    }
    found = moves("areas/c.md", redirects={"areas/a/": "areas/c/"}, published=(address,), systems=systems)
    assert found.moved[address] == end
    assert not found.lost


@pytest.mark.parametrize("address", ["papers/2024/", "areas/a/", "tags/task/2/", "systems/s/", "paths/p/"])
def test_what_a_curator_named_is_lost_without_a_word(address: str) -> None:
    assert moves(published=(address,)).lost == (address,)
    assert moves(published=(address,), redirects={address: None}).gone == {address: address}


ADDRESSES = st.sampled_from([f"areas/{key}/" for key in "abcdef"])
CHANGES = st.lists(st.tuples(ADDRESSES, st.none() | ADDRESSES).filter(lambda pair: pair[0] != pair[1]), max_size=12)


@given(CHANGES)
def test_after_any_changes_every_address_leads_on_in_one_step(changes: list[tuple[str, str | None]]) -> None:
    redirects: dict[str, str | None] = {}
    for old, new in changes:
        redirects = led(redirects, {old: new})
        assert redirects[old] == new
    assert not {to for to in redirects.values() if to} & set(redirects)


def test_lines_of_redirects_that_stay_keep_their_comments(tmp_path: Path) -> None:
    (tmp_path / "redirects.yml").write_text(
        "# mine\nredirects:\n  # by hand\n  areas/a: areas/b  # why\n  areas/x/: areas/y/\n", encoding="utf-8"
    )
    text = render_redirects(tmp_path, {"areas/a/": "areas/b/", "papers/2024/": None})["redirects.yml"]
    assert text == "# mine\nredirects:\n  # by hand\n  areas/a: areas/b  # why\n  papers/2024/: null\n"
    assert render_redirects(tmp_path, {}) == {"redirects.yml": None}


@pytest.mark.parametrize("text", ["../secret", "a b", "areas/Ä", "https://a.example/", "areas//a", "a/../b", "a.json"])
def test_what_is_no_address_of_a_page_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no address of a page"):
        page_path(text)


@pytest.mark.parametrize("text", ["areas/a", "/areas/a/", "areas/a.md", "areas/a/"])
def test_an_address_may_be_written_in_several_ways(text: str) -> None:
    assert page_path(text) == "areas/a/"
    assert page_path("areas/index.md") == "areas/" and page_path("/") == page_path("index.md") == ""
