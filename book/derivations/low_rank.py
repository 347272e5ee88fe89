"""Low-rank adapters (ch. 28)."""

from itertools import combinations

import sympy as sp

from pycheck.checks.derivation import Working
from pycheck.checks.outcomes import Derivation, check


@check
def adapter() -> Derivation:
    """A LoRA update folds into the frozen matrix, starts from it, and has rank at most $r$."""
    w = Working()
    scale = sp.Symbol("s")
    for width, rank in ((2, 1), (3, 1), (3, 2)):
        frozen = sp.Matrix(sp.symarray("w", (width, width)))
        down = sp.Matrix(sp.symarray("a", (rank, width)))
        up = sp.Matrix(sp.symarray("b", (width, rank)))
        x = sp.Matrix(sp.symarray("x", width))
        side_path = frozen * x + scale * (up * (down * x))
        merged = frozen + scale * (up * down)
        w.vanish(
            f"Width {width}, rank {rank}: the side path and the merged matrix give one output,",
            side_path - merged * x,
            r"W_0x+sB(Ax)=(W_0+sBA)x",
        )
        w.require("the merged matrix has the frozen one's shape,", merged.shape == frozen.shape)
        w.vanish(
            "$B = 0$ leaves the pretrained layer,",
            side_path.subs(dict.fromkeys(up, 0)) - frozen * x,
        )
        update = up * down
        chosen = list(combinations(range(width), rank + 1))
        minors = [update.extract(rows, columns).det() for rows in chosen for columns in chosen]
        w.vanish(
            f"and every minor of size {rank + 1} of BA vanishes: its rank is at most {rank}.",
            minors,
        )
    d, r = sp.symbols("d r", positive=True)
    i, j = sp.symbols("i j", integer=True, positive=True)
    both = sp.Sum(1, (j, 1, d), (i, 1, r)) + sp.Sum(1, (j, 1, r), (i, 1, d))
    trained = w.value("Trained parameters: the entries of $A$ and of $B$,", both)
    w.equal("against those of the full matrix.", sp.Mul(trained, d**-2, evaluate=False), 2 * r / d)
    return w.done(trained_parameters=trained)
