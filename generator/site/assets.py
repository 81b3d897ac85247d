"""Scripts, style sheet and icons as the site publishes them, with the third-party code among them."""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
from collections.abc import Callable, Iterator, Sequence, Set
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import tinycss2
import tree_sitter_javascript
from tree_sitter import Language, Node, Parser

from ..build.stemmer_scripts import class_name, stemmer_module
from ..files import read_cached, write_cached
from ..resources import assets_folder, read_compiled, search_parameters, write_compiled
from ..text.analysis import folded_stop_words
from ..text.i18n import Translations
from ..text.languages import ENGLISH, LANGUAGES

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


_WHOLE = frozenset({"string", "template_string", "regex"})
"""What the grammar takes apart further, though its spaces and line breaks mean something."""
_TIGHT = frozenset(";,>~!/")
"""Signs of CSS beside which a space means nothing. Beside `+` it does in `calc()`, before `:` it does in a selector."""
_BLOCKS = (tinycss2.ast.CurlyBracketsBlock, tinycss2.ast.ParenthesesBlock, tinycss2.ast.SquareBracketsBlock)
_TRANSLATIONS = "i18n/translations.js"
PARAMETERS = "search/parameters.js"
_STEMMER = "search/words/stemmer.js"
_KEPT = "assets"
_Keep = Callable[[str, bytes], None]


def vendor(languages: Sequence[str] = (ENGLISH,)) -> dict[str, str]:
    """Return the third-party ES modules that the search needs, by their paths below the docs folder.

    They are the stemmer and the stop words of lunr.js, cut from the file that mkdocs ships, and the stemmers of those
    `languages` that are not English; licences are kept. Raises RuntimeError if mkdocs does not ship that file, or ships
    one of another form.
    """
    source = files("mkdocs").joinpath(*_LUNR)
    if not source.is_file():
        raise RuntimeError(f"mkdocs has no {'/'.join(_LUNR)}; install mkdocs>=1.6,<2")
    stemmed = [LANGUAGES[language]["name"] for language in languages if language != ENGLISH]
    return {
        "assets/js/vendor/lunr.js": _cut(source.read_text(encoding="utf-8")),
        **({"assets/js/vendor/stemmers.js": stemmer_module(stemmed)} if stemmed else {}),
    }


def _cut(source: str) -> str:
    """Return those parts of lunr.js that are used, as a module whose default export has them. Raises RuntimeError if
    the source is not as expected.
    """
    licence = _DOCUMENTATION.match(source)
    if not licence or "@license" not in licence[0]:
        raise RuntimeError("lunr.js does not begin with its licence; install mkdocs>=1.6,<2")
    banners = list(_BANNER.finditer(source))
    ends = [*(banner.start() for banner in banners[1:]), len(source)]
    parts = {banner["name"]: source[banner.start() : end] for banner, end in zip(banners, ends, strict=False)}
    chosen = [_strip(name, parts.get(name, ""), wanted) for name, wanted in _PARTS.items()]
    return "\n".join([licence[0] + "const lunr = {};", *chosen, "export default lunr;\n"])


def _strip(name: str, code: str, wanted: tuple[str, ...]) -> str:
    """Return the code of the part `name` of lunr.js without its documentation and without the line that registers it
    for a pipeline. Raises RuntimeError if it lacks a text in `wanted`.
    """
    missing = [text for text in (f" * {name}\n", *wanted) if text not in code]
    if missing or len(_REGISTERED.findall(code)) != 1:
        raise RuntimeError(
            f"lunr.js has no part {name} with {missing or 'one registerFunction'}; install mkdocs>=1.6,<2"
        )
    return _DOCUMENTATION.sub("", _REGISTERED.sub("", code)).strip()


def asset_texts(
    translations: Translations | None = None, languages: Sequence[str] = (ENGLISH,), keep: _Keep | None = None
) -> dict[str, str]:
    """Return style sheet, scripts and icons: from the path below the docs folder to the text.

    All style sheets are joined into one, in the order of their names. Scripts contain the interface texts in the
    survey's language and the `languages` of its papers; comments and indentation are removed. Minified code is kept for
    later builds by `keep`, a function of a name and bytes; without it in the user's cache.
    """
    folder = assets_folder()
    scripts = {
        path.relative_to(folder / "js").as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.glob("js/**/*.js"))
    }
    sheets = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("css/*.css"))]
    translations = translations or Translations()
    scripts[_TRANSLATIONS] = _module(translations)
    scripts[PARAMETERS] = parameters_module(languages)
    if set(languages) <= {ENGLISH}:
        del scripts[_STEMMER]
    scripts["sw.js"] = _with_texts(scripts["sw.js"], translations)
    return {
        "assets/css/catalogue.css": _once(_minified_sheet, "\n".join(sheets), keep),
        **{f"assets/js/{name}": _once(_minified_script, text, keep) for name, text in scripts.items()},
        **{
            f"assets/icons/{path.name}": path.read_text(encoding="utf-8") for path in sorted(folder.glob("icons/*.svg"))
        },
    }


def prepare_ahead() -> None:
    """Minify style sheet and scripts during the installation, and find out which modules each imports, so that a first
    build need not.

    It is stored beside the templates of the generator. Raises OSError if that folder cannot be written.
    """
    asset_texts(keep=write_compiled)
    for path in assets_folder().glob("js/**/*.js"):
        _once(_imports, path.read_text(encoding="utf-8"), write_compiled)


def _keep_for_user(name: str, content: bytes) -> None:
    write_cached(f"{_KEPT}/{name}", content)


def _once(make: Callable[[str], str], text: str, keep: _Keep | None) -> str:
    """Return what `make` returns for a text: as an installation or an earlier build kept it, else made now and kept by
    `keep` (by default in the user's cache).

    The name of what is kept has a hash of the text, of the code that makes it small and of that code's libraries.
    """
    name = f"{make.__name__.strip('_')}-{hashlib.sha256((_maker() + text).encode()).hexdigest()}"
    kept = None if keep else read_compiled(name)
    if kept is None and keep is None:
        kept = read_cached(f"{_KEPT}/{name}")
    if kept is None:
        kept = make(text).encode()
        (keep or _keep_for_user)(name, kept)
    return kept.decode()


@cache
def _maker() -> str:
    libraries = [f"{name} {version(name)}" for name in ("tinycss2", "tree-sitter", "tree-sitter-javascript")]
    return " ".join(libraries) + Path(__file__).read_text(encoding="utf-8")


@cache
def modules_of(*scripts: str) -> tuple[str, ...]:
    """Return the given scripts and all modules that they import, directly or not, by their paths below `js/`.

    A page names them all in its head, so that the browser loads them at once and not one after another.
    """
    modules = list(scripts)
    for name in modules:  # grows while it is gone through
        path = assets_folder() / "js" / name
        text = path.read_text(encoding="utf-8") if path.is_file() else ""
        for imported in _once(_imports, text, None).split():
            path_below = posixpath.normpath(posixpath.join(posixpath.dirname(name), imported))
            modules += [] if path_below in modules else [path_below]
    return tuple(modules)


def _minified_sheet(sheet: str) -> str:
    """Return a style sheet without comments and the spaces that no rule needs. Rules, values and their order stay."""
    return tinycss2.serialize(_without_spaces(tinycss2.parse_component_value_list(sheet, skip_comments=True)))


def _without_spaces(nodes: Sequence[tinycss2.ast.Node]) -> list[tinycss2.ast.Node]:
    """Return tokens and blocks of CSS with spaces only where they part two words, and no `;` at the end of a block. The
    nodes given are changed.
    """
    kept: list[tinycss2.ast.Node] = []
    for node in nodes:
        if isinstance(node, tinycss2.ast.FunctionBlock):
            node.arguments = _without_spaces(node.arguments)
        elif isinstance(node, _BLOCKS):
            node.content = _without_spaces(node.content)
        elif isinstance(node, tinycss2.ast.WhitespaceToken):
            node.value = " "
            if not kept or kept[-1].type == "{} block" or _is_sign(kept[-1], _TIGHT | {":"}):
                continue
        if kept and kept[-1].type == "whitespace" and (node.type == "{} block" or _is_sign(node, _TIGHT)):
            kept.pop()
        kept.append(node)
    while kept and (kept[-1].type == "whitespace" or _is_sign(kept[-1], {";"})):
        kept.pop()
    return kept


def _is_sign(node: tinycss2.ast.Node, signs: Set[str]) -> bool:
    return isinstance(node, tinycss2.ast.LiteralToken) and node.value in signs


def _imports(script: str) -> str:
    """Return the specifiers of the modules that a script imports, or exports from, as soon as it is loaded, a line
    each: `../ui/dom.js`.
    """
    statements = _parse(script.encode()).children
    sources = [statement.child_by_field_name("source") for statement in statements]
    return "\n".join(source.text.decode().strip("\"'") for source in sources if source and source.text)


def _minified_script(script: str) -> str:
    """Return a script without comments, indentation and empty lines; each of its lines still ends where it ended.

    Between two tokens stays a line break where there was one, since it may end a statement, else one space where there
    was any. Names and all else stay as they are, so that what a browser's console says can be found here.
    """
    source = script.encode()
    minified, end = bytearray(), 0
    for token in _tokens(_parse(source)):
        gap = source[end : token.start_byte]
        minified += b"\n" if b"\n" in gap else b" " if gap else b""
        minified += source[token.start_byte : token.end_byte]
        end = token.end_byte
    return minified.decode().strip() + "\n"


@cache
def _parse(source: bytes) -> Node:
    """Return the syntax tree of a script, given in UTF-8. It is cached, since most scripts are parsed twice: for their
    imports, and to be made small.
    """
    return Parser(Language(tree_sitter_javascript.language())).parse(source).root_node


def _tokens(node: Node) -> Iterator[Node]:
    """Yield the parts of a syntax tree that are not taken apart further, in order, without comments."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if (kind := node.type) == "comment":
            continue
        if kind in _WHOLE or not (children := node.children):
            yield node
        else:
            waiting += reversed(children)


def _script_texts(translations: Translations, path: str) -> dict[str, tuple[str, ...]]:
    """Return the translated forms of the interface's texts, by English text, sorted, of those that stand in a script
    whose path holds `path`.
    """
    return {
        text: forms
        for text, forms in sorted(translations.messages.items())
        if any(path in file for file in translations.files.get(text, ()))
    }


def _module(translations: Translations) -> str:
    """Return the JavaScript module that gives the scripts their texts, the language and the rule for plurals, which
    means the same in C and in JavaScript.
    """
    texts = json.dumps(_script_texts(translations, "/assets/js/"), ensure_ascii=False, separators=(",", ":"))
    return (
        f"export default {texts};\nexport const language = {json.dumps(translations.language)};\n"
        f"export const plural = (n) => Number({translations.plural_rule});\n"
    )


def parameters_module(languages: Sequence[str] = (ENGLISH,)) -> str:
    """Return the text of the JavaScript module with the parameters that both searches share, and with the stop words
    and stemmers of the given languages.
    """
    classes = [class_name(LANGUAGES[language]["name"]) for language in languages if language != ENGLISH]
    imported = (
        'import { rulesOf } from "./words/stemmer.js";\n'
        f'import {{ {", ".join(classes)} }} from "../vendor/stemmers.js";\n'
    )
    known = ",".join(f"{json.dumps(language)}:{_rules(language)}" for language in languages)
    sections = "".join(
        f"export const {section.upper()} = {json.dumps(values, separators=(',', ':'))};\n"
        for section, values in search_parameters().items()
    )
    return f"{imported if classes else ''}{sections}export const LANGUAGES = {{{known}}};\n"


def _rules(language: str) -> str:
    """Return a JavaScript expression of what the browser's analysis must know of a language."""
    if language == ENGLISH:
        return "{}"
    known = LANGUAGES[language]
    stops = json.dumps(" ".join(sorted(folded_stop_words(language))), ensure_ascii=False)
    restored = json.dumps(known.get("restored", []), ensure_ascii=False, separators=(",", ":"))
    elided = json.dumps(known.get("elided", ""))
    return f"rulesOf({stops},{elided},{restored},{class_name(known['name'])})"


def _with_texts(worker: str, translations: Translations) -> str:
    """Return the source of the service worker with its texts written into it: being no module, it cannot import
    them.
    """
    texts = {text: forms[0] for text, forms in _script_texts(translations, "/sw.js").items()}
    worker = worker.replace("const TEXTS = {};", f"const TEXTS = {json.dumps(texts, ensure_ascii=False)};")
    return worker.replace('const LANGUAGE = "en";', f"const LANGUAGE = {json.dumps(translations.language)};")
