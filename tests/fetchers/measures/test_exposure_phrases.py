"""Phrases of outcomes in a trial that gives sirolimus, and the measures that each carries."""

from pathlib import Path
from typing import Any

import orjson
import pytest

from fetchers.annotate import Annotator
from seeds.knowledge import load_knowledge


def trial(words: str) -> dict[str, Any]:
    """A trial of sirolimus with one outcome in these words."""
    return {
        "protocolSection": {
            "identificationModule": {"briefTitle": "Sirolimus in a trial"},
            "armsInterventionsModule": {"interventions": [{"type": "DRUG", "name": "Sirolimus"}]},
            "outcomesModule": {"primaryOutcomes": [{"measure": words}]},
        }
    }


@pytest.mark.records
def test_every_phrase_that_was_tried_carries_its_measures(shared: Path) -> None:
    annotator = Annotator(load_knowledge(), few=True)
    phrases = orjson.loads((shared / "tried" / "exposure-phrases.json").read_bytes())
    for words, measures in phrases.items():
        wanted = {each.rstrip("?") for each in measures.split(",") if each}
        found = {each.label for each in annotator.annotate(trial(words)).evidence if each.level == "registered"}
        assert wanted <= found, words
        assert wanted or not found, words
