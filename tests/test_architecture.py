"""The house rules that a machine can keep beside import-linter's: who touches files, how long things are, what is said.

Who may import whom stands in `pyproject.toml`; `lint-imports` checks it.
"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "generator"
EDGES = (
    "__main__",
    "pipeline",
    "resources",
    "files",
    "cli",
    "survey.folder",
    "survey.edit",
    "survey.starter",
    "build",
    "checks.site_configuration",
    "site.assets",
    "site.mkdocs_build",
)
"""Modules, and folders with all that is in them, that may touch files, the clock or the terminal."""
MODULE_LINES, FUNCTION_LINES = 400, 60
"""The house style says about 400 and about 40; here is where “about” ends for a function."""
FOLDER_FILES = 15
FULLER = {"site.pages": 22, "site.components": 22}
"""Folders that may hold more files than others: one for each kind of page, and for each thing that pages show."""


def _name(path: Path) -> str:
    relative = path.relative_to(PACKAGE).with_suffix("")
    return ".".join(relative.parts).removesuffix(".__init__") or "__init__"


MODULES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
FOLDERS = sorted({path.parent for path in MODULES.values()})


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def _is_below(module: str, names: tuple[str, ...]) -> bool:
    return any(module == name or module.startswith(f"{name}.") for name in names)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.relative_to(PACKAGE).as_posix())
def test_folders_are_small(folder: Path) -> None:
    files = [path.name for path in folder.glob("*.py") if path.name != "__init__.py"]
    name = ".".join(folder.relative_to(PACKAGE).parts)
    assert len(files) <= FULLER.get(name, FOLDER_FILES), files


def test_folders_of_scripts_are_small() -> None:
    scripts = PACKAGE / "assets/js"
    for folder in {path.parent for path in scripts.rglob("*.js")}:
        files = [path.name for path in folder.glob("*.js")]
        assert len(files) <= FOLDER_FILES + 1, files


@pytest.mark.parametrize("module", list(MODULES))
def test_modules_are_short(module: str) -> None:
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())
    assert lines <= MODULE_LINES, f"{module} has {lines} lines"


@pytest.mark.parametrize("module", list(MODULES))
def test_functions_are_short(module: str) -> None:
    """Not counting the docstring."""
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert _length(node) <= FUNCTION_LINES, f"{module}.{node.name} has {_length(node)} lines"


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    lines = (node.end_lineno or node.lineno) - node.lineno + 1
    first = node.body[0]
    if ast.get_docstring(node) is not None:
        lines -= (first.end_lineno or first.lineno) - first.lineno + 1
    return lines


_FILE_CALLS = frozenset(
    "open read_text read_bytes write_text write_bytes unlink mkdir rmdir iterdir glob rglob exists is_file is_dir "
    "touch mkstemp urlopen run Popen now today time monotonic perf_counter print echo input getenv".split()
)
_FILE_MODULES = frozenset("os io shutil tempfile glob subprocess socket time sys random urllib.request".split())


def test_the_edges_exist() -> None:
    assert [name for name in EDGES if name not in MODULES] == []


@pytest.mark.parametrize("module", [name for name in MODULES if not _is_below(name, EDGES)])
def test_only_the_edges_touch_files_clocks_and_terminal(module: str) -> None:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in _FILE_CALLS, f"{module}:{node.lineno} calls {called}"
        elif isinstance(node, ast.Import):
            names = {alias.name for alias in node.names} - ({"io"} if module == "survey.yaml" else set())
            assert not names & _FILE_MODULES, f"{module}:{node.lineno} imports {sorted(names & _FILE_MODULES)}"
        elif isinstance(node, ast.ImportFrom) and not node.level:
            assert node.module not in _FILE_MODULES, f"{module}:{node.lineno} imports from {node.module}"


@pytest.mark.parametrize("module", list(MODULES))
def test_the_generator_is_independent_of_the_site_builder(module: str) -> None:
    """Only `site.assets` names mkdocs, and reads a file of it rather than importing it."""
    for node in ast.walk(_tree(module)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        assert not [name for name in names if name.split(".")[0] in {"mkdocs", "material", "zensical"}]


@pytest.mark.parametrize("module", [name for name in MODULES if name != "__init__"])
def test_every_module_is_described(module: str) -> None:
    assert ast.get_docstring(_tree(module)), f"{module} says nothing of itself"


STAGES = {
    "derive": "derive",
    "derive.classify": "classify",
    "derive.links": "find_links",
    "derive.mentions": "link",
    "derive.names": "name_things",
    "derive.results": "find_figures",
    "derive.explain": "explain",
    "ingest.importing": "import_entries",
    "ingest.merge": "merge",
    "ingest.readers.detect": "parse_entries",
    "ingest.repair": "repair",
    "catalogue.assemble": "assemble",
    "catalogue.map.layout": "arrange",
    "catalogue.neighbours": "relate",
    "checks.references": "check",
    "checks.completeness": "check_completeness",
    "checks.site_configuration": "check_configuration",
    "export": "export",
    "search.index": "index",
    "site.render": "render",
    "site.service_worker": "add_offline",
    "build.write": "write",
}
"""Each stage of the pipeline, and its verb."""


BESIDES = {
    "derive": {"compile_rules", "fill_missing", "find_names", "ordinary_words", "plain_aliases"},
    "derive.classify": {"rank_areas"},
    "ingest.merge": {"add_facts"},
    "ingest.repair": {"count_words", "own_name"},
    "catalogue.assemble": {"edition_of", "in_name_order", "newest_first"},
    "catalogue.map.layout": {"known_places", "trustworthiness"},
    "checks.references": {"authors_listed_twice"},
    "checks.site_configuration": {
        "check_address",
        "check_site_url",
        "configuration_file",
        "docs_folder",
        "site_folder",
    },
    "build.write": {"epoch_of", "kept_by_hand", "read_manifest", "warnings_if_current"},
}
"""What some stages offer besides. One more is a decision: it is written down here, or begins with `_`."""


@pytest.mark.parametrize(("module", "verb"), STAGES.items())
def test_a_stage_has_one_public_verb_and_describes_it(module: str, verb: str) -> None:
    functions = {node.name: node for node in _tree(module).body if isinstance(node, ast.FunctionDef)}
    public = {name for name in functions if not name.startswith("_")}
    assert public == {verb} | BESIDES.get(module, set())
    assert ast.get_docstring(functions[verb]), f"{module}.{verb} says nothing of itself"
