"""Scripts, style sheet and icons as the site has them, and the third-party code among them."""

from __future__ import annotations

import json
import posixpath
import re
from functools import cache
from importlib.resources import files

from ..resources import assets_folder, search_parameters
from ..text.i18n import Translations

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


# Comments that stand on lines of their own. No template text of ours spans lines, so nothing else looks like one.
_COMMENT = re.compile(r"^[ \t]*(?:/\*\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)[ \t]*\n\n?", re.MULTILINE)
_IMPORT = re.compile(r"""^(?:import|export)\b[^"';]*["'](\.\.?/[\w./]+\.js)["']""", re.MULTILINE)
_TRANSLATIONS = "i18n/translations.js"
PARAMETERS = "search/parameters.js"


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


def asset_texts(translations: Translations | None = None) -> dict[str, str]:
    """Style sheet, scripts and icons by path below the docs folder.

    The style sheets are joined into one, in the order of their names, since each would be a request that a page
    waits for. Scripts go without comments, which are half of them, and with the texts in the survey's language.
    """
    folder = assets_folder()
    scripts = {
        path.relative_to(folder / "js").as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("js/**/*.js"))
    }
    sheets = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("css/*.css"))]
    translations = translations or Translations()
    scripts[_TRANSLATIONS] = _module(translations)
    scripts[PARAMETERS] = parameters_module()
    scripts["sw.js"] = _with_texts(scripts["sw.js"], translations)
    return {
        "assets/css/catalogue.css": _pressed("\n".join(sheets)),
        **{f"assets/js/{name}": _COMMENT.sub("", text) for name, text in scripts.items()},
        **{
            f"assets/icons/{path.name}": path.read_text(encoding="utf-8") for path in sorted(folder.glob("icons/*.svg"))
        },
    }


@cache
def modules_of(*scripts: str) -> tuple[str, ...]:
    """Scripts of ours and every module that loading them loads, by path below `js/`, in the order they are met in.

    A page that announces them gets them all at once; otherwise a browser learns of each from the one before it.
    """
    found = list(scripts)
    for name in found:  # grows while it is gone through
        path = assets_folder() / "js" / name
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        for imported in dict.fromkeys(_IMPORT.findall(_COMMENT.sub("", text))):
            path_below = posixpath.normpath(posixpath.join(posixpath.dirname(name), imported))
            found += [] if path_below in found else [path_below]
    return tuple(found)


def _pressed(sheet: str) -> str:
    """A style sheet without comments, line breaks and the spaces beside punctuation that no rule needs."""
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    sheet = re.sub(r" ?([{};,>~!/]) ?", r"\1", re.sub(r"\s+", " ", sheet))
    return sheet.replace(";}", "}").replace(": ", ":").replace("@media (", "@media(").strip() + "\n"


def _script_texts(translations: Translations, path: str) -> dict[str, tuple[str, ...]]:
    """The translations of what scripts show whose source has this in its path."""
    return {
        text: forms
        for text, forms in sorted(translations.messages.items())
        if any(path in file for file in translations.files.get(text, ()))
    }


def _module(translations: Translations) -> str:
    """The module that gives the scripts their texts. The rule for plurals, in C, means the same in JavaScript."""
    texts = json.dumps(_script_texts(translations, "/assets/js/"), ensure_ascii=False, separators=(",", ":"))
    return (
        f"export default {texts};\nexport const language = {json.dumps(translations.language)};\n"
        f"export const plural = (n) => Number({translations.plural_rule});\n"
    )


def parameters_module() -> str:
    """The module that gives the browser's search the numbers and lists that it shares with the one in Python."""
    return "".join(
        f"export const {section.upper()} = {json.dumps(values, separators=(',', ':'))};\n"
        for section, values in search_parameters().items()
    )


def _with_texts(worker: str, translations: Translations) -> str:
    """The service worker with its texts: being no module, it cannot import them."""
    texts = {text: forms[0] for text, forms in _script_texts(translations, "/sw.js").items()}
    worker = worker.replace("const TEXTS = {};", f"const TEXTS = {json.dumps(texts, ensure_ascii=False)};")
    return worker.replace('const LANGUAGE = "en";', f"const LANGUAGE = {json.dumps(translations.language)};")
