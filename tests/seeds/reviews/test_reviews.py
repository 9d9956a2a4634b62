"""Verdicts of readers: what is refused, who decides, how far two agree."""

from dataclasses import astuple
from pathlib import Path

import pytest

from seeds.errors import SeedError
from seeds.reviews.reviews import Review, agreements, kappa, latest, load_reviews, settled

HEADER = "nct_id,place,words_hash,measure,verdict,reviewer,date,reason"
PLACE = "protocolSection.outcomesModule.primaryOutcomes[0]"


def review(verdict: str = "yes", reviewer: str = "A", date: str = "2026-11-01", nct_id: str = "NCT00000001") -> Review:
    return Review(nct_id, PLACE, "0123456789abcdef", "frailty", verdict, reviewer, date, "")


def write(folder: Path, *reviews: Review, name: str = "reviews.csv") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join([HEADER, *(",".join(astuple(each)) for each in reviews)]) + "\n", "utf-8")
    return path


def test_a_folder_adds_one_file_or_one_for_each_reader(tmp_path: Path) -> None:
    built_in = load_reviews()
    write(tmp_path, review())
    write(tmp_path, review(reviewer="B"), name="reviews/b.csv")
    assert load_reviews(tmp_path) == (*built_in, review(), review(reviewer="B"))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("nct_id", "NCT1", "write it like NCT01234567"),
        ("words_hash", "xyz", "16 digits"),
        ("verdict", "maybe", "must be yes or no"),
        ("reviewer", " ", "must not be empty"),
        ("date", "1 May", "a day like 2026-11-29"),
        ("measure", "fraility", "measure `fraility` is unknown"),
    ],
)
def test_what_is_malformed_is_refused_with_its_file(tmp_path: Path, field: str, value: str, words: str) -> None:
    row = dict(zip(HEADER.split(","), astuple(review()), strict=True)) | {field: value}
    path = tmp_path / "reviews.csv"
    path.write_text(f"{HEADER}\n{','.join(row.values())}\n")
    with pytest.raises(SeedError, match=words) as refused:
        load_reviews(tmp_path, {"frailty"})
    assert str(path) in str(refused.value)


def test_the_last_verdict_of_a_reader_counts() -> None:
    changed = [review("yes", date="2026-11-02"), review("no", date="2026-11-01"), review("no", date="2026-11-02")]
    assert latest(changed) == [changed[2]]


@pytest.mark.parametrize(
    ("verdicts", "expected"), [("yes", "yes"), ("yes no", ""), ("yes no no", "no"), ("yes yes no no", "")]
)
def test_most_readers_decide_and_none_where_they_are_even(verdicts: str, expected: str) -> None:
    given = [review(verdict, f"reader {number}") for number, verdict in enumerate(verdicts.split())]
    (found,) = settled(given)["NCT00000001"]
    assert found.verdict == expected
    assert len(found.reviewers) == len(given)


def test_agreement_is_over_what_both_judged() -> None:
    given = [review(verdict, who, nct_id=f"NCT0000000{number}") for who, said in (
        ("A", ("yes", "yes", "no", "no", "yes")), ("B", ("yes", "no", "no", "no")), ("C", ())
    ) for number, verdict in enumerate(said)]  # fmt: skip
    (found,) = agreements(given)
    assert found[:4] == ("A", "B", 4, 3)
    assert found.kappa == pytest.approx(0.5)


def test_kappa_counted_by_hand() -> None:
    # 45 yes and yes, 15 yes and no, 25 no and yes, 15 no and no: 0.60 agree; 0.6 x 0.7 + 0.4 x 0.3 = 0.54 by chance
    first = [True] * 60 + [False] * 40
    second = [True] * 45 + [False] * 15 + [True] * 25 + [False] * 15
    assert kappa(first, second) == pytest.approx(0.1304, abs=1e-4)
    assert kappa([True, True], [True, True]) is None
    assert kappa([], []) is None
