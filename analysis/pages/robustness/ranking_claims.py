"""Claims of the page on robustness about rankings and frontiers."""

from __future__ import annotations

from analysis.drawing.number_format import count
from analysis.pages.claims import Claim
from analysis.pages.robustness.study import study


def claims() -> list[Claim]:
    """Compute the claims about ties, ranks and frontiers."""
    return [*_rankings(), _judges()]


def _rankings() -> list[Claim]:
    found = study()
    ties = found.ties[found.ties["test_set"].eq("imagenet")]
    best = ties.iloc[0]
    told_apart = found.told_apart.set_index("test_set")
    usual, v2 = told_apart["median"][["imagenet", "imagenetv2"]]
    rungs = told_apart["levels"]["imagenet"]
    agreement = found.ranks["imagenet"].drop("imagenet")
    places = found.movers["places"].abs().groupby(found.movers["test_set"]).median()
    moved, sketch = places[["imagenetv2", "sketch"]]
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
        ),
        Claim(
            "title-ties",
            f"ImageNet cannot tell the median row from {count(usual)} others",
            "the median row is tied with over 50 others",
            bool(usual > 50),
        ),
        Claim(
            "better-too",
            "Weights that are better on ImageNet are mostly better on the other test sets, too: "
            f"the rank correlations are {agreement.min():.2f} to {agreement.max():.2f}.",
            "all are at least 0.9",
            bool(agreement.min() >= 0.9),
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
            ),
        ),
    ]


def _judges() -> Claim:
    judged = study().frontiers
    columns = ["kept", "mean", "low", "high"]
    found = {
        str(row["judge"]): {name: float(row[name]) for name in columns}
        for row in study().judges.to_dict("records")
    }
    web = {
        judge: (judged[f"on_{judge}"] & judged["pretraining"].eq("web")).sum()
        for judge in ("imagenet", "imagenet-r")
    }
    other = [found[judge] for judge in ("sketch", "imagenet-r", "mean")]
    alike = [found[judge] for judge in ("imagenetv2", "imagenet-a")]
    return Claim(
        "judges",
        "**Sketch and R make another frontier; for V2 that cannot be told.** Of the "
        f"{count(judged['on_imagenet'].sum())} rows on the RTX 5090's frontier under ImageNet, "
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
    )


def _beside(row: dict[str, float]) -> str:
    return f"{count(row['kept'])} ({count(row['low'])} to {count(row['high'])})"
