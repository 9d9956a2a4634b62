"""All that is said about one record, and the annotated columns of its row in `trials`."""

from collections.abc import Iterable, Set
from dataclasses import dataclass

from fetchers.drugs.rapalogs import NamedRapalog, is_mention_only
from fetchers.drugs.role import Role
from fetchers.evidence import Evidence
from fetchers.interactions.criteria import MENTIONED
from fetchers.interactions.rows import INTERACTION_STATUSES, AgentStatement
from fetchers.interactions.together import STUDIED
from fetchers.record import protocol, results
from fetchers.regimen.arms import ArmDrug
from fetchers.reviews.verdicts import Standing
from fetchers.rows import TrialAnnotation

DAILY, INTERMITTENT = {"daily", "twice_daily"}, {"weekly", "every_other_day", "intermittent_other"}


@dataclass(frozen=True, slots=True)
class Annotation:
    """All that is said about one record; `evidence` is in the order of the text.

    `filled` tells of each posted outcome whether it holds values. `rapalogs` are those that the trial gives, or (where
    it gives none) those that it names.
    """

    evidence: list[Evidence]
    names: list[NamedRapalog]
    rapalogs: list[str]
    role: Role
    populations: list[str]
    arms: list[ArmDrug]
    design: dict[str, bool]
    arm_texts: list[protocol.ArmText]
    interventions: list[protocol.InterventionText]
    events: list[results.Event]
    filled: list[bool]
    interactions: list[AgentStatement]
    reviews: list[Standing]

    @property
    def given(self) -> list[str]:
        """The rapalogs that are part of a treatment in the trial."""
        return self.rapalogs if self.role.name not in ("", "not_a_treatment") else []

    @property
    def summary(self) -> TrialAnnotation:
        """The annotated columns of table `trials`."""
        routes = sorted({arm.route for arm in self.arms if arm.route})
        frequencies = sorted({arm.frequency for arm in self.arms if arm.frequency})
        return {
            "rapalogs": self.rapalogs,
            "is_mention_only": is_mention_only(self.names),
            "role": self.role.name,
            "role_reason": self.role.reason,
            "populations": self.populations,
            "routes": routes,
            "frequencies": frequencies,
            "regimen": regimen_of(frequencies),
            "is_genetic_stratification": self.design["genetic_stratification"],
            "is_interaction_control": self.design["interaction_control"],
            "is_intermittent_dosing": self.design["intermittent_dosing"],
            "is_older_adults": self.design["older_adults"],
            "agents": agents_of(self.interactions, set(INTERACTION_STATUSES) - {MENTIONED}),
            "agents_given": agents_of(self.interactions, {STUDIED}),
        }


def agents_of(said: Iterable[AgentStatement], statuses: Set[str]) -> list[str]:
    """The interacting agents of which a record says one of these, by name."""
    return sorted({each.agent for each in said if each.status in statuses})


def regimen_of(frequencies: Iterable[str]) -> str:
    """daily, intermittent, single, mixed, or empty where no arm's text says a frequency."""
    kinds = {"daily" if each in DAILY else "intermittent" if each in INTERMITTENT else each for each in frequencies}
    return kinds.pop() if len(kinds) == 1 else "mixed" if kinds else ""
