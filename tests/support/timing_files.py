"""Files of timings as readers have them, good and bad, for Python and the browser alike."""

from __future__ import annotations

PI = {
    "efficientnet_b0": 144.17,
    "ese_vovnet19b_dw": 162.75,
    "mixnet_s": 128.72,
    "mnasnet_a1": 107.08,
    "mobilenetv2_050": 54.87,
    "mobilenetv2_100": 107.57,
    "mobilenetv2_110d": 135.06,
    "mobilenetv3_large_100": 83.44,
    "repvgg_b0": 249.84,
    "resnet18": 136.05,
}
"""Milliseconds of an image on a Raspberry Pi 5 (ispcojp/ai_inference_device_benchmark)."""


def table(mark: str = ",", header: str = "model,ms", scale: float = 1, end: str = "\n") -> str:
    """Write the Pi's timings as a table."""
    rows = [f"{name}{mark}{ms * scale:.6g}" for name, ms in PI.items()]
    return end.join([header.replace(",", mark), *rows, ""])


def _timm(prefix: str) -> str:
    columns = ("samples_per_sec", "step_time", "batch_size", "img_size")
    head = ",".join(["model", *(f"{prefix}{column}" for column in columns), "param_count"])
    rows = [f"{name},{1000 / ms:.2f},{8 * ms:.3f},8,224,5.3" for name, ms in PI.items()]
    return "\n".join([head, *rows])


def _json() -> str:
    rows = [f'{{"model": "{n}", "infer_samples_per_sec": {1000 / ms:.4f}}}' for n, ms in PI.items()]
    failed = '{"model": "resnet50", "error": "out of memory"}'
    return f"[{', '.join([*rows, failed])}]"


GOOD: dict[str, str] = {
    "a table": table(),
    "seconds": table(header="architecture,latency (s)", scale=0.001),
    "images a second": "network,fps\n" + "\n".join(f"{n},{1000 / ms:.5f}" for n, ms in PI.items()),
    "tabs": table("\t"),
    "semicolons and decimal commas": table(";").replace(".", ","),
    "CRLF and a byte order mark": "\ufeff" + table(end="\r\n"),
    "quotes": table().replace("resnet18", '"resnet18"'),
    "timm's file": _timm("infer_"),
    "timm's older file": _timm(""),
    "timm's JSON": _json(),
    "the script's file": "# device: My Pi\n# torch: 2.9.1\n" + _timm("infer_"),
    "peaks of memory": "model,ms,infer_peak_mb\n"
    + "\n".join(f"{name},{ms},{round(10 * ms)}" for name, ms in PI.items()),
    "names from the Hub and at a size": table().replace("resnet18", "timm/resnet18.a1_in1k@224"),
    "models that nobody knows": table() + "my_own_net,12\nanother,13\n",
    "times that are none": table() + "resnet34,0\nresnet50,-3\nresnet101,nan\nresnet26,1e999\n",
    "markup and formulas": table() + "<b>x</b>,12\n=1+1,12\n",
    "equal duplicates": table() + "resnet18,136.05\n",
    "milliseconds called seconds": table(header="model,s"),
    "a thousand times faster than any device": table(scale=1e-6),
}
BAD: dict[str, str] = {
    "empty": "",
    "nothing but a comment": "# device: it\n",
    "header only": "model,ms\n",
    "no model that is known": "model,ms\na,1\nb,2\nc,3\nd,4\ne,5\n",
    "too few": "model,ms\nresnet18,136\nresnet34,200\n",
    "no time": "model,ms\nresnet18,0\nresnet34,-1\nresnet50,nan\n",
    "duplicates that disagree": table() + "resnet18,500\n",
    "two headers": table() + "model,ms,more\n",
    "a column twice": table(header="ms,ms"),
    "no column of models": "what,ms\nresnet18,136\n",
    "no unit": table(header="model,time"),
    "two columns of times": "model,cpu_ms,gpu_ms\nresnet18,1,2\n",
    "two devices": "device,model,ms\n"
    + "\n".join(f"{device},{name},{ms}" for device in ("a", "b") for name, ms in PI.items()),
    "training": "model,train_samples_per_sec\nresnet18,100\n",
    "broken JSON": '[{"model": "resnet18"',
    "a list of numbers": "[1, 2, 3]",
    "an open quotation mark": 'model,ms\n"resnet18,136\n',
}
BINARY: dict[str, bytes] = {
    "a ZIP": b"PK\x03\x04\x14\x00",
    "a PDF": b"%PDF-1.7\n",
    "a picture": b"\x89PNG\r\n\x1a\n",
    "zeros": bytes(64),
    "bytes": bytes(range(128, 256)),
}
