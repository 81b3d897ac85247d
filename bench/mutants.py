"""Breaks a module in one place at a time and asks its tests, which should find every break: mutation testing.

    python -m bench.mutants [MODULE ...] [--every N]        default: all modules of `TESTS`, every break

Prints each break that no test found, as `path:line: what became of what`, and the share that was found; ends with 1
where that is too small a share. Nothing is written: a forked process loads the broken module in place of the one on
disk. `--every 5` tries each fifth break only.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from types import CodeType, ModuleType
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
TESTS = {
    "ingest.matching": ["tests/ingest/test_merge.py", "tests/ingest/test_matching.py"],
    "ingest.merge": ["tests/ingest/test_merge.py"],
    "search.inverting": ["tests/search/test_inverting.py", "tests/search/test_changes.py"],
    "search.postings": ["tests/search/test_postings.py", "tests/search/test_inverting.py"],
    "text.sentences": ["tests/text/test_sentences.py", "tests/derive/test_links.py"],
    "ingest.repair": ["tests/ingest/test_repair.py"],
}
"""Module, or folder of modules, to the quick tests that are to find its breaks."""
PRELOADED = "hypothesis jinja2 markdown numpy pytest ruamel.yaml generator.survey.folder".split()
"""Loaded once for all the processes, since none of it loads a module of `TESTS`."""
SHARE = 0.85
"""Of a module's breaks, how many its tests must find."""
PATIENCE = 15
"""Seconds of the processor until a break counts as found because it never ends."""

_SWAPS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.And: ast.Or, ast.Or: ast.And,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
    ast.BitOr: ast.BitAnd,
}  # fmt: skip


class Mutant(NamedTuple):
    """A module's syntax tree with one break in it."""

    line: int
    told: str
    tree: ast.Module


def mutants(source: str, every: int = 1) -> Iterator[Mutant]:
    """Yield the breaks of a module in the order of its lines: each one, or every fifth."""
    places = [
        (next(inner.lineno for inner in ast.walk(node) if hasattr(inner, "lineno")), number, choice)
        for number, node in enumerate(_code(ast.parse(source)))
        for choice in range(len(_breaks(node)))
    ]
    for line, number, choice in sorted(places)[::every]:
        tree = ast.parse(source)
        node = next(islice(_code(tree), number, None))
        before, broken = ast.unparse(node), _breaks(node)[choice]
        _replace(tree, node, broken)
        yield Mutant(line, f"{before} became {ast.unparse(broken)}", ast.fix_missing_locations(tree))


def _code(tree: ast.AST) -> Iterator[ast.AST]:
    """Statements and expressions that do something: no docstrings, annotations or imports."""
    for name, value in ast.iter_fields(tree):
        if name in {"annotation", "returns", "decorator_list", "bases", "type_params"}:
            continue
        for node in value if isinstance(value, list) else [value]:
            text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if isinstance(node, ast.AST) and not text and not isinstance(node, ast.Import | ast.ImportFrom):
                yield node
                yield from _code(node)


def _breaks(node: ast.AST) -> list[ast.AST]:
    """Return what to put in a node's place, each alone; empty if the node has nothing to break."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _SWAPS:
            return [_with(node, ops=[_SWAPS[type(operator)]()])]
        case ast.BoolOp() | ast.BinOp() if type(node.op) in _SWAPS:
            return [_with(node, op=_SWAPS[type(node.op)]())]
        case ast.UnaryOp(op=ast.Not()):
            return [node.operand]
        case ast.IfExp():
            return [node.body, node.orelse]
        case ast.Constant(value=bool()):
            return [ast.Constant(not node.value)]
        case ast.Constant(value=int() | float()):
            return [ast.Constant(node.value + 1)]
        case ast.Constant(value=str()):
            return [ast.Constant(f"{node.value}?")]
        case ast.Slice(lower=lower, upper=upper):
            return [_with(node, **{side: None}) for side, given in (("lower", lower), ("upper", upper)) if given]
        case ast.Return(value=value) if value is not None and not _is_none(value):
            return [ast.Return(ast.Constant(None))]
        case ast.Continue():
            return [ast.Break()]
        case ast.AugAssign():
            return [ast.Pass()]
        case ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom()):
            return [ast.Pass()]
        case ast.comprehension(ifs=[_, *_]):
            return [_with(node, ifs=[*node.ifs[:at], *node.ifs[at + 1 :]]) for at in range(len(node.ifs))]
    return []


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def _with(node: ast.AST, **fields: object) -> ast.AST:
    """Return a copy of a node with other values of some fields."""
    broken = copy.copy(node)
    for name, value in fields.items():
        setattr(broken, name, value)
    return broken


def _replace(tree: ast.AST, target: ast.AST, replacement: ast.AST) -> None:
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, replacement)
            elif isinstance(value, list):
                value[:] = [replacement if item is target else item for item in value]


class _Loader(importlib.machinery.SourceFileLoader):
    """Loads a syntax tree in place of a file."""

    tree: ast.Module

    def get_code(self, fullname: str) -> CodeType:
        del fullname
        return compile(self.tree, self.path, "exec")


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the one module that is broken."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self.name, self.loader = name, _Loader(name, str(path))
        self.loader.tree = tree

    def find_spec(
        self, fullname: str, path: object, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        del path, target
        return importlib.util.spec_from_loader(fullname, self.loader) if fullname == self.name else None


def modules_of(name: str) -> list[str]:
    """Return the modules that a name of `TESTS` stands for: the module itself, or those of the folder, sorted.

    >>> modules_of("text.sentences")
    ['text.sentences']
    """
    folder = ROOT / "generator" / name.replace(".", "/")
    return sorted(f"{name}.{path.stem}" for path in folder.glob("[!_]*.py")) or [name]


def _path(module: str) -> Path:
    return ROOT / "generator" / f"{module.replace('.', '/')}.py"


def survives(module: str, tree: ast.Module, tests: list[str]) -> bool:
    """Return whether these tests pass with a tree in a module's place."""
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
        _run_tests(module, tree, tests)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def _run_tests(module: str, tree: ast.Module, tests: list[str]) -> None:
    """In the forked process, which ends with it."""
    import pytest

    code = 1
    with contextlib.suppress(BaseException), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        sys.meta_path.insert(0, _Finder(f"generator.{module}", _path(module), tree))
        code = int(pytest.main(["-x", "-n0", "-W", "ignore::pytest.PytestAssertRewriteWarning", *tests]))
    os._exit(code)


def _try_all(name: str, every: int) -> float:
    """Break the modules that a name stands for in each place, print what no test found, and return the share that was
    found.
    """
    tests, tried, left = TESTS[name], 0, 0
    for module in modules_of(name):
        source = _path(module).read_text(encoding="utf-8")
        if not survives(module, ast.parse(source), tests):
            sys.exit(f"the tests of {module} fail before anything is broken: {' '.join(tests)}")
        for mutant in mutants(source, every):
            tried += 1
            if survives(module, mutant.tree, tests):
                left += 1
                print(f"{_path(module).relative_to(ROOT)}:{mutant.line}: {mutant.told}", flush=True)
    share = 1 - left / tried
    print(f"{name}: {tried - left} of {tried} breaks were found ({share:.0%})", flush=True)
    return share


def main() -> None:
    """Try the modules that are named; the process ends with 1 where too few breaks are found."""
    parser = argparse.ArgumentParser(description="Break modules in one place at a time and ask their tests.")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help=f"of {', '.join(TESTS)}; none: all of them")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="try each N-th break only")
    arguments = parser.parse_args()
    if unknown := [module for module in arguments.modules if module not in TESTS]:
        parser.error(f"there are no tests for {', '.join(unknown)}; known are {', '.join(TESTS)}")
    os.chdir(ROOT)
    for module in PRELOADED:
        importlib.import_module(module)
    broken = [module for name in TESTS for module in modules_of(name)]
    assert not any(f"generator.{module}" in sys.modules for module in broken), "what is loaded can't be broken"
    shares = [_try_all(module, arguments.every) for module in arguments.modules or TESTS]
    sys.exit(min(shares) < SHARE)


if __name__ == "__main__":
    main()
