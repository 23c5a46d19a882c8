"""The run that stands for each device."""

from __future__ import annotations

from analysis.data import reading
from analysis.data.sources import load, runs
from analysis.runs.devices import device_runs, labels


def test_every_device_with_an_inference_run_is_what_the_record_says() -> None:
    record = load()
    measured = {run["device"] for run in record["runs"].values() if run["task"] == "infer"}
    found = device_runs().set_index("device")
    assert found.index.tolist() == [name for name in record["devices"] if name in measured]
    for device, label, kind, run in found.reset_index().itertuples(index=False):
        facts = record["devices"][device]
        assert (label, kind) == (facts["label"], facts["kind"])
        assert record["runs"][run]["device"] == device
        assert label in labels(kind)


def test_what_the_pages_say_of_the_runs_in_words_is_so() -> None:
    stand = device_runs().merge(runs(), on=["run", "device"])
    assert stand.loc[~stand["compiled"], "label"].tolist() == ["RTX 3090"]
    on_cpus = stand[stand["kind"].eq("cpu")]
    assert len(on_cpus) == 2
    assert on_cpus["torch"].str.startswith("2.4").all()
    for run in on_cpus["run"]:
        assert set(reading.speed(run)["batch_size"].dropna()) == {1}
    in_fp32 = runs().query("precision == 'fp32'")
    assert set(in_fp32["device_label"]) == set(on_cpus["label"])
