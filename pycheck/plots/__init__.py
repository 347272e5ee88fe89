"""Pictures of profiles, of their fits and of collections of exponents."""

from pycheck.plots.atlas import plot_atlas
from pycheck.plots.fits import plot_fit
from pycheck.plots.profiles import plot_profiles
from pycheck.plots.sweeps import plot_theta

__all__ = ["plot_atlas", "plot_fit", "plot_profiles", "plot_theta"]
