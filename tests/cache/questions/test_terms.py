from cache.questions.reader import Reader
from cache.questions.terms import Reach, reach, unmapped


def test_the_reach_counts_rows_and_terms(sample_reader: Reader) -> None:
    assert reach(sample_reader) == Reach(4, 2, 2, 1, {"stomatitis": 2})


def test_unmapped_terms_come_most_frequent_first(sample_reader: Reader) -> None:
    assert unmapped(sample_reader, 5) == [("nausea", "", 2, 1)]
    assert unmapped(sample_reader, 0) == []
