"""What curves are called, so that no two names are the same."""

from collections import Counter
from collections.abc import Sequence

from matplotlib.figure import Figure

from pycheck.errors import InputError
from pycheck.pictures.style import COLOURS, plain
from pycheck.reality.profiles import Profile
from pycheck.reality.published import NOT_STATED

GAMMA = "exponent γ (dimensionless)"
DISTANCE = "distance d (tokens)"
ATTENTION = "mean attention weight A(d) (dimensionless)"
BASE = "RoPE base θ during the measurement (dimensionless)"

WIDEST = 44
"""Characters of a name beside which there is room for another one."""

MOST_CURVES = len(COLOURS)


def refuse_too_many(curves: int, what: str, remedy: str) -> None:
    """Raises `InputError` for more curves than can be told apart."""
    if curves > MOST_CURVES:
        raise InputError(
            f"{curves} {what}, and no more than {MOST_CURVES} can be told apart; {remedy}"
        )


def told_apart(
    profiles: Sequence[Profile], *, swept: bool = False, fallback: Sequence[str] = ()
) -> tuple[str, list[str]]:
    """What the profiles have in common, and a name for each of what differs between them.

    `swept` leaves out the base during the measurement, which is then on the axis. Names that are
    still the same carry `fallback`, or their number. A name is empty where nothing differs.
    """
    facts = [_facts(profile, swept=swept) for profile in profiles]
    shared = [all(f[i] == facts[0][i] for f in facts) for i in range(len(facts[0]))]
    common = [text for text, same in zip(facts[0], shared, strict=True) if same and text]
    names = [
        ", ".join(text for text, same in zip(f, shared, strict=True) if not same and text)
        for f in facts
    ]
    counts = Counter(names)
    unique = [
        name
        if counts[name] == 1
        else f"{name or 'profile'} ({fallback[i] if fallback else f'no. {i + 1}'})"
        for i, name in enumerate(names)
    ]
    return plain(", ".join(common)), [plain(name) for name in unique]


def legend_below(figure: Figure, names: Sequence[str]) -> None:
    """The legend of the figure, below its axes, where it hides no data."""
    columns = 2 if len(names) > 1 and max(map(len, names)) <= WIDEST else 1
    figure.legend(loc="outside lower center", ncols=columns, frameon=False)


def titled(profile: Profile) -> str:
    """All that a profile is known by."""
    return plain(", ".join(fact for fact in _facts(profile, swept=False) if fact))


def _facts(profile: Profile, *, swept: bool) -> tuple[str, ...]:
    trained, used = profile.theta, profile.used_theta
    if swept:
        base = "" if trained is None else f"trained at θ = {trained:g}"
    elif used is None:
        base = ""
    elif trained is not None and trained != used:
        base = f"θ = {used:g} (trained at {trained:g})"
    else:
        base = f"θ = {used:g}"
    return (
        profile.model,
        f"corpus {NOT_STATED}" if profile.corpus == NOT_STATED else profile.corpus,
        base,
        f"T = {profile.context} tokens",
        profile.intervention,
    )
