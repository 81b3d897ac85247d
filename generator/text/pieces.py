"""Cuts texts into pieces whose words are looked up rather than found.

No word of any language holds a space or one of the commonest marks, so what is known of a piece holds wherever it comes
again. To cut a text up and look its pieces up takes a fraction of the time that a pattern takes to find its words.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, islice
from typing import TypeVar

_MARKS = ("\n", "\t", "(", ")", '"', ";", ":")
"""What no word holds."""
_LAST_MARKS = (". ", ", ")
"""What no word holds where a space follows: `3.5` is a number."""
_MOST, _LONGEST = 1 << 17, 40
"""Pieces that are remembered at once, and the characters of the longest: longer ones hardly come twice."""
_Found = TypeVar("_Found")


@lru_cache(maxsize=4)
def pieces_of(text: str) -> Sequence[str]:
    """Return the pieces of a text in order. A character is between any two, so that `piece_starts` knows their places;
    where several are, some pieces are empty. The last few texts are remembered, since several rules read each.

    >>> pieces_of("A maze (of 3.5 walks), a hedge.")
    ['A', 'maze', '', 'of', '3.5', 'walks', '', '', 'a', 'hedge.']
    """
    for mark in _MARKS:
        if mark in text:
            text = text.replace(mark, " ")
    for mark in _LAST_MARKS:
        text = text.replace(mark, "  ")
    return text.split(" ")


def piece_starts(pieces: Sequence[str]) -> list[int]:
    """Return the offset in their text at which each of the pieces of `pieces_of` begins. The pieces hold no separators:
    exactly one character lies between any two.

    >>> piece_starts(pieces_of("A maze, of walks"))
    [0, 2, 7, 8, 11]
    """
    return list(accumulate([len(piece) + 1 for piece in pieces[:-1]], initial=0))


class Remembered(dict[str, _Found]):
    """The results for pieces of texts, looked up with `[piece]`. A class derived from it finds the result for a new
    piece in its method `find`.

    Where so many different pieces come that they would fill the memory, the half that came last is forgotten: what is
    common came early.
    """

    def find(self, piece: str) -> _Found:
        """Return the result for a piece of a text. Each derived class has its own."""
        raise NotImplementedError

    def __missing__(self, piece: str) -> _Found:
        """Return the result of `find` for a piece that is not remembered, and remember it unless the piece is long."""
        found = self.find(piece)
        if len(piece) <= _LONGEST:
            if len(self) >= _MOST:
                for late in list(islice(self, _MOST // 2, None)):
                    del self[late]
            self[piece] = found
        return found
