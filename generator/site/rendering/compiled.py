"""How the pages' templates are compiled, and where compiled templates are kept.

Tens of thousands of pages are made from a few templates, so the code that Jinja makes of one is as direct as it can be:
what a template includes is put into it, an attribute is asked of its object alone, and translating is a plain call.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame

from ...files import read_at_once, read_cached, write_cached
from ...resources import read_compiled, templates_folder, write_compiled

_INCLUDED = re.compile(r'(?:^[ \t]+)?\{% include "([\w.]+)" %\}\n?', re.MULTILINE)
"""A statement that includes a template, with the white space that Jinja leaves out around it."""
_TRANSLATING = ("gettext", "ngettext")
_ESCAPING = frozenset(("href", "html", "lines", "served", "text", "yaml", "yaml_lines"))
"""The filters whose results are escaped already."""


class _Loader(FileSystemLoader):
    """Loads templates with all that they include in them, of which Jinja would make a context of its own each time."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template, its path, and a function that tells whether it is up to date. Raises
        TemplateNotFound.
        """
        text, path, is_current = super().get_source(environment, template)
        return _INCLUDED.sub(lambda it: self.get_source(environment, it[1])[0], text), path, is_current


class _DirectCode(CodeGenerator):
    """Makes Python code of a template. The functions in `_TRANSLATING` are given the context as their first argument;
    what has no such attribute as a template asks for raises AttributeError.
    """

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 - as Jinja calls it
        self.visit(node.node, frame)
        self.write(f".{node.attr}")

    def visit_Call(self, node: nodes.Call, frame: Frame, *more: Any) -> None:  # noqa: N802
        if not _translates(node):
            super().visit_Call(node, frame, *more)
            return
        self.visit(node.node, frame)
        self.write("(context")
        self.signature(node, frame)
        self.write(")")

    def _output_child_pre(self, node: nodes.Expr, *_: Any) -> None:
        is_escaped = _translates(node) or (isinstance(node, nodes.Filter) and node.name in _ESCAPING)
        # The function returns a text always, so that Jinja need make none of it.
        self.write("(" if is_escaped else "environment.finalize(context, ")

    def _output_child_post(self, *_: Any) -> None:
        self.write(")")


def _translates(node: nodes.Node) -> bool:
    """Return whether a part of a template calls a function of `_TRANSLATING`, which escapes what it fills in."""
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in _TRANSLATING


class PageTemplates(Environment):
    """The environment of the pages' templates."""

    code_generator_class = _DirectCode


def templates_loader() -> FileSystemLoader:
    """Return what loads the pages' templates."""
    return _Loader(templates_folder())


class CompiledTemplates(BytecodeCache):
    """A cache of compiled templates, since compiling takes longer than rendering the pages of a small survey.

    It reads those beside the templates and those in the user's cache, and writes to the latter. Keys are hashes of name
    and text, so that a changed template is compiled again.
    """

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load the compiled template into `bucket`, if there is one."""
        name = _compiled_name(bucket)
        if code := read_compiled(name) or read_cached(f"templates/{name}"):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Store the compiled template of a bucket in the user's cache."""
        write_cached(f"templates/{_compiled_name(bucket)}", bucket.bytecode_to_string())


class CompiledAhead(BytecodeCache):
    """Lets Jinja write compiled templates beside their sources, which are found there without it."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load nothing into the bucket, so that each template is compiled."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Write the compiled template of a bucket beside the templates' sources."""
        write_compiled(_compiled_name(bucket), bucket.bytecode_to_string())


def _compiled_name(bucket: Bucket) -> str:
    kind = _form() if bucket.environment.code_generator_class is _DirectCode else ""
    return f"{bucket.key}-{bucket.checksum}{kind}"


@cache
def _form() -> str:
    """Return what tells code that another edition of this module made of the same template."""
    return f"-{sha256(read_at_once(__file__)).hexdigest()[:8]}"
