"""The profiles of a body of data: all of them, one a trained model, as they were trained."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pycheck.checks.measurement import Reading
from pycheck.data.sources import Source
from pycheck.evidence import RealityVerdict
from pycheck.reality.collect import Collection, Found, collect
from pycheck.reality.profiles import Profile
from pycheck.reality.published import NOT_STATED


def found_in(source: Source) -> tuple[Found, ...]:
    """All profiles of a body of data, with the file of each; none where it is not here."""
    if source.root is None or not source.present:
        return ()
    return _collected(source.root).found


@cache
def _collected(root: Path) -> Collection:
    """All profiles below a folder, read once a process."""
    return collect([root])


def profiles_of(source: Source) -> tuple[Profile, ...]:
    """All profiles, one a trained model: a mean over training seeds is taken apart."""
    return tuple(single for item in found_in(source) for single in by_training_seed(item.profile))


def models_of(source: Source) -> tuple[Profile, ...]:
    """The models of a body of data as they were trained."""
    return models_in(item.profile for item in found_in(source))


def models_in(profiles: Iterable[Profile]) -> tuple[Profile, ...]:
    """Profiles of single models as they were trained: no rescaled base, no intervention.

    Profiles whose corpus is not stated repeat a model that is here with its corpus.
    """
    return tuple(
        single
        for profile in profiles
        if profile.as_trained and profile.corpus != NOT_STATED
        for single in by_training_seed(profile)
    )


def by_training_seed(profile: Profile) -> tuple[Profile, ...]:
    """The profiles of the models that `profile` is the mean of: one a training seed.

    A profile whose seeds vary only the text, or that keeps no row a seed, is left whole. What is
    known only of the mean is known of none of the models.
    """
    if profile.seed_kind != "training" or len(profile.per_seed) != len(profile.seeds):
        return (profile,)
    if len(profile.seeds) == 1:
        return (profile.model_copy(update={"model": f"{profile.model}, seed {profile.seeds[0]}"}),)
    sinks = profile.sink_mass_per_seed or (profile.sink_mass,) * len(profile.seeds)
    return tuple(
        profile.model_copy(
            update={
                "model": f"{profile.model}, seed {seed}",
                "attention": row,
                "attention_sd": None,
                "seeds": (seed,),
                "per_seed": (),
                "sink_mass": sink,
                "sink_mass_per_seed": (),
                "pooled_distances": (),
                "layers": (),
                "heads": (),
                "rows": (),
                "sink_mass_rows": (),
                "self_mass": None,
                "last_query": (),
            }
        )
        for seed, row, sink in zip(profile.seeds, profile.per_seed, sinks, strict=True)
    )


def unmeasured(source: Source, why: str) -> Reading:
    """The reading of a body of data that holds nothing on the claim.

    Names the remedy when the data are not on this machine at all.
    """
    if not found_in(source):
        return Reading(RealityVerdict.UNMEASURED, f"no profiles here; {source.remedy}")
    return Reading(RealityVerdict.UNMEASURED, why)
