"""The bodies of data of an audit: which there are, and which are on this machine."""

import os
from dataclasses import dataclass
from pathlib import Path

from pycheck.data.cache import cache_root, missing_from, strange_in
from pycheck.errors import InputError
from pycheck.files import clean
from pycheck.project import DataEntry, Project

FETCH = "pycheck data fetch"


@dataclass(frozen=True, slots=True)
class Source:
    """One body of data. `root` is None where it is not on this machine; `remedy` brings it.

    `sample` says whether what it holds stands for more of its kind: where it was made for
    experiments, it decides only what was varied in it on purpose.

    `given` marks a body that a person brings along: no ledger expects anything of it.
    """

    name: str
    root: Path | None
    remedy: str = ""
    title: str = ""
    given: bool = False
    sample: bool = True

    @property
    def present(self) -> bool:
        """Whether its folder is here."""
        return self.root is not None and self.root.is_dir()


def sources_of(project: Project) -> dict[str, Source]:
    """Every body of data of an audit by name, whether or not it is on this machine.

    Raises `InputError` where the variable of a body names no folder.
    """
    return {entry.name: _source(project, entry) for entry in project.data}


def present_sources(project: Project) -> dict[str, Source]:
    """The bodies of data that are on this machine, by name."""
    return {name: source for name, source in sources_of(project).items() if source.present}


def given_source(folder: Path, project: Project) -> Source:
    """The body of data in `folder`, under the name of that folder.

    Raises `InputError` where there is no such folder or no file in it, and where a body of the
    audit has that name already.
    """
    name = clean(folder.resolve().name)
    if not folder.is_dir():
        raise InputError(f"{folder} is no folder; give one with data to measure")
    if not any(path.is_file() for path in folder.rglob("*")):
        raise InputError(f"{folder} holds no file; put the data to measure into it")
    if name in {entry.name for entry in project.data}:
        raise InputError(
            f"{folder}: {name!r} is the name of a body of data of this audit; rename the folder"
        )
    return Source(name, folder, f"`pycheck measure {folder}` says why", name, given=True)


def _source(project: Project, entry: DataEntry) -> Source:
    root: Path | None
    if entry.path is not None:
        root, remedy = project.root / entry.path, entry.remedy or ""
    else:
        root, remedy = fetched_root(project, entry), f"run `{FETCH}`"
    return Source(entry.name, root, remedy, entry.title, sample=entry.sample)


def root_variable(entry: DataEntry) -> str:
    """The environment variable that names the folder of a body: ``PYCHECK_PUBLISHED``."""
    return f"PYCHECK_{entry.name.upper()}"


def fetched_root(project: Project, entry: DataEntry) -> Path | None:
    """The folder of a body that is fetched, or None where it is not on this machine.

    The folder that its variable names, else the cache when it is complete. Raises `InputError`
    when the variable names no folder, and where either holds anything but the listed files, each
    with its hash: what it says would count as the author's.
    """
    variable = root_variable(entry)
    if named := os.environ.get(variable):
        if not Path(named).is_dir():
            raise InputError(
                f"{variable} names {named}, which is no folder; correct it or unset it"
            )
        root = Path(named)
    elif missing_from(root := cache_root(entry), project, entry):
        return None
    if strange := strange_in(root, project, entry):
        raise InputError(
            f"{root / strange[0]} is none of the {entry.name} files as they are listed; remove it, "
            f"or make {root} a body of data of its own in audit.toml"
        )
    return root
