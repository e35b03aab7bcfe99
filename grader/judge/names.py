"""Which names a piece of code binds and which it reaches; and what a dotted name stands for."""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Statement:
    """A top-level statement, walked once: a file that answers four exercises asks four times.

    nodes: all of it, as ast.walk gives them. bound, used: see `bound_by` and `used_by`.
    """

    node: ast.stmt
    nodes: tuple[ast.AST, ...]
    bound: frozenset[str]
    used: frozenset[str]


def statements(tree: ast.Module) -> tuple[Statement, ...]:
    """The file's top-level statements."""
    return tuple(_statement(node) for node in tree.body)


def _statement(node: ast.stmt) -> Statement:
    nodes = tuple(ast.walk(node))
    return Statement(node, nodes, frozenset(bound_by(node)), frozenset(_used(nodes)))


def bound_by(statement: ast.stmt) -> set[str]:
    """Names that a top-level statement binds or changes, blocks searched too (not function bodies)."""
    return set(_bound(statement))


def _bound(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
            return
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            for alias in names:
                yield alias.asname or alias.name.split(".")[0]
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.Attribute(ctx=ast.Store()) | ast.Subscript(ctx=ast.Store()):
            # `softmax.cache = {}` and `TABLE[0] = 1` belong to what they change
            if (root := _root(node)) is not None:
                yield root
        case ast.Lambda() | ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
    for child in ast.iter_child_nodes(node):
        yield from _bound(child)


def _root(node: ast.AST) -> str | None:
    while isinstance(node, (ast.Attribute, ast.Subscript)):
        node = node.value
    return node.id if isinstance(node, ast.Name) else None


def used_by(node: ast.AST) -> set[str]:
    """Names that a piece of code reads, wherever in it."""
    return set(_used(ast.walk(node)))


def _used(nodes: Iterable[ast.AST]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            yield from node.names


def imported(nodes: Iterable[ast.AST]) -> dict[str, str]:
    """What every imported name stands for: {"np": "numpy", "tanh": "numpy.tanh"}."""
    table: dict[str, str] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            for alias in node.names:
                table[alias.asname or alias.name.split(".")[0]] = (
                    alias.name if alias.asname else alias.name.split(".")[0]
                )
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                table[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return table


def dotted(node: ast.AST, table: dict[str, str]) -> str | None:
    """The full dotted name of `np.linalg.norm` and the like, aliases resolved; None for anything else."""
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    return ".".join([table.get(node.id, node.id), *reversed(parts)])
