from hypothesis import given
from hypothesis import strategies as st

from fetchers.record.texts import Texts
from tests.fetchers.samples import posted, record, with_results


def value_at(node: object, path: str) -> object:
    for step in path.replace("[", ".").replace("]", "").split("."):
        node = node[int(step)] if isinstance(node, list) else node[step]  # type: ignore[index]
    return node


words = st.text(min_size=1, max_size=40)


@given(words, words, words, st.data())
def test_a_quote_is_exactly_what_stands_at_its_path(
    title: str, summary: str, measure: str, data: st.DataObject
) -> None:
    made = with_results(
        record(
            identificationModule={"briefTitle": title},
            descriptionModule={"briefSummary": summary},
            outcomesModule={"primaryOutcomes": [{"measure": measure, "description": summary}]},
        ),
        [posted(measure, "1") | {"classes": [{"title": title, "categories": []}]}],
    )
    texts = Texts(made)
    start = data.draw(st.integers(0, len(texts.lower) - 1))
    end = data.draw(st.integers(start, len(texts.lower)))
    quote = texts.quote(start, end)
    assert value_at(made, quote.path)[quote.start : quote.end] == quote.words  # type: ignore[index]


def test_outcome_text_is_title_description_and_class_titles_without_the_time_frame() -> None:
    outcome = posted("Levels", "1") | {
        "description": "In blood",
        "timeFrame": "never judged",
        "classes": [{"title": "Week 4", "categories": [{"title": "High"}]}],
    }
    texts = Texts(with_results(record(), [outcome]))
    unit = next(unit for unit in texts.units if unit.kind == "posted")
    assert texts.cased[unit.start : unit.end].replace("\n\0\n", "|") == "Levels|In blood|Week 4|High"


def test_a_snippet_says_where_text_was_left_out() -> None:
    texts = Texts({"protocolSection": {"descriptionModule": {"briefSummary": "a" * 100 + " trough " + "b" * 200}}})
    snippet = texts.snippet(101, 107, reach=10)
    assert snippet == "… aaaaaaaaa trough bbbbbbbbb …"
