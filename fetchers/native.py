"""The engine as machine code: `python -m fetchers.native` (`make native`) compiles what runs for every record.

What it makes lies in `fetchers/compiled`, in a folder named by the sources that it was made from. That name is the
guard: after any edit, or under another Python, no folder bears it, and the sources run as they are, only slower.
`RAPATRIALS_NATIVE=0` in the environment leaves it out.
"""

import hashlib
import os
import shutil
import sys
import sysconfig
import tempfile
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


def build() -> Path:
    """Compile into the folder, and drop what older sources left; takes a C compiler and about a minute.

    The folder appears when all of it is there.
    """
    from mypyc.build import mypycify
    from setuptools import setup

    made = folder()
    if made.is_dir():
        return made
    with tempfile.TemporaryDirectory(prefix="rapatrials-native-") as name:
        work, root = Path(name), HERE.parent
        os.chdir(root)  # the compiler names modules by where their files lie below
        files = [str(path.relative_to(root)) for path in sources()]
        extensions = mypycify(
            ["--follow-imports=silent", *files], group_name="fetchers.engine", target_dir=str(work / "c"), opt_level="3"
        )
        steps = ["build_ext", "--build-lib", str(work / "lib"), "--build-temp", str(work / "objects")]
        setup(name="rapatrials-native", packages=[], ext_modules=extensions, script_args=["--quiet", *steps])
        COMPILED.mkdir(exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=COMPILED, prefix=".making-"))
        shutil.copytree(work / "lib", beside, dirs_exist_ok=True)
        for old in COMPILED.iterdir():
            if old != beside:
                shutil.rmtree(old)
        beside.rename(made)
    return made


def main() -> int:
    """Compile, or say in a sentence what is missing."""
    if not any(shutil.which(name) for name in (os.environ.get("CC", ""), "cc", "gcc", "clang") if name):
        print(
            "No C compiler was found: install one (`apt install gcc python3-dev`), or go on without.", file=sys.stderr
        )
        return 1
    print(f"The engine's machine code lies in {build()}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
