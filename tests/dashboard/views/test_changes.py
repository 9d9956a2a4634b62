"""What changed: the list, trial by trial, between two snapshots, and the feed."""

from pathlib import Path

from tests.dashboard.sample import write_sample
from tests.dashboard.views.opened import open_page, param, said


def test_the_feed_of_changes_can_be_taken_once_it_is_there(cache: Path) -> None:
    app = open_page("changes")
    assert "changes.atom" in said(app)
    assert not [each for each in app.get("download_button") if "Atom" in each.proto.label]
    (cache / "changes.atom").write_bytes(b"<feed/>")
    assert [each for each in app.run().get("download_button") if "Atom" in each.proto.label]


def test_changes_are_listed_with_the_flagged_first(cache: Path) -> None:
    app = open_page("changes", role="any")
    assert "3 changes" in said(app)
    assert list(app.dataframe[0].value["Kind"]) == ["Outcome dropped", "New trial", "Results posted"]
    assert list(open_page("changes", role="any", change="new").dataframe[0].value["Kind"]) == ["New trial"]


def test_changes_are_told_trial_by_trial_in_words_before_beside_after(cache: Path) -> None:
    app = open_page("changes", role="any")
    text = said(app).replace("\\", "")
    assert "the 3 trials that changed last" in text
    assert "What | Before | After" in text
    assert "2026-03-02 · results posted on" in text
    assert "2026-03-02 · :material/flag: registered outcome gone | " in text
    assert "2 changes" not in text
    app = open_page("changes", role="any", since="2026-03-03")
    assert "0 changes" in said(app) and param(app, "since") == ["2026-03-03"]
    assert "3 changes" in said(open_page("changes", role="any", since="2026-03-02"))
    assert "3 changes" in said(open_page("changes", role="any", since="x"))


def test_two_snapshots_are_compared(cache: Path) -> None:
    write_sample(cache, data_timestamp="2026-04-02T09:00:05")
    app = open_page("changes")
    first = app.selectbox(key="control_from").options[-1]
    app.selectbox(key="control_from").set_value(app.selectbox(key="control_from").options[-1]).run()
    assert not app.exception
    assert first.startswith("2026-03-02")
    assert "0 changes" in said(app)
