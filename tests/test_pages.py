"""A page of every kind in Chromium: accessible, steady, as wide as the screen, quiet, and alone with its own host.

Each kind is looked at in one of the four ways, another for each; `make axe` looks at all of them in every way.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser

from bench.audit import LOOKS, Look, audit, lacks
from bench.host import host
from bench.kinds import Sample, samples

if TYPE_CHECKING:
    from .site_fixture import Site

pytest_plugins = ("tests.site_fixture",)
pytestmark = [pytest.mark.browser, pytest.mark.skipif(bool(lacks()), reason=lacks())]


def test_nothing_is_wrong_with_a_page_of_any_kind(browser: Browser, sites: dict[str, Site]) -> None:
    faults: list[str] = []
    looks = itertools.cycle(LOOKS)
    seen: set[str] = set()
    for name, site in sites.items():
        for sample in samples(site.html, both=False):
            if sample.kind not in seen:
                seen.add(sample.kind)
                look = next(looks)
                found = audit(browser, site.url, sample, look)
                faults += [f"{name}: {sample.address} {look}: {it.rule}: {it.place}" for it in found]
    assert not faults, "\n".join(faults[:40])
    assert len(seen) > 20


PAGE = """<!doctype html><html lang="en">
<head><title>A</title><link rel="icon" href="data:,"><meta name="viewport" content="width=device-width"></head>
<body><main><h1>A</h1><p>{body}</p></main></body></html>"""


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ("", ""),
        ('<img src="a.png">', "axe: image-alt"),
        ('<span style="color: #ccc">pale</span>', "axe: color-contrast"),
        ('<div style="width: 500px">wide</div>', "wider than the screen"),
        ('<button style="height: 30px; width: 60px">low</button>', "small to tap"),
        ("<script>console.log('hm')</script>", "console"),
        ('<link rel="preload" as="image" href="http://127.0.0.2:9/a.png">', "request to another host"),
        (
            "<script>addEventListener('load', () => setTimeout(() => document.querySelector('h1')"
            ".style.marginTop = '99px', 50))</script>",
            "layout shift",
        ),
    ],
)
def test_what_is_wrong_is_found(browser: Browser, tmp_path: Path, body: str, rule: str) -> None:
    (tmp_path / "index.html").write_text(PAGE.format(body=body), encoding="utf-8")
    (tmp_path / "a.png").touch()
    with host({"/": tmp_path}) as server:
        found = audit(browser, f"{server}/", Sample("home", ""), Look("light", 390))
    rules = {it.rule for it in found} - {"console"} if rule == "request to another host" else {it.rule for it in found}
    assert len(rules) == bool(rule), found
    assert all(it.startswith(rule) for it in rules), found
