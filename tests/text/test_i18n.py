"""The interface in other languages: every text is known, nothing is said past the words, the examples are whole."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from jinja2 import Environment, nodes

from generator.pipeline import load_catalogue
from generator.records.catalogue import Catalogue
from generator.resources import read_words
from generator.site.assets import asset_texts
from generator.site.render import render
from generator.text.i18n import Forms, Words
from tests.said import SCRIPTS, TEMPLATES, in_theme, said, strings
from tests.toy_catalogue import toy_catalogue

ROOT = Path(__file__).parents[2]
LANGUAGES = sorted(path.stem for path in (ROOT / "generator/locale").glob("*.yml"))
ONE_FORM = {"zh"}


def _file(language: str) -> dict[str, str | list[str]]:
    found = yaml.safe_load((ROOT / f"generator/locale/{language}.yml").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def _places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


def _tags(text: str) -> list[str]:
    return sorted(re.findall(r"</?\w+>|`[^`]*`|\]\([^)]*\)", text))


# --- the files of words ------------------------------------------------------


def test_german_and_chinese_are_there() -> None:
    assert {"de", "zh"} <= set(LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_every_text_and_no_other(language: str) -> None:
    texts = {text.forms[0] for text in said()}
    missing = sorted(texts - _file(language).keys())
    assert not missing, "\n".join(json.dumps(text, ensure_ascii=False) for text in missing)
    assert not _file(language).keys() - texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_of_words_is_sorted_by_the_english_text(language: str) -> None:
    assert list(_file(language)) == sorted(_file(language), key=lambda text: (text.casefold(), text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_places_tags_and_the_forms_that_counting_needs(language: str) -> None:
    translations = _file(language)
    for text in said():
        found = translations[text.forms[0]]
        forms = [found] if isinstance(found, str) else found
        assert _places(forms[-1]) == _places(text.forms[-1]), found
        assert all(_places(form) <= _places(forms[-1]) for form in forms), found
        assert all(_tags(form) == _tags(text.forms[-1]) for form in forms), found
        counts = len(text.forms) > 1
        assert isinstance(found, list) == (counts and language not in ONE_FORM), found


def test_a_text_means_one_thing_wherever_it_is_said() -> None:
    forms = defaultdict(set)
    for text in said():
        forms[text.forms[0]].add(text.forms)
    assert not {text: many for text, many in forms.items() if len(many) > 1}


@pytest.mark.parametrize("language", LANGUAGES)
def test_quotation_marks_are_those_of_the_language(language: str) -> None:
    foreign = {"de": re.compile(r"”|“[^“„]*”"), "zh": re.compile("[„]")}.get(language, re.compile("(?!)"))
    straight = re.compile(r"\"|'|\.\.\.")
    for text, found in _file(language).items():
        for form in [found] if isinstance(found, str) else found:
            bare = re.sub(r"<code>.*?</code>|`[^`]*`", "", form)
            assert not foreign.search(bare), form
            assert not straight.search(bare) or straight.search(text), form


def test_the_theme_has_its_part_of_each_language() -> None:
    """Where this fails it prints the table that the theme needs."""
    keys = sorted({text.forms[0] for text in in_theme()}, key=lambda text: (text.casefold(), text))
    table = {language: {key: _file(language)[key] for key in keys} for language in LANGUAGES}
    macro = (TEMPLATES / "theme/partials/words.html").read_text("utf-8")
    found = re.search(r"\{% set texts = (\{.*?\n\}) %\}", macro, re.DOTALL)
    wanted = json.dumps(table, ensure_ascii=False, indent=2)
    assert found and json.loads(found[1]) == table, wanted


# --- words -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "shown"), [("en", "1,089"), ("de", "1.089"), ("zh", "1,089"), ("xx", "1,089"), ("zh-Hant", "1,089")]
)
def test_numbers_have_the_marks_of_the_language(language: str, shown: str) -> None:
    words = Words(language=language)
    assert words.number(1089) == shown
    assert words.number(1089, 1) == f"{shown}{',' if language == 'de' else '.'}0"
    assert words.count("{count} paper", "{count} papers", 1089) == f"{shown} papers"
    assert words.say("{first} to {year}", first=1089, year="2024") == f"{shown} to 2024"


def test_a_language_has_as_many_forms_as_it_tells_apart() -> None:
    forms: Mapping[str, Forms] = {"{count} file": ("{count} plik", "{count} pliki", "{count} plików")}
    polish = Words(language="pl", translations=forms)
    shown = [polish.count("{count} file", "{count} files", count) for count in (1, 2, 5, 12, 22, 105)]
    assert shown == ["1 plik", "2 pliki", "5 plików", "12 plików", "22 pliki", "105 plików"]
    assert polish.count("{count} paper", "{count} papers", 22) == "22 papers"


def test_a_region_takes_the_words_of_its_language() -> None:
    assert read_words("de-AT").say("Areas") == "Bereiche"
    assert read_words("zh-Hans").count("{count} paper", "{count} papers", 1) == "1 篇论文"
    assert read_words("fr").say("Areas") == "Areas"


def test_scripts_carry_only_the_words_that_scripts_say() -> None:
    assert asset_texts()["assets/js/i18n/translations.js"] == 'export default {};\nexport const language = "en";\n'
    german = asset_texts(read_words("de"))
    assert '"Show fewer":"Weniger zeigen"' in german["assets/js/i18n/translations.js"]
    assert "How this survey is made" not in german["assets/js/i18n/translations.js"]
    assert '"Keine Verbindung"' in german["assets/js/sw.js"]
    assert 'const LANGUAGE = "de";' in german["assets/js/sw.js"]


# --- nothing is said past the words --------------------------------------------

NAMES = {"arXiv", "ACL", "Anthology", "DOI", "PDF", "yml"}
"""What is called the same in every language."""
OPEN, CLOSE = "⟦", "⟧"


def _marked(text: str) -> Forms:
    return f"{OPEN}{text}{CLOSE}"


@pytest.fixture(scope="module")
def catalogues() -> tuple[Catalogue, ...]:
    found, _ = load_catalogue(ROOT / "tests/toy_survey")
    assert found
    return toy_catalogue(), found


def test_a_page_says_nothing_past_the_words(catalogues: tuple[Catalogue, ...]) -> None:
    """In a language in which every text is put in brackets, what stands outside of them is the survey's own."""
    marked = {text.forms[0]: _marked(text.forms[-1]) for text in said()}
    words = Words(language="en", translations=marked)
    left: dict[str, set[str]] = defaultdict(set)
    for catalogue in catalogues:
        own = set(re.findall(r"[^\W\d_]+", catalogue.model_dump_json().encode().decode("unicode-escape", "replace")))
        own |= set(re.findall(r"[^\W\d_]+", catalogue.model_dump_json()))
        for path, page in render(catalogue, words).items():
            for word in set(re.findall(r"[^\W\d_]{2,}", _visible(page))) - own - NAMES:
                left[word].add(path)
    assert not left, "\n".join(f"{word}: {sorted(paths)[:4]}" for word, paths in sorted(left.items()))


def _visible(page: str) -> str:
    """What a reader sees or hears of a page in Markdown, without the texts in brackets."""
    _, front, body = page.split("---\n", 2)
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
    keys = "title|description|redirect|previous|next|hide|language|modules"
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
        if isinstance(child, nodes.Call) and isinstance(child.node, nodes.Name) and child.node.name in {"say", "count"}:
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


@pytest.mark.parametrize("path", sorted(SCRIPTS.rglob("*.js")), ids=lambda path: path.relative_to(SCRIPTS).as_posix())
def test_a_script_has_no_words_of_its_own(path: Path) -> None:
    """A string that begins with a capital letter, or has two words, is said."""
    if path.relative_to(SCRIPTS).as_posix() in FOR_MACHINES:
        return
    text = re.compile(r"^\W*[A-Z][a-z]+\b|[A-Za-z]{2,}[,.:;]? [A-Za-z]{2,}")
    loose = [
        string
        for string, before in strings(path.read_text("utf-8"))
        if text.search(string) and not NO_TEXT.fullmatch(string) and not re.search(SAYING, before)
    ]
    assert not loose


SAYING = r"\b(?:say|sentence|plural)\(\s*$|\bplural\(\"\",\s*$|\bnew Error\([^)]*$"
"""What a string stands in that is said; or else in an error that only a mistake of the program raises."""
