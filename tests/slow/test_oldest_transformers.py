"""The oldest transformers that pycheck says it works with, in an environment of its own."""

import re
import subprocess
import sys
import tomllib
import venv
from pathlib import Path

import pytest

from tests.included import PROJECT

pytestmark = [pytest.mark.slow, pytest.mark.models]

LATER = "nested or code_fixes or other_positions or refused[prefix"
"""Tests of what only a later version can read or name."""


def oldest(package: str) -> str:
    """The lower bound of a package of the extra `models`."""
    document = tomllib.loads((PROJECT.root / "pyproject.toml").read_text())
    wanted = " ".join(document["project"]["optional-dependencies"]["models"])
    found = re.search(rf"{package}>=([\d.]+)", wanted)
    assert found is not None
    return found[1]


def test_models_are_measured_and_refused_alike(tmp_path: Path) -> None:
    pytest.importorskip("torch", reason="the optional extra `models` is not installed")
    version = oldest("transformers")
    venv.create(tmp_path / "old", with_pip=True)
    python = str(tmp_path / "old" / "bin" / "python")
    install = [python, "-m", "pip", "install", "-q", f"transformers=={version}.*"]
    done = subprocess.run(install, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no registry brings transformers {version}: {done.stderr.strip()[-200:]}")
    # Everything else comes from the environment that runs this test.
    (site,) = (tmp_path / "old" / "lib").glob("python*/site-packages")
    others = [path for path in sys.path if path.endswith("site-packages")]
    (site / "others.pth").write_text("\n".join([*others, str(PROJECT.root)]))
    program = "import transformers; print(transformers.__version__)"
    shown = subprocess.run([python, "-c", program], capture_output=True, text=True)
    assert shown.stdout.startswith(f"{version}."), shown.stderr
    tests = [f"tests/experiments/test_{name}.py" for name in ("huggingface", "checkpoints")]
    options = ["-q", "-n", "0", "-p", "no:cacheprovider", "-k", f"not ({LATER})"]
    words = [python, "-m", "pytest", *options, "--basetemp", str(tmp_path / "base"), *tests]
    ran = subprocess.run(words, cwd=PROJECT.root, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stdout[-3000:]
    passed = re.search(r"(\d+) passed", ran.stdout)
    assert passed is not None
    assert int(passed[1]) > 40, ran.stdout[-500:]
    assert "skipped" not in ran.stdout
