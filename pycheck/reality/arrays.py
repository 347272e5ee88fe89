"""Files of attention maps (`.npy`, `.npz`, `.safetensors`), read a layer at a time."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from pycheck.errors import InputError
from pycheck.reality.given import Given
from pycheck.reality.maps import Maps, maps_of, named, profile_of_maps
from pycheck.reality.profiles import Profile

ARRAYS = (".npy", ".npz", ".safetensors")
_MOST = 8 * 2**30
_EXAMPLE = "--model tiny --corpus letters"


def read_arrays(path: Path, given: Given) -> Iterator[tuple[str, Profile]]:
    """The profiles of the maps in one file, each with its array's name where there are several.

    Raises `InputError` when the file is damaged, needs a package that is not installed, or holds
    no maps; and when `given` does not say of which model and corpus they are.
    """
    try:
        for name, maps in _maps_in(path):
            names = given.filled({}, ("model", "corpus"), _EXAMPLE)
            yield name, profile_of_maps(maps, names)
    except InputError:
        raise
    except Exception as error:  # what the readers of these formats raise is theirs to choose
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        raise InputError(f"no {path.suffix} file that can be read: {reason}") from error


def _maps_in(path: Path) -> Iterator[tuple[str, Maps]]:
    if path.suffix.lower() == ".safetensors":
        yield from _safetensors(path)
        return
    found = np.load(path, mmap_mode="r", allow_pickle=False)
    if isinstance(found, np.ndarray):
        yield "", maps_of(found)
        return
    with found:
        unpacked = sum(item.file_size for item in found.zip.infolist())
        if unpacked > _MOST:
            raise InputError(
                f"its arrays take {unpacked / 2**30:.0f} GiB, and {_MOST // 2**30} GiB are read at "
                "most; save them as .npy or .safetensors, which are read a layer at a time"
            )
        arrays = dict(found)
    names = named({name: array.shape for name, array in arrays.items()})
    for name in names:
        yield name if len(names) > 1 else "", maps_of(arrays[name])


def _safetensors(path: Path) -> Iterator[tuple[str, Maps]]:
    try:
        from safetensors import safe_open
    except ImportError as error:
        raise InputError(
            "a .safetensors file needs the package safetensors, which is not installed; run: "
            "pip install safetensors"
        ) from error
    with safe_open(path, framework="numpy") as file:
        shapes = {name: file.get_slice(name).get_shape() for name in file.keys()}  # noqa: SIM118
        names = named(shapes)
        for name in names:
            yield name if len(names) > 1 else "", maps_of(_Sliced(file.get_slice(name)))


class _Sliced:
    """A tensor on disk that is read where it is indexed."""

    def __init__(self, tensor: Any) -> None:
        self._tensor = tensor
        self.shape = tuple(tensor.get_shape())

    def __getitem__(self, place: Any) -> Any:
        return self._tensor[place]
