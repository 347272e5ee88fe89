"""Tactic states and premises of every theorem, extracted by LeanDojo.

LeanDojo clones the project at its last commit and builds it under its own extractor, so a trace
speaks of committed text. It is an optional extra, imported only when a trace is asked for.
"""

import importlib
import importlib.util
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pycheck.errors import InputError, how_to_get


@dataclass(frozen=True, slots=True)
class TracedStep:
    """One tactic: its text, the goals before and after it, the declarations it names."""

    tactic: str
    before: str
    after: str
    premises: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TracedProof:
    """One theorem: its full name, its file and line, all its premises, its tactics in order."""

    name: str
    file: str
    line: int
    premises: tuple[str, ...]
    tactics: tuple[TracedStep, ...]


def missing_tools(root: Path) -> list[str]:
    """What a trace of the project in the folder `root` still needs, with the way to get it."""
    missing = []
    if importlib.util.find_spec("lean_dojo") is None:
        missing.append(f"LeanDojo ({how_to_get('lean')}, on Python 3.12 or older)")
    if shutil.which("lake") is None or shutil.which("lean") is None:
        missing.append("a Lean toolchain (install elan: https://lean-lang.org/install/)")
    if not (root / ".git").exists():
        missing.append(f"a git checkout of the project ({root} is none)")
    return missing


def trace(root: Path) -> list[TracedProof]:
    """Trace every theorem of the project in the folder `root` (takes minutes, needs the network).

    Raises `InputError` where a tool is missing or LeanDojo fails.
    """
    if missing := missing_tools(root):
        raise InputError(f"cannot trace the proofs; missing: {', '.join(missing)}")
    # Its cache on the network has no trace of a local checkout; LeanDojo reads this on import.
    os.environ.setdefault("DISABLE_REMOTE_CACHE", "1")
    try:
        dojo = importlib.import_module("lean_dojo")
        traced = dojo.trace(dojo.LeanGitRepo.from_path(root.resolve()), build_deps=False)
        theorems = traced.get_traced_theorems()
        return [_proof(theorem) for theorem in theorems if theorem.repo == traced.repo]
    except Exception as error:
        # LeanDojo reports a failed build, an unreachable host or an old git by whatever comes up.
        raise InputError(
            f"LeanDojo could not trace {root}: {type(error).__name__}: {error}; "
            "check that `pycheck lean build` passes and that the network is there"
        ) from error


def _proof(theorem: Any) -> TracedProof:
    return TracedProof(
        name=theorem.theorem.full_name,
        file=theorem.file_path.as_posix(),
        line=theorem.start.line_nb,
        premises=_distinct(theorem.get_premise_full_names()),
        tactics=tuple(_step(tactic) for tactic in theorem.get_traced_tactics()),
    )


def _step(tactic: Any) -> TracedStep:
    _, premises = tactic.get_annotated_tactic()
    return TracedStep(
        tactic=tactic.tactic,
        before=tactic.state_before,
        after=tactic.state_after,
        premises=_distinct(premise["full_name"] for premise in premises),
    )


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
