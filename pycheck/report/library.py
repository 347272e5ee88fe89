"""The Lean library as a graph: what uses what, which claims stand on it, room by room."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import networkx as nx

from pycheck.ledger.schema import Claim
from pycheck.receipts import Receipt, ReceiptBook
from pycheck.receipts.verify import uses_graph

LEMMA = "lemma of"


@dataclass(frozen=True, slots=True)
class Attached:
    """A claim that names a declaration, and as what: states it, its negation, or a lemma of it."""

    claim: str
    role: str


@dataclass(frozen=True)
class Module:
    """A file of the library: its declarations in their order."""

    name: str  # without the namespace, e.g. Thermodynamics.Boundary
    receipts: tuple[Receipt, ...]

    @property
    def room(self) -> str:
        """The folder that holds the file."""
        return self.name.partition(".")[0]

    @property
    def title(self) -> str:
        """The name of the file."""
        return self.name.partition(".")[2] or self.name

    def count(self, kind: str) -> int:
        """How many declarations of a kind it has."""
        return sum(r.kind == kind for r in self.receipts)


@dataclass(frozen=True)
class Library:
    """All declarations with their uses; names are short (without the namespace)."""

    book: ReceiptBook
    claims: tuple[Claim, ...] = field(repr=False)

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """The files in the order of their names, each in the order of its lines."""
        found: dict[str, list[Receipt]] = defaultdict(list)
        for receipt in self.book.receipts:
            found[self.book.short(receipt.module)].append(receipt)
        return tuple(
            Module(name, tuple(sorted(found[name], key=lambda r: (r.line, r.name))))
            for name in sorted(found)
        )

    @cached_property
    def rooms(self) -> Mapping[str, tuple[Module, ...]]:
        """The files of each folder."""
        found: dict[str, tuple[Module, ...]] = defaultdict(tuple)
        for module in self.modules:
            found[module.room] += (module,)
        return dict(found)

    @cached_property
    def uses(self) -> "nx.DiGraph[str]":
        """An edge from a declaration to each one that its statement or its proof mentions."""
        uses: nx.DiGraph[str] = nx.DiGraph()
        for name, used in uses_graph(self.book).items():
            uses.add_node(name)
            uses.add_edges_from((name, other) for other in used)
        graph = uses.subgraph(self.book.by_name)
        short: nx.DiGraph[str] = nx.relabel_nodes(graph, self.book.short)
        short.remove_edges_from(list(nx.selfloop_edges(short)))
        # Only a damaged record has declarations that use each other; it is told, and drawn without.
        for around in list(nx.strongly_connected_components(short)):
            short.remove_edges_from(list(short.subgraph(around).edges))
        return short

    @cached_property
    def reduced(self) -> "nx.DiGraph[str]":
        """The uses without those that follow from others."""
        reduced: nx.DiGraph[str] = nx.transitive_reduction(self.uses)
        return reduced

    @cached_property
    def module_of(self) -> Mapping[str, Module]:
        """The file of each declaration."""
        return {self.book.short(r.name): module for module in self.modules for r in module.receipts}

    @cached_property
    def between_modules(self) -> "nx.DiGraph[str]":
        """How many uses lead from one file to another (edge attribute ``uses``)."""
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(module.name for module in self.modules)
        for user, used in self.uses.edges:
            here, there = self.module_of[user].name, self.module_of[used].name
            if here != there:
                before = graph.get_edge_data(here, there, {"uses": 0})["uses"]
                graph.add_edge(here, there, uses=before + 1)
        return graph

    @cached_property
    def attached(self) -> Mapping[str, tuple[Attached, ...]]:
        """The claims that name each declaration."""
        found: dict[str, list[Attached]] = defaultdict(list)
        for claim in self.claims:
            for role, names in _roles(claim):
                for name in names:
                    found[name].append(Attached(claim.id, role))
        return {name: tuple(attached) for name, attached in found.items()}

    @cached_property
    def between_claims(self) -> "nx.DiGraph[str]":
        """An edge from a claim to each other one whose proofs its own proofs use.

        Proofs are those of the claim or of its negation. Two claims may use each other: each has
        several theorems.
        """
        carrying: dict[str, set[str]] = defaultdict(set)
        for name, attached in self.attached.items():
            for item in attached:
                if item.role != LEMMA:
                    carrying[name].add(item.claim)
        graph: nx.DiGraph[str] = nx.DiGraph()
        graph.add_nodes_from(sorted(claim.id for claim in self.claims))
        for name, claims in sorted(carrying.items()):
            used = {c for n in nx.descendants(self.uses, name) for c in carrying.get(n, ())}
            graph.add_edges_from((a, b) for a in claims for b in used - {a})
        return graph

    def claims_below(self, claim: str) -> tuple[str, ...]:
        """The claims whose proofs those of a claim use."""
        return tuple(sorted(self.between_claims.successors(claim)))

    def claims_above(self, claim: str) -> tuple[str, ...]:
        """The claims whose proofs use those of a claim."""
        return tuple(sorted(self.between_claims.predecessors(claim)))

    def used_by(self, name: str) -> tuple[str, ...]:
        """The declarations that mention it."""
        return tuple(sorted(self.uses.predecessors(name)))

    def rests_on(self, name: str) -> tuple[str, ...]:
        """The declarations that it mentions."""
        return tuple(sorted(self.uses.successors(name)))


def _roles(claim: Claim) -> Iterable[tuple[str, tuple[str, ...]]]:
    return (
        ("states", claim.declarations),
        ("states the negation of", claim.negations),
        (LEMMA, claim.lemmas),
    )
