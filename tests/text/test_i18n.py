"""The interface in other languages: every text is translated, nothing is shown past gettext, the examples are whole."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.checkers import num_plurals
from babel.messages.jslexer import tokenize, unquote_string
from jinja2 import Environment, nodes

from bench.texts import LOCALE, THEME_TABLE, extract, languages, read_catalog, theme_table
from generator.pipeline import load_catalogue
from generator.records.catalogue import Catalogue
from generator.resources import read_translations
from generator.site.assets import asset_texts
from generator.site.render import render
from generator.text.i18n import Translations, parse_translations
from tests.toy.catalogue import toy_catalogue

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "generator/assets/js"
TEMPLATES = ROOT / "templates"
LANGUAGES = languages()


@cache
def _extracted() -> Catalog:
    return extract()


def _catalog(language: str) -> Catalog:
    return read_catalog(LOCALE / f"{language}.po")


def _messages(catalog: Catalog) -> list[Message]:
    """Without the header."""
    return [message for message in catalog if message.id]


def _forms(text: object) -> tuple[str, ...]:
    """One form of a text, or several where it counts, in English or in another language."""
    return (text,) if isinstance(text, str) else tuple(text)  # type: ignore[arg-type]


def _fields(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def _tags(text: str) -> list[str]:
    return sorted(re.findall(r"</?\w+>|`[^`]*`|\]\([^)]*\)", text))


# --- the files of translations -------------------------------------------------


def test_german_and_chinese_are_there() -> None:
    assert {"de", "zh"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_text_and_no_other(language: str) -> None:
    """Where this fails run `make texts`."""
    catalog = _catalog(language)
    shown = {message.id: message.locations for message in _messages(_extracted())}
    assert {message.id: message.locations for message in _messages(catalog)} == shown
    assert not catalog.obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    open_texts = [it.id for it in _messages(_catalog(language)) if it.fuzzy or not all(_forms(it.string))]
    assert not open_texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_fields_tags_and_the_forms_that_counting_needs(language: str) -> None:
    catalog = _catalog(language)
    for message in _messages(catalog):
        num_plurals(catalog, message)  # raises where their number is not that of Plural-Forms
        english, forms = _forms(message.id), _forms(message.string)
        assert _fields(forms[-1]) == _fields(english[-1]), forms
        assert all(_fields(form) <= _fields(forms[-1]) for form in forms), forms
        assert all(_tags(form) == _tags(english[-1]) for form in forms), forms


def test_the_extraction_misses_no_text_of_a_script_or_template() -> None:
    texts = {_forms(message.id)[0] for message in _messages(_extracted())}
    missed, elsewise = [], []
    for path in [*SCRIPTS.rglob("*.js"), *TEMPLATES.rglob("*.j2"), *TEMPLATES.rglob("*.html")]:
        source = path.read_text("utf-8")
        said = re.findall(r'\b(?:n?gettext|sentence)\(\s*"((?:[^"\\]|\\.)*)"', source)
        missed += [(path.name, text) for text in said if text not in texts]
        elsewise += [(path.name, call) for call in re.findall(r"\b(?:n?gettext|sentence)\(\s*['`].*", source)]
    assert not missed
    assert not elsewise, "in double quotes"


def test_a_text_has_the_same_forms_wherever_it_is_shown() -> None:
    """Of two that differ in the second form only, gettext keeps one."""
    forms = defaultdict(set)
    for path in [*(ROOT / "generator").rglob("*.py"), *SCRIPTS.rglob("*.js"), *TEMPLATES.rglob("*.j2")]:
        source = path.read_text("utf-8")
        for one, many in re.findall(r'\bngettext\(\s*"((?:[^"\\]|\\.)*)",\s*"((?:[^"\\]|\\.)*)"', source):
            forms[one].add(many)
        for one in re.findall(r'\b(?:gettext|sentence)\(\s*"((?:[^"\\]|\\.)*)"', source):
            forms[one].add("")
    assert forms["{count} paper"] == {"{count} papers"}
    assert not {one: many for one, many in forms.items() if len(many) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotation_marks_are_those_of_the_language(language: str) -> None:
    foreign = {"de": re.compile(r"”|“[^“„]*”"), "zh": re.compile("[„]")}.get(language, re.compile("(?!)"))
    straight = re.compile(r"\"|'|\.\.\.")
    for message in _messages(_catalog(language)):
        for form in _forms(message.string):
            bare = re.sub(r"<code>.*?</code>|`[^`]*`", "", form)
            assert not foreign.search(bare), form
            assert not straight.search(bare) or straight.search(_forms(message.id)[0]), form


def test_the_theme_has_its_part_of_each_language() -> None:
    """Where this fails run `make texts`."""
    assert THEME_TABLE.read_text("utf-8") == theme_table()
    assert '"Explore": "Suche"' in theme_table()  # which only mkdocs.yml names
    assert "Show fewer" not in theme_table()


# --- texts, numbers ------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "1,089"), ("de", "1.089"), ("zh", "1,089"), ("xx", "1,089"), ("zh-Hant", "1,089")]
)
def test_numbers_have_the_marks_of_the_language(language: str, shown: str) -> None:
    translations = Translations(language=language)
    assert translations.number(1089) == shown
    assert translations.number(1089, 1) == f"{shown}{',' if language == 'de' else '.'}0"
    assert translations.ngettext("{count} paper", "{count} papers", 1089) == f"{shown} papers"
    assert translations.gettext("{first} to {year}", first=1089, year="2024") == f"{shown} to 2024"


POLISH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\n"

#: generator/assets/js/files.js
msgid "{count} file"
msgid_plural "{count} files"
msgstr[0] "{count} plik"
msgstr[1] "{count} pliki"
msgstr[2] "{count} plików"

msgid "{count} paper"
msgid_plural "{count} papers"
msgstr[0] "{count} artykuł"
msgstr[1] ""
msgstr[2] ""

#, fuzzy
msgid "Areas"
msgstr "Obszary"
"""
COUNTS = {1: "1 plik", 2: "2 pliki", 5: "5 plików", 12: "12 plików", 22: "22 pliki", 105: "105 plików"}


def test_a_language_has_as_many_forms_as_it_tells_apart() -> None:
    polish = parse_translations(POLISH, "pl")
    assert {count: polish.ngettext("{count} file", "{count} files", count) for count in COUNTS} == COUNTS


def test_what_is_half_translated_or_unsure_stays_english() -> None:
    polish = parse_translations(POLISH, "pl")
    assert polish.ngettext("{count} paper", "{count} papers", 22) == "22 papers"
    assert polish.gettext("Areas") == "Areas"


def test_a_rule_for_plurals_is_no_other_code() -> None:
    with pytest.raises(ValueError, match="plural"):
        parse_translations(POLISH.replace("n==1 ? 0", "alert(n) ? 0"), "pl")


@pytest.mark.skipif(not shutil.which("node"), reason="no Node.js is installed; the scripts were not run")
def test_scripts_count_as_pages_do(tmp_path: Path) -> None:
    for name, text in asset_texts(parse_translations(POLISH, "pl")).items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (tmp_path / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    script = f"""
      import {{ gettext, ngettext }} from "./assets/js/i18n/translate.js";
      const texts = {list(COUNTS)}.map((count) => ngettext("{{count}} file", "{{count}} files", count));
      console.log(JSON.stringify([...texts, ngettext("{{count}} paper", "{{count}} papers", 22), gettext("Areas")]));
    """
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert json.loads(done.stdout) == [*COUNTS.values(), "22 papers", "Areas"]


def test_a_region_takes_the_texts_of_its_language() -> None:
    assert read_translations("de-AT").gettext("Areas") == "Bereiche"
    assert read_translations("zh-Hans").ngettext("{count} paper", "{count} papers", 1) == "1 篇论文"
    assert read_translations("xx").gettext("Areas") == "Areas"


def test_scripts_carry_only_the_texts_that_scripts_show() -> None:
    english = asset_texts()["assets/js/i18n/translations.js"]
    assert english.startswith('export default {};\nexport const language = "en";\n')
    german = asset_texts(read_translations("de"))
    assert '"Show fewer":["Weniger zeigen"]' in german["assets/js/i18n/translations.js"]
    assert "How this survey is made" not in german["assets/js/i18n/translations.js"]
    assert '"Keine Verbindung"' in german["assets/js/sw.js"]
    assert "Weniger zeigen" not in german["assets/js/sw.js"]
    assert 'const LANGUAGE = "de";' in german["assets/js/sw.js"]


# --- nothing is shown past gettext --------------------------------------------

NAMES = {
    "arXiv",
    "ACL",
    "Anthology",
    "DOI",
    "PDF",
    "yml",
    "Han",
    "BibTeX",
    "RIS",
    "CSL",
    "CSV",
    "JSON",
    "SQL",
    "Python",
    "DuckDB",
}
"""What is called the same in every language, and a script that Babel names."""
OPEN, CLOSE = "⟦", "⟧"


def _marked(text: str) -> str:
    return f"{OPEN}{text}{CLOSE}"


@pytest.fixture(scope="module")
def catalogues() -> tuple[Catalogue, ...]:
    found, _ = load_catalogue(ROOT / "tests/toy/survey")
    assert found
    return toy_catalogue(), found


def test_a_page_shows_nothing_past_gettext(catalogues: tuple[Catalogue, ...]) -> None:
    """In a language in which every text is put in brackets, what stands outside of them is the survey's own."""
    texts = [_forms(message.id) for message in _messages(_extracted())]
    marked = {forms[0]: (_marked(forms[-1]),) * len(forms) for forms in texts}
    translations = Translations(language="en", messages=marked)
    left: dict[str, set[str]] = defaultdict(set)
    for catalogue in catalogues:
        data = catalogue.model_dump_json(fallback=dict, warnings=False)  # some mappings are no dict
        own = set(re.findall(r"[^\W\d_]+", data.encode().decode("unicode-escape", "replace")))
        own |= set(re.findall(r"[^\W\d_]+", data))
        for path, page in render(catalogue, translations).items():
            for word in set(re.findall(r"[^\W\d_]{2,}", _visible(page))) - own - NAMES:
                left[word].add(path)
    assert not left, "\n".join(f"{word}: {sorted(paths)[:4]}" for word, paths in sorted(left.items()))


def _visible(page: str) -> str:
    """What a reader sees or hears of a page in Markdown, without the texts in brackets."""
    _, front, body = re.sub(r'<span class="Z3988"[^>]*>', "", page).split("---\n", 2)
    front = "\n".join(re.findall(r"(?m)^(?:title|description): (.*)$", front))
    heard = "\n".join(re.findall(r'(?:aria-label|placeholder|title|alt|content)="([^"]*)"', body))
    body = re.sub(r"(?s)<pre>.*?</pre>|<(code|kbd)>.*?</\1>|`[^`]*`", "", body)
    body = re.sub(r"<[^>]*>", " ", re.sub(r"\]\([^)\s]*\)|&#?\w+;", "]", body))
    text = f"{front}\n{heard}\n{body}"
    while (shorter := re.sub(f"{OPEN}[^{OPEN}{CLOSE}]*{CLOSE}", "", text)) != text:
        text = shorter
    return text


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.j2")), ids=lambda path: path.name)
def test_a_template_has_no_words_of_its_own(path: Path) -> None:
    environment = Environment()  # noqa: S701 - nothing is rendered
    tree = environment.parse(path.read_text("utf-8"))
    text = "".join(part.data if isinstance(part, nodes.TemplateData) else " X" for part in _outputs(tree))
    keys = (
        "title|description|redirect|previous|next|empty|gone|hide|language|modules|exports|head|changed| +- title"
        "| +type| +path"
    )
    text = re.sub(rf"(?m)^(?:{keys}): *|^ +- (?:navigation|toc)$", "", text)
    heard = "\n".join(re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', text))
    body = re.sub(r"(?s)<(code|kbd)\b.*?</\1>|<[^>]*>|\]\([^)]*\)|&nbsp;", " ", text)
    assert not re.findall(r"[^\W\d_]{2,}", heard + body)
    assert not list(_loose(tree))


def _outputs(tree: nodes.Node) -> Iterator[nodes.Node]:
    for output in tree.find_all(nodes.Output):
        yield from output.nodes


def _loose(node: nodes.Node) -> Iterator[str]:
    """Strings in expressions that are no text to say, no template's name and no filter's argument."""
    for child in node.iter_child_nodes():
        if (
            isinstance(child, nodes.Call)
            and isinstance(child.node, nodes.Name)
            and child.node.name in {"gettext", "ngettext"}
        ):
            for it in child.kwargs:
                yield from _loose(it)
        elif isinstance(child, nodes.Operand):
            continue  # compared with, not shown
        elif isinstance(child, nodes.Const) and isinstance(child.value, str):
            if not isinstance(node, nodes.Include) and re.search(r"[^\W\d_]", child.value):
                yield child.value
        else:
            yield from _loose(child)


NO_TEXT = re.compile(
    r"Arrow(?:Down|Up)|Enter|Escape|Range"  # keys, headers
    r"|BibTeX|Markdown|arXiv"  # names
    r"|[^<]*[\[\]=;].*|sc-[\w -]*|\d.*px.*|\(prefers-.*\)"  # selectors, addresses, classes, measures, media
    r"|\W*<!doctype.*|\W*<meta.*|</title><style>.*",  # the page that the service worker makes
    re.DOTALL,
)
"""What a string in a script may be that looks like a text and that no reader sees."""
FOR_MACHINES = {
    "lists/export_formats.js",
    "lists/export_bibtex.js",
    "lists/import_bibtex.js",
    "lists/publication.js",
    "search/query.js",
    "search/rank.js",
}
"""Scripts that write and read lists and queries: every string in them is of a format, not of the interface."""


FOR_READERS = sorted(
    name for path in SCRIPTS.rglob("*.js") if (name := path.relative_to(SCRIPTS).as_posix()) not in FOR_MACHINES
)


@pytest.mark.parametrize("name", FOR_READERS)
def test_a_script_has_no_words_of_its_own(name: str) -> None:
    """A string that begins with a capital letter, or has two words, is said."""
    text = re.compile(r"^\W*[A-Z][a-z]+\b|[A-Za-z]{2,}[,.:;]? [A-Za-z]{2,}")
    loose = [
        string
        for string, before in _strings((SCRIPTS / name).read_text("utf-8"))
        if text.search(string) and not NO_TEXT.fullmatch(string) and not re.search(SAYING, before)
    ]
    assert not loose


SAYING = r"\b(?:n?gettext|sentence)\(\s*$|\bngettext\(\"\",\s*$|\bnew Error\([^)]*$"
"""What a string stands in that is said; or else in an error that only a mistake of the program raises."""


def _strings(script: str) -> Iterator[tuple[str, str]]:
    """The strings of a script, each with the code before it, in which strings are empty and comments left out."""
    code = ""
    for token in tokenize(script, jsx=False):
        if token.type == "string":
            yield unquote_string(token.value), code
        elif token.type == "template_string":
            pieces = re.split(r"\$\{((?:[^{}]|\{[^{}]*\})*)\}", token.value[1:-1])
            yield from ((piece, code) for piece in pieces[::2])
            for expression in pieces[1::2]:
                yield from _strings(expression)
        if "comment" not in token.type:
            code += '""' if "string" in token.type else f" {token.value}" if token.type == "name" else token.value
