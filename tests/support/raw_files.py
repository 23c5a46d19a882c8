"""Upstream's raw files, made up: two small editions with the quirks that the real ones have.

Three quirks hide in the text below: thousands separators in quoted cells, other orders of columns
in other files, and the names of 2022. `write` adds those of encoding: CRLF and a byte order mark.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import yaml

from analysis.data.sources import SNAPSHOT

LEAD = "infer-amp-nchw-pt291-cu130-5090-dynamo"
FLOATS = "infer-amp-nchw-pt210-cu121-rtx3090"
TRAIN = "train-amp-nhwc-pt112-cu113-rtx3090"
ORIGINAL = "infer-amp-nhwc-pt111-cu113-rtx3090"

NEW, OLD = "2026-01-06", "2022-12-30"
HARD = [
    "results-imagenet-real.csv",
    "results-imagenetv2-matched-frequency.csv",
    "results-sketch.csv",
    "results-imagenet-a.csv",
    "results-imagenet-r.csv",
]
CLEAN = ["results-imagenet-a-clean.csv", "results-imagenet-r-clean.csv"]

ACCURACY_2026 = """\
model,img_size,top1,top1_err,top5,top5_err,param_count,crop_pct,interpolation
eva_giant_patch14_560.m30m_ft_in22k_in1k,560,89.786,10.214,98.992,1.008,"1,014.45",1.000,bicubic
resnet50.a1_in1k,288,81.214,18.786,95.102,4.898,25.56,1.000,bicubic
resnet50.a1_in1k,224,80.214,19.786,94.612,5.388,25.56,0.950,bicubic
resnet50.tv_in1k,224,76.130,23.870,92.862,7.138,25.56,0.875,bilinear
test_vit.r160_in1k,160,40.842,59.158,67.218,32.782,0.37,0.950,bicubic
"""
HARD_2026 = """\
model,img_size,top1,top1_err,top5,top5_err,param_count,crop_pct,interpolation,top1_diff,top5_diff,rank_diff
eva_giant_patch14_560.m30m_ft_in22k_in1k,560,80.000,20.000,95.000,5.000,"1,014.45",1.000,bicubic,-9.786,-3.992,0
resnet50.a1_in1k,288,60.500,39.500,80.500,19.500,25.56,1.000,bicubic,-20.714,-14.602,0
resnet50.a1_in1k,224,60.000,40.000,80.000,20.000,25.56,0.950,bicubic,-20.214,-14.612,+1
resmlp_24_224.fb_dino,224,0.480,99.520,2.000,98.000,30.02,0.875,bicubic,,,
test_vit.r160_in1k,160,4.000,96.000,9.000,91.000,0.37,0.950,bicubic,-36.842,-58.218,-1
"""
ACCURACY_2022 = """\
model,top1,top1_err,top5,top5_err,param_count,img_size,cropt_pct,interpolation
resnet50,80.214,19.786,94.612,5.388,25.56,224,0.950,bicubic
levit_128s,76.530,23.470,92.866,7.134,7.78,224,0.900,bicubic
"""
SPEED = {
    (NEW, LEAD): """\
model,infer_img_size,infer_samples_per_sec,infer_step_time,infer_batch_size,param_count,infer_gmacs,infer_macts
test_vit,160,414210.56,2.472,1024,0.37,0.04,0.48
resnet50,224,9000.00,113.778,1024,25.56,4.11,11.11
resnet50,288,5400.00,189.630,1024,25.56,6.80,18.37
eva_giant_patch14_560,560,40.00,1600.000,64,"1,014.45","1,906.76","2,577.17"
""",
    (NEW, FLOATS): """\
model,infer_img_size,infer_batch_size,infer_samples_per_sec,infer_step_time,infer_gmacs,infer_macts,param_count
resnet50,224,1024.0,2600.00,393.846,4.11,11.11,25.56
levit_128s,224,1024.0,14000.00,73.143,,,7.78
eva_giant_patch14_560,560,,,,1906.76,2577.17,1014.45
""",
    (NEW, TRAIN): """\
model,train_samples_per_sec,train_step_time,train_batch_size,train_img_size,param_count
resnet50,900.00,284.444,256,224,25.56
""",
    (OLD, ORIGINAL): """\
model,infer_samples_per_sec,infer_step_time,infer_batch_size,infer_img_size,param_count
levit_128s,21485.80,47.660,1024,224,7.78
resnet50,2500.00,409.600,1024,224,25.56
""",
}
WEIGHTS = """\
model,architecture,module,license,hub_id,origin_url,paper_ids,num_classes,input,test_input
eva_giant_patch14_560.m30m_ft_in22k_in1k,eva_giant_patch14_560,eva,mit,timm/eva,,2211.07636,1000,3x560x560,
resmlp_24_224.fb_dino,resmlp_24_224,mlp_mixer,apache-2.0,,,,0,3x224x224,
resnet50.a1_in1k,resnet50,resnet,apache-2.0,timm/resnet50.a1_in1k,,2110.00476 1512.03385,1000,,
resnet50.tv_in1k,resnet50,resnet,bsd-3-clause,timm/resnet50.tv_in1k,,,1000,3x224x224,
test_vit.r160_in1k,test_vit,vision_transformer,,,,,1000,3x160x160,
"""
RENAMES = "old,new\nconvnext_base_in22ft1k,convnext_base.fb_in22k_ft_in1k\n"
MODULES = "module,arxiv_ids\nmlp_mixer,\nresnet,1512.03385 1603.05027\n"
ARCHITECTURES = """\
architecture,default_tag,default_input,fixed_input_size,num_features,head_hidden_size,feature_strides,feature_channels,param_count_m,layers,conv_layers,depthwise_conv_layers,linear_layers,norm_layers,activation_layers
resnet50,a1_in1k,3x224x224,false,2048,2048,2 4 8 16 32,64 256 512 1024 2048,25.557,158,53,0,1,53,49
test_vit,r160_in1k,3x160x160,true,64,64,16 16 16,64 64 64,0.3714,60,1,0,29,13,6
"""
BY_HAND = {
    "upstream": {
        "repository": "made/up",
        "url": "https://example.org/made/up",
        "folder": "results",
        "licence": "Apache-2.0",
        "authors": "Nobody",
    },
    "catalog": {"package": "timm"},
    "devices": {
        "rtx5090": {"label": "RTX 5090"},
        "rtx4090": {"label": "RTX 4090", "also": ["4090"]},
        "rtx3090": {"label": "RTX 3090"},
    },
}
EMPTY_RECORD = {
    "editions": {OLD: {"commit": "a" * 40, "rows": 0, "files": {}}},
    "runs": {},
    "catalog": {},
}


def write(path: Path, text: str, *, newline: str = "\n", mark: bool = False) -> Path:
    """Write a file with the given line ends, and a byte order mark if wanted."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = text.replace("\n", newline).encode("utf-8-sig" if mark else "utf-8")
    path.write_bytes(body)
    return path


def write_all(folder: Path) -> Path:
    """Write both editions and the catalogue; give the folder for `refresh --from`."""
    for edition, main, hard in (
        (NEW, ACCURACY_2026, HARD_2026),
        (OLD, ACCURACY_2022, ACCURACY_2022),
    ):
        for name in ("results-imagenet.csv", *CLEAN):
            write(folder / edition / name, main, newline="\r\n")
        for name in HARD:
            write(folder / edition / name, hard, mark=True)
    for (edition, run), text in SPEED.items():
        write(folder / edition / f"benchmark-{run}.csv", text)
    catalog = {
        "weights": WEIGHTS,
        "renames": RENAMES,
        "modules": MODULES,
        "architectures": ARCHITECTURES,
    }
    for name, text in catalog.items():
        write(folder / "catalog" / f"{name}.csv", text)
    return folder


def write_record(snapshot: Path) -> Path:
    """Write a snapshot without a table, whose record knows no run yet."""
    write(snapshot / "record.yml", yaml.safe_dump(EMPTY_RECORD))
    write(snapshot.with_name("sources.yml"), yaml.safe_dump(BY_HAND))
    return snapshot


def copy_snapshot(folder: Path) -> Path:
    """Copy the site's own snapshot, with what is kept by hand beside it."""
    shutil.copytree(SNAPSHOT, folder / "snapshot")
    shutil.copy(SNAPSHOT.with_name("sources.yml"), folder)
    return folder / "snapshot"


def contents(folder: Path) -> dict[str, bytes]:
    """Give the bytes of every file below a folder, to tell whether anything changed."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


Damage = Callable[[str], bytes]


def cell(column: str, value: str, row: int = 3) -> Damage:
    """Put a value into one cell; the header is row 1. Cells before it must hold no comma."""

    def damage(text: str) -> bytes:
        lines = text.split("\n")
        cells = lines[row - 1].split(",")
        cells[lines[0].split(",").index(column)] = value
        lines[row - 1] = ",".join(cells)
        return "\n".join(lines).encode()

    return damage


def without_column(column: str) -> Damage:
    """Leave a column out of a text without quoted cells before it."""

    def damage(text: str) -> bytes:
        at = text.split("\n", 1)[0].split(",").index(column)
        lines = [line.split(",") for line in text.splitlines()]
        return "".join(",".join(line[:at] + line[at + 1 :]) + "\n" for line in lines).encode()

    return damage


def line(row: int, change: Callable[[str], str]) -> Damage:
    """Change one line."""

    def damage(text: str) -> bytes:
        lines = text.split("\n")
        lines[row - 1] = change(lines[row - 1])
        return "\n".join(lines).encode()

    return damage


def broken_files(name: str, number: str, above: str) -> dict[str, tuple[Damage, list[str]]]:
    """Give the ways in which any table can be broken, with what the complaint must name.

    Parameters
    ----------
    name : str
        The header of the column that names the model.
    number : str
        The header of a column of numbers.
    above : str
        A value that this column must not hold.
    """
    return {
        "is empty": (lambda _: b"", ["the file is empty"]),
        "has a header only": (lambda text: text.split("\n")[0].encode() + b"\n", ["no rows"]),
        "is cut short": (lambda text: text[:-4].encode(), ["row", "cut short"]),
        "is not UTF-8": (lambda text: text.encode() + b"\xe9\n", ["not UTF-8"]),
        "has a column too few": (without_column(number), ["column", number, "missing"]),
        "has a cell too few": (
            line(3, lambda cells: cells.rpartition(",")[0]),
            ["row 3", "cells where the header has"],
        ),
        "has a cell too many": (
            line(3, lambda cells: cells + ",1"),
            ["row 3", "cells where the header has"],
        ),
        "has an open quote": (line(3, lambda cells: '"' + cells), ["row", "not a sound CSV"]),
        "has text for a number": (
            cell(number, "fast"),
            ["row 3", number, "'fast'", "not a number"],
        ),
        "has a NaN": (cell(number, "nan"), ["row 3", number, "'nan'", "not a number"]),
        "has an infinity": (cell(number, "inf"), ["row 3", number, "'inf'", "not a number"]),
        "has a number out of range": (
            cell(number, above),
            ["row 3", number, repr(above), "must be"],
        ),
        "has no name": (cell(name, ""), ["row 3", name, "''", "a value is missing"]),
        "has a key twice": (
            lambda text: (text + text.splitlines()[2] + "\n").encode(),
            [f"{name}, ", "the same key stands in row 3"],
        ),
    }


def results(accuracy: pd.DataFrame, test_set: str) -> str:
    """Write an edition's table of the snapshot (as text) as upstream's file of one test set."""
    rows = accuracy[accuracy[f"{test_set}_top1"].ne("")]
    columns = {"model": rows["weights"], "img_size": rows["img_size"]}
    for rank in ("top1", "top5"):
        columns[rank] = rows[f"{test_set}_{rank}"]
        columns[f"{rank}_err"] = columns[rank].map(lambda percent: f"{100 - float(percent):.3f}")
    columns |= {"param_count": rows["param_count_m"]}
    columns |= {name: rows[name] for name in ("crop_pct", "interpolation")}
    return pd.DataFrame(columns).to_csv(index=False)


def benchmark(speed: pd.DataFrame, task: str) -> str:
    """Write a run's table of the snapshot (as text) as upstream's file, the fastest first."""
    names = {
        "img_size": f"{task}_img_size",
        "samples_per_sec": f"{task}_samples_per_sec",
        "step_time_ms": f"{task}_step_time",
        "batch_size": f"{task}_batch_size",
        "param_count_m": "param_count",
        "gmacs": f"{task}_gmacs",
        "activations_m": f"{task}_macts",
    }
    fastest = pd.to_numeric(speed["samples_per_sec"]).sort_values(ascending=False).index
    return speed.loc[fastest].rename(columns=names).to_csv(index=False)
