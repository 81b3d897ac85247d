"""Compresses a file piece by piece, so that a later build needs only compress the pieces that changed.

The result is one gzip stream (RFC 1952). Its pieces do not refer to one another, and end on a whole byte. Where a piece
ends, its own bytes say: a change that moves all that comes behind it leaves most pieces as they were.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Final

_PAGE: Final = 4096
"""Bytes after which a piece may end: those of a page of a database, which are moved and changed together."""
_LEVEL: Final = 5
"""Effort of compression, of 9: the next one takes half as long again and saves one byte of a hundred in a database."""
_USUAL: Final = 64
"""Pages of a piece, on average; more would be compressed again for one that changed, fewer compress less."""
_MOST: Final = 4 * _USUAL
HEAD: Final = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
"""How the stream begins: no name, no time, no system."""
_LAST: Final = b"\x03\x00"
"""A last block without content."""


def compressed(data: bytes, compress: Callable[[bytes], bytes] | None = None) -> bytes:
    """Return `data` compressed with gzip, equal for equal bytes. `compress` returns the compressed bytes of a piece, as
    `compress_piece` does, which is used without it.
    """
    parts = map(compress or compress_piece, pieces(data))
    return b"".join((HEAD, *parts, _LAST, struct.pack("<II", zlib.crc32(data), len(data) & 0xFFFFFFFF)))


def compress_piece(piece: bytes) -> bytes:
    """Return the compressed bytes of one piece of a file. Those of several pieces, one behind the other, are one
    stream.
    """
    squeeze = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return squeeze.compress(piece) + squeeze.flush(zlib.Z_FULL_FLUSH)


def pieces(data: bytes) -> Iterator[bytes]:
    """Yield the pieces into which `data` is cut, in order. Where a piece ends depends on the bytes before that place
    alone.
    """
    start, view = 0, memoryview(data)
    for end in range(_PAGE, len(data), _PAGE):
        if zlib.crc32(view[end - _PAGE : end]) % _USUAL == 0 or end - start == _MOST * _PAGE:
            yield data[start:end]
            start = end
    yield data[start:]
