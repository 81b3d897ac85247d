"""The style sheet as the site has it means to Chromium what the sheets mean that it is made of."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser

from generator.resources import assets_folder
from generator.site.assets import asset_texts
from tests.chromium import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed; nothing was tried in a browser"),
]

_RULES = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return [...sheet.cssRules].map((rule) => rule.cssText);
}"""


def test_no_rule_is_lost_or_changed(browser: Browser) -> None:
    page = browser.new_page()
    sheets = [path.read_text(encoding="utf-8") for path in sorted(assets_folder().glob("css/*.css"))]
    source, served = (page.evaluate(_RULES, text) for text in ("\n".join(sheets), _served()))
    page.close()
    assert len(source) > 90
    assert [_plain(rule) for rule in served] == [_plain(rule) for rule in source]


def test_it_is_smaller() -> None:
    sheets = [path.read_text(encoding="utf-8") for path in sorted(assets_folder().glob("css/*.css"))]
    assert len(_served()) < 0.75 * sum(map(len, sheets))


def _served() -> str:
    return asset_texts()["assets/css/catalogue.css"]


def _plain(rule: str) -> str:
    """What Chromium says of a rule: it keeps values with `var()` as text, with spaces that mean nothing."""
    return re.sub(r"\s*([,/])\s*", r"\1", rule)
