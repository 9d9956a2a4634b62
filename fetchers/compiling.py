"""Compiles what runs for every record: `python -m fetchers.compiling` (`make native`)."""

import contextlib
import io
import os
import shutil
import sys
import sysconfig
import tempfile
from pathlib import Path

from fetchers import native
from seeds.errors import UserError


def build() -> Path:
    """Compile the engine, and drop what older sources left; takes a C compiler and about a minute.

    The folder appears when all of it is there. UserError where a source was edited meanwhile.
    """
    made = native.folder()
    if made.is_dir():
        return made
    with tempfile.TemporaryDirectory(prefix="rapatrials-native-") as name:
        built = _compiled(Path(name))
        if native.folder() != made:
            raise UserError("A source was edited while it was being compiled; run `make native` again.")
        native.COMPILED.mkdir(exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=native.COMPILED, prefix=".making-"))
        shutil.copytree(built, beside, dirs_exist_ok=True)
    for old in native.COMPILED.iterdir():
        if old != beside:
            shutil.rmtree(old)
    beside.rename(made)
    return made


def _compiled(work: Path) -> Path:
    """The folder within `work` that holds the machine code; what the compilers say is told only if they fail."""
    from mypyc.build import mypycify
    from setuptools import setup

    root, said = native.HERE.parent, io.StringIO()
    files = [str(path.relative_to(root)) for path in native.sources()]
    steps = ["build_ext", "--build-lib", str(work / "lib"), "--build-temp", str(work / "objects")]
    os.chdir(root)  # the compiler names modules by where their files lie below
    try:
        with contextlib.redirect_stdout(said):
            extensions = mypycify(
                ["--follow-imports=silent", *files], group_name="fetchers.engine", target_dir=str(work / "c"),
                opt_level="3",
            )  # fmt: skip
            setup(name="rapatrials-native", packages=[], ext_modules=extensions, script_args=["--quiet", *steps])
    except BaseException:
        print(said.getvalue(), file=sys.stderr)
        raise
    return work / "lib"


def main() -> int:
    """Compile, or say in a sentence what is missing."""
    compilers = (os.environ.get("CC", ""), "cc", "gcc", "clang")
    missing = [] if any(shutil.which(name) for name in compilers if name) else ["a C compiler"]
    missing += [] if Path(sysconfig.get_path("include"), "Python.h").is_file() else ["the headers of Python"]
    if missing:
        advice = "install what is missing (`apt install gcc python3-dev`), or go on without machine code"
        print(f"Not found: {' and '.join(missing)}; {advice}.", file=sys.stderr)
        return 1
    try:
        print(f"The engine's machine code lies in {build()}.")
    except UserError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
