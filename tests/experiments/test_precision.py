"""Double precision: nothing of a model is calculated in single, whatever its code asks for."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests import needs

torch = needs.models("torch")
needs.models("transformers")

from torch.utils._python_dispatch import TorchDispatchMode  # noqa: E402
from torch.utils._pytree import tree_leaves  # noqa: E402

from pycheck.reality.experiments.loading import load_subject  # noqa: E402
from pycheck.reality.experiments.measure import Plan, profile_of  # noqa: E402
from tests.experiments.tiny import RANDOM, save  # noqa: E402

pytestmark = pytest.mark.models


class Kinds(TorchDispatchMode):  # type: ignore[misc]
    """Notes the kind of number of every tensor that is calculated while it is on."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: set[Any] = set()

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        result = func(*args, **(kwargs or {}))
        self.seen |= {leaf.dtype for leaf in tree_leaves(result) if isinstance(leaf, torch.Tensor)}
        return result


def kinds(folder: Path, plan: Plan) -> set[Any]:
    subject = load_subject(folder)
    noted = Kinds()
    with noted:
        profile_of([subject], plan, "profile")
    return noted.seen


@pytest.mark.parametrize("kind", ["llama", "neox", "gpt2", "bloom"])
def test_in_double_precision_nothing_is_single(kind: str, tmp_path: Path) -> None:
    folder = save(tmp_path / kind, kind)
    assert torch.float32 in kinds(folder, RANDOM)
    seen = kinds(folder, replace(RANDOM, double=True))
    assert torch.float64 in seen
    assert torch.float32 not in seen


def test_both_precisions_measure_the_same(tmp_path: Path) -> None:
    folder = save(tmp_path / "llama", "llama")
    single, double = (
        profile_of([load_subject(folder)], replace(RANDOM, double=double), "profile")
        for double in (False, True)
    )
    assert double.attention == pytest.approx(single.attention, rel=1e-4)
    assert double.losses == pytest.approx(single.losses, abs=2e-4)
