"""Compiling the engine: what it needs, and that an edit meanwhile leaves nothing behind."""

from pathlib import Path

import pytest

from fetchers import compiling, native


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The names that the sources ask for, the next one first; compiled code is a file."""
    asked = [tmp_path / "compiled" / "of these sources"]
    monkeypatch.setattr(native, "COMPILED", tmp_path / "compiled")
    monkeypatch.setattr(native, "folder", lambda: asked[0] if len(asked) == 1 else asked.pop(0))

    def compiled(work: Path) -> Path:
        (work / "lib" / "fetchers").mkdir(parents=True)
        (work / "lib" / "fetchers" / "engine.so").touch()
        return work / "lib"

    monkeypatch.setattr(compiling, "_compiled", compiled)
    return asked


def test_without_a_compiler_a_sentence_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(compiling.shutil, "which", lambda name: None)
    monkeypatch.setattr(compiling.sysconfig, "get_path", lambda name: "/nowhere")
    assert compiling.main() == 1
    said = capsys.readouterr().err
    assert said.startswith("Not found: a C compiler and the headers of Python; ")
    assert "apt install gcc python3-dev" in said


def test_new_machine_code_takes_the_place_of_older(folders: list[Path]) -> None:
    older = folders[0].with_name("older")
    older.mkdir(parents=True)
    assert compiling.build() == folders[0]
    assert (folders[0] / "fetchers" / "engine.so").is_file()
    assert list(native.COMPILED.iterdir()) == folders


def test_an_edit_meanwhile_leaves_nothing_behind(folders: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    folders.append(folders[0].with_name("of edited sources"))
    assert compiling.main() == 1
    assert "edited while it was being compiled" in capsys.readouterr().err
    assert not native.COMPILED.exists()
