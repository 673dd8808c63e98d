"""What only tests call is gone: every function, class and method is reached from a start."""

from __future__ import annotations

import ast
import importlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("data", "layouts", "callbacks")
# What programs and packages ask for by name, where no code of ours does.
ENTRY_POINTS = {
    ("app", "server"),  # gunicorn, by its configuration and Makefile
    ("app", "renewed_server"),  # gunicorn, by gunicorn.conf.py
    ("callbacks.server.gunicorn_logger", "QuietLogger"),  # gunicorn, by its configuration
    ("callbacks.server.gunicorn_worker", "PatientWorker"),  # the same
    ("data.stories.migrations.versions.stories_0001", "upgrade"),  # Alembic
    ("data.stories.migrations.versions.stories_0001", "downgrade"),
}
# shapes.add_chart of python-pptx, of its data; gunicorn, of the socket that it sends a file to
ENTRY_ATTRIBUTES = {"xlsx_blob", "xml_bytes", "gettimeout"}
# What a coming page needs says so in its docstring, until that page names it.
WAITS = re.compile(r"Waits\s+for\s+/[a-z-]+")
# These only change how a method is called; any other decorator hands it to somebody.
PLAIN = {"property", "cached_property", "classmethod", "staticmethod"}

Name = tuple[str, str]  # a module and a name at its top level; "" is what runs on import
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Module:
    """What a module defines at its top level, and where the names that it imports come from."""

    def __init__(self, name: str, source: str, modules: frozenset[str]) -> None:
        self.name = name
        self.bodies: dict[str, list[ast.stmt]] = defaultdict(list)
        self.imported: dict[str, Name] = {}
        tree = ast.parse(source)
        for statement in tree.body:
            for defined in _defined(statement) or [""]:
                self.bodies[defined].append(statement)
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                self.imported |= {one.asname or one.name: (one.name, "") for one in node.names}
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    inside = f"{node.module}.{alias.name}"
                    origin = (inside, "") if inside in modules else (str(node.module), alias.name)
                    self.imported[alias.asname or alias.name] = origin

    def named_in(self, node: ast.AST) -> Iterator[Name]:
        """The names at the top level of any module that a piece of code reads."""
        for inner in ast.walk(node):
            if isinstance(inner, ast.Name):
                if inner.id in self.bodies:
                    yield self.name, inner.id
                elif inner.id in self.imported:
                    yield self.imported[inner.id]
            elif isinstance(inner, ast.Attribute) and isinstance(inner.value, ast.Name):
                module, name = self.imported.get(inner.value.id, ("", "-"))
                if not name:
                    yield module, inner.attr


class Reached:
    """Everything that running can come to: names, and methods whose name is asked of anything."""

    def __init__(self, modules: Mapping[str, Module], *, with_waiting: bool) -> None:
        self.modules, self.with_waiting = modules, with_waiting
        self.names: set[Name] = set()
        self.attributes = set(ENTRY_ATTRIBUTES)
        self.waiting: dict[str, list[tuple[Module, str, Function]]] = defaultdict(list)
        self.queue: list[Name] = [*ENTRY_POINTS, *((module, "") for module in modules)]
        for module in modules.values():
            is_start = module.name.partition(".")[0] not in PRODUCT
            self.queue += [
                (module.name, name)
                for name, body in module.bodies.items()
                if is_start or (with_waiting and _waits(body[0]))
            ]
        while self.queue:
            self._come_to(self.queue.pop())

    def unnamed(self) -> list[str]:
        """Functions, classes and methods that nothing comes to."""
        never = [
            f"{module.name}.{name}"
            for module in self.modules.values()
            for name, body in module.bodies.items()
            if (module.name, name) not in self.names
            and isinstance(body[0], ast.ClassDef | Function)
        ]
        methods = [
            f"{module.name}.{owner}.{method.name}"
            for waiting in self.waiting.values()
            for module, owner, method in waiting
        ]
        return sorted(never + methods)

    def _come_to(self, name: Name) -> None:
        module = self.modules.get(name[0])
        if module is None or name in self.names:
            return
        self.names.add(name)
        if name[1] not in module.bodies and name[1] in module.imported:
            self.queue.append(module.imported[name[1]])
        for node in module.bodies.get(name[1], ()):
            methods = _methods(node)
            for part in [*_without(node, methods)]:
                self._read(module, part)
            for method in methods:
                if method.name in self.attributes or self._is_called(module, name[1], method):
                    self._read(module, method)
                else:
                    self.waiting[method.name].append((module, name[1], method))

    def _is_called(self, module: Module, owner: str, method: Function) -> bool:
        if self.with_waiting and _waits(method):
            return True
        return _is_handed_on(module.name, owner, method)

    def _read(self, module: Module, node: ast.AST) -> None:
        self.queue += module.named_in(node)
        for inner in ast.walk(node):
            if isinstance(inner, ast.Attribute) and inner.attr not in self.attributes:
                self.attributes.add(inner.attr)
                for owner, _, method in self.waiting.pop(inner.attr, ()):
                    self._read(owner, method)


def _waits(node: ast.AST) -> bool:
    documented = isinstance(node, ast.ClassDef | Function)
    return documented and bool(WAITS.search(ast.get_docstring(node) or ""))


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ClassDef | Function):
        return [node.name]
    if not isinstance(node, ast.Assign | ast.AnnAssign):
        return []
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    inside = [inner for target in targets for inner in ast.walk(target)]
    return [inner.id for inner in inside if isinstance(inner, ast.Name)]


def _methods(node: ast.stmt) -> list[Function]:
    body = node.body if isinstance(node, ast.ClassDef) else []
    return [inner for inner in body if isinstance(inner, Function)]


def _without(node: ast.stmt, methods: list[Function]) -> Iterator[ast.AST]:
    if not methods:
        yield node
    else:
        yield from (part for part in ast.iter_child_nodes(node) if part not in methods)


def _is_handed_on(module: str, owner: str, method: Function) -> bool:
    """Somebody else calls it: Python, a library by decorator, or a class of a library above."""
    if method.name.startswith("__"):
        return True
    decorators = {ast.unparse(one).partition("(")[0] for one in method.decorator_list}
    if decorators - PLAIN:
        return True
    above = getattr(importlib.import_module(module), owner).__mro__[1:]
    return any(method.name in vars(one) for one in above if not one.__module__.startswith(PRODUCT))


@cache
def sources() -> Mapping[str, str]:
    files = [file for name in PRODUCT for file in (ROOT / name).rglob("*.py")]
    files += (ROOT / "benchmarks").glob("*.py")
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): (
            file.read_text(encoding="utf-8")
        )
        for file in [ROOT / "app.py", ROOT / "gunicorn.conf.py", *files]
    }


parsed = cache(Module)


def unnamed(files: Mapping[str, str], *, with_waiting: bool = True) -> list[str]:
    known = frozenset(files)
    modules = {name: parsed(name, text, known) for name, text in files.items()}
    return Reached(modules, with_waiting=with_waiting).unnamed()


def test_nothing_is_there_for_tests_alone() -> None:
    assert unnamed(sources()) == []


def test_what_waits_for_a_page_is_not_called_yet() -> None:
    """Once a page names it, the note goes: it would say what is no longer so."""
    files = sources()
    never = {name.rpartition(".")[2] for name in unnamed(files, with_waiting=False)}
    nodes = (node for text in files.values() for node in ast.walk(ast.parse(text)))
    assert [node.name for node in nodes if _waits(node) and node.name not in never] == []


def test_what_nobody_names_would_be_found() -> None:
    """A function, what only it calls, and a method."""
    module = "data.stats.ranks"
    added = "\n\ndef alone():\n    return only_there()\n\n\ndef only_there():\n    return 1\n"
    files = {**sources(), module: sources()[module] + added}
    assert unnamed(files) == [f"{module}.alone", f"{module}.only_there"]
