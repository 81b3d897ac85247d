"""The third-party browser code, taken from an installed package at build time."""

from __future__ import annotations

import re
from importlib.resources import files

_LUNR = ("contrib", "search", "templates", "search", "lunr.js")
_BANNER = re.compile(r"^/\*!\n \* (?P<name>lunr\.\w+)\n", re.MULTILINE)
"""Begins each part of lunr.js, with the part's name and its own licence."""
_REGISTERED = re.compile(r"^lunr\.Pipeline\.registerFunction\(.*\)\n", re.MULTILINE)
_DOCUMENTATION = re.compile(r"^/\*\*\n(?: \*.*\n)*? \*/\n", re.MULTILINE)
_PARTS = {
    "lunr.stemmer": ("lunr.stemmer = (function(){", "})();"),
    "lunr.stopWordFilter": ("lunr.generateStopWordFilter = function", "lunr.stopWordFilter = "),
}
"""What the search uses of lunr.js: the part's name, and what must stand in its code."""


def vendor() -> dict[str, str]:
    """The ES module made of the lunr.js that mkdocs ships, by its path below the docs folder.

    Only the stemmer and the stop words, a twelfth of the whole; lunr's licence stands first
    and each part keeps its own. Raises RuntimeError where mkdocs no longer ships the file, or
    ships one of another form.
    """
    source = files("mkdocs").joinpath(*_LUNR)
    if not source.is_file():
        raise RuntimeError(f"mkdocs has no {'/'.join(_LUNR)}; install mkdocs>=1.6,<2")
    return {"assets/js/vendor/lunr.js": _cut(source.read_text(encoding="utf-8"))}


def _cut(source: str) -> str:
    """The parts that are used, as a module whose default export has them."""
    licence = _DOCUMENTATION.match(source)
    if not licence or "@license" not in licence[0]:
        raise RuntimeError("lunr.js does not begin with its licence; install mkdocs>=1.6,<2")
    banners = list(_BANNER.finditer(source))
    ends = [*(banner.start() for banner in banners[1:]), len(source)]
    parts = {banner["name"]: source[banner.start() : end] for banner, end in zip(banners, ends, strict=False)}
    chosen = [_strip(name, parts.get(name, ""), wanted) for name, wanted in _PARTS.items()]
    return "\n".join([licence[0] + "const lunr = {};", *chosen, "export default lunr;\n"])


def _strip(name: str, code: str, wanted: tuple[str, ...]) -> str:
    """One part without its documentation, and without the line that enters it for a pipeline."""
    missing = [text for text in (f" * {name}\n", *wanted) if text not in code]
    if missing or len(_REGISTERED.findall(code)) != 1:
        raise RuntimeError(
            f"lunr.js has no part {name} with {missing or 'one registerFunction'}; install mkdocs>=1.6,<2"
        )
    return _DOCUMENTATION.sub("", _REGISTERED.sub("", code)).strip()
