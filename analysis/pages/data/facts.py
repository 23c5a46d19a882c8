"""The numbers in the prose of the page on the data."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from analysis.data import reading
from analysis.data.sources import load, runs
from analysis.drawing.number_format import Sentence, count, percent, short
from analysis.naming.names import describe
from analysis.naming.renames import KEY, PARAM_TOLERANCE, bare
from analysis.runs import join_outcomes, original
from analysis.runs.coverage import coverage, every_run, matched_weights
from analysis.runs.devices import lead_run
from analysis.runs.join import run_table
from analysis.runs.pairs import noise

ORIGINAL_RUN = "infer-amp-nhwc-pt111-cu113-rtx3090"


def data_facts(folder: Path = reading.SNAPSHOT) -> dict[str, Sentence]:
    """Compute what the page says in words: Markdown, so that no space is written as code."""
    record = load()
    newest = max(record["editions"])
    accuracy = reading.accuracy(newest, folder)
    scored = accuracy[accuracy["imagenet_top1"].notna()]
    lead = every_run(folder)[lead_run()].table
    naive = scored.assign(model=bare(scored["weights"])).merge(
        reading.speed(lead_run(), folder), on="model", suffixes=("", "_run")
    )
    off = (lead["param_count_run_m"] / lead["param_count_m"] - 1).abs()
    differing = lead[off > PARAM_TOLERANCE].assign(off=off).sort_values("off", ascending=False)
    examples = differing.drop_duplicates("family").head(2)
    compared = ["weights", "param_count_m", "param_count_run_m"]
    empty = coverage(folder)
    described = describe(scored["weights"])
    catalogued = reading.catalog("weights", folder)["weights"]
    catalogued = catalogued[catalogued.str.contains(".", regex=False)]
    again = noise(reading.names(folder, "speed"), folder)[KEY]
    lacking = scored[scored["imagenet-a_top1"].isna()]
    alone = accuracy[accuracy["imagenet_top1"].isna()]
    facts = {
        "runs": count(len(record["runs"])),
        "accuracy_files": count(sum(len(entry["files"]) for entry in record["editions"].values())),
        "timm": record["catalog"]["version"],
        "commit": record["editions"][newest]["commit"][:12],
        "repeats": count(len(again)),
        "distinct_repeats": count(len(again.drop_duplicates())),
        "whole_runs": count(matched_weights(empty)[join_outcomes.MATCHED].eq(len(scored)).sum()),
        "bf16_runs": count(runs()["precision"].str.contains("bf16").sum()),
        "scored": count(scored.loc[~described["is_test"].to_numpy(), "weights"].nunique()),
        "catalogued": count(catalogued[~describe(catalogued)["is_test"].to_numpy()].nunique()),
        "naive_rows": count(len(naive)),
        "naive_wrong": percent(100 * naive["img_size"].ne(naive["img_size_run"]).mean(), 0),
        "original_models": count(len(reading.speed(ORIGINAL_RUN, folder))),
        "original_joined": count(len(original.joined("infer", folder))),
        "original_shown": count(len(original.original_table("infer", folder))),
        "original_now": count(len(run_table(ORIGINAL_RUN, original.EDITION, folder=folder).table)),
        "param_rows": count(len(differing)),
        "param_examples": ", ".join(
            f"{name} with {short(here)} M and {short(there)} M"
            for name, here, there in examples[compared].itertuples(index=False)
        ),
        "no_measurement": count(empty.loc[empty["outcome"].eq(join_outcomes.EMPTY), "rows"].sum()),
        "lacking_a": ", ".join(_named(lacking)) or "nothing",
        "only_a": ", ".join(_named(alone)) or "nothing",
        "fixtures": count(lead["is_test"].sum()),
    }
    return {name: Sentence(fact) for name, fact in facts.items()}


def _named(rows: pd.DataFrame) -> list[str]:
    return [
        f"{weights} at {size} px"
        for weights, size in zip(rows["weights"], rows["img_size"], strict=True)
    ]
