"""docs/grafana.json as Prometheus reads it: the metrics and labels that its panels ask for."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import promql_parser
from promql_parser import AggregateExpr, MatrixSelector, VectorSelector

from tests.contract.asyncapi import ROOT

FILLED_IN = {"$__rate_interval": "1m"}
"""What Grafana writes into a query before Prometheus sees it, where it would not parse else."""

OF_PROMETHEUS = {"instance", "job"}
"""Labels that Prometheus adds to whatever it scrapes."""


@dataclass
class Query:
    """One target of a panel: which metrics it reads, and by which labels."""

    panel: str
    expression: str
    metrics: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)

    def visit(self, node: Any) -> None:
        """Note what one node of the parsed expression asks for."""
        if isinstance(node, MatrixSelector):
            self.visit(node.vector_selector)
        elif isinstance(node, VectorSelector):
            self.metrics.add(str(node.name))
            self.labels |= {matcher.name for matcher in node.matchers.matchers}
        elif isinstance(node, AggregateExpr) and node.modifier:
            self.labels |= set(node.modifier.labels)


def document() -> dict[str, Any]:
    """Return the dashboard as it is imported into Grafana."""
    read: dict[str, Any] = json.loads((ROOT / "docs" / "grafana.json").read_text())
    return read


def queries() -> Iterator[Query]:
    """Return what each panel asks; ValueError where that is no PromQL."""
    for panel in document()["panels"]:
        for target in panel.get("targets", []):
            query = Query(panel["title"], target["expr"])
            expression = query.expression
            for name, value in FILLED_IN.items():
                expression = expression.replace(name, value)
            promql_parser.walk(promql_parser.parse(expression), query.visit)
            yield query
