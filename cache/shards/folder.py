"""The whole of it: sources planned, annotated by an engine, and their shards named in the target's manifest."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict
from importlib.metadata import version

from cache.shards.engines import Engine
from cache.shards.plan import COPIES, Target, plan, total_weight
from cache.shards.shard import FinishedShard
from cache.shards.together import brought_together
from cache.store.places import Place, place_errors
from cache.store.sharded import SHARDS, TOGETHER_FOLDER, ShardedTables, write_manifest
from seeds.drugs.family import RAPALOGS
from seeds.errors import OptionError
from seeds.knowledge import Knowledge

FORMER = "search"  # where words alone were brought together
Report = Callable[[FinishedShard, int], None]  # a shard that is finished, and the weight of all sources


def annotate(
    sources: Sequence[Place], target: Target, engine: Engine, knowledge: Knowledge, report: Report
) -> tuple[ShardedTables, list[FinishedShard]]:
    """Annotate all sources into the target; its manifest names the result when everything is there.

    Whatever stops it leaves the finished shards, which the next run keeps, and the manifest before.
    """
    total, done = total_weight(sources), []
    for shard in engine(plan(sources, target)):
        done.append(shard)
        report(shard, total)
    if not done:
        raise OptionError("The sources hold no records; name others.")
    by_name = {shard.name: shard for shard in done}
    seeds_version, code_version = target.rules.version.split("-")
    facts = {
        "data_timestamp": f"{target.rules.as_of.isoformat()}T00:00:00",
        "program_version": version("rapatrials"),
        "seeds_version": seeds_version,
        "code_version": code_version,
        "family": {} if knowledge.family == RAPALOGS else asdict(knowledge.family),
    }
    with place_errors("Writing the manifest", target.folder.url):
        ids = (nct_id for shard in by_name.values() for nct_id in shard.ids)
        rows = {name: by_name[name].rows for name in sorted(by_name)}
        together = brought_together(target.folder, [*by_name])
        made = write_manifest(target.folder, rows, ids, facts, together)
        _tidy(target.folder, {*by_name, *together.values()})
    return made, done


def _tidy(folder: Place, kept: Collection[str]) -> None:
    """Take away what the manifest no longer names, and copies of parts that an interrupted run left."""
    for made in [*(folder / SHARDS).children(), *(folder / TOGETHER_FOLDER).children()]:
        if made.name not in kept:
            made.remove()
    (folder / FORMER).remove()
    for part in (folder / COPIES).children():
        if not part.path.endswith(".json"):
            part.remove()
