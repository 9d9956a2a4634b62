"""A view of the data as something to cite: in one paragraph, as BibTeX and as RIS.

BibTeX: `@misc` of the common styles, with `url` and `note`. RIS: reference type DATA of the format's published
specification (2011), a line per tag.
"""

import re
from dataclasses import dataclass

from cache.questions.reader import Readable
from cache.store.sharded import FILES

AUTHOR = "RapaTrials"
TEX = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
       **{sign: f"\\{sign}" for sign in "{}&%$#_"}}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Citation:
    """What is said (with its base and interval), of which trials, on which data, made by what, and where it stands."""

    claim: str
    trials: str  # the filter's sentence
    source: str
    data_timestamp: str  # UTC, as the registry gives it
    snapshot: str
    program: str
    link: str = ""  # to the view of this very snapshot

    @property
    def data(self) -> str:
        """The data and what read them, in one phrase."""
        return f"{self.source}, data of {self.data_timestamp} UTC (snapshot {self.snapshot}), read by {self.program}"

    def paragraph(self) -> str:
        """One paragraph for a text."""
        return " ".join(filter(None, [f"{self.claim} Counted over {self.trials}. {self.data}.", self.link]))

    def bibtex(self) -> str:
        """An entry for LaTeX; signs with a meaning there are escaped."""
        held = {
            "author": f"{{{AUTHOR}}}", "title": f"{{{_tex(_flat(self.claim))}}}", "year": self.data_timestamp[:4],
            "note": _tex(_flat(f"Counted over {self.trials}. {self.data}")), "url": self.link.replace("%", r"\%"),
        }  # fmt: skip
        lines = [f"  {name} = {{{value}}}" for name, value in held.items() if value]
        return f"@misc{{rapatrials-{self.snapshot},\n" + ",\n".join(lines) + "\n}\n"

    def ris(self) -> str:
        """An entry for reference managers."""
        day = self.data_timestamp[:10].replace("-", "/")
        tags = [
            ("TY", "DATA"), ("AU", AUTHOR), ("TI", self.claim), ("PY", self.data_timestamp[:4]), ("DA", f"{day}/"),
            ("DB", self.source), ("N1", f"Counted over {self.trials}. {self.data}"), ("UR", self.link), ("ER", ""),
        ]  # fmt: skip
        return "".join(f"{tag}  - {_flat(words)}\r\n" for tag, words in tags if words or tag == "ER")


def cited(snapshot: Readable, claim: str, trials: str, link: str = "") -> Citation:
    """A claim about the trials of a snapshot, or of tables in shards, as something to cite."""
    manifest = snapshot.manifest
    sources = {"digest": "Digest of landmark trials of ClinicalTrials.gov", FILES: "Files of records"}
    return Citation(
        claim,
        trials,
        sources.get(manifest.source) or f"ClinicalTrials.gov ({manifest.endpoint})",
        manifest.data_timestamp,
        snapshot.name,
        f"RapaTrials {manifest.program_version}, rules {manifest.seeds_version}",
        link,
    )


def _flat(words: str) -> str:
    """On one line: a line break would begin another tag or field."""
    return " ".join(words.split())


def _tex(words: str) -> str:
    return re.sub(r"[\\~^{}&%$#_]", lambda sign: TEX[sign.group()], words)
