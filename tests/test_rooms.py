"""Every room says what it is for and stays small, and nobody relies on the private parts of a dependency."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("seeds", "fetchers", "cache", "dashboard")
MOST_FILES = 14
ONE_FILE_A_COMMAND = "dashboard/commands"
# Methods of named tuples and one way to end a process: documented, though they begin with an underscore.
DOCUMENTED = {"_replace", "_asdict", "_fields", "_make", "_exit"}
BY_NAME = {"getattr", "setattr", "hasattr", "delattr"}


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def told(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def private(name: str) -> bool:
    return bool(re.fullmatch(r"_[A-Za-z]\w*", name)) and name not in DOCUMENTED


def named_by(node: ast.AST) -> Iterator[str]:
    """The names that a piece of code gives to something of its own."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Name | ast.Attribute) and isinstance(node.ctx, ast.Store):
        yield node.id if isinstance(node, ast.Name) else node.attr
    elif isinstance(node, ast.arg):
        yield node.arg


def foreign_names(tree: ast.Module, own: set[str]) -> list[str]:
    """Private names in code that nothing in `own` defines, and private names imported or taken from elsewhere."""
    modules, found = foreign_modules(tree), []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] not in (*PACKAGES, "tests"):
            parts = [*node.module.split("."), *(alias.name for alias in node.names)]
            found += [name for name in parts if private(name)]
        elif isinstance(node, ast.Import):
            found += [part for alias in node.names for part in alias.name.split(".") if private(part)]
        elif isinstance(node, ast.Attribute) and private(node.attr):
            of_module = isinstance(node.value, ast.Name) and node.value.id in modules
            found += [node.attr] if of_module or node.attr not in own else []
        elif isinstance(node, ast.Call):
            found += [name for name in passed_by_name(node) if private(name) and name not in own]
    return found


def foreign_modules(tree: ast.Module) -> set[str]:
    """What a file calls the modules that it imports whole and that are not of this project."""
    imports = [alias for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return {alias.asname or alias.name for alias in imports if alias.name.split(".")[0] not in (*PACKAGES, "tests")}


def passed_by_name(call: ast.Call) -> Iterator[str]:
    """Names that a call hands on: of its keywords, and of an attribute that it looks up or replaces."""
    yield from (keyword.arg for keyword in call.keywords if keyword.arg)
    called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if called in BY_NAME:
        yield from (each.value for each in call.args if isinstance(each, ast.Constant) and isinstance(each.value, str))


TREES = {told(path): ast.parse(path.read_text(encoding="utf-8")) for path in python_files(*PACKAGES, "tests")}
OWN = {name for tree in TREES.values() for node in ast.walk(tree) for name in named_by(node) if private(name)}


def test_no_private_name_of_a_dependency_is_used() -> None:
    assert {name: found for name, tree in TREES.items() if (found := foreign_names(tree, OWN))} == {}


@pytest.mark.parametrize(
    "code",
    [
        "from re import _compiler",
        "from pcre2._libpcre2 import lib",
        "import pcre2._cy",
        "import re\nre._mine('a')",
        "parser()._actions",
        "getattr(parser, '_actions')",
        "monkeypatch.setattr(module, '_hidden', None)",
        "Figure(data, _validate=False)",
    ],
)
def test_private_names_of_others_are_seen(code: str) -> None:
    assert foreign_names(ast.parse(code), {"_mine"})


@pytest.mark.parametrize(
    "code", ["self._mine", "row._replace(a=1)", "os._exit(1)", "from seeds.x import _mine", "f(_mine=1)"]
)
def test_names_of_our_own_and_documented_ones_are_not(code: str) -> None:
    assert not foreign_names(ast.parse(code), {"_mine"})


@pytest.mark.parametrize("folder", sorted({path.parent for path in python_files(*PACKAGES, "tests")}), ids=told)
def test_a_folder_holds_no_more_than_a_reader_can_take_in(folder: Path) -> None:
    if told(folder) != ONE_FILE_A_COMMAND:
        assert len([path for path in folder.glob("*.py") if path.name != "__init__.py"]) <= MOST_FILES


@pytest.mark.parametrize("room", [path for path in python_files(*PACKAGES) if path.name == "__init__.py"], ids=told)
def test_every_room_says_what_it_is_for(room: Path) -> None:
    assert ast.get_docstring(ast.parse(room.read_text(encoding="utf-8"))), "say what the room is for, in its docstring"


def test_every_folder_with_code_is_a_room() -> None:
    folders = {path.parent for path in python_files(*PACKAGES)}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").is_file()] == []
