"""What a build keeps for the next one, in files of a folder `.cache/`.

Only what this program wrote itself is read: a file begins with a hash of its content and of a secret, which lies in the
user's own cache, so that a folder from somebody else (it may come with a survey) is as good as none. The hash is also
of the generator's code and the libraries' versions: what another version kept is not there. The folder can be deleted
at any time; a build then makes all anew.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import pickle
import secrets
import tempfile
from pathlib import Path
from typing import Any

from ..files import read_cached, write_cached

_SECRET = "secret"  # noqa: S105 - the name of the file that holds it
_HASH = 32
"""Bytes of the hash with which a file begins."""


class Cache:
    """The cache of one survey. Values are of any type that pickle knows."""

    def __init__(self, folder: Path, version: str) -> None:
        """`version` stands for the code and the libraries that made what is kept."""
        self._folder = folder
        self._key = hashlib.sha256(_secret() + version.encode()).digest()

    @property
    def folder(self) -> Path:
        """The folder, made when it is first asked for, and hidden from git."""
        if not (self._folder / ".gitignore").exists():
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / ".gitignore").write_text("*\n", encoding="utf-8")
        return self._folder

    def read(self, name: str) -> Any:
        """Return what is kept under a name, or None: nothing, what another version kept, or what is not this user's."""
        try:
            data = (self._folder / name).read_bytes()
            if hmac.compare_digest(data[:_HASH], self._hash(name, data[_HASH:])):
                return pickle.loads(memoryview(data)[_HASH:])  # noqa: S301 - the hash says that this program wrote it
        except OSError:
            pass
        return None

    def write(self, name: str, value: object) -> None:
        """Keep a value under a name; the old one stays until the new one is whole."""
        data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=".", suffix=".tmp")
        with os.fdopen(handle, "wb") as stream:
            stream.write(self._hash(name, data) + data)
        os.replace(temporary, self._folder / name)

    def forget(self, name: str) -> None:
        """Keep nothing under a name."""
        (self._folder / name).unlink(missing_ok=True)

    def _hash(self, name: str, data: bytes) -> bytes:
        return hmac.digest(self._key, hashlib.sha256(name.encode() + b"\0" + data).digest(), "sha256")


def _secret() -> bytes:
    """The secret of this user on this machine; where none can be kept, one of this run alone."""
    kept = read_cached(_SECRET)
    if kept is None:
        write_cached(_SECRET, secrets.token_bytes(_HASH))
        kept = read_cached(_SECRET)
    return kept or secrets.token_bytes(_HASH)
