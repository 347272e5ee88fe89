"""The author's experiments, made so that the answer is known."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from book.measurements import compressing, course, extension, passkeys
from book.measurements._retrieval import CHOICES
from book.measurements._tables import THERMODYNAMICS
from pycheck.data.sources import Source
from pycheck.reality.moments import of_power_law

LENGTHS = (1024, 2048, 3072, 4096)


def body(root: Path, files: Mapping[str, Any]) -> Source:
    """A body of data with these files."""
    for name, document in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(document))
    return Source("published", root, "fetch them")


def trials(hits: Sequence[int], of: int = 50) -> dict[str, Any]:
    """Hits at the lengths, two of them within the trained length."""
    return {str(n): {"correct": k, "total": of} for n, k in zip(LENGTHS, hits, strict=True)}


def choices(**factors: Sequence[int]) -> dict[str, Any]:
    """Three models alike that chose among ten."""
    alphas = {
        name: {"alpha": float(name.removeprefix("alpha_")), "results": trials(hits)}
        for name, hits in factors.items()
    }
    model = {"T_train": 2048, "alphas": alphas}
    return {"models": {f"pythia-{i}b": model for i in (1, 2, 3)}}


def perplexities(kind: str, **factors: float) -> dict[str, Any]:
    """Four stretches of text, under each factor so many times a perplexity that varies."""
    results = {
        name: {
            "alpha": 64.0 if name == "alpha_opt" else float(name.removeprefix("alpha_")),
            kind: {f"{i}": {"ppl": times * (10 + i), "ctx_len": 150} for i in range(4)},
        }
        for name, times in factors.items()
    }
    return {"model": "EleutherAI/pythia-1b", "alpha_opt_theory": 64.0, "results": results}


def extending(
    chosen: Mapping[str, Sequence[int]],
    long: Mapping[str, float] | None = None,
    written: Sequence[int] = (0, 0, 0, 0),
    keys: float = 0.0,
) -> dict[str, Any]:
    """All files on lengths beyond the trained one."""
    ppl = long or {"alpha_1": 1.0, "alpha_4": 1.1, "alpha_16": 3.0, "alpha_opt": 8.0}
    alone = {"alpha_1": {"alpha": 1.0, "results": trials(written)}}
    row = {"exact_match_base": keys, "exact_match_transplant": keys}
    return {
        CHOICES: choices(**chosen),
        extension.LONG: perplexities("bands", **ppl),
        extension.SHORT: perplexities("depths", **ppl),
        extension.WRITTEN: {
            "model": "EleutherAI/pythia-1b",
            "alpha_opt_theory": 64.0,
            "results": alone,
        },
        **{
            name: {"model": name[-12:-5], "n_prompts": 50, "distances": {"100": row, "200": row}}
            for name in passkeys.PASSKEYS
        },
    }


def foretold(passing: float, failing: float) -> dict[str, Any]:
    """Predictions for two distances, and the rates of matches there."""
    rows = [
        {"d": d, "pred": said, "match_rate": rate, "n_trials": 60, "confirms_rel12": True}
        for d, said, rate in ((100, "PASS", passing), (900, "FAIL", failing))
    ]
    return {passkeys.FORETOLD: rows}


def trained(gammas: Mapping[int, float], noise: float = 0.01) -> dict[str, Any]:
    """Profiles at checkpoints with these exponents."""
    distances = (10, 20, 50, 100, 200, 500, 1000, 2000)
    rng = np.random.default_rng(1)
    means = {
        str(step): {"means": list(0.1 * np.array(distances, float) ** -g * np.exp(noise * z))}
        for step, g in gammas.items()
        for z in [rng.normal(size=len(distances))]
    }
    return {
        course.FILE: {
            "model": "pythia",
            "steps": list(gammas),
            "distances": list(distances),
            "checkpoints": means,
        }
    }


def costs(gammas: Sequence[float], slope: float, windows: Sequence[int] | None = None) -> Any:
    """Models whose rise of perplexity at windows 64 and 512 is linear in gamma."""
    rows = [
        {
            "tag": f"m{i}",
            "gamma": g,
            "D_f": windows[i] if windows else int(of_power_law(g, 1, 2048).window(0.9)),
            "N_full": 2048,
            "f_target": 0.9,
            "ppl_full": 10.0,
            "sweep": {"64": 20 + 4 * slope * g, "512": 15 + slope * g, "2048": 10.0},
        }
        for i, g in enumerate(gammas)
    ]
    return {compressing.COSTS: {"results": rows}}


def decays(gap: float, std: float, verdict: str = "SOFT_DECAY_WINS") -> dict[str, Any]:
    """Three models whose loss with soft decay is larger by `gap` than with a hard cut."""
    modes = {
        name: {"nll": 4.0 + more, "std": std}
        for name, more in (("baseline", 0.0), ("hard_cutoff", 0.0), ("soft_decay", gap))
    }
    run = {"seq_len": 4096, "T_train": 2048, "n_chunks": 30, "modes": modes, "verdict": verdict}
    return {name: {"model": f"a/{name[24:28]}", **run} for name in compressing.DECAYS}


def thermodynamics(amplitude: float) -> dict[str, Any]:
    """Rows whose partition function is multiplied by `amplitude`, of exact sums otherwise."""
    rows = []
    for gamma in (0.6, 0.9, 1.2):
        law = of_power_law(gamma, 1, 2000)
        z = amplitude * float((law.distances**-gamma).sum())
        u = float(law.p @ np.log(law.distances))
        rows.append(
            {
                "stem": f"m{gamma}",
                "gamma": gamma,
                "Cv": 1.0,
                "log_A": float(np.log(amplitude)),
                "Z": z,
                "U": u,
                "S": float(np.log(z)) + gamma * u,
                "D90": law.window(0.9),
            }
        )
    return {THERMODYNAMICS: rows}
