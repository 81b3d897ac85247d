"""A fast reader reads records where it gives what the thorough one would, and a cache has those that did not change."""

from __future__ import annotations

import random
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import yaml as pyyaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import cache as caches
from generator import files
from generator.files import UnreadableError
from generator.records.paper import Paper
from generator.survey import papers as reading
from generator.survey.folder import as_yaml, read_survey
from generator.survey.yaml import parse
from generator.survey.yaml.emit import render_yaml
from generator.survey.yaml.parse import _parse_plain, parse_record, parse_yaml
from tests.site_fixture import SURVEYS

pytest.importorskip("ryaml", reason="there is no fast reader for this machine, so that all is read by PyYAML")
RECORDS = [path.read_text(encoding="utf-8") for path in sorted((SURVEYS["toy"] / "papers").glob("*.yml"))]
TOKENS = (
    "yes No ON y true TRUE null ~ 012 0o12 1_000 1:30 +12 1e3 1. .5 -.5 0x1F 0b1 12e03 1.5e3 1.5e+3 .inf .nan 00 "
    "2024-01-01 2024-1-1 2024-01-01T10:00:00Z = << 12 12.5 -0 190:20:30 '12' '2024-01-01' \"no\" 'x' | > |- - ? : & *a "
    "&a !!str !x !!int [a] {a:b} [] {} # %x @x `x` --- ... \\ 'it''s \"\\x41\" 12345678901234567890123 a#b x:y 图像 🙂"
).split(" ")
"""What readers of YAML take for something else than text, each by its own rules, and what belongs to its grammar."""
KEYS = [
    "title",
    "added",
    "published",
    "year",
    "keywords",
    "checked",
    "summary",
    "terms",
    "aliases",
    "id",
    "yes",
    "2024",
]


def by_pyyaml(text: str) -> object:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parse, "_parse_plain", lambda text: None)
        return parse_record(text, "a.yml", Paper)


def test_nearly_all_records_are_read_by_the_fast_reader() -> None:
    slow = [text for text in RECORDS if _parse_plain(text) is None]
    assert len(slow) <= 1, "only the record whose title holds stars may look like an alias"
    for text in RECORDS:
        assert parse_record(text, "a.yml", Paper) == by_pyyaml(text)


@pytest.mark.parametrize(
    "form", ["{key}: {token}", "{key}: [{token}, b]", "facets: {{{key}: [{token}]}}", "{token}: {key}"]
)
def test_what_readers_take_for_something_else_than_text_is_read_alike(form: str) -> None:
    for number, token in enumerate(TOKENS):
        key = KEYS[number % len(KEYS)]
        base = "" if key == "title" else "title: T\n"
        text = f"id: a\n{base}" + form.format(key=key, token=token) + "\n"
        assert parse_record(text, "a.yml", Paper) == by_pyyaml(text), text


@pytest.mark.parametrize("token", ["no", "12", "2024-01-01", "1e3"])
def test_quotes_make_a_text_of_anything(token: str) -> None:
    text = f"id: a\ntitle: '{token}'\nkeywords: [\"{token}\", b]\nsummary: A{token}, {token}B.\n"
    assert _parse_plain(text) is not None
    assert parse_record(text, "a.yml", Paper) == by_pyyaml(text)
    assert parse_record(text.replace(f"'{token}'", token), "a.yml", Paper) == by_pyyaml(
        text.replace(f"'{token}'", token)
    )


@settings(max_examples=60)
@given(st.sampled_from(RECORDS), st.randoms(use_true_random=False))
def test_records_with_anything_put_into_them_are_read_alike(text: str, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(text))
        piece = chance.choice([*TOKENS, *"\n :,-[]{}'\"#&*!|>\t\u2028\x85\ufeff\x00", "\n  ", ": ", "- "])
        text = text[:at] + piece + text[at + chance.randrange(4) :]
    assert parse_record(text, "a.yml", Paper) == by_pyyaml(text), text


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(TOKENS)


@given(
    st.dictionaries(WORDS, WORDS | st.integers() | st.floats(allow_nan=False) | st.lists(WORDS, max_size=3), max_size=5)
)
def test_what_the_fast_reader_gives_is_what_pyyaml_gives(data: dict[str, object]) -> None:
    text = render_yaml(data)
    plain = _parse_plain(text)
    assert plain is None or plain == parse_yaml(text, "a.yml")[0] == data


def test_all_words_that_are_no_text_are_short() -> None:
    """Longer texts are only compared with numbers and dates, which begin as `_NUMERIC` says."""
    for first, patterns in pyyaml.CSafeLoader.yaml_implicit_resolvers.items():
        for tag, pattern in patterns:
            if first not in parse._NUMERIC and not tag.endswith(":yaml"):
                words = {
                    "~",
                    "<<",
                    "=",
                    *(form(word) for word in "null true false yes no on off".split() for form in FORMS),
                }
                matching = [word for word in words if pattern.match(word)]
                assert matching, (tag, pattern)
                assert max(map(len, matching)) <= parse._LONGEST_WORD


FORMS = (str, str.upper, str.capitalize)


def test_dates_are_those_of_a_record() -> None:
    dates = {key for key, field in Paper.file_fields().items() if "date" in str(field.annotation)}
    assert dates == parse._DATES


@pytest.fixture
def many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The toy survey, for which a cache is kept however small it is, and a user's cache of its own."""
    monkeypatch.setattr(reading, "_CACHED", 1)
    monkeypatch.setattr("generator.files._cache", lambda: tmp_path / "own")
    yield Path(shutil.copytree(SURVEYS["toy"], tmp_path / "survey"))


def test_a_record_is_parsed_once(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, _ = read_survey(many)
    with monkeypatch.context() as patch:
        patch.setattr(reading, "parse_record", lambda *_: pytest.fail("was parsed again"))
        second, _ = read_survey(many)
    assert first is not None and second is not None
    assert second == first
    assert [as_yaml(paper) for paper in second.papers] == [as_yaml(paper) for paper in first.papers]


def test_a_record_that_stands_as_it_was_is_not_opened(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    time.sleep(0.06)  # what changed just now may change again unseen
    first, _ = read_survey(many)
    assert first
    opened: list[str] = []

    def read_all(paths: Sequence[Path], folder: Path) -> Iterator[tuple[Path, bytes | UnreadableError]]:
        opened.extend(path.stem for path in paths)
        return files.read_all(paths, folder)

    monkeypatch.setattr(reading, "read_all", read_all)
    title = first.papers[0].bibliographic.title
    path = many / "papers" / f"{first.papers[0].id}.yml"
    path.write_text(path.read_text(encoding="utf-8").replace(title, f"Z{title[1:]}"), encoding="utf-8")
    assert (second := read_survey(many)[0])
    assert opened == [path.stem], "of the same size, and changed"
    assert second.papers[0].bibliographic.title.startswith("Z")
    assert second.papers[1:] == first.papers[1:]


def test_a_record_that_changed_is_read_again(many: Path) -> None:
    first, _ = read_survey(many)
    assert first
    changed, gone, *_ = first.papers
    path = many / "papers" / f"{changed.id}.yml"
    path.write_text(path.read_text(encoding="utf-8") + "notes: Written later.\n", encoding="utf-8")
    (many / "papers" / f"{gone.id}.yml").unlink()
    second, _ = read_survey(many)
    assert second is not None
    assert gone.id not in {paper.id for paper in second.papers}
    assert next(paper for paper in second.papers if paper.id == changed.id).digest.notes == "Written later."


def test_a_faulty_record_is_faulty_each_time(many: Path) -> None:
    (many / "papers/bad.yml").write_text("id: bad\ntitle: yes\n", encoding="utf-8")
    _, first = read_survey(many)
    _, second = read_survey(many)
    assert first == second
    assert any(problem.path.endswith("bad.yml") and problem.line == 2 for problem in first)


def test_another_state_of_the_code_reads_anew(many: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_survey(many)
    monkeypatch.setattr(reading, "code_version", lambda *_: "another")
    parsed: list[str] = []
    real = parse_record
    monkeypatch.setattr(
        reading, "parse_record", lambda text, path, model: parsed.append(path) or real(text, path, model)
    )
    survey, _ = read_survey(many)
    assert survey and len(parsed) == len(survey.papers)


def test_the_version_is_that_of_the_modules_and_libraries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = caches.code_version(["records"], ["pyyaml"])
    assert before == caches.code_version(["records"], ["pyyaml"])
    assert before != caches.code_version(["records", "survey"], ["pyyaml"])
    assert before != caches.code_version(["records"], ["ryaml"])
