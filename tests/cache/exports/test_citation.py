"""A citation says all that is needed, and registry or reader's words break neither BibTeX nor RIS."""

from pathlib import Path

import yaml

from cache.exports.citation import Citation, cited
from cache.questions.reader import Reader

ROOT = Path(__file__).parents[3]
TAGS = ("TY", "AU", "TI", "PY", "DA", "DB", "N1", "UR", "ER")
HOSTILE = Citation(
    "5% of A_B & {C}\nER  - \\end{document}", 'trials matching "#1 ~x^2$"', "ClinicalTrials.gov (https://x.example/api)",
    "2026-03-02T09:00:05", "20260302T090005-0123abcd", "RapaTrials 0.1.0, rules abc123", "https://y.example/?q=a%20b",
)  # fmt: skip


def test_a_paragraph_says_claim_trials_data_snapshot_program_and_link(sample_reader: Reader) -> None:
    manifest = sample_reader.snapshot.manifest
    found = cited(sample_reader.snapshot, "2 of 3 trials report it.", "trials in Ageing", "https://z.example/")
    for part in (
        "2 of 3 trials report it.", "trials in Ageing", manifest.endpoint, "2026-11-20T09:00:05 UTC",
        sample_reader.snapshot.name, f"RapaTrials {manifest.program_version}, rules {manifest.seeds_version}",
        "https://z.example/",
    ):  # fmt: skip
        assert part in found.paragraph()


def test_bibtex_escapes_what_latex_would_obey() -> None:
    lines = HOSTILE.bibtex().splitlines()
    assert lines[0] == "@misc{rapatrials-20260302T090005-0123abcd,"
    assert lines[2] == r"  title = {{5\% of A\_B \& \{C\} ER - \textbackslash{}end\{document\}}},"
    assert lines[3] == "  year = {2026},"
    assert r"\#1 \textasciitilde{}x\textasciicircum{}2\$" in lines[4]
    assert lines[5] == r"  url = {https://y.example/?q=a\%20b}" and lines[6] == "}"


def test_ris_has_a_line_a_tag_and_one_end() -> None:
    lines = HOSTILE.ris().split("\r\n")
    assert [line[:6] for line in lines] == [
        f"{tag}  - " for tag in ["TY", "AU", "TI", "PY", "DA", "DB", "N1", "UR", "ER"]
    ] + [""]
    assert lines[4] == "DA  - 2026/03/02/"


def test_the_citation_file_names_this_version() -> None:
    found = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert found["cff-version"] == "1.2.0" and found["type"] == "software" and found["authors"] and found["message"]
    assert f'version = "{found["version"]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
