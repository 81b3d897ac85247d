"""Decodes the bytes of a foreign file, whatever their encoding."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,100}\bencoding\s*=\s*[\"']([A-Za-z][\w.:-]{1,30})|^\s*%+\s*!?(?:TEX )?Encoding\s*[:=]\s*"
    rb"([A-Za-z][\w.:-]{1,30})|-\*-.{0,40}\bcoding:\s*([A-Za-z][\w.:-]{1,30})|^\s*[%#].{0,20}\bcoding[:=]\s*([A-Za-z][\w.:-]{1,30})",
    re.IGNORECASE | re.MULTILINE,
)
"""What XML, JabRef's BibTeX and editors say of a file's encoding, in its first lines."""
_GUESSED = [
    "gb18030",
    "big5",
    "shift_jis",
    "euc_jp",
    "euc_kr",
    "cp1251",
    "koi8_r",
    "cp1253",
    "cp1255",
    "cp1256",
    "cp874",
]
_NAMES = {
    "cp1252": "Windows-1252",
    "cp1251": "Windows-1251",
    "gb18030": "GB18030",
    "shift_jis": "Shift-JIS",
    "latin_1": "Latin-1",
    "big5": "Big5",
}
_SAMPLE = 60_000


class Decoded(NamedTuple):
    """The text of a file, and a note for the curator on its encoding; None for plain UTF-8 without doubt."""

    text: str
    note: str | None = None


def decode(data: bytes) -> Decoded:
    """Return the text of the bytes of a file, whatever their encoding. Never raises.

    The encoding is, in this order: that of a byte order mark, UTF-16 by its zeros, UTF-8 if the bytes are valid, the
    one that the file declares, a guess. The note names the encoding if it is not UTF-8, and says if it is a guess.
    Single bytes that are not UTF-8 are read as Windows-1252, so that none is lost.

    >>> decode("Élan".encode("utf-16")), decode("Café au lait".encode("latin-1")).text
    (Decoded(text='Élan', note=None), 'Café au lait')
    """
    for byte_order_mark, name in _BOMS:
        if data.startswith(byte_order_mark):
            text, note = _strictly(data[len(byte_order_mark) :], name)
            return Decoded(text.lstrip("\ufeff"), note)
    if wide := _wide(data):
        text, note = _strictly(data, wide)
        return Decoded(text, note or f"encoding: read as {wide.upper()}, which the file does not say")
    if b"\x1b" not in data and (utf8 := _decoded(data, "utf-8")) is not None:
        return Decoded(utf8)
    if declared := _declared(data):
        if (said := _decoded(data, declared)) is not None:
            return Decoded(said, f"encoding: read as {_name(declared)}, as the file says")
        text, note = _guess(data)
        return Decoded(text, f"encoding: the file says {_name(declared)}, which it is not; {note}")
    if (utf8 := _decoded(data, "utf-8")) is not None:
        return Decoded(utf8)
    text, note = _guess(data)
    return Decoded(text, f"encoding: {note}")


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeDecodeError, LookupError):
        return None


def _strictly(data: bytes, name: str) -> Decoded:
    """Return the text of bytes that are surely in the encoding `name`. Bytes that are not of it become � (in UTF-8: are
    guessed), and the result has a note that says so.
    """
    text = _decoded(data, name)
    if text is not None:
        return Decoded(text)
    if name == "utf-8":
        text, note = _guess(data)
        return Decoded(text, f"encoding: {note}")
    return Decoded(data.decode(name, "replace"), f"encoding: some bytes are not {name.upper()}; � stands for them")


def _wide(data: bytes) -> str | None:
    """Return `utf-16-le` or `utf-16-be` if bytes without a byte order mark are UTF-16, else None. In UTF-16 every other
    byte of Latin text is 0.
    """
    sample = data[:4000]
    if len(sample) < 8 or b"\x00" not in sample:
        return None
    for offset, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        half = sample[offset::2]
        if half.count(0) > 0.6 * len(half) and sample[1 - offset :: 2].count(0) < 0.05 * len(half):
            return name
    return None


def _declared(data: bytes) -> str | None:
    """Return the name of Python's codec for the encoding that a file names in its first 2,000 bytes, such as `cp1252`;
    None if it names none, UTF-8, or one that Python does not have.
    """
    match = _DECLARED.search(data[:2000])
    if match is None:
        return None
    written = next(filter(None, match.groups())).decode("ascii")
    written = {"ansinew": "cp1252", "latin1": "latin-1", "iso8859_1": "latin-1"}.get(written.lower(), written)
    try:
        codec = codecs.lookup(written)
    except LookupError:
        return None
    is_text = getattr(codec, "_is_text_encoding", True)
    # A browser reads what calls itself Latin-1 as Windows-1252, which has letters where Latin-1 has none.
    return ("cp1252" if codec.name == "iso8859-1" else codec.name) if is_text and codec.name != "utf-8" else None


def _guess(data: bytes) -> Decoded:
    """Return the text of bytes in the likeliest encoding, with a note for the curator on what was guessed."""
    mixed = data.decode("utf-8", "surrogateescape")
    lone = [char for char in mixed if "\udc80" <= char <= "\udcff"]
    others = sum(char > "\x7f" for char in mixed) - len(lone)
    if others > len(lone):
        line = mixed.count("\n", 0, mixed.index(lone[0])) + 1
        text = re.sub("[\udc80-\udcff]", lambda match: _latin(bytes([ord(match[0]) - 0xDC00])), mixed)
        are = "byte is" if len(lone) == 1 else "bytes are"
        return Decoded(text, f"{len(lone)} {are} not UTF-8 (line {line} first), read as Windows-1252")
    runs = re.findall(rb"[\x80-\xff]+", data[:_SAMPLE])
    if sum(map(len, runs)) > 1.6 * len(runs):
        best = from_bytes(data[:_SAMPLE], cp_isolation=_GUESSED, threshold=0.5, preemptive_behaviour=False).best()
        if best is not None and (guessed := _decoded(data, best.encoding)) is not None:
            return Decoded(guessed, _doubt(best.encoding))
    return Decoded(_latin(data), _doubt("cp1252"))


def _latin(data: bytes) -> str:
    """Return bytes read as Windows-1252; the five bytes to which it gives no character are read as Latin-1."""
    text = _decoded(data, "cp1252")
    return text if text is not None else "".join(_decoded(bytes([b]), "cp1252") or chr(b) for b in data)


def _doubt(encoding: str) -> str:
    return f"the file is not UTF-8 and says no other; {_name(encoding)} is a guess: compare a few letters with accents"


def _name(encoding: str) -> str:
    return _NAMES.get(encoding.replace("-", "_"), encoding.upper())
