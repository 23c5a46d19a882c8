"""Time timm's image models on this machine.

    pip install torch timm
    python time_models.py

The models are built with random weights, so nothing is downloaded, and nothing is sent anywhere.
Writes timings.csv in the format of timm's own benchmark, its first lines saying what was measured
and on what. A run that was stopped goes on where it was; close other programs while it works.
"""

from __future__ import annotations

import argparse
import csv
import gc
import platform
import subprocess
import sys
import time
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import timm
import torch

try:
    from tqdm import tqdm
except ImportError:
    tqdm = list

MODELS = [
    "mobileone_s0",
    "mnasnet_small",
    "vit_small_patch16_224",
    "xcit_tiny_12_p8_224",
    "levit_conv_384",
    "poolformer_s12",
    "dla60",
    "xcit_small_12_p16_224",
    "deit3_small_patch16_224",
    "dpn68b",
    "mobilenetv2_100",
    "convnext_atto_ols",
    "convnext_tiny",
    "efficientnet_b0",
    "volo_d1_224",
    "coatnet_rmlp_nano_rw_224",
    "resnet101",
    "ecaresnet50d",
    "repvgg_a2",
    "mobilenetv3_large_100",
]
COLUMNS = [
    "model",
    "infer_samples_per_sec",
    "infer_step_time",
    "infer_batch_size",
    "infer_img_size",
    "param_count",
    "infer_spread",
    "infer_repeats",
    "infer_peak_mb",
    "error",
]
DTYPES = {"bf16": torch.bfloat16, "fp16": torch.float16}
LARGEST_BATCH = 256
BUSY = 0.05  # A model that is timed again should not differ by more.
RESTLESS = 0.15  # Nor should the middle half of the repetitions spread by more.


def main() -> int:
    """Time every model that is not in the file yet, and say what to think of the result."""
    args = arguments()
    out = Path(args.out)
    facts = setting(args)
    rows = resumed(out, facts)
    models = timm.list_models() if args.models == ["all"] else args.models
    left = [name for name in models if name not in rows or rows[name]["error"]]
    print(", ".join(f"{key} {value}" for key, value in facts.items() if value), file=sys.stderr)
    try:
        for name in tqdm(left):
            rows[name] = row(name, args)
            write(out, facts, rows)
            if rows[name]["error"]:
                print(f"{name}: {rows[name]['error']}", file=sys.stderr)
        facts |= checked(rows, args)
        write(out, facts, rows)
    except KeyboardInterrupt:
        print(
            f"\nStopped; {out} keeps what is done, and the same command goes on.", file=sys.stderr
        )
        return 130
    done = [r for r in rows.values() if not r["error"]]
    print(f"{out}: {len(done)} timed, {len(rows) - len(done)} failed.", file=sys.stderr)
    if facts.get("warning"):
        print(f"Do not trust it yet: {facts['warning']}.", file=sys.stderr)
    return 0 if done else 1


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    backends = [b for b in ("cuda", "xpu", "mps") if backend(b) and backend(b).is_available()]
    add("--models", nargs="+", default=MODELS, help="names, name@image_size, or all")
    add("--device", choices=["cuda", "xpu", "mps", "cpu"], default=[*backends, "cpu"][0])
    add("--batch-size", type=positive, help="default: the largest that fits; on a CPU 1")
    add("--precision", choices=["fp32", "amp", "bf16", "fp16"], default="fp32")
    add("--compile", action="store_true", help="use torch.compile")
    add("--channels-last", action="store_true", help="NHWC instead of NCHW")
    add("--seconds", type=float, default=8, help="how long to time each model")
    add("--threads", type=positive, help="of the CPU; default: PyTorch's own choice")
    add("--out", default="timings.csv")
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    return args


def positive(text: str) -> int:
    """Read a whole number above 0."""
    if (number := int(text)) < 1:
        raise ValueError(text)
    return number


def backend(device: str) -> Any:
    """Return PyTorch's module for a device, which synchronises and counts memory."""
    return getattr(torch, device, None)


def setting(args: argparse.Namespace) -> dict[str, str]:
    """Say what is measured, and on what."""
    return {
        "device": device_name(args.device),
        "backend": args.device,
        "precision": args.precision,
        "layout": "nhwc" if args.channels_last else "nchw",
        "compiled": "yes" if args.compile else "no",
        "batch_size": str(args.batch_size or (1 if args.device == "cpu" else "largest")),
        "threads": str(torch.get_num_threads()),
        "torch": torch.__version__,
        "timm": timm.__version__,
        "system": platform.platform(),
    }


def device_name(device: str) -> str:
    """Return the name that the maker gave the device."""
    if device in ("cuda", "xpu"):
        return str(backend(device).get_device_name())
    if platform.system() == "Darwin":
        asked = ["sysctl", "-n", "machdep.cpu.brand_string"]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.processor() or platform.machine()


def row(name: str, args: argparse.Namespace) -> dict[str, Any]:
    """Time one model: its line of the file, with an error where it failed."""
    first = args.batch_size or (1 if args.device == "cpu" else LARGEST_BATCH)
    batches = [first]
    while not args.batch_size and batches[-1] > 1:
        batches.append(batches[-1] // 2)
    error = ""
    for batch in batches:
        try:
            return dict.fromkeys(COLUMNS, "") | {"model": name} | timed(name, batch, args)
        except Exception as problem:  # whatever it is, the other models are still wanted
            error = f"{type(problem).__name__}: {problem}".partition("\n")[0]
            if "memory" not in str(problem).lower():
                break
        finally:
            torch.compiler.reset()
            gc.collect()
            if args.device != "cpu":
                backend(args.device).empty_cache()
    return dict.fromkeys(COLUMNS, "") | {"model": name, "error": error}


def timed(name: str, batch: int, args: argparse.Namespace) -> dict[str, Any]:
    """Time one model at one batch size."""
    here, layout = torch.device(args.device), torch.channels_last
    model, size = built(name)
    count = sum(p.numel() for p in model.parameters()) / 1e6
    dtype = DTYPES.get(args.precision, torch.float32)
    images = torch.randn(batch, 3, size, size).to(here, dtype)
    model = model.to(here, dtype).eval()
    if args.channels_last:
        model, images = model.to(memory_format=layout), images.to(memory_format=layout)
    if args.compile:
        model = torch.compile(model)
    if args.device in ("cuda", "xpu"):
        backend(args.device).reset_peak_memory_stats()
    half = torch.bfloat16 if args.device == "cpu" else torch.float16
    mixed = torch.autocast(args.device, half) if args.precision == "amp" else nullcontext()
    with torch.inference_mode(), mixed:
        repeated(lambda: model(images), args, seconds=args.seconds / 5, least=3)
        times = repeated(lambda: model(images), args, seconds=args.seconds, least=10)
    low, middle, high = quantiles(times, n=4)
    memory = ""
    if args.device in ("cuda", "xpu"):
        memory = f"{backend(args.device).max_memory_allocated() / 2**20:.0f}"
    return {
        "infer_samples_per_sec": f"{batch / middle:.6g}",
        "infer_step_time": f"{1000 * middle:.6g}",
        "infer_batch_size": batch,
        "infer_img_size": size,
        "param_count": f"{count:.2f}",
        "infer_spread": f"{(high - low) / middle:.4f}",
        "infer_repeats": len(times),
        "infer_peak_mb": memory,
    }


def built(name: str) -> tuple[torch.nn.Module, int]:
    """Build a model with random weights, and tell its image size."""
    architecture, _, wanted = name.partition("@")
    usual = timm.get_pretrained_cfg(architecture)
    size = int(wanted or (usual.input_size[-1] if usual else 224))
    if not wanted:
        return timm.create_model(architecture, pretrained=False), size
    try:
        return timm.create_model(architecture, pretrained=False, img_size=size), size
    except TypeError:  # takes images of any size
        return timm.create_model(architecture, pretrained=False), size


def repeated(step: Any, args: argparse.Namespace, seconds: float, least: int) -> list[float]:
    """Repeat a step for so many seconds and so many times; return the seconds of each."""
    times: list[float] = []
    start = time.perf_counter()
    while len(times) < least or time.perf_counter() - start < seconds:
        before = time.perf_counter()
        step()
        if args.device != "cpu":
            backend(args.device).synchronize()  # else the clock stops before the work is done
        times.append(time.perf_counter() - before)
    return times


def checked(rows: dict[str, dict[str, Any]], args: argparse.Namespace) -> dict[str, str]:
    """Time the first model again and look at the spreads, which a busy machine widens."""
    done = [r for r in rows.values() if not r["error"]]
    if not done:
        return {}
    again = row(done[0]["model"], args)
    before, after = (float(r["infer_samples_per_sec"] or "nan") for r in (done[0], again))
    change = before / after - 1
    unsteady = [r["model"] for r in done if float(r["infer_spread"]) > RESTLESS]
    warnings = []
    if not abs(change) <= BUSY:
        warnings.append(f"{done[0]['model']}, timed again at the end, took {change:+.0%} time")
    if unsteady:
        warnings.append(f"the repetitions of {', '.join(unsteady)} spread widely")
    spread = median(float(r["infer_spread"]) for r in done)
    if warnings:
        warnings.append("was the machine busy, hot or on battery? Delete the file and run again")
    return {
        "first_again": f"{change:+.4f}",
        "median_spread": f"{spread:.4f}",
        "warning": "; ".join(warnings),
    }


def resumed(out: Path, facts: dict[str, str]) -> dict[str, dict[str, Any]]:
    """Read what an earlier run has measured with the same setting."""
    if not out.exists():
        return {}
    lines = out.read_text(encoding="utf-8").splitlines()
    said = dict(line[2:].split(": ", 1) for line in lines if line.startswith("# ") and ": " in line)
    other = [key for key, value in facts.items() if said.get(key, "") != value]
    if other:
        sys.exit(f"{out} was measured with another {other[0]}: delete it or give another --out")
    table = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {r["model"]: {column: r[column] for column in COLUMNS} for r in table}


def write(out: Path, facts: dict[str, str], rows: dict[str, dict[str, Any]]) -> None:
    """Write the file whole, so that a stop in the middle loses nothing."""
    part = out.with_name(out.name + ".part")
    with part.open("w", encoding="utf-8", newline="") as file:
        for key, value in (facts | {"date": date.today().isoformat()}).items():
            file.write(f"# {key}: {value}\n")
        table = csv.DictWriter(file, COLUMNS)
        table.writeheader()
        table.writerows(rows.values())
    part.replace(out)


if __name__ == "__main__":
    sys.exit(main())
