"""The book's worked numbers and laws, recomputed by other means than the derivations use."""

import re
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import optimize, special, stats

from book.derivations import (
    attention_cost,
    bpe,
    contrastive,
    counting,
    dot_product,
    feed_forward,
    heads,
    low_rank,
    normalization,
    online_softmax,
    perplexity,
    preference,
    quantization,
    reliability,
    sampling,
    scaling,
    softmax,
    speculative,
)
from tests.book.derivations.derived import derived


def results(check: Any) -> dict[str, float]:
    return {k: float(v) for k, v in derived(check).results.items() if v.is_number}


def merge_by_text(words: dict[str, int], turns: int, *, alphabetical: bool) -> list[str]:
    """Byte-pair encoding on spaced strings with regular expressions."""
    spaced = {" ".join(word): count for word, count in words.items()}
    made = []
    for _ in range(turns):
        pairs: Counter[str] = Counter()
        for word, count in spaced.items():
            symbols = word.split()
            for a, b in pairwise(symbols):
                pairs[f"{a} {b}"] += count
        highest = max(pairs.values())
        tied = [pair for pair in pairs if pairs[pair] == highest]
        best = min(tied, key=str.split) if alphabetical else tied[0]
        made.append(best)
        joined = re.compile(rf"(?<!\S){re.escape(best)}(?!\S)")
        spaced = {joined.sub(best.replace(" ", ""), w): c for w, c in spaced.items()}
    return made


@pytest.mark.parametrize(("alphabetical", "fifth"), [(False, "n e"), (True, "e w")])
def test_the_fifth_merge_depends_on_the_rule_for_ties(alphabetical: bool, fifth: str) -> None:
    words = {"low": 5, "lower": 2, "newest": 6, "widest": 3}
    made = merge_by_text(words, 5, alphabetical=alphabetical)
    assert made == ["e s", "es t", "l o", "lo w", fifth]
    ours = bpe.run(min if alphabetical else lambda tied: tied[0], 5)
    assert [" ".join(pair) for pair in ours] == made


@given(st.dictionaries(st.text("ab", min_size=1, max_size=6), st.integers(1, 9), min_size=1))
def test_merging_keeps_the_text_and_agrees_with_replacing_strings(words: dict[str, int]) -> None:
    corpus = bpe.spelled(words)
    for pair in bpe.most_frequent(corpus):
        merged = bpe.merge(corpus, pair)
        assert {"".join(w): c for w, c in merged.items()} == words
        for symbols in merged:
            # One character a symbol before the first merge, so str.replace is the same scan.
            marked = "".join(symbols).replace("".join(pair), "#")
            assert "".join("#" if len(s) > 1 else s for s in symbols) == marked


def test_bytes_that_no_utf8_text_contains() -> None:
    # RFC 3629, section 1: "The octet values C0, C1, F5 to FF never appear."
    never = {0xC0, 0xC1, *range(0xF5, 0x100)}
    assert results(bpe.utf8_bytes) == {"base_tokens": 256, "used_by_utf8": 256 - len(never)}


def test_worked_counts() -> None:
    table = results(counting.embedding_table)
    assert table["width_768"] == np.empty((50_000, 768), dtype=np.uint8).size
    assert table["width_4096"] == 204.8e6
    ffn = results(feed_forward.parameters)
    assert ffn["total"] == 2 * 1024 * 4096 == 2**23
    slices = results(heads.split)
    assert slices["heads_16"] == np.split(np.zeros(1024), 16)[0].size
    assert slices["heads_8"] == np.split(np.zeros(1024), 8)[0].size
    llama = results(scaling.overtraining)
    assert llama["tokens_per_parameter"] == pytest.approx(15e12 / 8e9, rel=1e-15)
    assert llama["times_the_rule"] == 93.75


class Counted:
    """A number that counts its multiplications."""

    made = 0

    def __mul__(self, other: "Counted") -> "Counted":
        Counted.made += 1
        return self

    def __add__(self, other: "Counted") -> "Counted":
        return self


def counted_matrix(rows: int, columns: int) -> Any:
    return np.full((rows, columns), Counted())


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_heads_really_multiply_as_often_as_one(count: int) -> None:
    tokens, model = 3, 6
    width = model // count
    x = counted_matrix(tokens, model)
    Counted.made = 0
    for _ in range(count):
        q, k, v = (x @ counted_matrix(model, width) for _ in range(3))
        _ = ((q @ k.T) @ v) @ counted_matrix(width, model)
    assert Counted.made == heads.head_multiply_adds(tokens, model, model)


@pytest.mark.parametrize("length", [2, 4])
def test_linear_attention_really_multiplies_less(length: int) -> None:
    width = 3
    q, k, v = (counted_matrix(length, width) for _ in range(3))
    Counted.made = 0
    _ = (q @ k.T) @ v
    assert Counted.made == 2 * length**2 * width
    Counted.made = 0
    _ = q @ (k.T @ v)
    assert Counted.made == 2 * length * width**2


@pytest.mark.parametrize(("width", "draws"), [(4, 20_000), (64, 20_000), (4096, 4_000)])
def test_spread_of_dot_products_by_simulation(width: int, draws: int) -> None:
    rng = np.random.default_rng(7)
    q, k = rng.standard_normal((2, draws, width))
    scores = np.einsum("ij,ij->i", q, k)
    expected = results(dot_product.variance)[f"deviation_{width}"]
    assert scores.std() == pytest.approx(expected, rel=0.05)
    assert (scores / np.sqrt(width)).std() == pytest.approx(1, rel=0.05)


def test_the_example_by_hand() -> None:
    scores = np.array([[1, 0], [0, 1], [1, 1]]) @ np.array([0, 2])
    weights = special.softmax(scores / np.sqrt(2))
    found = results(softmax.by_hand)
    assert [found[f"weight_{i}"] for i in (1, 2, 3)] == pytest.approx(weights, rel=1e-14)


def test_scaled_logits_by_scipy() -> None:
    logits = np.array([0.3, 1.1, 0.9, -2.0])
    assert special.softmax(1000 * logits)[1] == pytest.approx(1)
    assert special.softmax(logits / 1e6) == pytest.approx(np.full(4, 0.25), abs=1e-6)
    tied = special.softmax(1000 * np.array([1.0, 1.0, 0.5]))
    assert tied[0] == pytest.approx(results(softmax.saturation)["two_way_tie"])
    found = results(softmax.soft_targets)
    for name, T in (("wrong_mass_cold", 1), ("wrong_mass_warm", 4)):
        assert found[name] == pytest.approx(special.softmax(np.array([0, -1, -2]) / T)[1:].sum())
    own, cooler = stats.entropy(special.softmax(logits)), special.softmax(logits / 0.8)
    assert stats.entropy(cooler) < own
    assert not derived(softmax.temperature).results["four_fifths_flattens"]
    entropies = [stats.entropy(special.softmax(logits / T)) for T in (0.1, 0.5, 1, 2, 10)]
    assert entropies == sorted(entropies)


def test_changing_the_attended_value_moves_the_output() -> None:
    found = results(softmax.fidelity)
    weights, v1, v2 = np.array([0.01, 0.99]), np.array([3.0, 4.0]), np.array([0.001, 0.0])
    out = weights @ np.stack([v1, v2])
    removed = weights @ np.stack([v1, np.zeros(2)])
    assert np.linalg.norm(out - removed) == pytest.approx(found["removal"])
    changed = weights @ np.stack([v1, v2 + np.array([0, 1])])
    assert np.linalg.norm(out - changed) == pytest.approx(found["sensitivity_to_attended"])


def infonce(similarities: np.ndarray, tau: float) -> float:
    return float(special.logsumexp(similarities / tau) - similarities[0] / tau)


@pytest.mark.parametrize(("positive", "key"), [(0.9, "won"), (0.6, "lost")])
def test_contrastive_gradient_by_finite_differences(positive: float, key: str) -> None:
    similarities = np.array([positive, 0.8, 0.5, 0.1])
    gradients = {}
    for tau in (0.1, 0.02):
        slope = optimize.approx_fprime(similarities, lambda s, tau=tau: infonce(s, tau), 1e-7)
        gradients[tau] = slope[1]
        assert slope[1] / slope[1:].sum() > {0.1: 0.9, 0.02: 0.999}[tau]
    limits = derived(contrastive.temperature).results
    if key == "won":
        assert limits["gradient_when_positive_leads"] == 0
        assert gradients[0.02] < 0.5 * gradients[0.1]
    else:
        assert limits["gradient_when_negative_leads"].is_infinite
        assert gradients[0.02] > 4 * gradients[0.1]


def test_perplexities_by_scipy() -> None:
    found = results(perplexity.of_a_model)
    truth = np.array([0.5, 0.5])
    for name, model in (
        ("uniform_model", [1 / 3, 1 / 3]),
        ("non_uniform_model", [2 / 3, 1 / 6]),
        ("confidently_wrong_model", [8 / 9, 1 / 18]),
    ):
        nats = stats.entropy(truth) + float(np.sum(special.rel_entr(truth, model)))
        assert found[name] == pytest.approx(np.exp(nats))


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8).filter(lambda p: sum(p) > 0.01))
def test_entropy_perplexity_never_exceeds_the_count(weights: list[float]) -> None:
    assert np.exp(stats.entropy(weights)) <= len(weights) * (1 + 1e-12)


@given(
    st.lists(st.integers(1, 50), min_size=1, max_size=12),
    st.fractions(0, 1).filter(lambda p: p > 0),
)
def test_nucleus_is_the_first_cumulative_sum_that_reaches_the_mass(
    counts: list[int], mass: Fraction
) -> None:
    law = [Fraction(c, sum(counts)) for c in counts]
    largest = sorted(counts, reverse=True)
    reached = [k for k in range(1, len(law) + 1) if sum(largest[:k]) >= mass * sum(counts)]
    assert sampling.nucleus_size(law, mass) == reached[0]


def test_min_p_widens_with_temperature() -> None:
    found = results(sampling.min_p_when_hot)
    for T in (1, 4):
        law = special.softmax(-np.arange(10) / T)
        assert found[f"min_p_at_{T}"] == np.sum(law >= 0.1 * law.max())
        assert found[f"nucleus_at_{T}"] == np.searchsorted(np.cumsum(law), 0.9) + 1


@pytest.mark.parametrize(("alpha", "beta"), [(0.34, 0.28), (0.5, 0.5), (0.2, 0.7)])
def test_the_split_by_numerical_minimisation(alpha: float, beta: float) -> None:
    A, B = 406.4, 410.7

    def best_model(compute: float) -> float:
        def loss(t: float) -> float:
            return float(A * np.exp(-alpha * t) + B * (compute / np.exp(t)) ** -beta)

        return float(np.exp(optimize.minimize_scalar(loss, bracket=(5, 25), tol=1e-12).x))

    growth = best_model(1e21) / best_model(1e20)
    exponent = derived(scaling.split).results["model_exponent"]
    symbols = {s.name: s for s in exponent.free_symbols}
    expected = float(exponent.subs({symbols["alpha"]: alpha, symbols["beta"]: beta}))
    assert np.log10(growth) == pytest.approx(expected, abs=1e-4)


def test_kaplan_factors_by_mpmath() -> None:
    found = results(scaling.kaplan)
    with mpmath.workdps(30):
        assert float(mpmath.mpf(10) ** mpmath.mpf("0.73")) == found["model_factor"]
        assert float(mpmath.mpf(10) ** mpmath.mpf("0.27")) == found["data_factor"]
    assert f"{found['data_factor']:.2f}" == "1.86"


@pytest.mark.parametrize("count", [2, 3, 4])
def test_the_leashed_optimum_by_numerical_optimisation(count: int) -> None:
    rng = np.random.default_rng(count)
    reference, reward = rng.dirichlet(np.ones(count)), rng.normal(size=count)
    beta = 0.7

    def cost(policy: np.ndarray) -> float:
        return float(beta * np.sum(special.rel_entr(policy, reference)) - policy @ reward)

    best = optimize.minimize(
        cost,
        np.full(count, 1 / count),
        bounds=[(1e-9, 1)] * count,
        constraints={"type": "eq", "fun": lambda p: p.sum() - 1},
        tol=1e-12,
    )
    symbolic = preference.tilt(list(reference), list(reward))
    (symbol,) = symbolic[0].free_symbols
    ours = np.array([float(p.subs(symbol, beta)) for p in symbolic])
    assert ours == pytest.approx(best.x, abs=1e-5)
    implicit = beta * np.log(ours / reference)
    assert implicit - implicit[0] == pytest.approx(reward - reward[0])


def test_adapter_rank_and_size_by_numpy() -> None:
    rng = np.random.default_rng(0)
    d, r = 12, 3
    down, up = rng.normal(size=(r, d)), rng.normal(size=(d, r))
    assert np.linalg.matrix_rank(up @ down) == r
    trained = derived(low_rank.adapter).results["trained_parameters"]
    symbols = {s.name: s for s in trained.free_symbols}
    assert trained.subs({symbols["d"]: d, symbols["r"]: r}) == down.size + up.size


def speculate(
    p: np.ndarray, q: np.ndarray, draws: int, rng: np.random.Generator
) -> tuple[np.ndarray, float]:
    """Tokens of speculative decoding by simulation, and the share of proposals accepted."""
    proposed = rng.choice(len(p), size=draws, p=q)
    kept = rng.random(draws) < p[proposed] / q[proposed]
    excess = np.clip(p - q, 0, None)
    resampled = rng.choice(len(p), size=draws, p=excess / excess.sum())
    return np.where(kept, proposed, resampled), float(kept.mean())


def test_speculative_decoding_by_simulation() -> None:
    rng = np.random.default_rng(11)
    p, q = np.array([0.5, 0.2, 0.2, 0.1]), np.array([0.1, 0.4, 0.3, 0.2])
    draws = 200_000
    tokens, rate = speculate(p, q, draws, rng)
    counts = np.bincount(tokens, minlength=4)
    assert stats.chisquare(counts, draws * p).pvalue > 0.001
    assert rate == pytest.approx(1 - 0.5 * np.abs(p - q).sum(), abs=0.005)
    # The same test tells the target from what resampling without the residual would emit.
    short = [bool(b < a) for a, b in zip(p, q, strict=True)]
    wrong = np.array(speculative.without_residual(list(p), list(q), short), dtype=float)
    assert stats.chisquare(counts, draws * wrong).pvalue < 1e-9


def test_norms_by_numpy() -> None:
    x = [3.0, -1.0, 4.0, 1.5]
    expected = (np.array(x) - np.mean(x)) / np.std(x)
    assert [float(v) for v in normalization.layer_norm(x)] == pytest.approx(expected)


rationals = st.fractions(Fraction(1, 50), 50, max_denominator=50)


@given(st.lists(st.tuples(rationals, rationals), min_size=1, max_size=6))
def test_online_softmax_for_every_cut(row: list[tuple[Fraction, Fraction]]) -> None:
    exponentials, values = zip(*row, strict=True)
    direct = sum(e * v for e, v in row) / sum(exponentials)
    cuts = online_softmax.blocks(len(row))
    assert len(cuts) == 2 ** (len(row) - 1)
    for cut in cuts:
        assert [i for block in cut for i in block] == list(range(len(row)))
        assert online_softmax.online_attention(exponentials, values, cut) == direct


normal = st.floats(1e-100, 1e100)


@given(normal, normal)
def test_rounding_is_that_of_the_machine(a: float, b: float) -> None:
    assert online_softmax.rounded(Fraction(a) + Fraction(b)) == Fraction(a + b)
    assert online_softmax.rounded(Fraction(a) * Fraction(b)) == Fraction(a * b)


def test_block_softmax_in_single_precision_is_close_but_not_bit_for_bit() -> None:
    rng = np.random.default_rng(3)
    scores = rng.normal(size=(64, 512)).astype(np.float32)
    highest = scores.max(axis=1, keepdims=True)
    dense = np.exp(scores - highest).sum(axis=1)
    running, total = np.full(64, -np.inf, np.float32), np.zeros(64, np.float32)
    for block in np.split(scores, 8, axis=1):
        higher = np.maximum(running, block.max(axis=1))
        total = total * np.exp(running - higher) + np.exp(block - higher[:, None]).sum(axis=1)
        running = higher
    assert total == pytest.approx(dense, rel=1e-5)
    assert (total != dense).any()
    order = derived(online_softmax.order_of_addition).results
    assert float(order["left_to_right"]) == (1 + 2.0**-53) + 2.0**-53
    assert float(order["in_two_blocks"]) == 1 + (2.0**-53 + 2.0**-53)


@given(st.floats(-1e3, 1e3), st.floats(1e-3, 1e2))
def test_half_a_step_is_the_largest_error(x: float, scale: float) -> None:
    exact = quantization.error(Fraction(x), Fraction(scale))
    assert exact <= Fraction(scale) / 2
    assert float(exact) == pytest.approx(abs(scale * np.rint(x / scale) - x), abs=1e-9)


def test_group_steps_by_numpy() -> None:
    weights = np.array([[7.0, 0.0], [3.0, 1.0]])
    whole, grouped = np.abs(weights).max() / 7, np.abs(weights).max(axis=1, keepdims=True) / 7
    errors = [np.abs(np.rint(weights / s) * s - weights).sum() for s in (whole, grouped)]
    found = results(quantization.groups)
    assert errors == pytest.approx([found["error_per_tensor"], found["error_per_group"]])


def test_reliability_by_simulation_and_linear_programming() -> None:
    rng = np.random.default_rng(5)
    chains = (rng.random((100_000, 10)) < 0.9).all(axis=1)
    assert chains.mean() == pytest.approx(results(reliability.compound)["ten_steps"], abs=0.005)
    found = results(reliability.pass_k)
    alike = (rng.random((200_000, 8)) < 0.61).all(axis=1)
    assert alike.mean() == pytest.approx(found["if_all_tasks_alike"], abs=0.001)
    # The least variance of success rates on a grid with pass^1 = 0.61 and pass^8 = 0.25.
    grid = np.linspace(0, 1, 401)
    least = optimize.linprog(
        grid**2, A_eq=np.stack([np.ones_like(grid), grid, grid**8]), b_eq=[1, 0.61, 0.25]
    )
    assert least.status == 0
    deviation = np.sqrt(least.fun - 0.61**2)
    bound = results(reliability.least_spread)["least_deviation_of_tasks"]
    assert bound == pytest.approx(deviation, abs=1e-4)
    assert bound <= deviation


def test_reassociation_by_numpy() -> None:
    rng = np.random.default_rng(2)
    q, k = rng.random((2, 50, 4))
    v = rng.normal(size=(50, 4))
    dense = (q @ k.T) / (q @ k.T).sum(axis=1, keepdims=True) @ v
    state, total = k.T @ v, k.sum(axis=0)
    assert (q @ state) / (q @ total)[:, None] == pytest.approx(dense)
    assert results(attention_cost.reassociation)["linear_when_length_doubles"] == 2
    masked = np.tril(q @ k.T) @ v
    running = np.cumsum(k[:, :, None] * v[:, None, :], axis=0)
    assert np.einsum("ij,ijk->ik", q, running) == pytest.approx(masked)
