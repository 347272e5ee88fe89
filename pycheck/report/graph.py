"""Where the files of the library and the uses between its declarations go in a drawing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

from pycheck.report.library import Library, Module

BOX = (166, 64)
_GAP = (42, 18)
_MARGIN = 8
ROW = 30
_ARC = 7


@dataclass(frozen=True, slots=True)
class Box:
    """A file of the library at (x, y), in pixels from the top left."""

    module: Module
    x: float
    y: float
    claims: int


@dataclass(frozen=True, slots=True)
class Edge:
    """The uses of one file by another, as a curve; `uses` counts them."""

    user: str
    used: str
    path: str
    uses: int


@dataclass(frozen=True, slots=True)
class Map:
    """The files that use each other, in layers: what is used lies left of what uses it."""

    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    width: float
    height: float


def module_map(library: Library) -> Map:
    """The files with uses between them, each layer ordered to follow its neighbours.

    Only uses that do not follow from others are drawn. Files on their own are left out.
    """
    graph = library.between_modules
    linked = graph.subgraph([n for n in graph if graph.degree(n)])
    # The layout depends on the order of the nodes, so that it must not come from a set.
    drawn: nx.DiGraph[str] = nx.DiGraph()
    drawn.add_nodes_from(sorted(linked))
    drawn.add_edges_from(sorted(nx.transitive_reduction(linked).edges))
    places = _places(drawn)
    modules = {module.name: module for module in library.modules}
    return Map(
        boxes=tuple(
            Box(modules[name], x, y, claims_on(library, modules[name]))
            for name, (x, y) in sorted(places.items())
        ),
        edges=tuple(
            Edge(user, used, _curve(places[used], places[user]), graph.edges[user, used]["uses"])
            for user, used in sorted(drawn.edges)
        ),
        width=max((x for x, _ in places.values()), default=0) + BOX[0] + _MARGIN,
        height=max((y for _, y in places.values()), default=0) + BOX[1] + _MARGIN,
    )


def alone(library: Library) -> tuple[Module, ...]:
    """The files that neither use another one nor are used."""
    graph = library.between_modules
    return tuple(module for module in library.modules if not graph.degree(module.name))


def claims_on(library: Library, module: Module) -> int:
    """How many claims name a declaration of the file."""
    names = (library.book.short(receipt.name) for receipt in module.receipts)
    return len({a.claim for name in names for a in library.attached.get(name, ())})


def _places(graph: "nx.DiGraph[str]") -> Mapping[str, tuple[float, float]]:
    # A one-dimensional spring layout puts neighbours close, which is the order within a layer.
    heights = nx.kamada_kawai_layout(graph.to_undirected(), dim=1) if len(graph) > 1 else {}
    layers = [
        sorted(names, key=lambda name: (float(heights.get(name, [0])[0]), name))
        for names in nx.topological_generations(graph.reverse())
    ]
    tallest = max(map(len, layers), default=0)
    steps = [BOX[0] + _GAP[0], BOX[1] + _GAP[1]]
    return {
        name: (
            _MARGIN + column * steps[0],
            _MARGIN + (row + (tallest - len(names)) / 2) * steps[1],
        )
        for column, names in enumerate(layers)
        for row, name in enumerate(names)
    }


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    x1, y1 = start[0] + BOX[0], start[1] + BOX[1] / 2
    x2, y2 = end[0], end[1] + BOX[1] / 2
    bend = max(40.0, (x2 - x1) / 2)
    return f"M{x1:g} {y1:g}C{x1 + bend:g} {y1:g} {x2 - bend:g} {y2:g} {x2:g} {y2:g}"


@dataclass(frozen=True, slots=True)
class Arc:
    """A use between two rows of one file."""

    user: str
    used: str
    path: str


@dataclass(frozen=True, slots=True)
class Arcs:
    """The uses within a file as arcs beside its rows; `width` in pixels."""

    arcs: tuple[Arc, ...]
    width: float
    height: float


def arcs_of(library: Library, module: Module) -> Arcs:
    """The uses within a file that do not follow from others, declarations in source order."""
    rows = {library.book.short(r.name): i for i, r in enumerate(module.receipts)}
    spans = [
        (user, used, abs(rows[user] - rows[used]))
        for user, used in sorted(library.reduced.edges)
        if user in rows and used in rows
    ]
    width = 16 + _ARC * max((span for *_, span in spans), default=0)
    return Arcs(tuple(_arcs(rows, spans, width)), width, ROW * len(rows))


def _arcs(
    rows: Mapping[str, int], spans: list[tuple[str, str, int]], width: float
) -> Iterator[Arc]:
    for user, used, span in spans:
        y1, y2 = (rows[used] + 0.5) * ROW, (rows[user] + 0.5) * ROW
        out = width - 10 - _ARC * span * 4 / 3
        yield Arc(
            user, used, f"M{width - 8:g} {y1:g}C{out:g} {y1:g} {out:g} {y2:g} {width - 8:g} {y2:g}"
        )
