"""The numbers in the prose of the page on the data, in phrases that suit none, one and many."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.data import reading
from analysis.data.sources import devices, load, runs
from analysis.data.test_sets import TEST_SETS
from analysis.data.timing_sets import timing_sets
from analysis.data.tolerance import within
from analysis.drawing.number_format import Sentence, count, counted, percent, short
from analysis.naming.names import describe
from analysis.naming.renames import KEY, PARAM_TOLERANCE, bare
from analysis.runs import join_outcomes, original
from analysis.runs.coverage import coverage, matched_weights
from analysis.runs.devices import lead_run
from analysis.runs.join import run_table
from analysis.runs.pairs import noise

UNKNOWN = "unknown"


def data_facts(folder: Path = reading.SNAPSHOT) -> dict[str, Sentence]:
    """Compute what the page says in words: Markdown, so that no space is written as code."""
    record = load()
    newest = max(record["editions"])
    accuracy = reading.accuracy(newest, folder)
    scored = accuracy[accuracy["imagenet_top1"].notna()]
    lead = run_table(lead_run(), folder=folder).table
    described = describe(scored["weights"])
    catalogued = reading.catalog("weights", folder)["weights"]
    catalogued = catalogued[catalogued.str.contains(".", regex=False)]
    published = scored.loc[~described["is_test"].to_numpy(), "weights"].nunique()
    fixtures = int(lead["is_test"].sum())
    named = "weights named `test_…` are timm's own"
    compiled = runs()["compiled"].any()
    facts = {
        "speed_files": f"{counted(len(record['runs']), 'file')} of speeds",
        "accuracy_files": f"{counted(_accuracy_files(record), 'file')} of accuracies",
        "commits": _commits(record),
        "timm": record["catalog"]["version"],
        "commit": record["editions"][newest]["commit"][:12],
        "scored": f"{counted(published, 'has', 'have')} published accuracies",
        "catalogued": count(catalogued[~describe(catalogued)["is_test"].to_numpy()].nunique()),
        "formats": _formats(),
        "timed": _timed(),
        **_batches(folder),
        "repeats": _repeats(folder),
        "whole": _whole(folder, len(scored)),
        "naive": _naive(scored, folder),
        "original": _original(record, folder),
        "old_join": _old_join(accuracy, folder),
        "params": _params(lead),
        "no_measurement": _no_measurement(folder),
        "costs": _costs(folder),
        "odd_a": _odd_a(accuracy),
        "compiling": "makes a few models many times as fast, because they are slow when eager, and "
        "slows some"
        if compiled
        else "is in none of the runs here",
        "fixtures": f"{counted(fixtures, 'row')} of {named}"
        if fixtures
        else f"{named}; the leading run has none",
    }
    return {name: Sentence(fact) for name, fact in facts.items()}


def _timed() -> str:
    sets = timing_sets()
    if sets.empty:
        return "There are none."
    others, models = sets["device"].nunique(), int(sets["models"].sum())
    return (
        f"{counted(len(sets), 'set')} of timings, {counted(models, 'figure')} in all, say how long "
        f"a few models take on {counted(others, 'device')} without a benchmark run."
    )


def _accuracy_files(record: dict[str, Any]) -> int:
    return sum(len(entry["files"]) for entry in record["editions"].values())


def _commits(record: dict[str, Any]) -> str:
    known = all(entry["commit"] != UNKNOWN for entry in record["editions"].values())
    return "at fixed commits" if known else "at fixed commits, where the commit is known"


def _formats() -> str:
    """Say which number formats the runs have, and where the common two are."""
    listed = runs().assign(kind=lambda table: table["device"].map(_kinds()))
    kinds = listed.groupby("precision")["kind"].agg(set).to_dict()
    if kinds.get("amp") == {"gpu"} and kinds.get("fp32") == {"cpu"}:
        rest = listed[~listed["precision"].isin(["amp", "fp32"])]
        if rest["precision"].str.contains("bf16").all():
            many = count(len(rest))
            bf16 = f", bf16 in {many} of the runs" if len(rest) else ""
            return f"AMP (automatic mixed precision) on GPUs{bf16}, fp32 on CPUs alone"
    numbers = listed["precision"].replace("", "not known").value_counts()
    words = [f"{name} in {counted(number, 'run')}" for name, number in numbers.items()]
    return f"{', '.join(words) or 'no runs'} (AMP: automatic mixed precision)"


def _kinds() -> dict[str, str]:
    return dict(devices()[["device", "kind"]].itertuples(index=False, name=None))


def _batches(folder: Path) -> dict[str, str]:
    """Say in which runs every batch holds one image, and what caps the others have."""
    known, kinds = runs(), _kinds()
    largest = pd.Series(
        {run: reading.speed(run, folder)["batch_size"].max() for run in known["run"]}, dtype=float
    ).dropna()
    ones = set(largest.index[largest.eq(1)])
    processors = set(known.loc[known["device"].map(kinds).eq("cpu"), "run"])
    caps = largest[largest > 1]
    reach = " to ".join(dict.fromkeys([count(caps.min()), count(caps.max())]))
    return {
        "single": "in the CPU runs"
        if ones and ones == processors
        else f"in {counted(len(ones), 'run')}",
        "caps": f"({reach} images)" if len(caps) else "(none of the runs here)",
    }


def _repeats(folder: Path) -> str:
    again = noise(reading.names(folder, "speed"), folder)[KEY]
    if again.empty:
        return (
            "Rows of one run that speak of the same architecture and size, under an old and a new "
            "name, would tell; there are none."
        )
    often = "Once" if len(again) == 1 else f"{count(len(again))} times"
    different = counted(len(again.drop_duplicates()), "different one")
    return (
        f"{often}, all runs counted, an architecture and size stands in a run more than once, "
        f"under an old and a new name ({different})."
    )


def _whole(folder: Path, total: int) -> str:
    """Say how many runs cover everything; whether the others are older, as their PyTorch says."""
    matched = matched_weights(coverage(folder)).set_index("run")[join_outcomes.MATCHED]
    if matched.empty:
        return "There are no runs."
    whole = set(matched.index[matched.eq(total)])
    if not whole:
        one = len(matched) == 1
        return f"{'The only run' if one else 'Each of the runs'} lacks models."
    if len(whole) == len(matched):
        return f"{counted(len(whole), 'run covers', 'runs cover')} everything."
    torch = runs().set_index("run")["torch"].map(_version)
    oldest = min(torch[list(whole)])
    older = all([] < torch[run] <= oldest for run in matched.index if run not in whole)
    why = ", most of them because they were made before the models existed" if older else ""
    verb = "covers" if len(whole) == 1 else "cover"
    return (
        f"{count(len(whole))} of the {count(len(matched))} runs {verb} everything; the others lack "
        f"models{why}."
    )


def _version(torch: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", torch)]


def _naive(scored: pd.DataFrame, folder: Path) -> str:
    if not lead_run():
        return "Joined on the architecture alone, they would meet at different image sizes."
    naive = scored.assign(model=bare(scored["weights"])).merge(
        reading.speed(lead_run(), folder), on="model", suffixes=("", "_run")
    )
    wrong = percent(100 * naive["img_size"].ne(naive["img_size_run"]).mean(), 0)
    return (
        "Joined on the architecture alone, the run that this site leads with would give "
        f"{counted(len(naive), 'row')}, {wrong} of them with speed and accuracy at different image "
        "sizes."
    )


def _original(record: dict[str, Any], folder: Path) -> str:
    run, edition = original.RUNS["infer"], original.EDITION
    if run not in record["runs"] or edition not in record["editions"]:
        return f"Its edition, {edition}, is not on record here: what was lost cannot be counted."
    models, found = len(reading.speed(run, folder)), len(original.joined("infer", folder))
    shown = len(original.original_table("infer", folder))
    now = len(run_table(run, edition, folder=folder).table)
    return (
        f"In the middle of timm's renaming, only {count(found)} of {count(models)} benchmarked "
        f"models found their accuracy, and {count(shown)} were shown; BEiT, ConvNeXt, EfficientNet "
        f"and plain ViT vanished without a word. With the join used here, {count(now)} models of "
        "that edition find their speed in the same run."
    )


def _old_join(accuracy: pd.DataFrame, folder: Path) -> str:
    measured = [reading.speed(run, folder)["model"] for run in [lead_run()] if run]
    equal = sum(int(accuracy["weights"].isin(models).sum()) for models in measured)
    found = f"{count(equal)} of {counted(len(accuracy), 'model')}" if equal else "nothing at all"
    return f"On today's files the old join finds {found}."


def _params(lead: pd.DataFrame) -> str:
    if lead.empty:
        return "cannot be compared without a run that leads"
    off = (lead["param_count_run_m"] / lead["param_count_m"] - 1).abs()
    equal = within(lead["param_count_run_m"], lead["param_count_m"], PARAM_TOLERANCE)
    differing = lead.assign(off=off)[~equal & off.notna()].sort_values("off", ascending=False)
    if differing.empty:
        return "agree within 2 % for every model of the leading run"
    compared = ["weights", "param_count_m", "param_count_run_m"]
    examples = differing.drop_duplicates("family").head(2)[compared]
    named = ", ".join(
        f"{name} with {short(here)} M and {short(there)} M"
        for name, here, there in examples.itertuples(index=False)
    )
    return (
        f"differ by more than 2 % for {counted(len(differing), 'model')} on the leading run, e.g. "
        f"{named}: another head, or fused and unfused blocks"
    )


def _no_measurement(folder: Path) -> str:
    counts = coverage(folder)
    rows = int(counts.loc[counts["outcome"].eq(join_outcomes.EMPTY), "rows"].sum())
    return f"{counted(rows, 'row of the runs names', 'rows of the runs name')} a model"


def _costs(folder: Path) -> str:
    """Say where GMACs and activations are missing."""
    costs = [reading.speed(run, folder)[["gmacs", "activations_m"]] for run in runs()["run"]]
    without = sum(bool(table.isna().all(axis=None)) for table in costs)
    gaps = any(table.isna().any(axis=None) and table.notna().any(axis=None) for table in costs)
    parts = ["some rows lack GMACs and activations"] if gaps else []
    if without:
        has = "has" if without == 1 else "have"
        parts.append(f"{count(without)} of the runs {has} no columns of GMACs and activations")
    words = "; ".join(parts) or "no row lacks its GMACs and activations"
    return f"{words[0].upper()}{words[1:]}."


def _odd_a(accuracy: pd.DataFrame) -> str:
    """Say in which rows ImageNet-A's file is unlike the others."""
    scores = {name: f"{name}_top1" for name in TEST_SETS if f"{name}_top1" in accuracy}
    there = accuracy[scores["imagenet-a"]].notna() if "imagenet-a" in scores else pd.Series(False)
    if not there.any():
        return "is not in the newest edition"
    others = [c for name, c in scores.items() if not name.startswith("imagenet-a")]
    lacking = accuracy[accuracy["imagenet_top1"].notna() & ~there]
    alone = accuracy[there & accuracy[others].isna().all(axis=1)]
    only = f" and has {_named(alone)}, which no other file of accuracies has" if len(alone) else ""
    return f"lacks {_named(lacking)}{only}"


def _named(rows: pd.DataFrame, most: int = 3) -> str:
    listed = [
        f"{weights} at {size} px"
        for weights, size in zip(rows["weights"], rows["img_size"], strict=True)
    ]
    if len(listed) > most:
        return f"{counted(len(listed), 'row')} that ImageNet's file has"
    return ", ".join(listed) or "nothing"
