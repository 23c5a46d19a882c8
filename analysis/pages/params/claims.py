"""Claims of the page on parameter counts."""

from __future__ import annotations

from analysis.drawing.number_format import count, percent, short
from analysis.pages.claims import Claim, unknown
from analysis.pages.params import memory_claims, predictor_claims
from analysis.pages.params.equal_size import ENOUGH, TYPICAL_M, TYPICAL_PX, WITHIN, spread_at
from analysis.pages.params.study import study
from analysis.runs.devices import lead_run
from analysis.runs.pairs import COSTS
from analysis.runs.time_predictors import COST_LABELS

REFERENCE, REFERENCE_LABEL = "resnet50", "ResNet-50"


def claims() -> list[Claim]:
    """Compute the claims about parameters as a proxy for speed."""
    others = [*predictor_claims.claims(), *memory_claims.claims()]
    return [*_spread(), *_fewer_yet_slower(), *_poor_proxy(), *others]


def _spread() -> list[Claim]:
    table = study().table
    near, mixed = spread_at(table, TYPICAL_M), spread_at(table, TYPICAL_M, None)
    if near["rows"] < ENOUGH:
        because = f"fewer than {ENOUGH} architectures of about {TYPICAL_M:g} M parameters"
        because += f" at {TYPICAL_PX} px have a speed and an accuracy"
        return unknown("spread", "spread-ends", "spread-sizes", because=because)
    body = (
        f"odels with about as many parameters as {REFERENCE_LABEL} differ "
        f"{short(near['middle'])}-fold in speed"
    )
    lie = (
        f"Those are {count(near['rows'])} architectures within {100 * WITHIN:.0f} % of "
        f"{TYPICAL_M:g} M parameters, at {TYPICAL_PX} px, without the fastest and the slowest "
        "tenth."
    )
    return [
        Claim(
            "spread",
            f"**M{body}, even without the extremes.**",
            "the middle eight tenths of speeds at ResNet-50's parameter count and image size span "
            "more than a factor of 1.5",
            bool(near["middle"] > 1.5),
            f"M{body}, without the extremes.",
        ),
        Claim(
            "spread-ends",
            f"{lie} At the very ends `{near['first']}` is {short(near['ratio'])} times as fast as "
            f"`{near['last']}`; leaving that one model out, the span is "
            f"{short(near['others'])}-fold.",
            "the slowest model alone widens the span by more than a quarter",
            bool(near["ratio"] > 1.25 * near["others"]),
            f"{lie} At the very ends `{near['first']}` is {short(near['ratio'])} times as fast as "
            f"`{near['last']}`.",
        ),
        Claim(
            "spread-sizes",
            "Over all image sizes the middle eight tenths differ more, "
            f"{short(mixed['middle'])}-fold.",
            "the middle eight tenths span more over all image sizes than at one",
            bool(mixed["middle"] > near["middle"]),
            f"Over all image sizes the middle eight tenths differ {short(mixed['middle'])}-fold.",
        ),
    ]


def _fewer_yet_slower() -> list[Claim]:
    table = study().table
    alike = table[table["img_size"].eq(TYPICAL_PX)]
    reference = alike[alike["architecture"].eq(REFERENCE)]
    own, own_secs = reference["param_count_m"].max(), reference["secs"].max()
    smaller = alike[alike["param_count_m"] < own]
    if smaller.empty:
        because = f"no speeds of {REFERENCE_LABEL} and of smaller models at {TYPICAL_PX} px"
        return unknown("fewer-yet-slower", because=because)
    share = float((smaller["secs"] > own_secs).mean())
    body = (
        f"f the {count(len(smaller))} architectures with fewer parameters than {REFERENCE_LABEL}, "
        f"{percent(100 * share, 0)} are slower than it, all at {TYPICAL_PX} px."
    )
    return [
        Claim(
            "fewer-yet-slower",
            f"**Fewer parameters do not always mean faster**: o{body}",
            "more than a tenth of those with fewer parameters are slower",
            share > 0.1,
            f"O{body}",
        )
    ]


def _poor_proxy() -> list[Claim]:
    table = study().predictors
    lead = table[table["run"].eq(lead_run())].set_index("predictor")["spearman"].astype(float)
    if lead.reindex(list(COSTS)).isna().any():
        because = "too few models of the leading run have speeds that differ and all three costs"
        return unknown("poor-proxy", because=because)
    ordered = lead[list(COSTS)].sort_values()
    worst, best = ordered.index[0], ordered.index[-1]
    body = (
        "he order of parameter counts matches the order of times with a rank correlation of "
        f"{lead['param_count_m']:.2f}, that of {COST_LABELS[best]} with {lead[best]:.2f} (1 would "
        "be the same order)."
    )
    return [
        Claim(
            "poor-proxy",
            f"**Of the three costs parameters say least about speed**: t{body}",
            "on the leading run the rank correlation with time is lowest for parameters",
            worst == "param_count_m",
            f"T{body}",
        )
    ]
