"""Charts as a reader meets them: a small page of our own in a real browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pandas as pd
import pytest
from playwright.sync_api import Locator, expect
from playwright.sync_api import Page as Tab

from analysis import Page, run_table
from analysis.drawing import theme
from analysis.drawing.number_format import duration, interval, rate
from analysis.drawing.speed_accuracy import speed_accuracy
from analysis.drawing.trend_lines import trend_lines
from analysis.naming.tags import sentence
from analysis.publish import browser_data
from analysis.runs.devices import lead_run
from analysis.runs.join import Joined
from analysis.runs.shortlist import shortlist
from tests.support.visits import FINGER, Open, Visit
from tools.finish import plotly_bundle
from tools.serve import serve
from tools.setup import ROOT

pytestmark = pytest.mark.browser

OTHER_RUN = "infer-amp-nchw-pt291-cu130-5090"
LOST_RUN = "infer-fp32-nchw-pt240-cpu-i7_12700h-dynamo"  # its file is taken away
HOSTILE = "<img src=x onerror=alert(1)>"
HOSTILE_FAMILY = '"};alert(1)//</script><b>'
DRAWN = "[data-drawn]"

SHELL = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Charts</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><link rel="stylesheet" href="assets/site.css">
<style>body {{ margin: 1rem; background: var(--chart-bg); color: var(--chart-text) }}</style>
<script>
window.quartoToggleColorScheme = () => {{ document.body.className = "quarto-dark"; }};
</script>
<script type="module" src="assets/chart.js"></script></head>
<body class="quarto-light"><main><h1>Charts</h1>
<p><a href="choose.html">Choose</a></p>
<div id="fig-all">{all}</div>
<div id="fig-families">{families}</div>
{table}
<div id="tab" style="display: none">{tab}</div>
<div style="height: 4000px"></div>
<div id="fig-far">{far}</div>
</main></body></html>"""


@cache
def some(run: str) -> Joined:
    """Take some families of a run, one row of them with hostile words."""
    joined = run_table(run)
    table = joined.contenders
    table = table[table["family"].isin(["convnext", "levit", "resnet", "volo", "cait", "xcit"])]
    hostile = table["weights"].eq("volo_d1_224.sail_in1k")
    table = table.assign(
        weights=table["weights"].mask(hostile, HOSTILE),
        license=table["license"].mask(hostile, HOSTILE),
        family_label=table["family_label"].mask(table["family"].eq("volo"), HOSTILE_FAMILY),
    )
    return replace(joined, table=table.reset_index(drop=True))


def rows(run: str) -> pd.DataFrame:
    return some(run).table


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the small page; the address ends in a slash."""
    folder = tmp_path_factory.mktemp("charts")
    page = Page("small", folder)
    runs = [lead_run(), OTHER_RUN, LOST_RUN]
    lead = some(lead_run())
    parts = {
        "all": page.show("all", lambda run: speed_accuracy(some(run)), runs),
        "families": page.show("families", lambda run: trend_lines(some(run)), runs),
        "table": page.table(shortlist(lead.table), "best"),
        "tab": page.show("tab", speed_accuracy(lead)),
        "far": page.show("far", speed_accuracy(lead)),
    }
    (folder / "index.html").write_text(SHELL.format(**parts), encoding="utf-8")
    (folder / "figures" / f"small-all.{LOST_RUN}.json").unlink()
    tags = {tag: sentence(tag) for tag in lead.table["tag"]}
    browser_data.write("tags.json", tags, folder / "data")
    shutil.copytree(ROOT / "assets", folder / "assets")
    plotly_bundle.copy(ROOT, folder)
    with serve(folder, "/") as address:
        yield address


@pytest.fixture
def see(visit_at: Open, where: str) -> Open:
    """Open the small page and wait until its first charts are drawn."""

    def start(query: str = "", **options: Any) -> Visit:
        seen = visit_at(where, query, **options)
        if options.get("java_script_enabled", True):
            seen.page.locator(f"#chart-all{DRAWN}").wait_for()
            seen.page.locator(f"#chart-families{DRAWN}").wait_for()
        return seen

    return start


def expect_points(chart: Locator, count: int) -> None:
    """Wait until a chart has drawn so many points."""
    expect(chart.locator(".chart-plot path.point")).to_have_count(int(count))


def place(tab: Tab, chart: str, weights: str, run: str = lead_run()) -> tuple[float, float]:
    """Say where in the window a row is drawn."""
    row = row_of(weights, run)
    x, y = tab.evaluate(
        """([chart, x, y]) => {
          const plot = document.querySelector(`#chart-${chart} .chart-plot`);
          plot.scrollIntoView({block: 'center'});
          const box = plot.getBoundingClientRect();
          const { xaxis, yaxis } = plot._fullLayout;
          return [box.left + xaxis._offset + xaxis.d2p(x), box.top + yaxis._offset + yaxis.d2p(y)];
        }""",
        [chart, float(row["secs"]), float(row["top1"])],
    )
    return x, y


def row_of(weights: str, run: str = lead_run()) -> pd.Series:
    return rows(run)[rows(run)["weights"].eq(weights)].iloc[0]


def alone(run: str = lead_run()) -> str:
    """Name a row that no other row is near to, so that hovering finds it."""
    table = rows(run)
    places = np.column_stack([np.log10(table["secs"]) * 20, table["top1"]])
    apart = np.linalg.norm(places[:, None] - places, axis=2) + 1e9 * np.eye(len(table))
    apart[table["weights"].duplicated(keep=False)] = 0
    return str(table["weights"].iloc[int(apart.min(axis=1).argmax())])


def test_charts_near_the_screen_are_drawn_with_one_copy_of_the_library(
    see: Open,
) -> None:
    seen = see()
    expect_points(seen.page.locator("#chart-all"), len(rows(lead_run())))
    far = seen.page.locator("#chart-far")
    assert far.get_attribute("data-drawn") is None
    seen.page.locator("#fig-far").scroll_into_view_if_needed()
    seen.page.locator(f"#chart-far{DRAWN}").wait_for()
    assert sum(url.endswith("plotly.min.js") for url in seen.requests) == 1
    assert not any(url.endswith((".json", ".png")) for url in seen.requests)


def test_nothing_moves_while_charts_are_drawn(see: Open) -> None:
    tab = see().page
    shift = tab.evaluate(
        """() => new Promise((done) => {
          let sum = 0;
          new PerformanceObserver((list) => list.getEntries().forEach((e) => (sum += e.value)))
            .observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => done(sum), 300);
        })"""
    )
    assert shift < 0.02


def test_charts_follow_the_theme_at_once(see: Open) -> None:
    tab = see().page
    for mode in reversed(theme.MODES):
        tab.evaluate(f"document.body.className = 'quarto-{mode}'")
        color = theme.value("muted", mode)
        rgb = f"rgb({', '.join(str(int(color[i : i + 2], 16)) for i in (1, 3, 5))})"
        expect(tab.locator("#chart-all .xtick text").first).to_have_css("fill", rgb)


def test_a_chart_in_a_tab_is_drawn_in_its_width_when_shown(see: Open) -> None:
    tab = see().page
    tab.evaluate("document.querySelector('#tab').style.display = 'block'")
    tab.locator("#chart-tab").scroll_into_view_if_needed()
    tab.locator(f"#chart-tab{DRAWN}").wait_for()
    plot = tab.locator("#chart-tab .chart-plot")
    assert plot.evaluate("(e) => e._fullLayout.width === e.clientWidth && e.clientWidth > 900")


def test_charts_follow_the_width_of_the_window(see: Open) -> None:
    tab = see().page
    tab.set_viewport_size({"width": 700, "height": 900})
    tab.wait_for_function(
        """() => {
          const plot = document.querySelector('#chart-all .chart-plot');
          return plot.clientWidth < 700 && plot._fullLayout.width === plot.clientWidth;
        }"""
    )


def test_the_legend_hides_and_isolates_with_mouse_and_keyboard(see: Open) -> None:
    tab = see().page
    chart = tab.locator("#chart-all")
    counts = rows(lead_run())["family"].value_counts()
    everything = len(rows(lead_run()))
    levit = chart.get_by_role("button", name=re.compile("^LeViT"))
    convnext = chart.get_by_role("button", name=re.compile("^ConvNeXt"))

    levit.click()
    expect_points(chart, everything - counts["levit"])
    assert levit.get_attribute("aria-pressed") == "false"
    levit.click()
    expect_points(chart, everything)
    convnext.dblclick()
    expect_points(chart, counts["convnext"])
    convnext.dblclick()
    expect_points(chart, everything)
    levit.focus()
    tab.keyboard.press("Shift+Enter")
    expect_points(chart, counts["levit"])
    chart.get_by_role("button", name="Show all", exact=True).click()
    expect_points(chart, everything)
    levit.focus()
    tab.keyboard.press("Space")
    expect_points(chart, everything - counts["levit"])


def test_any_family_can_be_shown_alone(see: Open) -> None:
    chart = see().page.locator("#chart-all")
    chart.get_by_label("Show only").select_option("cait")
    expect_points(chart, rows(lead_run())["family"].eq("cait").sum())
    chart.get_by_label("Show only").select_option("")
    expect_points(chart, len(rows(lead_run())))


def test_hovering_tells_everything_about_a_point(see: Open) -> None:
    tab = see().page
    name = alone()
    row = row_of(name)
    tab.mouse.move(*place(tab, "all", name))
    tip = tab.locator("#chart-all .chart-tip")
    tip.wait_for()
    text = tip.inner_text().replace("\u202f", " ")
    top1 = interval(row["top1"], row["top1_low"], row["top1_high"]).replace(" (", " % (")
    for expected in (
        name,
        top1,
        rate(row["samples_per_sec"]),
        duration(row["secs"]),
        f"{row['img_size']} px",
        row["license"],
        row["family_label"],
    ):
        assert expected.replace("\u202f", " ") in text
    tab.mouse.move(5, 5)
    tip.wait_for(state="hidden")


def test_a_click_pins_a_point_with_links_and_code(see: Open) -> None:
    tab = see(permissions=["clipboard-read", "clipboard-write"]).page
    name = alone()
    tab.mouse.click(*place(tab, "all", name))
    card = tab.locator("#chart-all .chart-card")
    card.wait_for()
    model_card = card.get_by_role("link", name="Model card")
    assert model_card.get_attribute("href") == f"https://huggingface.co/{row_of(name)['hub_id']}"
    assert model_card.get_attribute("rel") == "noopener"
    chooser = card.get_by_role("link", name="Open in the chooser")
    row = f"{name}%40{row_of(name)['img_size']}"
    assert chooser.get_attribute("href") == f"choose.html?weights={row}"
    card.get_by_role("button", name="Copy", exact=True).click()
    card.get_by_role("button", name="Copied").wait_for()
    copied = tab.evaluate("navigator.clipboard.readText()")
    assert copied == f"timm.create_model('{name}', pretrained=True)"
    tab.keyboard.press("Escape")
    card.wait_for(state="hidden")


def test_a_box_zooms_and_a_button_leads_back(see: Open) -> None:
    tab = see().page
    chart = tab.locator("#chart-all")
    reset = chart.get_by_role("button", name="Reset zoom")
    assert not reset.is_visible()
    before = chart.locator(".xtick text").all_text_contents()
    box = chart.locator(".nsewdrag").bounding_box()
    assert box is not None
    tab.mouse.move(box["x"] + 0.4 * box["width"], box["y"] + 100)
    tab.mouse.down()
    tab.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 300, steps=4)
    tab.mouse.up()
    reset.wait_for()
    expect(chart.locator(".xtick text").first).not_to_have_text(before[0])
    assert chart.locator(".xtick text").count() >= 3
    reset.click()
    reset.wait_for(state="hidden")
    assert chart.locator(".xtick text").all_text_contents() == before


def test_one_choice_of_run_switches_all_charts_and_back_undoes_it(
    see: Open,
) -> None:
    tab = see().page
    tab.locator("#chart-families").get_by_label("Benchmark run").select_option(OTHER_RUN)
    for name in ("all", "families"):
        tab.locator(f'#chart-{name}[data-drawn="{OTHER_RUN}"]').wait_for()
        assert tab.locator(f"#chart-{name} select").first.input_value() == OTHER_RUN
        assert f"({OTHER_RUN})" in tab.locator(f"#chart-{name} .chart-source").inner_text()
    title = speed_accuracy(some(OTHER_RUN)).title
    assert tab.locator("#chart-all .chart-title").inner_text().startswith(title)
    assert tab.locator("#chart-all").get_attribute("aria-label") == title
    assert tab.url.endswith(f"?run={OTHER_RUN}")
    name = alone(OTHER_RUN)
    tab.mouse.move(*place(tab, "all", name, OTHER_RUN))
    speed = float(row_of(name, OTHER_RUN)["samples_per_sec"])
    assert rate(speed) in tab.locator("#chart-all .chart-tip").inner_text()
    tab.reload()
    for name in ("all", "families"):
        tab.locator(f'#chart-{name}[data-drawn="{OTHER_RUN}"]').wait_for()
    tab.go_back()
    tab.locator(f'#chart-all[data-drawn="{lead_run()}"]').wait_for()
    assert "run=" not in tab.url


def test_an_unknown_run_is_reported_in_place(see: Open) -> None:
    tab = see("?run=%3Cb%3Egtx").page
    message = tab.locator("#chart-all .chart-message")
    assert "There is no benchmark run “<b>gtx” here" in message.inner_text()
    assert tab.locator("#chart-all").get_attribute("data-drawn") == lead_run()


def test_a_run_whose_file_is_missing_is_reported_in_place(see: Open) -> None:
    seen = see()
    tab = seen.page
    tab.locator("#chart-all").get_by_label("Benchmark run").select_option(LOST_RUN)
    tab.locator(f'#chart-families[data-drawn="{LOST_RUN}"]').wait_for()
    message = tab.locator("#chart-all .chart-message")
    message.get_by_text("could not be loaded").wait_for()
    tab.locator("#chart-all").get_by_label("Benchmark run").select_option(lead_run())
    tab.locator(f'#chart-families[data-drawn="{lead_run()}"]').wait_for()
    assert message.inner_text() == ""
    seen.problems.clear()  # the browser tells of the file that did not come


def test_the_data_is_a_key_press_away_as_table_and_file(see: Open) -> None:
    tab = see().page
    chart = tab.locator("#chart-all")
    chart.locator(".chart-data summary").focus()
    tab.keyboard.press("Enter")
    body = chart.locator(".chart-data tbody tr")
    expect(body).to_have_count(50)
    chart.get_by_role("button", name="Show all rows").click()
    assert body.count() == len(rows(lead_run()))
    with tab.expect_download() as waiting:
        chart.get_by_role("button", name="Download CSV").click()
    saved = pd.read_csv(waiting.value.path())
    assert waiting.value.suggested_filename == f"small-all.{lead_run()}.csv"
    expected = rows(lead_run()).sort_values(["weights", "img_size"])
    assert saved["weights"].tolist() == expected["weights"].tolist()
    assert saved["top1"].tolist() == expected["top1"].tolist()
    assert saved["samples_per_sec"].to_numpy() == pytest.approx(
        expected["samples_per_sec"].to_numpy(), rel=5e-4
    )
    chart.locator(".chart-pick").first.press("Enter")
    chart.locator(".chart-card").wait_for()


def test_hostile_names_are_text(see: Open) -> None:
    tab = see().page
    chart = tab.locator("#chart-all")
    tab.mouse.move(*place(tab, "all", HOSTILE))
    chart.get_by_label("Show only").select_option("volo")
    expect_points(chart, rows(lead_run())["family"].eq("volo").sum())
    tab.mouse.move(*place(tab, "all", HOSTILE))
    tip = chart.locator(".chart-tip")
    tip.get_by_text(HOSTILE).first.wait_for()
    assert HOSTILE_FAMILY in tip.inner_text()
    tab.mouse.click(*place(tab, "all", HOSTILE))
    card = chart.locator(".chart-card")
    card.wait_for()
    assert f"timm.create_model('{HOSTILE}', pretrained=True)" in card.inner_text()
    chart.locator(".chart-data summary").click()
    chart.locator(".chart-data").get_by_role("button", name=HOSTILE).wait_for()
    assert tab.locator("main img").count() == 0
    assert tab.locator(".chart b").count() == 0


def test_a_short_table_sorts_by_its_columns(see: Open) -> None:
    tab = see().page
    table = tab.locator("table.sortable")
    best = shortlist(rows(lead_run()))
    first = table.locator("tbody th").first
    head = table.locator("thead th").filter(has_text="Parameters")
    head.get_by_role("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert first.inner_text() == best["weights"].iloc[best["param_count_m"].argmax()]
    head.get_by_role("button").press("Enter")
    assert head.get_attribute("aria-sort") == "ascending"
    assert first.inner_text() == best["weights"].iloc[best["param_count_m"].argmin()]


@pytest.mark.parametrize("width", [1200, 390])
def test_axe_finds_nothing(see: Open, width: int) -> None:
    seen = see(viewport={"width": width, "height": 900})
    seen.page.locator("#chart-all .chart-data summary").click()
    seen.page.locator("#chart-all .chart-pick").first.click()
    assert seen.faults("html", "best-practice") == []


def test_a_phone_shows_everything_and_taps_work(see: Open) -> None:
    seen = see(**FINGER)
    tab = seen.page
    assert seen.fits()
    x, y = place(tab, "all", alone())
    tab.touchscreen.tap(x, y)
    tab.locator("#chart-all .chart-card").wait_for()
    assert seen.fits()
    plot = tab.locator("#chart-all .chart-plot").bounding_box()
    legend = tab.locator("#chart-all .chart-legend").bounding_box()
    assert plot is not None
    assert legend is not None
    assert legend["y"] + legend["height"] <= plot["y"]
    assert plot["height"] >= 400


def test_without_javascript_there_are_picture_source_table_and_data(
    see: Open,
) -> None:
    seen = see(java_script_enabled=False)
    tab = seen.page
    chart = tab.locator("#chart-all")
    picture = chart.locator("picture img")
    assert picture.is_visible()
    assert picture.get_attribute("alt") == chart.get_attribute("aria-label")
    assert chart.locator(".chart-source").is_visible()
    assert chart.get_by_role("link", name="its data as CSV").is_visible()
    assert not chart.locator(".chart-plot").is_visible()
    assert tab.locator("table.sortable tbody tr").count() == len(shortlist(rows(lead_run())))
    seen.problems.clear()  # this small site has no files of pictures
