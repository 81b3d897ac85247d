"""The house rules that a machine can keep beside import-linter's: who touches files, how long things are, what is said.

Who may import whom stands in `pyproject.toml`; `lint-imports` checks it.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "generator"
EDGES = (
    "__main__",
    "pipeline",
    "importing",
    "curating",
    "releasing",
    "serving",
    "splitting",
    "scale",
    "report",
    "upkeep",
    "starting",
    "deriving",
    "building",
    "resources",
    "files",
    "processes",
    "cache",
    "cli",
    "survey.folder",
    "survey.edit",
    "survey.intake",
    "survey.journal",
    "survey.redirects",
    "survey.regroup_files",
    "survey.starter",
    "survey.migrate",
    "survey.papers",
    "build",
    "text.analysis",
    "text.collation",
    "text.languages",
    "search.parameters",
    "checks.site_configuration",
    "checks.site_links",
    "site.assets",
    "site.mkdocs_build",
    "site.mkdocs_plugin",
    "site.server",
    "site.stamping.build",
    "site.stamping.output",
)
"""Modules, and folders with all that is in them, that may touch files, the clock or the terminal. The analysis, the
collation and the search's parameters read one file each, of data that comes with them."""
MODULE_LINES, FUNCTION_LINES, FOLDER_FILES = 400, 40, 15
FULLER = {
    "generator/site/pages": 22,
    "generator/site/components": 22,
    "generator/assets/js/lists": 16,
    "generator/assets/js/search": 16,
}
"""Folders that may hold more files than others: one for each kind of page, for each thing that pages show, and for each
form in which a reader's list comes and goes; and the search, which stands twice."""


def _name(path: Path) -> str:
    relative = path.relative_to(PACKAGE).with_suffix("")
    return ".".join(relative.parts).removesuffix(".__init__") or "__init__"


MODULES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
CODE = [path for folder in ("generator", "bench", "tests") for path in sorted((ROOT / folder).rglob("*.[pj][ys]"))]
"""Every file of Python and JavaScript, tests and measurements included."""
FOLDERS = sorted({path.parent.relative_to(ROOT).as_posix() for path in CODE})


def _relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def _is_below(module: str, names: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


@pytest.mark.parametrize("folder", FOLDERS)
def test_folders_are_small(folder: str) -> None:
    """`__init__.py` is not counted, since it names the folder."""
    files = sorted(path.name for path in CODE if path.parent == ROOT / folder and path.name != "__init__.py")
    assert len(files) <= FULLER.get(folder, FOLDER_FILES), files


def test_mutation_testing_loads_nothing_that_it_breaks() -> None:
    """Else `make mutants` would end before its first break: what is loaded stays whole."""
    program = """
import importlib, sys
from bench.mutants import PRELOADED, TESTS, modules_of
for name in PRELOADED:
    importlib.import_module(name)
print(*{f"generator.{module}" for name in TESTS for module in modules_of(name)} & sys.modules.keys())
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_pytest_enters_every_folder_of_tests(pytestconfig: pytest.Config) -> None:
    """Of itself it passes over some names, such as `build`, and says nothing."""
    names = {part for folder in FOLDERS if folder.startswith("tests/") for part in Path(folder).parts}
    passed_over = pytestconfig.getini("norecursedirs")
    assert {name for name in names for pattern in passed_over if fnmatch(name, pattern)} == set()


@pytest.mark.parametrize("module", list(MODULES))
def test_modules_are_short(module: str) -> None:
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())
    assert lines <= MODULE_LINES, f"{module} has {lines} lines"


@pytest.mark.parametrize("path", [path for path in CODE if path.suffix == ".py"], ids=_relative)
def test_functions_are_short(path: Path) -> None:
    """From the line of `def` to the last one, docstring included."""
    lengths = {
        f"{_relative(path)}:{node.lineno} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > FUNCTION_LINES} == {}


_FILE_CALLS = frozenset(
    "open read_text read_bytes write_text write_bytes unlink mkdir rmdir iterdir glob rglob exists is_file is_dir "
    "touch mkstemp urlopen run Popen now today time monotonic perf_counter print echo input getenv".split()
)
_FILE_MODULES = frozenset("os io shutil tempfile glob subprocess socket time sys random urllib.request".split())


def test_the_edges_exist() -> None:
    assert [name for name in EDGES if name not in MODULES] == []


@pytest.mark.parametrize("module", [name for name in MODULES if not _is_below(name, EDGES)])
def test_only_the_edges_touch_files_clocks_and_terminal(module: str) -> None:
    allowed = {"io"} if module == "survey.yaml.update" else set()
    faults = [
        f"{module}:{line} uses {name}"
        for line, name in _calls_and_imports(_tree(module))
        if name in _FILE_CALLS | _FILE_MODULES and name not in allowed
    ]
    assert faults == []


def _calls_and_imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Lines and names of what a module calls, and of the foreign modules that it imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield node.lineno, node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.lineno, node.module or ""


@pytest.mark.parametrize("module", list(MODULES))
def test_the_generator_is_independent_of_the_site_builder(module: str) -> None:
    """Only the plugin, which MkDocs loads, and what builds the site import it; `site.assets` reads a file of it."""
    builds = module == "site.mkdocs_plugin" or module.startswith("site.stamping.")
    builders = {"mkdocs", "material", "zensical"} - ({"mkdocs", "material"} if builds else set())
    assert [name for _, name in _calls_and_imports(_tree(module)) if name.split(".")[0] in builders] == []


@pytest.mark.parametrize(
    "path",
    [path for path in CODE if path.suffix == ".py" and path.stat().st_size and not path.is_relative_to(ROOT / "tests")],
    ids=_relative,
)
def test_everything_public_is_described(path: Path) -> None:
    """The module, its functions and classes, and the methods of these: each has a docstring."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    bare = [f"{path.name} itself"] if ast.get_docstring(tree) is None else []
    assert bare + list(_without_docstring(tree)) == []


def _without_docstring(scope: ast.Module | ast.ClassDef) -> Iterator[str]:
    """Names of what is public in a module or a class and says nothing of itself."""
    for node in scope.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if ast.get_docstring(node) is None:
                yield node.name
            if isinstance(node, ast.ClassDef):
                yield from (f"{node.name}.{name}" for name in _without_docstring(node))


STAGES = {
    "derive": "derive",
    "derive.classify": "classify",
    "derive.links": "find_links",
    "derive.mentions": "link",
    "derive.names": "name_things",
    "derive.results": "find_figures",
    "derive.reclassify": "reclassify",
    "derive.suggest": "suggest_taxonomy",
    "derive.explain": "explain",
    "ingest.importing": "import_entries",
    "ingest.merge": "merge",
    "ingest.readers.detect": "parse_entries",
    "ingest.repair": "repair",
    "catalogue.assemble": "assemble",
    "catalogue.map.layout": "lay_out",
    "catalogue.neighbours": "relate",
    "checks.references": "check",
    "checks.completeness": "check_completeness",
    "checks.site_configuration": "check_configuration",
    "export": "export_others",
    "search.index": "index",
    "site.render": "render",
    "site.service_worker": "add_offline",
    "build.write": "write",
}
"""Each stage of the pipeline, and its verb."""


BESIDES = {
    "derive": {
        "bare_papers",
        "compile_rules",
        "derive_each",
        "fill_in",
        "fill_missing",
        "find_names",
        "plain_aliases",
        "prepare",
        "rules_of",
    },
    "derive.classify": {"rank_areas"},
    "derive.reclassify": {"apply_taxonomy"},
    "derive.suggest": {"document_of", "examples_of", "suggest_missing_areas"},
    "ingest.importing": {"parse_files", "count_texts_of"},
    "ingest.merge": {"dated"},
    "ingest.readers.detect": {"recognise"},
    "ingest.repair": {"count_words", "own_name"},
    "catalogue.assemble": {
        "edition_of",
        "in_name_order",
        "in_order_of_lists",
        "in_order_of_positions",
        "lists_in",
        "newest_first",
        "people_in",
        "with_lists",
    },
    "catalogue.map.layout": {"known_coordinates", "trustworthiness"},
    "catalogue.neighbours": {"marks_of"},
    "checks.references": {"authors_listed_twice", "check_records", "check_without_words"},
    "checks.site_configuration": {
        "as_published",
        "check_address",
        "check_site_url",
        "configuration_file",
        "docs_folder",
        "missing_configuration",
        "read_configuration",
        "site_address",
        "site_folder",
    },
    "site.render": {
        "page_units",
        "render_data_page",
        "render_moved",
        "render_pages",
        "render_some",
        "render_page",
    },
    "search.index": {"index_of"},
    "build.write": {
        "epoch_of",
        "generated_files",
        "kept_by_hand",
        "read_manifest",
        "remember_standing",
        "standing",
        "warnings_if_current",
    },
}
"""What some stages offer besides. One more is a decision: it is written down here, or begins with `_`."""


@pytest.mark.parametrize(("module", "verb"), STAGES.items())
def test_a_stage_has_one_public_verb(module: str, verb: str) -> None:
    functions = [node.name for node in _tree(module).body if isinstance(node, ast.FunctionDef)]
    assert {name for name in functions if not name.startswith("_")} == {verb} | BESIDES.get(module, set())
