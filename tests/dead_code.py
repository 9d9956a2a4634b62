"""Code that nothing uses, found by vulture: `make dead`. Fields of dataclasses and named tuples are data, not code.

Only the program's own packages count as users: what tests alone call is dead too, unless it stands below.
"""

import ast
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from vulture import Vulture

ROOT = Path(__file__).parents[1]
PACKAGES = ("seeds", "fetchers", "cache", "dashboard")
# What looks unused and is not, or not for long.
USED_ELSEWHERE = {
    "ROW_CLASSES": "tests hold the columns and a golden row of every table against its class",
    "subject_of_example": "judges the examples of rules, in tests",
    "command_parsers": "tests hold the documents against it",
    "outcome_cases": "what the judge is fitted on: tests.fit.outcomes",
    "prose_passages": "what the judge of descriptions is fitted on: tests.fit.described.py",
    "changed_ns": "part of a cache's key: tells states of a file apart",
    "inode": "part of a cache's key: tells states of a file apart",
    "writable": "asked by the buffer of a standard stream",
    "pool_classes_by_scheme": "tells urllib3 which connections to make",
    "get_redirect_target": "asked by requests, which must find none",
    "resp": "its argument",
    "app": "the server that `streamlit run` looks for in dashboard/server.py",
    "auth": "tells requests to look for no credentials",
    "template": "a property of Plotly's layout, set for the browser",
}


def fields(path: Path) -> Iterator[tuple[str, int]]:
    """Annotated names in class bodies, with the line: fields that are read by position, name or whole."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        for each in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
                yield each.target.id, each.lineno


def unused(folders: Iterable[Path]) -> list[tuple[str, str]]:
    """Name and place (file:line, kind) of everything that no code in the folders uses."""
    folders = list(folders)
    seeker = Vulture()
    seeker.scavenge([str(folder) for folder in folders])
    data = {(path, *field) for folder in folders for path in folder.rglob("*.py") for field in fields(path)}
    return [
        (item.name, f"{item.filename}:{item.first_lineno}: unused {item.typ}")
        for item in seeker.get_unused_code(min_confidence=60)
        if (Path(item.filename), item.name, item.first_lineno) not in data
    ]


def main() -> int:
    """Name what is dead, and what is listed and used by now; 1 where something is dead."""
    found = unused(ROOT / folder for folder in PACKAGES)
    dead = [f"{place} `{name}`: remove it, or say in tests/dead_code.py who uses it" for name, place in found
            if name not in USED_ELSEWHERE]  # fmt: skip
    alive = [name for name in USED_ELSEWHERE if name not in {name for name, _ in found}]
    for line in [*dead, *(f"`{name}` is used by now: take it off the list in tests/dead_code.py" for name in alive)]:
        print(line, file=sys.stderr)
    return 1 if dead else 0


if __name__ == "__main__":
    sys.exit(main())
