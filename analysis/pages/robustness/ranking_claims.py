"""Claims of the page on robustness about rankings and frontiers."""

from __future__ import annotations

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
        because = f"{counted(len(ties), 'model')} with an accuracy on ImageNet"
        return unknown("ties", "levels", "title-ties", because=because)
    best = ties.iloc[0]
    told_apart = found.told_apart.set_index("test_set").astype(float).reindex(list(ALL_SETS))
    usual, v2 = told_apart["median"][["imagenet", "imagenetv2"]]
    rungs = told_apart["levels"]["imagenet"]
    return [
        Claim(
            "ties",
            "**ImageNet's 50,000 images cannot order the list.** Half of the models are tied with "
            f"{count(usual)} others or more, on V2's 10,000 images with {count(v2)}. The best, "
            f"`{best['weights']}`, cannot be told from {count(best['tied'])} others.",
            "half of the models are tied with over 50 others, and V2 ties more",
            bool(usual > 50 and v2 > usual),
            f"On ImageNet's 50,000 images half of the models are tied with {_others(usual)} or "
            f"more; the best, `{best['weights']}`, with {_others(best['tied'])}.",
        ),
        Claim(
            "levels",
            f"From the best down, {counted(rungs, 'model')} can be picked each of which ImageNet "
            f"tells from the one before, of {count(len(ties))}.",
            "it is a count",
            True,
            f"From the best down, {counted(rungs, 'model')} can be picked each of which ImageNet "
            f"tells from the one before, of {count(len(ties))}.",
        ),
        Claim(
            "title-ties",
            f"Half of the models are tied with {count(usual)} others or more on ImageNet",
            "half of the models are tied with over 50 others",
            bool(usual > 50),
            f"On ImageNet half of the models are tied with {_others(usual)} or more",
        ),
    ]


def _others(number: float) -> str:
    return counted(round(number), "other")


def _rankings() -> list[Claim]:
    found = study()
    known = found.ranks["imagenet"].drop("imagenet").dropna()
    if known.empty:
        because = "no models that differ have accuracies on ImageNet and on another test set"
        return unknown("better-too", "ranks", because=because)
    agreement = known.reindex(list(HARD_SETS))
    places = found.movers["places"].abs().groupby(found.movers["test_set"]).median()
    places = places.reindex(list(HARD_SETS))
    moved, sketch = places[["imagenetv2", "sketch"]]
    best, worst = known.idxmax(), known.idxmin()
    ends = f"{known.max():.3f} on {SHORT[str(best)]}, {known.min():.3f} on {SHORT[str(worst)]}"
    return [
        Claim(
            "better-too",
            "Models that are better on ImageNet are mostly better on the other test sets, too: the "
            f"rank correlation (1: the same order) is at least {agreement.min():.2f}.",
            "all are at least 0.9",
            bool(agreement.min() >= 0.9 and agreement.notna().all()),
            "How far models that are better on ImageNet are better elsewhere, too, shows in the "
            f"rank correlation (1: the same order): {ends}.",
        ),
        Claim(
            "ranks",
            f"**V2 and ReaL keep ImageNet's order best**: the rank correlation is {ends}. Half "
            f"of the models move by {count(moved)} places or more on V2, "
            f"by {count(sketch)} on Sketch.",
            "V2 and ReaL correlate over 0.99, the others under",
            bool(
                agreement[["imagenetv2", "imagenet-real"]].min() > 0.99
                and agreement[["sketch", "imagenet-a", "imagenet-r"]].max() < 0.99
                and agreement.notna().all()
            ),
            f"The rank correlation with ImageNet is {ends}.{_left_out(found.judging)}",
        ),
    ]


def _left_out(judging: list[str]) -> str:
    absent = [SHORT[name] for name in ALL_SETS if name not in judging]
    if not absent:
        return ""
    return f" Left out, for want of accuracies of most models: {', '.join(absent)}."


def _judges() -> list[Claim]:
    judged, judging = study().frontiers, study().judging
    edge = int(judged["on_imagenet"].sum())
    if not edge or len(judging) < 2:
        because = "no speeds, or no second test set that most models have accuracies on"
        return unknown("judges", because=because)
    columns = ["kept", "mean", "low", "high"]
    numbers = study().judges.set_index("judge")[columns].astype(float)
    found = {
        str(judge): {str(name): float(number) for name, number in row.items()}
        for judge, row in numbers.reindex([*ALL_SETS, "mean"]).to_dict("index").items()
    }
    device = device_label(lead_run())
    others = [name for name in (*HARD_SETS, "mean") if name in numbers.index]
    labels = judge_labels(judging)
    kept = ", ".join(f"{_beside(found[name])} by {_article(labels, name)}" for name in others)
    other = [found[judge] for judge in ("sketch", "imagenet-r", "mean")]
    alike = [found[judge] for judge in ("imagenetv2", "imagenet-a")]
    edge_words = f"Of the {count(edge)} models on the {device}'s frontier by ImageNet"
    claim = Claim(
        "judges",
        "**Sketch and R make another frontier; for V2 that cannot be told.** "
        f"{edge_words}, {_beside(found['imagenet-r'])} stay on it by R and "
        f"{_beside(found['imagenetv2'])} by V2. In brackets: how many would stay if ImageNet's own "
        "accuracies were drawn anew with the error of that test set.",
        "V2 and A keep a number within the middle 95 % of the draws; Sketch, R and the mean keep "
        "fewer than those",
        all(row["low"] <= row["kept"] <= row["high"] for row in alike)
        and all(row["kept"] < row["low"] for row in other),
        f"{edge_words} so many stay on it by another test set: {kept}. In brackets: how many would "
        f"stay if ImageNet's own accuracies were drawn anew with the error of that test set."
        f"{_left_out(judging)}",
    )
    return [claim]


def _article(labels: dict[str, str], judge: str) -> str:
    return f"the {labels[judge]}" if judge == "mean" else labels[judge]


def _beside(row: dict[str, float]) -> str:
    return f"{count(row['kept'])} ({count(row['low'])} to {count(row['high'])})"
