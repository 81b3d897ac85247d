"""The third-party browser code, taken from an installed package at build time."""

from __future__ import annotations

from importlib.resources import files

_LUNR = ("contrib", "search", "templates", "search", "lunr.js")
_LICENCE_END = "*/"


def vendor() -> dict[str, str]:
    """The ES module made of the lunr.js that mkdocs ships, by its path below the docs folder.

    lunr.js looks for `module.exports`; given one of its own it leaves the page's globals
    alone. Its licence comment stays first. Raises RuntimeError where mkdocs no
    longer ships the file.
    """
    source = files("mkdocs").joinpath(*_LUNR)
    if not source.is_file():
        raise RuntimeError(f"mkdocs has no {'/'.join(_LUNR)}; install mkdocs>=1.6,<2")
    licence, _, code = source.read_text(encoding="utf-8").partition(_LICENCE_END)
    return {
        "assets/js/vendor/lunr.js": (
            f"{licence}{_LICENCE_END}\nconst module = {{ exports: {{}} }};\nconst exports = module.exports;\n"
            f"{code.strip()}\nexport default module.exports;\n"
        )
    }
