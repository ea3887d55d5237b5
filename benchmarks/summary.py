"""Ratios and other small figures from what was measured."""

import json
import statistics
import subprocess
from typing import Any

from benchmarks.cases import FLOORS, OTHER_TARGETS, RATIOS, Ratio
from benchmarks.setup import Setup
from tools.paths import ROOT

_BASELINES = {
    "init_vs_boto3_pillow": "import thumbnailer.handler / import boto3, PIL; boto3.client('s3');"
    " each in fresh processes, from the unpacked artifacts, bytecode present",
    "settle_12mp_vs_decode_encode": "settle() of a warm 12-megapixel baseline JPEG to one 150x150"
    " thumbnail, with a bucket in memory / Image.open, thumbnail((150, 150), LANCZOS), which"
    " decodes at a reduced scale, save(quality=80, optimize=True)",
    "settle_12mp_vs_full_decode_encode": "the same settle() / Image.open, load of every pixel,"
    " thumbnail((150, 150), LANCZOS, reducing_gap=None), save(quality=80, optimize=True)",
    "batch_overlap_speedup": "ten invocations with one record each, one after the other / one with"
    " a batch of ten; small JPEGs, each answer of S3 30 ms late",
}


def ratios(results: dict[str, Any]) -> dict[str, Any]:
    """Compute the ratios.

    Returns:
        Each ratio by name, `targets` and `floors` by name, `baselines` (what is divided by what),
        `quality_min`.
    """
    init, settle, overlap = results["init"], results["settle"], results["overlap"]
    made = {
        "init_vs_boto3_pillow": init["ours_ms"] / init["boto3_pillow_ms"],
        "settle_12mp_vs_decode_encode": settle["settle_ms"] / settle["decode_encode_ms"],
        "settle_12mp_vs_full_decode_encode": settle["settle_ms"] / settle["full_decode_encode_ms"],
        "batch_overlap_speedup": overlap["one_by_one_ms"] / overlap["together_ms"],
    }
    made |= {name: _ratio(ratio, results["seconds"][ratio.case]) for name, ratio in RATIOS.items()}
    targets = OTHER_TARGETS | {name: r.target for name, r in RATIOS.items() if r.target}
    return {
        **{name: round(value, 3) for name, value in made.items()},
        "targets": targets,
        "floors": FLOORS,
        "baselines": _BASELINES,
        "quality_min": _quality_min(results["quality"]),
    }


def _ratio(ratio: Ratio, seconds: dict[str, dict[str, float]]) -> float:
    return statistics.median(
        row["ours"] / row[ratio.peer]
        for picture, row in seconds.items()
        if picture.startswith(ratio.format) and ratio.peer in row
    )


def _quality_min(rows: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, float]]]:
    """The worst by peer and format; `psnr_lost` is to the reference encoded the same way."""
    result: dict[str, dict[str, dict[str, float]]] = {}
    for row in rows:
        form = row["picture"].split("-")[0]
        worst = result.setdefault(row["peer"], {}).setdefault(form, {})
        if row["psnr"] is not None:
            worst["psnr"] = min(worst.get("psnr", row["psnr"]), row["psnr"])
            if row["psnr_of_reference"] is not None:
                lost = row["psnr_of_reference"] - row["psnr"]
                worst["psnr_lost"] = max(worst.get("psnr_lost", lost), lost)
        worst["ssim"] = min(worst.get("ssim", 1.0), row["ssim"])
    return result


def versions(setup: Setup) -> dict[str, str]:
    """Ask each peer for its version."""
    statement = (
        "import platform, pyvips as v, PIL, json; print(json.dumps({'python':"
        " platform.python_version(), 'libvips': '.'.join(str(v.version(i)) for i in range(3)),"
        " 'pillow': PIL.__version__}))"
    )
    python = subprocess.run(
        [setup.bench, "-c", statement], capture_output=True, text=True, check=True
    )
    node = subprocess.run([setup.node, "--version"], capture_output=True, text=True, check=True)
    package = json.loads((ROOT / "benchmarks/package.json").read_text())
    found: dict[str, str] = json.loads(python.stdout)
    return found | {"sharp": package["dependencies"]["sharp"], "node": node.stdout.strip()}


def verdict_of(name: str, results: dict[str, Any]) -> str:
    """The target of a ratio as a text, empty where it has none."""
    if name in results["floors"]:
        return f"≥ {results['floors'][name]}"
    return f"≤ {results['targets'][name]}" if name in results["targets"] else ""


def text(results: dict[str, Any]) -> str:
    """The ratios as lines, each with its target."""
    lines = []
    for name in [*_BASELINES, *RATIOS]:
        value, verdict = results[name], verdict_of(name, results)
        most, least = results["targets"].get(name, value), results["floors"].get(name, value)
        missed = "" if least <= value <= most else "  missed"
        lines.append(f"{name:34} {value:6.3f}  {verdict}{missed}")
    return "\n".join(lines)
