"""The house rules that a machine can keep: who imports whom, who touches files, how long things are."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "generator"
STAGES = (
    "readers repair name links figures classify link merge "
    "relate arrange assemble render index export offline write check"
).split()
SHARED = frozenset(
    "records families files map_marks crosstab doubts evidence fields kinds terms tokens escape slugs vectors words "
    "yaml_files".split()
)
"""Subject helpers that any stage may use."""
HELPERS = {
    "arrange": frozenset({"placing"}),
    "render": frozenset("annotate cite glossary lookup packaged pages".split()),
    "index": frozenset({"postings", "shards"}),
}
"""Modules that belong to one stage: helpers of its pages, parts of its index."""
EDGES = frozenset(
    "pipeline survey packaged cli curate configuration files keys site_builder vendor watch write __main__".split()
)
"""May touch files, the clock or the terminal."""
MODULE_LINES, FUNCTION_LINES = 400, 60
"""The house style says about 400 and about 40; here is where “about” ends for a function."""
LONGER = {"records": 500}
"""Modules above the bound, with their own: `records` is a list of record classes, none of them long."""


def _name(path: Path) -> str:
    relative = path.relative_to(PACKAGE).with_suffix("")
    return ".".join(relative.parts).removesuffix(".__init__") or "__init__"


MODULES = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}


@cache
def _tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def _imports(module: str, *, top_level: bool = False) -> set[str]:
    """The generator's modules that a module imports; with `top_level` only those that loading it loads."""
    tree = _tree(module)
    nodes: Iterator[ast.AST] | list[ast.stmt] = _loaded(tree.body) if top_level else ast.walk(tree)
    package = module.split(".") if MODULES[module].name == "__init__.py" else module.split(".")[:-1]
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.ImportFrom):
            base = node.module.split(".") if node.module else []
            if node.level:
                base = [*package[: len(package) - node.level + 1], *base]
            elif base[:1] == ["generator"]:
                base = base[1:]
            else:
                continue
            for alias in node.names:
                full = ".".join([*base, alias.name])
                found.add(full if full in MODULES else ".".join(base))
        elif isinstance(node, ast.Import):
            found |= {
                alias.name.removeprefix("generator.") for alias in node.names if alias.name.startswith("generator")
            }
    return {name for name in found if name in MODULES and name != module}


def _loaded(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Statements that run on import, without those for the type checker."""
    for node in body:
        if isinstance(node, ast.If):
            if "TYPE_CHECKING" not in ast.dump(node.test):
                yield from _loaded(node.body)
            yield from _loaded(node.orelse)
        elif not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            yield node


def _stage(module: str) -> str | None:
    head = module.split(".")[0]
    return head if head in STAGES else None


def test_every_stage_is_a_module() -> None:
    heads = {name.split(".")[0] for name in MODULES}
    assert set(STAGES) <= heads


@pytest.mark.parametrize("module", [name for name in MODULES if _stage(name)])
def test_stages_meet_in_the_records_only(module: str) -> None:
    stage = _stage(module) or ""
    heads = {name.split(".")[0] for name in _imports(module)} - {stage, "__init__"}
    strangers = heads - SHARED - HELPERS.get(stage, frozenset())
    assert not strangers, f"{module} imports {sorted(strangers)}"


@pytest.mark.parametrize("module", sorted(SHARED))
def test_shared_helpers_import_no_stage(module: str) -> None:
    assert {name.split(".")[0] for name in _imports(module)} <= SHARED


def test_no_import_circle() -> None:
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " imports ".join([*path[path.index(module) :], module])
        if module not in done:
            for other in sorted(_imports(module, top_level=True)):
                visit(other, (*path, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())


@pytest.mark.parametrize("module", list(MODULES))
def test_modules_are_short(module: str) -> None:
    lines = len(MODULES[module].read_text(encoding="utf-8").splitlines())
    assert lines <= LONGER.get(module, MODULE_LINES), f"{module} has {lines} lines"


def test_bounds_of_long_modules_are_still_needed() -> None:
    assert {name for name in LONGER if len(MODULES[name].read_text("utf-8").splitlines()) <= MODULE_LINES} == set()


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


@pytest.mark.parametrize("module", [n for n in MODULES if n.split(".")[0] not in EDGES])
def test_only_the_edges_touch_files_clocks_and_terminal(module: str) -> None:
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            assert called not in _FILE_CALLS, f"{module}:{node.lineno} calls {called}"
        elif isinstance(node, ast.Import):
            names = {alias.name for alias in node.names} - ({"io"} if module == "yaml_files" else set())
            assert not names & _FILE_MODULES, f"{module}:{node.lineno} imports {sorted(names & _FILE_MODULES)}"
        elif isinstance(node, ast.ImportFrom) and not node.level:
            assert node.module not in _FILE_MODULES, f"{module}:{node.lineno} imports from {node.module}"


@pytest.mark.parametrize("module", list(MODULES))
def test_the_generator_is_independent_of_the_site_builder(module: str) -> None:
    """Only `vendor` names mkdocs, and reads a file of it rather than importing it."""
    for node in ast.walk(_tree(module)):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [node.module or ""]
        assert not [name for name in names if name.split(".")[0] in {"mkdocs", "material", "zensical"}]


VERBS = {
    "figures": "find_figures", "links": "find_links", "name": "name_things", "offline": "add_offline",
    "readers": "parse_entries",
}  # fmt: skip
"""The public verbs of stages that are called by what they yield; all others are called by their verb."""
BESIDES = {
    "arrange": {"trustworthiness"},
    "assemble": {"edition_of", "newest_first", "people_of", "shown_names"},
    "check": {"authors_listed_twice"},
    "classify": {"explain_scores"},
    "export": {"render_gaps", "editing_schemas", "render_document", "as_document"},
    "merge": {"add_facts", "choose_id", "fold_title"},
    "repair": {"own_name", "count_words"},
    "index": {"map_points"},
    "write": {"kept_by_hand", "read_manifest", "warnings_if_current"},
}
"""What some stages offer besides. One more is a decision: it is written down here, or begins with `_`."""


@pytest.mark.parametrize("module", [n for n in MODULES if "." not in n and _stage(n)])
def test_a_stage_has_one_public_verb_of_its_name(module: str) -> None:
    """`repair.repair`, `classify.classify` …"""
    functions = {node.name for node in _tree(module).body if isinstance(node, ast.FunctionDef)}
    public = {name for name in functions if not name.startswith("_")}
    assert public == {VERBS.get(module, module)} | BESIDES.get(module, set())


@pytest.mark.parametrize("module", list(MODULES))
def test_every_module_and_every_stage_s_verb_is_described(module: str) -> None:
    tree = _tree(module)
    if not tree.body:
        return
    assert ast.get_docstring(tree), f"{module} says nothing of itself"
    for node in tree.body:
        if _stage(module) and isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"{module}.{node.name} says nothing of itself"
