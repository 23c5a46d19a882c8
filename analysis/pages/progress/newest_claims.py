"""Claims of the page on progress about the newest frontier, and what it cannot hold."""

from __future__ import annotations

from analysis.data.reading import catalog, speed
from analysis.drawing.number_format import count, counted
from analysis.naming.names import describe, families
from analysis.pages.claims import Claim
from analysis.pages.progress.frontier_history import MIDDLE
from analysis.pages.progress.study import study, words
from analysis.runs.devices import lead_run


def claims() -> list[Claim]:
    """Compute the claims about the newest frontier and the families that are not in it."""
    found = study()
    years, since = found.edge["year"], found.since
    recent = found.edge.loc[years > since, "samples_per_sec"]
    outside = int((~recent.between(*MIDDLE)).sum())
    known = families().set_index("family")
    measured = describe(speed(lead_run())["model"])
    measured = measured[~measured["is_test"]]
    newer = {str(name) for name in measured["family"] if known["year"].get(name, 0) > since}
    unseen = newer - set(found.table["family"])
    listed = describe(catalog("weights")["weights"])
    tagged = listed["tag"].str.contains("in1k", regex=False) & listed["family"].isin(unseen)
    awaited = sorted(set(listed.loc[tagged, "family"]))
    labels = ", ".join(str(known["label"][name]) for name in awaited)
    doubtful = _doubtful(int(found.edge["doubtful"].sum()))
    share = f"Of today's {counted(len(years), 'frontier model')} {count(len(recent))}"
    return [
        Claim(
            "frontier-years",
            f"{share} are of families since {since + 1}, most of those outside {words(MIDDLE)}. "
            f"{doubtful}",
            f"at least a third of the frontier is of families since {since + 1}, over half of "
            "those outside the middle",
            len(recent) >= len(years) / 3 and outside > len(recent) / 2,
            f"{share} {'is' if len(recent) == 1 else 'are'} of families since {since + 1}. "
            f"{doubtful}",
        ),
        Claim(
            "unseen",
            f"**{count(len(unseen))} of {count(len(newer))} families since {since + 1} whose speed "
            f"was measured have no accuracy here.** timm lists weights tagged with ImageNet-1k for "
            f"{count(len(awaited))} of them ({labels}), not in this edition; for the others none.",
            "at least a quarter have no accuracy; some, not all of them have such weights",
            len(unseen) >= len(newer) / 4 and 0 < len(awaited) < len(unseen),
            f"Of {counted(len(newer), 'family', 'families')} since {since + 1} whose speed was "
            f"measured {count(len(newer - unseen)) if newer > unseen else 'none'} "
            f"{'has' if len(newer - unseen) < 2 else 'have'} an accuracy here.{_awaited(labels)}"
            if newer
            else f"No family since {since + 1} is in the leading run.",
        ),
    ]


def _awaited(labels: str) -> str:
    return f" timm lists weights tagged with ImageNet-1k that lack one: {labels}." if labels else ""


def _doubtful(number: int) -> str:
    if number == 0:
        return "None of their years is marked doubtful."
    years = "year of 1 of them is" if number == 1 else f"years of {count(number)} of them are"
    return f"The {years} marked doubtful."
