"""Claims of the page on progress about the newest frontier, and what it cannot hold."""

from __future__ import annotations

from analysis.data.reading import catalog, speed
from analysis.drawing.number_format import count, counted
from analysis.naming.names import describe, families
from analysis.pages.claims import Claim
from analysis.pages.progress.frontier_history import MIDDLE
from analysis.pages.progress.study import SINCE, study, words
from analysis.runs.devices import lead_run


def claims() -> list[Claim]:
    """Compute the claims about the newest frontier and the families that are not in it."""
    found = study()
    years = found.edge["year"]
    top = years.value_counts()
    recent = found.edge.loc[years > SINCE, "samples_per_sec"]
    outside = int((~recent.between(*MIDDLE)).sum())
    known = families().set_index("family")
    measured = describe(speed(lead_run())["model"])
    measured = measured[~measured["is_test"]]
    since = {str(name) for name in measured["family"] if known["year"].get(name, 0) > SINCE}
    unseen = since - set(found.table["family"])
    listed = describe(catalog("weights")["weights"])
    tagged = listed["tag"].str.contains("in1k", regex=False) & listed["family"].isin(unseen)
    awaited = sorted(set(listed.loc[tagged, "family"]))
    labels = ", ".join(str(known["label"][name]) for name in awaited)
    return [
        Claim(
            "frontier-years",
            f"Of today's {count(len(years))} frontier rows, {count(top.iloc[0])} are of families "
            f"of {top.index[0]}, and {count(len(recent))} of families since {SINCE + 1}; "
            f"{count(outside)} of those lie outside {words(MIDDLE)}. "
            f"{_doubtful(int(found.edge['doubtful'].sum()))}",
            f"at least a third of the frontier is of families since {SINCE + 1}, at least half of "
            "those outside the middle",
            len(recent) >= len(years) / 3 and outside >= len(recent) / 2 and len(recent) > 0,
            f"On today's frontier {counted(top.iloc[0], 'row is', 'rows are')} of families of "
            f"{top.index[0]}, {counted(len(recent), 'row', 'rows')} of families since "
            f"{SINCE + 1}. {_doubtful(int(found.edge['doubtful'].sum()))}",
        ),
        Claim(
            "unseen",
            f"**{count(len(unseen))} of {count(len(since))} families since {SINCE + 1} whose speed "
            f"was measured have no accuracy here.** timm lists weights tagged with ImageNet-1k for "
            f"{count(len(awaited))} of them ({labels}), not in this edition; for the others, such "
            "as DINOv3, none.",
            "at least a quarter have no accuracy; at least one of them has such weights, and "
            "DINOv3 is among those that have none",
            len(unseen) >= len(since) / 4 and "dinov3" in unseen - set(awaited) and bool(awaited),
            f"Of {counted(len(since), 'family', 'families')} since {SINCE + 1} whose speed was "
            f"measured {count(len(since - unseen)) if since > unseen else 'none'} "
            f"{'has' if len(since - unseen) < 2 else 'have'} an accuracy here.{_awaited(labels)}"
            if since
            else f"No family since {SINCE + 1} is in the leading run.",
        ),
    ]


def _awaited(labels: str) -> str:
    return f" timm lists weights tagged with ImageNet-1k that lack one: {labels}." if labels else ""


def _doubtful(number: int) -> str:
    if number == 0:
        return "None of their years is marked doubtful."
    years = "year of 1 of them is" if number == 1 else f"years of {count(number)} of them are"
    return f"The {years} marked doubtful."
