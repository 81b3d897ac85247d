"""A file that is compressed piece by piece is one gzip stream, most pieces of which a change leaves as they were."""

from __future__ import annotations

import gzip
import random
import zlib

import pytest

from generator.export.data.compression import compress_piece, compressed, pieces


def pages(count: int) -> bytes:
    return b"".join(random.Random(number).randbytes(64) * 64 for number in range(count))  # noqa: S311 - no secret


@pytest.mark.parametrize("data", [b"", b"a", b"\0" * 4096, pages(1), pages(300) + b"rest", b"\0" * 2_000_000])
def test_what_is_compressed_comes_back(data: bytes) -> None:
    squeezed = compressed(data)
    assert gzip.decompress(squeezed) == data
    # One stream: browsers refuse what comes behind it.
    reader = zlib.decompressobj(wbits=31)
    assert reader.decompress(squeezed) == data and reader.eof and not reader.unused_data
    assert b"".join(pieces(data)) == data


def test_a_change_that_moves_all_behind_it_leaves_most_pieces() -> None:
    whole = pages(2000)
    changed = whole[: 4096 * 500] + pages(1) + b"x" * 4096 + whole[4096 * 500 :]
    before, after = [*pieces(whole)], [*pieces(changed)]
    assert len(before) > 10
    assert len({*after} - {*before}) <= 2


def test_pieces_that_are_known_are_not_compressed_again() -> None:
    whole = pages(1000)
    known = {piece: compress_piece(piece) for piece in pieces(whole)}
    assert compressed(whole, known.__getitem__) == compressed(whole)
