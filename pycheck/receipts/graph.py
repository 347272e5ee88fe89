"""What rests on what: a mapping from each name to the names that it uses itself."""

from collections.abc import Collection, Mapping

Graph = Mapping[str, Collection[str]]


def below(graph: Graph, name: str) -> set[str]:
    """All that `name` uses, directly or not: itself only where it leads back to itself."""
    found: set[str] = set()
    waiting = list(graph.get(name, ()))
    while waiting:
        if (next_name := waiting.pop()) not in found:
            found.add(next_name)
            waiting += graph.get(next_name, ())
    return found
