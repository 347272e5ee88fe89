"""A long scan: stopped in the middle it goes on from there, and finds what one at a time finds."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bench.texts import document

FORMULAS = 100
COMMAND = [sys.executable, "-m", "pycheck", "scan", "a.tex", "--n", "10", "--jobs", "1"]


def scan(folder: Path, cache: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / cache)}
    return subprocess.Popen(
        [*COMMAND, "--cached", "--format", "json"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def result(process: subprocess.Popen[str]) -> Any:
    out, err = process.communicate()
    assert (process.returncode, err) == (1, "")
    found = json.loads(out)
    for row in found["formulas"]:
        assert row.pop("seconds") >= 0
    return found


@pytest.mark.slow
def test_a_scan_that_was_stopped_goes_on_from_there(tmp_path: Path) -> None:
    document(tmp_path / "a.tex", FORMULAS, ("numpy",))
    stopped = scan(tmp_path, "cache")
    kept = tmp_path / "cache" / "pycheck" / "outcomes" / "scans"
    until = time.monotonic() + 600
    while not list(kept.glob("*.pickle")):
        assert stopped.poll() is None
        assert time.monotonic() < until
        time.sleep(0.1)
    stopped.send_signal(signal.SIGINT)
    out, err = stopped.communicate()
    assert (stopped.returncode, out) == (130, "")
    assert err.strip().endswith("interrupted")
    assert "Traceback" not in err
    (file,) = kept.glob("*.pickle")
    before = file.read_bytes()

    resumed = result(scan(tmp_path, "cache"))
    assert len(resumed["formulas"]) >= FORMULAS
    assert resumed["summary"]["refuted"] > 0
    assert len(file.read_bytes()) > len(before)
    assert resumed == result(scan(tmp_path, "another cache"))
