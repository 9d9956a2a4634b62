"""Whatever code, data and tests cite of the documents is there: the document, the rule, the section, the level."""

import re
from collections.abc import Callable
from itertools import chain
from pathlib import Path

import pytest

from fetchers.measures.status import STATUSES
from seeds.knowledge import load_knowledge

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
MEASURES = (DOCS / "measures.md").read_text(encoding="utf-8")
FOLDERS = ("seeds", "fetchers", "cache", "dashboard", "tests")
SUFFIXES = {".py", ".toml", ".csv"}
DOCUMENT = re.compile(r"\bdocs/([\w./-]+?\.md)\b")
RULES = re.compile(r"\brules?\s+(\d+(?:(?:,\s*|\s+and\s+|\s+to\s+|,\s*and\s+)\d+)*)", re.IGNORECASE)
SECTION = re.compile(r"\bdocs/([\w-]+\.md),\s+section\s+(\d+)")
LEVEL = re.compile(r"\bdocs/measures\.md, level `?(\w+)`?")
# Put together here, so that this file does not hold what it looks for: names of papers that are not in the project.
ELSEWHERE = tuple("".join(parts) for parts in (("MEASURES", ".md"), ("CONTRACT", ".md"), ("CONVENTIONS", ".md")))


def cited_from() -> list[Path]:
    files = chain.from_iterable((ROOT / folder).rglob("*") for folder in FOLDERS)
    return sorted(path for path in files if path.suffix in SUFFIXES and path.is_file())


def told(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


TEXTS = {told(path): path.read_text(encoding="utf-8") for path in cited_from()}


def headings(document: str) -> set[str]:
    text = (DOCS / document).read_text(encoding="utf-8")
    return set(re.findall(r"^#+ (.+)$", text, re.MULTILINE))


def missing_documents(text: str) -> list[str]:
    return [name for name in DOCUMENT.findall(text) if not (DOCS / name).is_file()]


def missing_rules(text: str) -> list[str]:
    numbers = (number for cited in RULES.findall(text) for number in re.findall(r"\d+", cited))
    return [number for number in numbers if f"Rule {number}" not in headings("measures.md")]


def missing_sections(text: str) -> list[str]:
    cited = SECTION.findall(text)
    return [
        f"{document}, section {number}"
        for document, number in cited
        if not any(heading.startswith(f"{number}. ") for heading in headings(document))
    ]


def defined(heading: str) -> set[str]:
    """The names that the tables under a heading of the definitions define, up to the next heading of its rank."""
    rank = "#" * (3 if f"\n### {heading}\n" in MEASURES else 2)
    body = MEASURES.split(f"\n{rank} {heading}\n")[1]
    return set(
        re.findall(r"^\| `(\w+)` \|", re.split(rf"^#{{2,{len(rank)}}} ", body, flags=re.MULTILINE)[0], re.MULTILINE)
    )


@pytest.mark.parametrize("missing", [missing_documents, missing_rules, missing_sections])
def test_what_files_cite_is_there(missing: Callable[[str], list[str]]) -> None:
    assert {name: found for name, text in TEXTS.items() if (found := missing(text))} == {}


def test_citations_of_what_is_not_there_are_found() -> None:
    absent = "19"
    assert missing_documents("see docs/" + "nowhere.md") == ["nowhere.md"]
    assert missing_rules(f"rules 2, 3 and {absent}") == [absent]
    assert missing_sections("docs/registry-api.md, section " + absent) == [f"registry-api.md, section {absent}"]


def test_definitions_are_cited_in_many_places() -> None:
    cited = sum(len(DOCUMENT.findall(text)) for text in TEXTS.values())
    assert cited > 100, "the patterns of this test find too little"


def test_no_file_cites_a_paper_that_is_not_in_the_project() -> None:
    found = [(name, paper) for name, text in TEXTS.items() for paper in ELSEWHERE if paper in text]
    assert found == []


def test_every_level_that_is_cited_is_defined() -> None:
    cited = {level for text in TEXTS.values() for level in LEVEL.findall(text)}
    assert cited <= defined("Levels")


def test_every_status_is_defined_and_no_other() -> None:
    assert defined("Status") == set(STATUSES)


@pytest.mark.parametrize(
    ("heading", "group"),
    [
        ("Target engagement", "target_engagement"),
        ("Drug exposure", "exposure"),
        ("Healthspan", "healthspan"),
        ("Liabilities", "liability"),
        ("Disease endpoint", "disease"),
        ("Design", "design"),
        ("Population", "population"),
    ],
)
def test_every_measure_and_population_is_defined_in_its_group_and_no_other(heading: str, group: str) -> None:
    assert defined(heading) == {label.id for label in load_knowledge().labels if label.group == group}


def test_settled_calls_are_about_measures() -> None:
    assert defined("Settled calls") <= {label.id for label in load_knowledge().labels}


def test_rules_are_numbered_without_a_gap() -> None:
    numbers = re.findall(r"^### Rule (\d+)$", MEASURES, re.MULTILINE)
    assert [int(number) for number in numbers] == list(range(1, len(numbers) + 1))
