"""The documents keep step with the code: commands, codes, variables, tables, filters, examples, pins."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement

from cache.filters.dimensions import readme_rows
from dashboard.cli import command_parsers, parser
from fetchers.annotate import Annotator
from fetchers.registry.options import ClientOptions
from seeds import errors
from seeds.knowledge import load_knowledge
from seeds.measures.rules import Rule
from seeds.tables import columns

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
RULES = (ROOT / "docs" / "rules.md").read_text(encoding="utf-8")
DEVELOPERS = (ROOT / "DEVELOPERS.md").read_text(encoding="utf-8")
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
FORMS = sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml"))  # all but the settings of the chooser
PROJECT = PYPROJECT["project"]
PACKAGES = ("seeds", "fetchers", "cache", "dashboard")
USER_ERRORS = [each for each in vars(errors).values() if isinstance(each, type) and issubclass(each, errors.UserError)]
# Put together here, so that this file does not hold what it looks for.
MACHINE_PATHS = tuple(f"/{name}/" for name in ("work", "root"))
PACKAGE_HOSTS = tuple(".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("registry", "npmjs")))


def tracked_files() -> list[Path]:
    """The files that belong to the project."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout: which files belong to the project cannot be told")
    names = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return [ROOT / name for name in names.split("\0") if name and (ROOT / name).is_file()]


def sources(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def fenced(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", command_parsers())
def test_every_command_stands_in_the_readme_with_the_example_of_its_help(name: str) -> None:
    assert f"| `{name}` |" in README
    example = (command_parsers()[name].epilog or "").removeprefix("Example: ")
    assert example.startswith(f"rapatrials {name}")
    assert f"`{example}`" in README


@pytest.mark.parametrize("name", command_parsers())
def test_the_example_of_a_command_is_one_that_it_understands(name: str) -> None:
    example = (command_parsers()[name].epilog or "").removeprefix("Example: ")
    assert parser().parse_args(example.split()[1:]).command == name


def test_the_readme_lists_no_command_that_is_not_there() -> None:
    table = README.split("| command | does | example |")[1].split("\n\n")[0]
    assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == set(command_parsers())


def test_every_exit_code_stands_in_the_readme_and_no_other() -> None:
    table = README.split("| code | meaning |")[1].split("\n\n")[0]
    listed = {int(code) for code in re.findall(r"^\| (\d+) \|", table, re.MULTILINE)}
    assert listed == {each.exit_code for each in USER_ERRORS} | {0, 1, 3, 130}


def test_defaults_of_the_environment_are_those_of_the_client() -> None:
    used = ClientOptions()
    defaults = {
        "CONNECT_TIMEOUT": used.connect_timeout_s, "READ_TIMEOUT": used.read_timeout_s, "TRIES": used.tries,
        "PAGE_SIZE": used.page_size,
    }  # fmt: skip
    for name, default in defaults.items():
        row = re.search(rf"^\| `RAPATRIALS_{name}` \|.*\| (\S+) \|$", README, re.MULTILINE)
        assert row and float(row[1]) == default, name


def test_every_environment_variable_stands_in_the_documents_and_no_other() -> None:
    variable = re.compile(r"\bRAPATRIALS_[A-Z_]+\b")
    used = {name for path in sources(*PACKAGES) for name in variable.findall(path.read_text(encoding="utf-8"))}
    listed = set(variable.findall(README))
    assert used == listed
    in_tests = {name for path in sources("tests") for name in variable.findall(path.read_text(encoding="utf-8"))}
    assert in_tests - used <= set(variable.findall(DEVELOPERS))


def test_every_table_stands_in_the_readme_and_no_other() -> None:
    table = README.split("| table | one row per |")[1].split("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE) == list(columns.tables())


def test_the_readmes_table_of_filters_is_what_the_filters_say() -> None:
    assert f"| option | leaves trials |\n|---|---|\n{readme_rows()}\n" in README


def test_the_data_dictionary_is_what_the_columns_say() -> None:
    written = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == columns.dictionary_markdown(), "run `make dictionary`"


def test_every_make_target_that_the_documents_name_is_there() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    documents = README + DEVELOPERS + (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\bmake ([a-z]+)\b(?=[` ]*(?:#|ARGS|PYTHON|`))", documents))
    assert {"run", "test"} <= named <= targets


def test_every_link_between_the_documents_leads_to_a_file() -> None:
    for document in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            found = [(document.parent / target).exists(), (document.parent / "examples" / "systemd" / target).exists()]
            assert any(found), f"{document.name} links to {target}"


def test_the_hooks_and_the_checks_on_every_change_are_those_of_make_check() -> None:
    steps = re.findall(r"^check: ([a-z ]+?)  ##", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[
        0
    ].split()
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    assert [repo["repo"] for repo in hooks] == ["local"]  # nothing is fetched
    assert [hook["entry"] for hook in hooks[0]["hooks"]] == [f"make {step}" for step in steps]
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert [*re.findall(r"^for step in ([a-z ]+);", ci, re.MULTILINE)[0].split(), "test"] == steps
    parts = re.findall(r"^make test ARGS='(.*?)'", ci, re.MULTILINE)
    assert parts == ["-n 0 tests/browser", "--ignore=tests/browser"]  # all tests, in two parts


@pytest.mark.parametrize(
    "form", sorted((ROOT / ".github" / "ISSUE_TEMPLATE").glob("[!c]*.yml")), ids=lambda path: path.stem
)
def test_an_issue_form_asks_for_something_and_says_what(form: Path) -> None:
    asked = yaml.safe_load(form.read_text(encoding="utf-8"))
    fields = [field for field in asked["body"] if field["type"] != "markdown"]
    assert asked["name"]
    assert asked["description"]
    assert all(field["attributes"]["label"] for field in fields)
    assert len({field["id"] for field in fields}) == len(fields) > 3


def test_every_decision_stands_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    for path in folder.glob("[!R]*.md"):
        assert f"]({path.name})" in index


def test_every_example_is_described_in_the_readme() -> None:
    for path in (ROOT / "examples").rglob("*"):
        assert path.is_dir() or path.name in README, path.name


def test_the_version_stands_in_the_changelog() -> None:
    assert f"## [{PROJECT['version']}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", [field for field in Rule.__slots__ if field not in ("id", "source")])  # type: ignore[attr-defined]
def test_every_field_of_a_rule_is_explained(name: str) -> None:
    assert f"`{name}`" in RULES


def test_the_example_rules_and_drugs_work(tmp_path: Path) -> None:
    measure, drugs, family = fenced(RULES, "toml")
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "sleep.toml").write_text(measure, encoding="utf-8")
    (tmp_path / "drugs.toml").write_text(drugs, encoding="utf-8")
    annotator = Annotator(load_knowledge(tmp_path), few=True)
    label = next(each for each in annotator.knowledge.labels if each.id == "sleep")
    for rule in label.rule:
        for words in rule.positive:
            assert "sleep" in labels_of_outcome(annotator, words), words
        for words in rule.negative:
            assert "sleep" not in labels_of_outcome(annotator, words), words
    assert rapalogs_of_title(annotator, "XMP4711 in ageing") == ["examplimus"]
    assert rapalogs_of_title(annotator, "Everolimux after transplantation") == ["everolimus"]
    assert tomllib.loads(family) == tomllib.loads((ROOT / "examples" / "metformin" / "family.toml").read_text("utf-8"))


def labels_of_outcome(annotator: Annotator, words: str) -> set[str]:
    outcomes = {"outcomesModule": {"primaryOutcomes": [{"measure": words}]}}
    return {found.label for found in annotator.annotate({"protocolSection": outcomes}).evidence}


def rapalogs_of_title(annotator: Annotator, words: str) -> list[str]:
    title = {"identificationModule": {"briefTitle": words}}
    return annotator.annotate({"protocolSection": title}).rapalogs


def pins(name: str) -> dict[str, str]:
    """Version by package of a file of pins."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9.-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_pins_are_exact_and_hashed_and_name_no_place(name: str) -> None:
    for entry in (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ").splitlines():
        if entry and not entry.startswith("#"):
            assert re.fullmatch(r"[a-z0-9.-]+==\S+( *; [^-]+)?(\s+--hash=sha256:[0-9a-f]{64})+\s*", entry), entry[:80]


def test_pins_are_what_the_project_asks_for() -> None:
    dev, run = pins("requirements-dev.txt"), pins("requirements.txt")
    assert run.items() <= dev.items()
    asked = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["dev"]]
    for requirement in map(Requirement, asked):
        version = dev[requirement.name.lower().replace("_", "-")]
        assert requirement.specifier.contains(version), f"{requirement} is pinned to {version}: run `make pins`"


def test_every_data_file_of_a_package_goes_into_the_wheel() -> None:
    globs = PYPROJECT["tool"]["setuptools"]["package-data"]
    for path in tracked_files():
        package = path.relative_to(ROOT).parts[0]
        if package in PACKAGES and path.suffix != ".py":
            packed = {each for pattern in globs[package] for each in (ROOT / package).glob(pattern)}
            assert path in packed, f"add {path.relative_to(ROOT)} to package-data in pyproject.toml"


def test_no_file_names_a_machine_or_a_package_host() -> None:
    for path in tracked_files():
        text = path.read_bytes().decode("utf-8", "replace").lower()
        for needle in (*MACHINE_PATHS, *PACKAGE_HOSTS):
            assert needle not in text, f"{path.relative_to(ROOT)} holds {needle}"


@pytest.mark.parametrize("path", sources("dashboard"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_switches_html_on(path: Path) -> None:
    switch = re.search(
        r"unsafe_allow\w*|\bst\.html\b|components\.(?:v1|html)|\bst\.iframe\b", path.read_text(encoding="utf-8")
    )
    assert switch is None, switch
