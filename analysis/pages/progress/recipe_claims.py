"""Claims of the page on progress about recipes and pre-training data."""

from __future__ import annotations

from analysis.drawing.number_format import count, percent, short, signed
from analysis.pages.claims import Claim
from analysis.pages.progress.recipes_and_data import advantage
from analysis.pages.progress.study import study


def claims() -> list[Claim]:
    """Compute the claims about what recipes and data add."""
    return [*_compared(), _recipes(), _data()]


def _compared() -> list[Claim]:
    shared = study().shared
    median = shared[["above_median", "recipe", "data"]].median().to_dict()
    usual, span = advantage(shared, "above_median"), advantage(shared, "recipe")
    ordered = 0 < median["above_median"] < median["recipe"] < median["data"]
    return [
        Claim(
            "recipes",
            f"**Recipe and data both count, data more than a good recipe over an ordinary one.** "
            f"On the {count(len(shared))} pairs of architecture and image size that have both, the "
            f"best recipe with ImageNet-1k alone is a median {short(median['above_median'])} "
            f"points above the median recipe and {short(median['recipe'])} above the worst; more "
            f"pre-training data adds {short(median['data'])} to the best. Data adds "
            f"{_interval(usual)} points more than the best recipe over the median one; against the "
            f"worst it cannot be told: {_interval(span)} (means, over {count(usual['clusters'])} "
            "families).",
            "the medians grow in this order; the interval of the first difference is above 0, that "
            "of the second holds 0",
            ordered and usual["conf_low"] > 0 and span["conf_low"] < 0 < span["conf_high"],
        ),
        Claim(
            "title-gains",
            f"On the {count(len(shared))} networks that have both, the best recipe is "
            f"{short(median['above_median'])} points above the median one, more data adds "
            f"{short(median['data'])}",
            "the medians grow in this order, and the interval of the difference is above 0",
            ordered and usual["conf_low"] > 0,
        ),
    ]


def _recipes() -> Claim:
    recipes = study().recipes
    resnet = recipes[recipes["architecture"].eq("resnet50") & recipes["img_size"].eq(224)].iloc[0]
    numbers = recipes["weights_count"]
    return Claim(
        "recipes-all",
        f"Over all {count(len(recipes))} pairs with several weights from ImageNet-1k alone, none "
        f"distilled, the best of {count(numbers.min())} to {count(numbers.max())} is a median "
        f"{short(recipes['above_median'].median())} points above the median and "
        f"{short(recipes['gain'].median())} above the worst: the same network, the same speed, the "
        f"same images. ResNet-50 at 224 px goes from {percent(resnet['worst_top1'])} "
        f"(`{resnet['worst']}`) to {percent(resnet['best_top1'])} (`{resnet['best']}`).",
        "both medians are over a quarter of a point; ResNet-50 gains over four",
        bool(recipes[["above_median", "gain"]].median().min() > 0.25 and resnet["gain"] > 4),
    )


def _data() -> Claim:
    gain = study().data["gain"]
    return Claim(
        "data",
        f"More pre-training data, on the same architecture and size, adds a median "
        f"{short(gain.median())} points over all {count(len(gain))} pairs, best against best (nine "
        f"tenths between {signed(float(gain.quantile(0.05)))} and "
        f"{signed(float(gain.quantile(0.95)))}; {count((gain < 0).sum())} lose). Recipes differ "
        "there, too.",
        "the median is between one and three points",
        1 < float(gain.median()) < 3,
    )


def _interval(mean: dict[str, float]) -> str:
    low, high = signed(mean["conf_low"]), signed(mean["conf_high"])
    return f"{signed(mean['estimate'])} ({low} to {high})"
