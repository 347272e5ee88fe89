"""The two bodies of data: our own committed profiles, and the author's published ones."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Literal

from pycheck.data.fetch import published_root
from pycheck.project import project_root
from pycheck.reality.collect import Collection, Found, collect
from pycheck.reality.profiles import Profile
from pycheck.reality.published import NOT_STATED

SOURCES = ("own", "published")


@dataclass(frozen=True)
class Source:
    """One body of data. `root` is None where the data are not on this machine."""

    name: Literal["own", "published"]
    root: Path | None
    remedy: str = ""

    @cached_property
    def collection(self) -> Collection:
        """All profiles below the root, read once, and the files that were left out."""
        if self.root is None or not self.root.is_dir():
            return Collection((), ())
        return collect([self.root])

    @property
    def found(self) -> tuple[Found, ...]:
        """All profiles, with the file of each."""
        return self.collection.found

    @cached_property
    def profiles(self) -> tuple[Profile, ...]:
        """All profiles, one a trained model: a mean over training seeds is taken apart."""
        return tuple(single for item in self.found for single in by_training_seed(item.profile))

    @cached_property
    def models(self) -> tuple[Profile, ...]:
        """Profiles of models as they were trained: no rescaled base, no intervention.

        Profiles whose corpus is not stated repeat a model that is here with its corpus.
        """
        return tuple(p for p in self.profiles if p.as_trained and p.corpus != NOT_STATED)


def by_training_seed(profile: Profile) -> tuple[Profile, ...]:
    """The profiles of the models that `profile` is the mean of: one a training seed.

    A profile whose seeds vary only the text, or that keeps no row a seed, is left whole. What is
    known only of the mean is known of none of the models.
    """
    if profile.seed_kind != "training" or len(profile.per_seed) != len(profile.seeds):
        return (profile,)
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
                "layers": (),
                "heads": (),
                "self_mass": None,
                "last_query": (),
            }
        )
        for seed, row, sink in zip(profile.seeds, profile.per_seed, sinks, strict=True)
    )


def own_source(root: Path | None = None) -> Source:
    """Our own profiles, ``data/profiles`` of the project by default."""
    return Source(
        "own",
        project_root() / "data" / "profiles" if root is None else root,
        "train and measure models with `pycheck experiment`",
    )


def published_source(root: Path | None = None) -> Source:
    """The author's published files, where ``pycheck data fetch`` put them by default."""
    return Source(
        "published",
        published_root() if root is None else root,
        "run `pycheck data fetch`",
    )


def all_sources() -> dict[str, Source]:
    """Both bodies of data by name, whether or not they are on this machine."""
    return {source.name: source for source in (own_source(), published_source())}


def available_sources() -> dict[str, Source]:
    """The bodies of data that are on this machine, by name."""
    return {
        name: source
        for name, source in all_sources().items()
        if source.root is not None and source.root.is_dir()
    }
