"""The example units for systemd, by systemd's own reckoning of what a service may do."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

UNITS = sorted((Path(__file__).parents[1] / "examples" / "systemd").glob("*.service"))
MOST_EXPOSED = 4.0  # of 10; from there on systemd says "medium"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.stem))
def test_a_service_may_do_little_beyond_its_work(unit: Path) -> None:
    command = ["systemd-analyze", "security", "--offline=true", "--no-pager", str(unit)]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    found = re.search(r"exposure level for .*: (\d+\.\d)", told)
    assert found and float(found[1]) < MOST_EXPOSED, told
