"""The map opens, is drawn, and its squares answer."""

from pathlib import Path

from tests.dashboard.views.opened import map_data, open_page, param, said


def test_the_map_opens_on_experimental_trials(cache: Path) -> None:
    app = open_page()
    assert param(app, "role") == ["experimental"]
    assert "Registered **3**: of these posted 1, no results after twelve months 1, not yet due 1" in said(app)
    assert "5 trials, 6 placements" in said(app)
    groups = [name for name, _ in map_data(app)["groups"]]
    assert groups == ["Target engagement", "Drug exposure", "Healthspan"]
    assert not app.get("plotly_chart")  # what draws it is half of a first load


def test_a_square_without_trials_says_so_and_leads_nowhere(cache: Path) -> None:
    app = open_page(cell="frailty.ageing")
    assert "0 trials with" in said(app)
    assert not [each for each in app.get("page_link") if "Open all" in each.proto.label]


def test_the_map_is_drawn_as_a_picture_where_the_reader_asks_for_it(cache: Path) -> None:
    app = open_page()
    app.session_state["map_as_picture"] = True
    (figure,) = app.run().get("plotly_chart")
    assert "Trials that report each measure as an outcome" in figure.proto.spec


def test_the_map_counts_what_is_reported_anywhere(cache: Path) -> None:
    app = open_page(role="any", view="reported_anywhere")
    numbers = {name: [text for text, _, _ in cells] for _, rows in map_data(app)["groups"] for _, name, cells in rows}
    assert "1" in numbers["Frailty"]
    assert "Articles were looked for of 1 of 6 trials. A silent abstract proves nothing" in said(app)


def test_a_square_of_what_is_reported_anywhere_answers(cache: Path) -> None:
    app = open_page(role="any", view="reported_anywhere", cell="frailty.ageing")
    assert "reported anywhere" in said(app)
    assert any("registered, not posted, in an abstract" in each.proto.label for each in app.get("page_link"))
    (claim,) = {each.value for each in app.code if "report frailty as an outcome or in the abstract" in each.value}
    assert "1 of 3 trials" in claim
