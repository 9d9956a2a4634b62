"""What was found of a trial elsewhere, as rows of the tables of that and of `trials`."""

from collections.abc import Iterator, Sequence
from datetime import date

from cache.elsewhere.findings import NEVER_ASKED, TrialFindings, state_of
from fetchers.articles.elsewhere import links_of
from fetchers.articles.merging import PREPRINT, key_of
from fetchers.measures.status import ELSEWHERE_LETTERS
from fetchers.rows import ArticleMeasureRow, ArticleRow, OutcomeHistoryRow, TrialElsewhere


def article_rows(found: TrialFindings) -> Iterator[ArticleRow]:
    """Rows of table `articles`."""
    assert found.articles is None or found.articles_asked
    for each in found.articles or ():
        note, preprint = each.work.note, each.work.preprint
        yield {
            "nct_id": found.nct_id, "article": key_of(note), "pmid": note.pmid, "pmcid": note.pmcid, "doi": note.doi,
            "preprint": preprint.id if preprint else note.id if note.source == PREPRINT else "",
            "preprint_joined_by": each.work.joined, "title": note.title, "journal": note.journal, "year": note.year,
            "kind": each.judged.kind, "belongs": each.judged.belongs, "reason": each.judged.reason,
            "is_retracted": each.is_retracted,
            "is_corrected": any(kind == "erratum in" for kind, *_ in note.corrections),
            "links": links_of(each, found.ids), "possible_ids": note.possible, "has_abstract": each.has_abstract,
            "abstract_sha256": note.sha256, "asked_date": found.articles_asked or date.min,
        }  # fmt: skip


def article_measure_rows(found: TrialFindings) -> Iterator[ArticleMeasureRow]:
    """Rows of table `article_measures`: what the trial's own articles report, retracted ones left out."""
    for each in found.reports:
        for said, in_preprint in each.work.reported:
            yield {
                "nct_id": found.nct_id, "measure": said.measure, "article": key_of(each.work.note),
                "level": "preprint" if in_preprint else "article", "section": said.section,
                "sentence": said.sentence, "rule": said.rule, "confidence": said.confidence,
            }  # fmt: skip


def outcome_history_rows(found: TrialFindings) -> Iterator[OutcomeHistoryRow]:
    """Rows of table `outcome_history`."""
    for each in found.history.changes if found.history else ():
        yield {
            "nct_id": found.nct_id, "change": each.change, "step": each.step, "group_before": each.group_before,
            "wording_before": each.wording_before, "time_frame_before": each.time_frame_before,
            "group_now": each.group_now, "wording_now": each.wording_now, "time_frame_now": each.time_frame_now,
            "is_certain": each.is_certain, "measures": each.measures, "since_version": each.since_version,
            "version": each.version, "version_date": each.date,
        }  # fmt: skip


def trial_elsewhere(found: TrialFindings | None, measures: Sequence[str]) -> TrialElsewhere:
    """What a row of `trials` says of a trial's findings."""
    said = found.said if found else NEVER_ASKED
    articles, history = (found.articles, found.history) if found else (None, None)
    return {
        "measure_elsewhere": "".join(ELSEWHERE_LETTERS[state_of(said, measure)] for measure in measures),
        "own_article_count": len(found.reports) if found and articles is not None else None,
        "articles_asked_date": found.articles_asked if found else None,
        "history_asked_date": found.history_asked if found else None,
        "version_count": history.versions if history else None,
        "dropped_measures": history.dropped if history else [],
        "demoted_measures": history.demoted if history else [],
    }
