"""What the name of a file of speeds says of its run; it is read here and nowhere else."""

from __future__ import annotations

import re
from typing import Any

NUMBERS = r"(?:amp|half|mixed|tf32|(?:fp|bf|int|float|bfloat)\d+)"
PATTERNS = {
    "task": r"infer(?:ence)?|train(?:ing)?|both",
    "precision": rf"{NUMBERS}(?:_\w+)?",
    "layout": r"nchw|nhwc|channels_last|channels_first",
    "torch": r"(?:pt|torch)[\d.]+",
    "cuda": r"cu(?:da)?[\d.]+",
    "kind": r"cpu|rocm[\d.]*|mps|xpu|gpu|cuda",
    "compiled": r"eager|dynamo|inductor|(?:torch_?)?compiled?|max_?autotune|reduce_?overhead",
    "batch": r"(?:bs|batch|batch_?size)_?\d+",
}
# What is a device for sure, wherever it stands.
DEVICE = r"(?:rtx|gtx|rx|mi|gh|gb)\d{2,4}\w*|[abhlvp]\d{2,4}|[tl]4|[2-9]0[5-9]0(?:ti)?"
# Two words of a name that say one thing.
PHRASES = r"(channels|max|reduce|torch)-(last|first|autotune|overhead|compile)"


def read_name(run: str) -> dict[str, Any]:
    """Read what the id of a benchmark run says.

    Parameters
    ----------
    run : str
        An upstream file's name without ``benchmark-`` and its ending, e.g.
        ``infer-amp-nchw-pt291-cu130-5090-dynamo``; its words in any order, apart from that of the
        device, which is whatever stands after the versions and is nothing else.

    Returns
    -------
    dict
        ``task`` (infer, train), ``device``, ``kind`` (of device: gpu, cpu), ``precision``,
        ``layout``, ``compiled`` (bool), ``torch`` and ``cuda`` (versions), ``batch`` (images, where
        it was set); empty where the id does not say it.
    """
    whole = run.lower()
    mark = "-" if "-" in whole else "_"
    words = re.sub(PHRASES, r"\1_\2", whole).split(mark) if mark == "-" else whole.split("_")
    said: dict[str, str] = {}
    others: list[tuple[str, str]] = []
    for word in words:
        fact = next((f for f, form in PATTERNS.items() if re.fullmatch(form, word)), "")
        if fact and fact not in said:
            said[fact] = word
        elif fact == "precision":
            said[fact] += f"_{word}"
        elif not fact:
            others.append((word, "after" if {"torch", "cuda", "kind"} & said.keys() else "before"))
    device = mark.join(word for word, place in others if place == "after")
    before = [word for word, place in others if place == "before"]
    if not device:
        device = next((word for word in before if re.fullmatch(DEVICE, word)), "")
    if "precision" not in said and {"task", "layout"} <= said.keys() and len(before) == 1:
        said["precision"] = before[0]
    return {
        "task": {"i": "infer", "t": "train"}.get(said.get("task", "")[:1], ""),
        "device": device,
        "kind": _kind(said),
        "precision": said.get("precision", ""),
        "layout": said.get("layout", "")
        .replace("channels_last", "nhwc")
        .replace("channels_first", "nchw"),
        "compiled": said.get("compiled", "eager") != "eager",
        "torch": _torch_version(said.get("torch", "")),
        "cuda": _cuda_version(said.get("cuda", "")),
        "batch": re.sub(r"\D", "", said.get("batch", "")),
    }


def _kind(said: dict[str, str]) -> str:
    if "kind" in said:
        return "cpu" if said["kind"] == "cpu" else "gpu"
    return "gpu" if "cuda" in said else ""


def _torch_version(word: str) -> str:
    version = re.sub(r"[a-z]", "", word)
    if "." in version or not version:
        return version
    if version.startswith("1"):
        return f"1.{version[1:]}"
    return ".".join([version[0], version[1:-1], version[-1]] if len(version) > 2 else version)


def _cuda_version(word: str) -> str:
    version = re.sub(r"[a-z]", "", word)
    return version if "." in version or not version else f"{version[:-1]}.{version[-1]}"
