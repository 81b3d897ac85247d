"""Translates the stemmers that Python has to JavaScript, so that the browser's give the same stems.

The Snowball compiler made the Python of the package `snowballstemmer` from the algorithms. That code is of a small,
regular kind: methods without arguments, loops, conditions, tables of endings, exceptions in place of jumps. This module
reads its syntax tree and writes the same in JavaScript; the base class, `assets/js/search/words/stemmer.js`, is written
by hand. It raises RuntimeError for a form that it does not know, so that a later version cannot give wrong stems.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Sequence
from importlib.metadata import files
from importlib.resources import files as resources
from typing import Final

_COMPARED: Final = {ast.Eq: "===", ast.NotEq: "!==", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_COMPUTED: Final = {ast.Add: "+", ast.Sub: "-"}
_CONSTANTS: Final = {True: "true", False: "false", None: "null"}


def stemmer_module(names: Sequence[str]) -> str:
    """Return the source of the ES module with the stemmers of some languages, below the licence of their package.

    `names` are as Snowball has them (`french`); each stemmer is exported as a class (`FrenchStemmer`). Raises
    RuntimeError if a stemmer's code has an unknown form.
    """
    classes = (_class(_source(name)) for name in names)
    return "\n".join([f"/*!\n{_licence()}\n*/", 'import { Stemmer } from "../search/words/stemmer.js";', *classes, ""])


def class_name(name: str) -> str:
    """Return the name of a stemmer's class: `dutch_porter` gives `DutchPorterStemmer`."""
    return "".join(part.capitalize() for part in name.split("_")) + "Stemmer"


def _licence() -> str:
    """Return the text of snowballstemmer's licence, fit for a comment in JavaScript. Raises RuntimeError if the package
    lacks it.
    """
    texts = [path.read_text(encoding="utf-8") for path in files("snowballstemmer") or () if path.name == "COPYING"]
    if not texts:
        raise RuntimeError("snowballstemmer comes without its licence COPYING; install snowballstemmer>=3,<4")
    return texts[0].replace("*/", "* /").strip()


def _source(name: str) -> ast.ClassDef:
    module = resources("snowballstemmer").joinpath(f"{name}_stemmer.py")
    tree = ast.parse(module.read_text(encoding="utf-8"))
    return next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == class_name(name))


def _class(node: ast.ClassDef) -> str:
    lines = [f"export class {node.name} extends Stemmer {{"]
    for statement in node.body:
        if isinstance(statement, ast.FunctionDef):
            lines += [f"{_member(statement.name)}() {{", *_locals(statement), *_block(statement.body), "}"]
        elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            lines.append(f"{_attribute(statement.targets[0].id, statement.value)};")
        elif not isinstance(statement, ast.Expr):
            raise _unknown(statement)
    return "\n".join([*lines, "}"])


def _attribute(name: str, value: ast.expr) -> str:
    """Return the attribute of a stemmer's class with a name and a value in JavaScript. Groupings of characters and
    tables are static, since all its stemmers share them; numbers and flags are each stemmer's own.
    """
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return f"static {name} = new Set({_value(value)})"
    return f"{'' if isinstance(value, ast.Constant) else 'static '}{name} = {_value(value)}"


def _locals(function: ast.FunctionDef) -> list[str]:
    stored = (part.id for part in ast.walk(function) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))
    names = sorted(set(stored))
    return [f"let {', '.join(names)};"] if names else []


def _block(body: Sequence[ast.stmt]) -> Iterator[str]:
    for statement in body:
        yield from _statement(statement)


def _statement(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.While(test=test, body=body, orelse=[]):
            yield from (f"while ({_value(test)}) {{", *_block(body), "}")
        case ast.For(iter=ast.Tuple(elts=turns), body=body, orelse=[]):
            # So that `break` and labels work as they do in the Python loop.
            yield from (f"for (const _ of {json.dumps([0] * len(turns))}) {{", *_block(body), "}")
        case ast.Try(body=body, handlers=[ast.ExceptHandler(type=ast.Name(id=label), body=[ast.Pass()])]):
            yield from (f"{label}: {{", *_block(body), "}")
        case ast.Raise(exc=ast.Call(func=ast.Name(id=label))):
            yield f"break {label};"
        case ast.If(test=test, body=body, orelse=orelse):
            yield from (f"if ({_value(test)}) {{", *_block(body))
            yield from ("} else {", *_block(orelse), "}") if orelse else ("}",)
        case ast.Assign(targets=[target], value=value):
            yield f"{_value(target)} = {_value(value)};"
        case ast.AugAssign(target=target, op=op, value=value):
            yield f"{_value(target)} {_COMPUTED[type(op)]}= {_value(value)};"
        case ast.Return(value=ast.expr() as value):
            yield f"return {_value(value)};"
        case ast.Expr(value=value):
            yield f"{_value(value)};"
        case ast.Break():
            yield "break;"
        case ast.Continue():
            yield "continue;"
        case ast.Pass():
            yield ";"
        case _:
            raise _unknown(node)


def _value(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str() as text):
            return json.dumps(text, ensure_ascii=False)
        case ast.Constant(value=value):
            return _CONSTANTS[value] if isinstance(value, bool) or value is None else str(value)
        case ast.Name(id="self"):
            return "this"
        case ast.Name(id=name):
            return json.dumps(_member(name)) if name.startswith("__") else name
        case ast.Attribute(value=value, attr=attr):
            return f"{_value(value)}.{_member(attr)}"
        case ast.Subscript(value=value, slice=index):
            return f"{_value(value)}[{_value(index)}]"
        case ast.Set(elts=elements):
            return f"new Set([{_values(elements)}])"
        case ast.List(elts=elements) | ast.Tuple(elts=elements):
            return f"[{_values(elements)}]"
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return f"!({_value(operand)})"
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return f"-{_value(operand)}"
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            return f"({_value(left)} {_COMPUTED[type(op)]} {_value(right)})"
        case ast.BoolOp(op=ast.Or(), values=values):
            return f"({' || '.join(map(_value, values))})"
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARED:
            return f"{_value(left)} {_COMPARED[type(op)]} {_value(right)}"
        case ast.Call():
            return _call(node)
    raise _unknown(node)


def _call(node: ast.Call) -> str:
    match node:
        case ast.Call(func=ast.Name(id="len"), args=[text], keywords=[]):
            return f"{_value(text)}.length"
        case ast.Call(func=ast.Name(id="Among"), args=args, keywords=[]):
            return f"[{_values(args)}]"
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self")) as method, args=args, keywords=[]):
            return f"{_value(method)}({_values(args)})"
    raise _unknown(node)


def _values(nodes: Sequence[ast.expr]) -> str:
    return ",".join(map(_value, nodes))


def _member(name: str) -> str:
    """Return the name of a member in JavaScript, without the underscores that make it private in Python."""
    return name.lstrip("_")


def _unknown(node: ast.AST) -> RuntimeError:
    return RuntimeError(
        f"snowballstemmer has a form that cannot be translated, {type(node).__name__} in line "
        f"{getattr(node, 'lineno', 0)}: {ast.unparse(node)[:80]!r}; install snowballstemmer>=3,<4"
    )
