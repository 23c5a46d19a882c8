"""Claims of the page on robustness about rankings and frontiers."""

from __future__ import annotations

import numpy as np

from analysis.data.test_sets import ALL_SETS, HARD_SETS
from analysis.drawing.number_format import count, counted
from analysis.pages.claims import Claim, unknown
from analysis.pages.robustness.charts import SHORT, judge_labels
from analysis.pages.robustness.study import study
from analysis.runs.devices import device_label, lead_run


def claims() -> list[Claim]:
    """Compute the claims about ties, ranks and frontiers."""
    return [*_ties(), *_rankings(), *_judges()]


def _ties() -> list[Claim]:
    found = study()
    ties = found.ties[found.ties["test_set"].eq("imagenet")]
    if len(ties) < 2:
        because = f"{counted(len(ties), 'row')} with an accuracy on ImageNet"
        return unknown("ties", "title-ties", because=because)
    best = ties.iloc[0]
    told_apart = found.told_apart.set_index("test_set").astype(float).reindex(list(ALL_SETS))
    usual, v2 = told_apart["median"][["imagenet", "imagenetv2"]]
    rungs = told_apart["levels"]["imagenet"]
    return [
        Claim(
            "ties",
            "**ImageNet's 50,000 images cannot order the list.** The median row cannot be told "
            f"from {count(usual)} others; the best, `{best['weights']}`, from "
            f"{count(best['tied'])}. From the top down one can take {count(rungs)} steps that the "
            f"test set sees, for {count(len(ties))} rows. V2, with 10,000 images, ties the median "
            f"row with {count(v2)}.",
            "the median row is tied with over 50 others, and V2 ties more",
            bool(usual > 50 and v2 > usual),
            f"On ImageNet's 50,000 images the median row is tied with {_others(usual)}, the best, "
            f"`{best['weights']}`, with {_others(best['tied'])}. From the top down one can take "
            f"{counted(rungs, 'step')} that the test set sees, for {counted(len(ties), 'row')}.",
        ),
        Claim(
            "title-ties",
            f"ImageNet cannot tell the median row from {count(usual)} others",
            "the median row is tied with over 50 others",
            bool(usual > 50),
            f"On ImageNet the median row is tied with {_others(usual)}",
        ),
    ]


def _others(number: float) -> str:
    return counted(round(number), "other")


def _rankings() -> list[Claim]:
    found = study()
    known = found.ranks["imagenet"].drop("imagenet").dropna()
    if known.empty:
        because = "no rows that differ have accuracies on ImageNet and on another test set"
        return unknown("better-too", "ranks", because=because)
    agreement = known.reindex(list(HARD_SETS))
    places = found.movers["places"].abs().groupby(found.movers["test_set"]).median()
    places = places.reindex(list(HARD_SETS))
    moved, sketch = places[["imagenetv2", "sketch"]]
    listed = ", ".join(f"{rho:.3f} on {SHORT[str(name)]}" for name, rho in known.items())
    apart = ", ".join(f"{count(places[str(name)])} on {SHORT[str(name)]}" for name in known.index)
    return [
        Claim(
            "better-too",
            "Weights that are better on ImageNet are mostly better on the other test sets, too: "
            f"the rank correlations are {agreement.min():.2f} to {agreement.max():.2f}.",
            "all are at least 0.9",
            bool(agreement.min() >= 0.9 and agreement.notna().all()),
            "How far weights that are better on ImageNet are better elsewhere, too, shows in the "
            f"rank correlations: {listed}.",
        ),
        Claim(
            "ranks",
            "**V2 and ReaL keep ImageNet's order best**: the rank correlation with "
            f"ImageNet is {agreement['imagenetv2']:.3f} on V2, {agreement['imagenet-real']:.3f} on "
            f"ReaL, {agreement['imagenet-a']:.3f} on A, {agreement['sketch']:.3f} on Sketch and "
            f"{agreement['imagenet-r']:.3f} on R. The median row moves by {count(moved)} places on "
            f"V2 and by {count(sketch)} on Sketch.",
            "V2 and ReaL correlate over 0.99, the others under",
            bool(
                agreement[["imagenetv2", "imagenet-real"]].min() > 0.99
                and agreement[["sketch", "imagenet-a", "imagenet-r"]].max() < 0.99
                and agreement.notna().all()
            ),
            f"The rank correlation with ImageNet is {listed}. The median row moves by so many "
            f"places: {apart}.{_left_out(found.judging)}",
        ),
    ]


def _left_out(judging: list[str]) -> str:
    absent = [SHORT[name] for name in ALL_SETS if name not in judging]
    if not absent:
        return ""
    return f" Left out, for want of accuracies of most rows: {', '.join(absent)}."


def _judges() -> list[Claim]:
    judged, judging = study().frontiers, study().judging
    edge = int(judged["on_imagenet"].sum())
    if not edge or len(judging) < 2:
        because = "no speeds, or no second test set that most rows have accuracies on"
        return unknown("judges", because=because)
    columns = ["kept", "mean", "low", "high"]
    numbers = study().judges.set_index("judge")[columns].astype(float)
    found = {
        str(judge): {str(name): float(number) for name, number in row.items()}
        for judge, row in numbers.reindex([*ALL_SETS, "mean"]).to_dict("index").items()
    }
    web = {
        judge: float((judged[f"on_{judge}"] & judged["pretraining"].eq("web")).sum())
        if judge in judging
        else np.nan
        for judge in ("imagenet", "imagenet-r")
    }
    device = device_label(lead_run())
    others = [name for name in (*HARD_SETS, "mean") if name in numbers.index]
    labels = judge_labels(judging)
    kept = ", ".join(f"{_beside(found[name])} under {_article(labels, name)}" for name in others)
    other = [found[judge] for judge in ("sketch", "imagenet-r", "mean")]
    alike = [found[judge] for judge in ("imagenetv2", "imagenet-a")]
    claim = Claim(
        "judges",
        "**Sketch and R make another frontier; for V2 that cannot be told.** Of the "
        f"{count(edge)} rows on the {device}'s frontier under ImageNet, "
        f"{_beside(found['imagenetv2'])} stay under V2, {_beside(found['imagenet-a'])} under A, "
        f"{_beside(found['mean'])} under the mean of all six, {_beside(found['sketch'])} under "
        f"Sketch and {_beside(found['imagenet-r'])} under R; in brackets what ImageNet itself "
        "would keep if its accuracies were drawn anew with the error of the judge. Web-scale "
        f"weights on the frontier go from {count(web['imagenet'])} to {count(web['imagenet-r'])} "
        "under R.",
        "V2 and A keep a number within the middle 95 % of the draws; Sketch, R and the mean keep "
        "fewer than those",
        all(row["low"] <= row["kept"] <= row["high"] for row in alike)
        and all(row["kept"] < row["low"] for row in other)
        and bool(web["imagenet-r"] > web["imagenet"]),
        f"Of {counted(edge, 'row')} on the frontier of the leading run under ImageNet so many stay "
        f"under another judge: {kept}; in brackets what ImageNet itself would keep if its "
        "accuracies were drawn anew with the error of the judge, in 95 % of the draws."
        f"{_left_out(judging)}",
    )
    return [claim]


def _article(labels: dict[str, str], judge: str) -> str:
    return f"the {labels[judge]}" if judge == "mean" else labels[judge]


def _beside(row: dict[str, float]) -> str:
    return f"{count(row['kept'])} ({count(row['low'])} to {count(row['high'])})"
