"""The dashboard is one that Grafana loads, and its panels ask what Prometheus understands."""

import json
from itertools import combinations, pairwise
from typing import Any

from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models.dashboard import Dashboard

from tests.contract.dashboard import document, queries


def lost(given: Any, loaded: Any) -> list[str]:
    """Return the fields of ``given`` that are not in ``loaded``, or are other ones there."""
    if isinstance(given, dict) and isinstance(loaded, dict):
        pairs = [(key, each, loaded.get(key)) for key, each in given.items()]
    elif isinstance(given, list) and isinstance(loaded, list) and len(given) == len(loaded):
        pairs = [
            (str(number), *both) for number, both in enumerate(zip(given, loaded, strict=True))
        ]
    else:
        return [] if given == loaded else [f" is {given!r}"]
    return [f".{key}{rest}" for key, *both in pairs for rest in lost(*both)]


def test_grafana_knows_every_field() -> None:
    """Loaded by the classes that are made of Grafana's own schema, nothing is lost."""
    register_default_plugins()
    loaded = Dashboard.from_json(document())
    assert lost(document(), json.loads(JSONEncoder().encode(loaded))) == []


def test_every_panel_asks_what_prometheus_understands() -> None:
    """Each expression is parsed; of one that is not, nothing would be drawn."""
    asked = {query.panel for query in queries()}
    assert asked == {panel["title"] for panel in document()["panels"] if panel["type"] != "row"}
    assert all(query.metrics for query in queries())


def test_every_panel_asks_the_instances_that_were_chosen() -> None:
    """And the data source that was: nobody else has ours."""
    for panel in document()["panels"]:
        for target in panel.get("targets", []):
            assert target["datasource"] == panel["datasource"]
            assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
    assert [query.expression for query in queries() if "instance" not in query.labels] == []


def test_panels_have_a_place_and_a_name_of_their_own() -> None:
    """None covers another, and all fit into Grafana's 24 columns."""
    panels = document()["panels"]
    places = [panel["gridPos"] for panel in panels]
    assert len({panel["id"] for panel in panels}) == len(panels)
    assert all(place["x"] + place["w"] <= 24 for place in places)
    for one, other in combinations(places, 2):
        beside = one["x"] + one["w"] <= other["x"] or other["x"] + other["w"] <= one["x"]
        assert beside or one["y"] + one["h"] <= other["y"] or other["y"] + other["h"] <= one["y"]
    assert all(one["y"] <= other["y"] for one, other in pairwise(places))
