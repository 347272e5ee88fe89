"""The author's experiments that are no profiles: retrieval, perplexity, a course of training."""

from collections.abc import Mapping
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from pycheck.checks.measurement import Reading
from pycheck.data.sources import Source
from pycheck.errors import InputError
from pycheck.reality.profiles import read_json
from pycheck.reality.sources import unmeasured

T = TypeVar("T")


def absent(source: Source, *files: str) -> Reading | None:
    """The reading of a body of data that lacks one of these files; None where all are there."""
    lacking = [f for f in files if source.root is None or not (source.root / f).is_file()]
    return unmeasured(source, f"the author's {lacking[0]} is not in it") if lacking else None


def read(source: Source, file: str, form: type[T]) -> T:
    """A file of the author's in the form that it should have. Raises `InputError` for another."""
    assert source.root is not None
    path = source.root / file
    try:
        return TypeAdapter(form).validate_python(read_json(path))
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(
            f"{path} is not the table it should be: {where}: {first['msg']}; fetch it again"
        ) from error


Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]


class _Form(BaseModel):
    """A table of the author's; what else stands in it is passed over."""

    model_config = ConfigDict(strict=True, frozen=True)


class Trials(_Form):
    """Hits among trials of retrieval at one length."""

    correct: Count
    total: Annotated[int, Field(gt=0)]


class Retrieval(_Form):
    """Retrieval by length in tokens, as text, under one factor of theta."""

    alpha: Positive
    results: Mapping[str, Trials]

    def at(self, length: int) -> Trials:
        """The trials at a length. Raises `InputError` where there are none."""
        try:
            return self.results[str(length)]
        except KeyError as error:
            raise InputError(f"no trials at {length} tokens under alpha {self.alpha:g}") from error


class Retriever(_Form):
    """One model: the length that it was trained on, in tokens, and its retrieval by factor."""

    T_train: Annotated[int, Field(gt=0)]
    alphas: Mapping[str, Retrieval]


class Choices(_Form):
    """``niah_v5``: the right one among ten sequences is the likeliest."""

    models: Mapping[str, Retriever]


class Written(_Form):
    """``niah_alpha_opt``: the model has to write the answer."""

    model: str
    alpha_opt_theory: Positive
    results: Mapping[str, Retrieval]


class Stretch(_Form):
    """Perplexity over some tokens: those in `range`, or the last `ctx_len` before `ctx_end`."""

    ppl: Positive
    ctx_len: int | None = None


class Rescaled(_Form):
    """Perplexities under one factor of theta, by place in the text."""

    alpha: Positive
    bands: Mapping[str, Stretch] = {}
    depths: Mapping[str, Stretch] = {}


class Perplexities(_Form):
    """``ntk_longseq`` and ``ntk_ppl``: perplexities under several factors of theta."""

    model: str
    alpha_opt_theory: Positive | None = None
    results: Mapping[str, Rescaled]


class Passkey(_Form):
    """Exact matches at one distance, as a share."""

    exact_match_base: Annotated[float, Field(ge=0, le=1)]
    exact_match_transplant: Annotated[float, Field(ge=0, le=1)]


class Passkeys(_Form):
    """``e7_passkey``: one model writes a passkey, with and without a transplant."""

    model: str
    n_prompts: Annotated[int, Field(gt=0)]
    distances: Mapping[str, Passkey]


class Foretold(_Form):
    """``rel12_passkey``: one distance, what was predicted there, and the rate of matches."""

    d: int
    pred: str
    match_rate: Annotated[float, Field(ge=0, le=1)]
    n_trials: Annotated[int, Field(gt=0)]
    confirms_rel12: bool


class Mode(_Form):
    """One way to treat what lies far away: nats a token, and their spread over chunks."""

    nll: Positive
    std: Positive


class KeyDecay(_Form):
    """``exp_kv_decay``: one model on sequences of `seq_len` tokens."""

    model: str
    seq_len: int
    T_train: int
    n_chunks: Annotated[int, Field(gt=1)]
    modes: Mapping[str, Mode]
    verdict: str


class Checkpoint(_Form):
    """Mean attention at the distances of a course of training."""

    means: tuple[Positive, ...] = Field(strict=False)


class Course(_Form):
    """``training_gamma``: profiles of one model at checkpoints, by step."""

    model: str
    steps: tuple[int, ...] = Field(strict=False)
    distances: tuple[int, ...] = Field(strict=False)
    checkpoints: Mapping[str, Checkpoint]


class Sweep(_Form):
    """``exp_b2``: perplexity of one model with keys cut to a window, by window in tokens.

    `D_f` is the published window that is to hold `f_target` of the mass, `N_full` the context.
    """

    tag: str
    gamma: Positive
    D_f: Annotated[int, Field(gt=0)]
    N_full: Annotated[int, Field(gt=0)]
    f_target: Annotated[float, Field(gt=0, lt=1)]
    ppl_full: Positive
    sweep: Mapping[str, Positive]


class Sweeps(_Form):
    """All models of ``exp_b2``."""

    results: tuple[Sweep, ...] = Field(strict=False)
