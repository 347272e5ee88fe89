"""What is audited: a folder with an ``audit.toml`` that says what lies where.

``docs/project.md`` describes the file. Checks are code of that folder: whoever audits a folder runs
it, as pytest runs a ``conftest.py``.
"""

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from pycheck.errors import InputError, did_you_mean
from pycheck.files import parse_toml, read_text

CONFIG = "audit.toml"
_PACKAGE = Path(__file__).parent
_GUIDE = "see docs/project.md"

# A path of an audit lies inside its folder: nothing that it names can point anywhere else.
_Inside = Annotated[str, StringConstraints(pattern=r"\A(?!/)(?!(.*/)?\.\.(/|\Z))[^\0]+\Z")]
_Line = Annotated[str, StringConstraints(pattern=r"\A\S[^\n]*\Z")]
_BodyName = Annotated[str, StringConstraints(pattern=r"\A[a-z][a-z0-9_]*\Z")]
_Namespace = Annotated[str, StringConstraints(pattern=r"\A[^\W\d]\w*(\.[^\W\d]\w*)*\Z")]


class _Entry(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, regex_engine="python-re")


class DataEntry(_Entry):
    """One body of data: a folder of the audit, or files that are fetched, each known by its hash.

    `files` lists ``NAME SIZE SHA256`` a line, `url` is where they lie, `version` names the state of
    it. `sample` says whether it stands for more of its kind, or was made for experiments.
    """

    name: _BodyName
    title: _Line
    sample: bool = True
    path: _Inside | None = None
    url: _Line | None = None
    files: _Inside | None = None
    version: _Line | None = None
    remedy: _Line | None = None

    @model_validator(mode="after")
    def _here_or_fetched(self) -> Self:
        fetched = [self.url, self.files, self.version]
        if self.path is None and None in fetched:
            raise ValueError("give `path`, or `url`, `files` and `version` of what is fetched")
        if self.path is not None and fetched != [None] * 3:
            raise ValueError("data with a `path` are here: they have no `url`, `files`, `version`")
        return self


class _Config(_Entry):
    title: _Line
    text: _Line
    claims: _Inside
    checks: _Inside | None = None
    lean: _Inside | None = None
    namespace: _Namespace | None = None
    mutation_scores: _Inside | None = None
    front: Annotated[tuple[_Line, ...], Field(strict=False)] = ()
    data: Annotated[tuple[DataEntry, ...], Field(strict=False)] = ()

    @model_validator(mode="after")
    def _lean_has_a_namespace(self) -> Self:
        if (self.lean is None) != (self.namespace is None):
            raise ValueError("`lean` and `namespace` go together: the proofs and their library")
        names = [entry.name for entry in self.data]
        if len(names) != len(set(names)):
            raise ValueError("two bodies of data have one name")
        return self


@dataclass(frozen=True, slots=True)
class Project:
    """An audit: its text, and the folders of its parts.

    `lean` is the folder of the Lean project (with ``lakefile.lean`` and ``lean/``), None where
    nothing is proved; `namespace` is that of its library. `checks` is None where no code of the
    audit may run. `front` names the claims that lead a report.
    """

    root: Path
    title: str
    text: str
    claims: Path
    checks: Path | None = None
    lean: Path | None = None
    namespace: str = ""
    mutation_scores: Path | None = None
    front: tuple[str, ...] = ()
    data: tuple[DataEntry, ...] = ()

    @property
    def proofs(self) -> Path:
        """The folder of the Lean project. Raises `InputError` where the audit has none."""
        if self.lean is None:
            raise InputError(
                f"{self.root / CONFIG} names no Lean project; give `lean` and `namespace`, {_GUIDE}"
            )
        return self.lean


def included_root() -> Path:
    """The folder of the audit that comes with pycheck: the checkout, or its copy in the wheel."""
    checkout = _PACKAGE.parent
    return checkout if (checkout / CONFIG).is_file() else _PACKAGE / "_project"


def included_project() -> Project:
    """The audit that comes with pycheck."""
    return load_project(included_root())


def find_project(folder: Path | None = None) -> Project:
    """The audit in `folder`; without one that of the current folder, else the one included.

    Only the folder itself counts, never one above it. A folder with ``lean/`` and no ``audit.toml``
    takes the place of the included audit's proofs. Raises `InputError` for any other folder.
    """
    if folder is None:
        here = Path.cwd()
        return load_project(here) if (here / CONFIG).is_file() else included_project()
    if (folder / CONFIG).is_file():
        return load_project(folder)
    if (folder / "lean").is_dir():
        included = included_project()
        return replace(included, lean=folder, namespace=_library_in(folder) or included.namespace)
    what = "holds neither audit.toml nor lean/" if folder.is_dir() else "is no folder"
    raise InputError(f"{folder} {what}; give the folder of an audit, {_GUIDE}")


def load_project(root: Path) -> Project:
    """The audit that ``audit.toml`` in the folder `root` describes.

    Raises `InputError` where the file cannot be read, is not TOML or says what it may not.
    """
    path = root / CONFIG
    text = read_text(path, "the audit's description")
    try:
        config = _Config.model_validate(parse_toml(text))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path} is not TOML: {error}; correct it") from error
    except ValidationError as error:
        raise InputError(f"{path}: {_explain(error)}; {_GUIDE}") from error
    return Project(
        root=root,
        title=config.title,
        text=config.text,
        claims=root / config.claims,
        checks=_under(root, config.checks),
        lean=_under(root, config.lean),
        namespace=config.namespace or "",
        mutation_scores=_under(root, config.mutation_scores),
        front=config.front,
        data=config.data,
    )


def _under(root: Path, part: str | None) -> Path | None:
    return None if part is None else root / part


def _library_in(folder: Path) -> str | None:
    """The library of a Lean folder: the one ``NAME.lean`` that has a folder ``NAME`` beside it."""
    names = [p.stem for p in (folder / "lean").glob("*.lean") if p.with_suffix("").is_dir()]
    return names[0] if len(names) == 1 else None


def _explain(error: ValidationError) -> str:
    # A key that is spelled wrong is missing too: its own fault says more.
    details: Any = min(error.errors(), key=lambda e: e["type"] != "extra_forbidden")
    where = ".".join(str(part) for part in details["loc"])
    if details["type"] == "extra_forbidden":
        known = DataEntry.model_fields if "data" in details["loc"] else _Config.model_fields
        return f"unknown key {where!r}{did_you_mean(str(details['loc'][-1]), known)}"
    return f"{where}: {details['msg']}" if where else str(details["msg"])
