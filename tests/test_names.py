"""One meaning per name: no constant and no class of the code is defined twice with different contents."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("seeds", "fetchers", "cache", "dashboard")
# Names that may mean something else in every file that defines them, and why.
PER_FILE = {
    "PATH": "the file of knowledge beside the reader that reads it",
    "FOLDER": "the folder of knowledge beside the reader that reads it",
    "Row": "what a row of that file's own table holds",
}


def definitions(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Public constants and classes of a module with what they hold, as code; a class holds itself."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name, ast.unparse(node)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                yield from pairs(target, node.value)
        elif isinstance(node, ast.AnnAssign) and node.value:
            yield from pairs(node.target, node.value)


def pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, str]]:
    """The names of an assignment, each with its own part of the value."""
    if isinstance(target, ast.Name):
        yield target.id, ast.unparse(value)
    elif isinstance(target, ast.Tuple):
        parts = value.elts if isinstance(value, ast.Tuple) else [value] * len(target.elts)
        for one, part in zip(target.elts, parts, strict=True):
            yield from pairs(one, part)


def doubles(files: dict[str, ast.Module]) -> dict[str, list[str]]:
    """Names that several files define with different contents, with these files; a page's variable is no constant."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path, tree in files.items():
        for name, content in definitions(tree):
            if not name.startswith("_") and not name.islower():
                found[name][path] = content
    return {name: sorted(places) for name, places in found.items() if len(set(places.values())) > 1}


def test_every_constant_and_class_has_one_meaning() -> None:
    files = {
        str(path.relative_to(ROOT)): ast.parse(path.read_text(encoding="utf-8"))
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
    }
    assert {name: places for name, places in doubles(files).items() if name not in PER_FILE} == {}


def test_a_double_is_seen() -> None:
    files = {
        "a.py": ast.parse("KINDS, FEW = (1,), 2\nclass Standing:\n    due: int\n"),
        "b.py": ast.parse("FEW = 2\nKINDS: tuple = (1, 2)\nclass Standing:\n    trial: str\n"),
    }
    assert doubles(files) == {"KINDS": ["a.py", "b.py"], "Standing": ["a.py", "b.py"]}
