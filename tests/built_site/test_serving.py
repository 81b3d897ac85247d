"""What `catalogue serve` shows on an open page after a record is saved: at once, and as the site will have it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator import serving
from generator.checks.site_configuration import site_folder
from generator.pipeline import build_site
from generator.site.server import LiveSite

PAGE = "papers/glimmer/index.html"


class Desk:
    """A survey whose site is built, with the page of a paper open in a browser."""

    def __init__(self, survey: Path) -> None:
        assert build_site(survey).written
        self.survey = survey
        self.record = survey / "papers/glimmer.yml"
        self.site = site_folder(survey).resolve()
        self.live = LiveSite(self.site, "/")
        self.session = serving._Session(survey, self.live)
        self.session._ready()
        self.live._open["/papers/glimmer/"] = time.monotonic() + 1000

    def save(self, old: str, new: str) -> bool:
        """Save a change of the record; returns whether its page can be shown."""
        text = self.record.read_text("utf-8")
        assert old in text
        self.record.write_text(text.replace(old, new, 1), "utf-8")
        return self.session._preview([self.record.resolve()])

    @property
    def page(self) -> bytes:
        return self.live._newer[PAGE]

    def made(self, path: str) -> bytes:
        """The page at a path by what is known."""
        assert self.session._known
        return self.session._pages(self.session._known.catalogue, [path])[path]

    @property
    def messages(self) -> str:
        return "\n".join(self.live._messages)


@pytest.fixture
def desk(toy: Path) -> Iterator[Desk]:
    desk = Desk(toy)
    yield desk
    desk.session.stop()


def test_a_saved_record_is_on_its_open_page_as_in_the_site_that_is_built_then(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as nothing_else:
        nothing_else.delattr(serving, "read_survey")  # a curator's words take no look at the other records
        assert desk.save("summary: ", "summary: Of otters, ")
        assert b"Of otters, " in desk.page
        assert desk.save("summary: Of otters, ", "summary: Of seals, ")
        assert b"Of seals, " in desk.page and b"Of otters, " not in desk.page
    shown = desk.page
    assert build_site(desk.survey).written
    assert (desk.site / PAGE).read_bytes() == shown
    assert desk.save("A Small Model", "An Otter")
    title = desk.page
    assert b"An Otter" in title
    assert build_site(desk.survey).written
    assert (desk.site / PAGE).read_bytes() == title


def test_what_is_wrong_in_a_record_is_told_until_it_is_mended(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    before = desk.record.read_text("utf-8")
    assert not desk.save("summary: ", "a: [\nsummary: ")
    assert desk.messages.startswith(f"{desk.record}:") and "is not YAML" in desk.messages
    with monkeypatch.context() as nothing_else:
        nothing_else.delattr(serving, "read_survey")
        assert desk.save("a: [\nsummary: ", "summary: Of whales, ") and not desk.messages
        assert b"Of whales, " in desk.page
        text = desk.record.read_bytes()
        desk.record.write_bytes(b"")
        saving = threading.Timer(0.02, desk.record.write_bytes, [text])
        saving.start()
        assert desk.session._preview([desk.record.resolve()]) and not desk.messages, "it was not yet written"
        saving.join()
    other = desk.survey / "papers/lantern.yml"
    assert not desk.save("summary: ", "a: [\nsummary: ")
    other.write_text(f"{other.read_text('utf-8')}limits: Of walruses.\n", "utf-8")
    assert not desk.session._preview([other.resolve()]) and "is not YAML" in desk.messages, "it is still wrong"
    assert desk.save("a: [\nsummary: Of whales, ", "summary: ") and not desk.messages
    assert b"Of walruses" in desk.made("papers/lantern/index.html")
    assert not desk.save("builds_on: [lantern]", "builds_on: [nosuch]")
    line = before[: before.index("builds_on: ")].count("\n") + 1
    assert desk.messages.startswith(f"{desk.record}:{line}: builds_on names 'nosuch'")
    assert desk.save("builds_on: [nosuch]", "builds_on: [lantern]") and not desk.messages
    assert not desk.save("area: pointing", "area: nosuch") and "unknown area 'nosuch'" in desk.messages
    assert desk.save("area: nosuch", "area: pointing") and not desk.messages
    assert not desk.save("id: glimmer", "id: shimmer")
    assert "the id 'shimmer' is not the file's name" in desk.messages
    assert desk.save("id: shimmer", "id: glimmer") and not desk.messages
    desk.record.unlink()
    assert not desk.session._preview([desk.record.resolve()]), "others name it"
    assert "'glimmer'" in desk.messages
