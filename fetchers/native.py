"""The engine as machine code: which modules it has, and where it lies once it was made (`fetchers/compiling.py`).

It lies in `fetchers/compiled`, in a folder named by the sources that it was made from. That name is the
guard: after any edit, or under another Python, no folder bears it, and the sources run as they are, only slower.
`RAPATRIALS_NATIVE=0` in the environment leaves it out.
"""

import hashlib
import os
import sys
import sysconfig
from pathlib import Path

HERE = Path(__file__).parent
COMPILED = HERE / "compiled"
MODULES = (
    "ae_terms", "annotate", "arms", "assertion", "dose", "dose_choice", "drug_levels", "drug_names", "drug_owners",
    "exposure", "frequency", "given", "matcher", "rapalogs", "record.dates", "record.nodes", "record.protocol",
    "record.results", "record.texts", "regimen", "regimen_words", "role", "scan", "sentences", "status", "tables",
    "trough", "words",
)  # fmt: skip


def sources() -> list[Path]:
    """The files that are compiled."""
    return [HERE.joinpath(*module.split(".")).with_suffix(".py") for module in MODULES]


def folder() -> Path:
    """Where the machine code of just these sources and this Python lies, if it was made."""
    told = hashlib.sha256(str(sysconfig.get_config_var("EXT_SUFFIX")).encode())
    for path in [Path(__file__), *sources()]:
        told.update(path.read_bytes())
    return COMPILED / told.hexdigest()[:32]


def search_path(package: str, own: list[str]) -> list[str]:
    """Where a package's modules are looked for: first among the machine code, where there is any."""
    if os.environ.get("RAPATRIALS_NATIVE") == "0" or not COMPILED.is_dir():
        return own
    compiled = folder().joinpath(*package.split("."))
    return [str(compiled), *own] if compiled.is_dir() else own


def engine() -> str:
    """Which form of the engine a process has taken up, in words."""
    return "machine code" if sys.modules["fetchers"].__path__[0] != str(HERE) else "interpreted"
