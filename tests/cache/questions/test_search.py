"""What readers type finds trials however it was typed: decomposed letters, other registries' ids, older ids."""

from pathlib import Path

import orjson
import pytest

from cache.filters.filters import Filters, from_params
from cache.questions.explain import explained
from cache.questions.reader import Reader
from cache.questions.trial import find_trial
from cache.questions.trials import BEST_MATCH, trial_page
from cache.store.snapshot import Store
from seeds.errors import OptionError
from seeds.knowledge import Knowledge
from tests.cache.conftest import make_snapshot
from tests.fetchers.samples import record


@pytest.fixture(scope="module")
def tried(shared: Path, sample_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    lines = [(shared / "tried" / f"{name}.jsonl").read_bytes().splitlines() for name in ("search", "shapes")]
    records = [orjson.loads(line) for some in lines for line in some]
    records += map(orjson.loads, (shared / "tried" / "number-too-large.jsonl").read_bytes().splitlines())
    records += map(orjson.loads, (shared / "tried" / "terminal.jsonl").read_bytes().splitlines())
    root = tmp_path_factory.mktemp("tried")
    return Reader(make_snapshot(Store(root), records, sample_knowledge, "2026-11-20T09:00:05"))


def found(reader: Reader, **params: list[str]) -> set[str]:
    clause = reader.where(from_params(params))
    return {row[0] for row in reader.rows(f"SELECT nct_id FROM trials t WHERE {clause.sql}", clause.values)}


@pytest.mark.parametrize(
    ("typed", "nct_id"),
    [
        ("Sjögren", "NCT99000501"), ("sjogren", "NCT99000501"), ("Sjo\u0308gren Köln", "NCT99000501"),
        ("KOLN-1", "NCT99000501"), ("sirolimus (rapamycin)", "NCT99000502"), ("ΤΣΣ", "NCT99000502"),
        ("2013-003412-22", "NCT99000503"), ("2024-512345-10-00", "NCT99000503"),
        ("u1111-1279-0901", "NCT99000503"), ("2013‑003412‑22", "NCT99000503"), ("Novartis", "NCT99000504"),
        ("phosphoS6 sirolimus", "NCT99000505"), ("evil healthy people", "NCT99000505"),
        ("NCT09999999", "NCT99001013"), ("nct08888888", "NCT99001013"),
    ],
)  # fmt: skip
def test_what_is_typed_is_found(tried: Reader, typed: str, nct_id: str) -> None:
    assert nct_id in found(tried, q=[typed])


@pytest.fixture(scope="module")
def ranked(sample_knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """Three trials that hold the word "grip": in an outcome, in the title, and as part of a word of the title."""
    outcomes = {"primaryOutcomes": [{"measure": "Grip strength"}]}
    given = {"type": "DRUG", "name": "Rapamycin", "armGroupLabels": ["Weekly RTB-101"]}
    arms = {"armGroups": [{"label": "Weekly RTB-101"}], "interventions": [given]}
    made = [
        record("NCT00000001", outcomesModule=outcomes, armsInterventionsModule=arms),
        record("NCT00000002", identificationModule={"nctId": "NCT00000002", "briefTitle": "Grip after tumours"}),
        record("NCT00000003", identificationModule={"nctId": "NCT00000003", "briefTitle": "Gripping in tumors"}),
    ]
    return Reader(
        make_snapshot(Store(tmp_path_factory.mktemp("ranked")), made, sample_knowledge, "2026-11-20T09:00:05")
    )


def best(reader: Reader, typed: str) -> list[str]:
    return list(trial_page(reader, Filters(q=typed), BEST_MATCH).rows["nct_id"])


def test_the_best_match_comes_first(ranked: Reader) -> None:
    assert best(ranked, "grip") == ["NCT00000002", "NCT00000003", "NCT00000001"]
    assert trial_page(ranked, Filters(q="grip"), BEST_MATCH, 2, 2).rows["nct_id"].to_list() == ["NCT00000001"]
    assert trial_page(ranked, Filters(), BEST_MATCH).total == 3


def test_a_page_beyond_the_last_gives_the_last(ranked: Reader) -> None:
    last = trial_page(ranked, Filters(q="grip"), BEST_MATCH, 9, 2)
    assert (last.rows["nct_id"].to_list(), last.total, last.page, last.pages) == (["NCT00000001"], 3, 2, 2)
    none = trial_page(ranked, Filters(q="zzzzzzz"), BEST_MATCH, 9, 2)
    assert (len(none.rows), none.total, none.page, none.pages) == (0, 0, 1, 1)


def test_a_search_for_nothing_lists_all(ranked: Reader) -> None:
    blank = trial_page(ranked, Filters(q="  "), BEST_MATCH)
    assert (len(blank.rows), blank.total) == (3, 3)


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("tumour", ["NCT00000002", "NCT00000003"]), ("tumors", ["NCT00000002", "NCT00000003"]),
        ("strenght", ["NCT00000001"]), ("rtb101", ["NCT00000001"]), ("RTB 101", ["NCT00000001"]),
        ("weekly rapamycin", ["NCT00000001"]), ("gripping tumors", ["NCT00000003"]), ("gripping strength", []),
    ],
)  # fmt: skip
def test_spellings_typos_outcomes_and_arms_are_found(ranked: Reader, typed: str, ids: list[str]) -> None:
    assert best(ranked, typed) == ids
    assert ranked.count(Filters(q=typed)) == len(ids)


def test_signs_of_patterns_are_letters_like_others(tried: Reader) -> None:
    assert not found(tried, q=["%"]) and not found(tried, q=["!"])
    assert found(tried, q=["  "]) == found(tried)


def test_a_sponsor_is_found_with_and_without_accents(sample_knowledge: Knowledge, tmp_path: Path) -> None:
    sponsors = {"leadSponsor": {"name": "Universite\u0301 de Montréal"}}
    made = [record("NCT00000001", sponsorCollaboratorsModule=sponsors)]
    reader = Reader(make_snapshot(Store(tmp_path), made, sample_knowledge, "2026-11-20T09:00:05"))
    for typed in ("universite de montreal", "Université", "MONTRE\u0301AL"):
        assert found(reader, sponsor=[typed]) == {"NCT00000001"}


@pytest.mark.parametrize("older", ["NCT09999999", "NCT08888888"])
def test_an_older_id_leads_to_its_trial(tried: Reader, older: str) -> None:
    assert explained(tried, older, None)["nct_id"] == "NCT99001013"
    assert found(tried, ids=[older]) == {"NCT99001013"}
    trial = find_trial(tried, older)
    assert trial and trial.facts["nct_id"] == "NCT99001013"


@pytest.mark.parametrize("words", [" ".join(["word"] * 5_000), "x" * 5_000, " ".join(map(str, range(41)))])
@pytest.mark.parametrize("name", ["q", "sponsor"])
def test_a_search_is_bounded_and_says_so(name: str, words: str) -> None:
    with pytest.raises(OptionError, match=rf"filter `{name}`: .* too long; the most is 40 words"):
        from_params({name: [words]})


def test_one_number_too_large_spoils_one_value(tried: Reader) -> None:
    sql = "SELECT enrollment_count, primary_completion_date, results_due_date FROM trials WHERE nct_id = ?"
    assert tried.rows(sql, ["NCT99001011"])[0][:2] == (None, "2024-06-30")
    assert tried.rows(sql, ["NCT99001010"])[0][0] == 188814085
    due = {nct: str(tried.rows(sql, [nct])[0][2]) for nct in ("NCT99001005", "NCT99001006", "NCT99001008")}
    assert due == {"NCT99001005": "2025-02-28", "NCT99001006": "2026-11-30", "NCT99001008": "2025-02-28"}


def test_trials_of_every_shape_are_held(tried: Reader) -> None:
    assert len(found(tried)) > 20
    rows = tried.rows("SELECT status FROM reporting WHERE nct_id = 'NCT99001003' AND status <> 'not_applicable'")
    assert not rows
