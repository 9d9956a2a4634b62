"""Settings of a saved picture."""

import pytest

from dashboard.views.map.picture import ground, picture


@pytest.mark.parametrize(("kind", "scale"), [("svg", 1), ("png", 2)])
def test_the_camera_is_always_in_sight_and_saves_the_kind(kind: str, scale: int) -> None:
    settings = picture(kind, "rapatrials-map-2026-03-02")
    assert settings["displayModeBar"]
    assert settings["modeBarButtons"] == [["toImage"]]
    assert settings["toImageButtonOptions"] == {"format": kind, "filename": "rapatrials-map-2026-03-02", "scale": scale}


def test_letters_can_be_read_on_the_ground_of_either_theme() -> None:
    light, dark = ground("light"), ground("dark")
    assert light["font"] != dark["font"]
