"""A survey's cache gives back what this user kept, and believes nobody else."""

from __future__ import annotations

import pickle
import shutil
import time
from pathlib import Path

import pytest

from generator import cache as cache_module
from generator.cache import Cache


@pytest.fixture(autouse=True)
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's own cache, in which the key lies."""
    monkeypatch.setattr("generator.files._cache", lambda: tmp_path / "own")
    return tmp_path / "own"


def keep(folder: Path, values: dict[str, object], version: str = "1") -> None:
    cache = Cache(folder, "things", version)
    for key, value in values.items():
        cache.put(key, value)
    cache.save()


def test_what_was_put_is_there_next_time(tmp_path: Path) -> None:
    values = {f"key-{number}": (number, ("a", None)) for number in range(300)}
    keep(tmp_path, values)
    cache = Cache(tmp_path, "things", "1")
    assert {key: cache.get(key) for key in values} == values
    assert cache.get("another") is None
    assert Cache(tmp_path, "others", "1").get("key-1") is None
    assert (tmp_path / ".cache/.gitignore").read_text() == "*\n"


def test_another_version_finds_nothing(tmp_path: Path) -> None:
    keep(tmp_path, {"a": 1})
    assert Cache(tmp_path, "things", "2").get("a") is None


def test_what_nobody_asks_for_is_dropped(tmp_path: Path) -> None:
    keep(tmp_path, {str(number): number for number in range(500)})
    cache = Cache(tmp_path, "things", "1")
    for number in range(250):
        cache.get(str(number))
    cache.save()
    assert Cache(tmp_path, "things", "1").get("249") == 249
    assert Cache(tmp_path, "things", "1").get("499") is None


class Hostile:
    """An object whose pickle runs code as it is read."""

    def __reduce__(self) -> tuple[object, ...]:
        return Path.write_text, (Path("harm.txt"), "done")


def test_a_file_that_another_wrote_is_never_unpickled(
    tmp_path: Path, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What comes with a survey from somebody else was signed with their key, or not at all."""
    monkeypatch.chdir(tmp_path)
    keep(tmp_path / "theirs", {"a": Hostile()})
    (own / "key").unlink()
    shutil.copytree(tmp_path / "theirs/.cache", tmp_path / "mine/.cache")
    assert Cache(tmp_path / "mine", "things", "1").get("a") is None
    for path in (tmp_path / "mine/.cache/things").iterdir():
        path.write_bytes(pickle.dumps({"a": Hostile()}))
    assert Cache(tmp_path / "mine", "things", "1").get("a") is None
    assert not (tmp_path / "harm.txt").exists()


def test_a_damaged_file_is_no_cache_and_is_written_anew(tmp_path: Path) -> None:
    keep(tmp_path, {"a": 1})
    (path,) = (tmp_path / ".cache/things").iterdir()
    whole = path.read_bytes()
    for data in (b"", whole[:-1], whole[:40], whole[:-1] + b"x", b"\0" * 200):
        path.write_bytes(data)
        assert Cache(tmp_path, "things", "1").get("a") is None
        keep(tmp_path, {"a": 1})
        assert path.read_bytes() == whole


def test_one_file_does_not_stand_for_another(tmp_path: Path) -> None:
    keep(tmp_path, {"a": 1, "b": 2})
    one, other = sorted((tmp_path / ".cache/things").iterdir())
    one.write_bytes(other.read_bytes())
    assert [Cache(tmp_path, "things", "1").get(key) for key in ("a", "b")].count(None) == 1


def test_a_folder_that_leads_outside_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "survey").mkdir()
    (tmp_path / "survey/.cache").symlink_to(tmp_path / "elsewhere")
    keep(tmp_path / "survey", {"a": 1})
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_without_a_place_for_the_key_nothing_is_kept(tmp_path: Path, own: Path) -> None:
    own.write_text("a file where the folder would be")
    keep(tmp_path / "survey", {"a": 1})
    assert Cache(tmp_path / "survey", "things", "1").get("a") is None
    assert not (tmp_path / "survey").exists()


def test_a_key_that_others_may_write_beside_is_not_used(tmp_path: Path, own: Path) -> None:
    keep(tmp_path, {"a": 1})
    own.chmod(0o777)
    assert Cache(tmp_path, "things", "1").get("a") is None


def test_a_file_is_read_once_a_process_and_again_once_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened() -> Cache:
        return Cache(tmp_path, "once", "1")

    first = opened()
    first.put("a", [1])
    first.save()
    time.sleep(0.06)  # until a further change would show
    assert opened().get("a") == [1]
    with monkeypatch.context() as patched:
        patched.setattr(cache_module, "read_bytes", None)
        assert opened().get("a") == [1]
    later = opened()
    later.put("a", [2])
    later.save()
    assert opened().get("a") == [2]
