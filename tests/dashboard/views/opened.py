"""A page after its run, and what stands on it."""

import json
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from cache.store.snapshot import Store

APP = Path(__file__).parents[3] / "dashboard" / "app.py"


def open_page(name: str = "", **params: str | list[str]) -> AppTest:
    """A page after its first run, without exceptions."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    for key, value in params.items():
        app.query_params[key] = value
    app.run()
    if name:
        app.switch_page(f"views/{name}/page.py").run()
    assert not app.exception, [each.message for each in app.exception]
    return app


def param(app: AppTest, name: str) -> list[str]:
    """The values of one parameter of the page's address."""
    found = app.query_params[name]
    return [found] if isinstance(found, str) else list(found)


def said(app: AppTest) -> str:
    """All Markdown and captions of the page."""
    return "\n".join(str(each.value) for each in [*app.markdown, *app.caption, *app.warning, *app.info, *app.error])


def map_data(app: AppTest) -> dict[str, Any]:
    """What the browser draws the map from."""
    (drawn,) = (each.proto for each in app.get("bidi_component") if each.proto.component_name == "squares")
    return dict(json.loads(drawn.json))


def newest_name(cache: Path) -> str:
    """The name of the current snapshot."""
    found = Store(cache).current()
    assert found
    return found.name
