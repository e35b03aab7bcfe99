"""What of a file a function needs: the rest (plots, training runs, asserts, absent imports) is left out."""

import ast
from collections.abc import Iterable, Sequence

from grader.judge.names import Statement, statements

_BY_STRING = {"globals", "locals", "eval", "exec", "vars", "__import__", "getattr"}


def needed(tree: ast.Module, entries: Iterable[str], read: Sequence[Statement] | None = None) -> tuple[int, ...]:
    """Indices of the top-level statements that bind what the entries reach, in file order.

    Where reached code looks names up by string (`globals()`, `exec`), every definition, import and plain assignment
    is kept, since none can be told apart. read: the tree's statements, where the caller has them.
    """
    read = statements(tree) if read is None else read
    bound = [statement.bound for statement in read]
    used = [statement.used for statement in read]
    star = {index for index, statement in enumerate(tree.body) if _imports_star(statement)}
    wanted, kept = set(entries), set[int]()
    while True:
        more = {i for i, names in enumerate(bound) if names & wanted and i not in kept}
        if not more:
            break
        kept |= more
        wanted |= set().union(*(used[index] for index in more))
    if wanted & (_BY_STRING - {"getattr"}):
        kept |= {i for i, s in enumerate(tree.body) if bound[i] and not isinstance(s, (ast.For, ast.While, ast.With))}
    known = set().union(*bound) if bound else set()
    if wanted - known:
        kept |= star
    kept |= {i for i, statement in enumerate(tree.body) if _is_future(statement)}
    return tuple(sorted(kept))


def _imports_star(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and any(alias.name == "*" for alias in statement.names)


def _is_future(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
