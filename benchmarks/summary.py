"""Ratios and other small figures from what was measured."""

import json
import subprocess
from typing import Any

from benchmarks.cases import FLOORS, OTHER_TARGETS, RATIOS, Ratio
from benchmarks.groups import GROUPS, Facts, compare
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
    "upload_one_waits": "answers of S3 in a row until a new picture's thumbnail is visible",
    "upload_five_waits": "the same for five thumbnails",
}


def ratios(results: dict[str, Any]) -> dict[str, Any]:
    """Compute the ratios.

    Args:
        results: what was measured.

    Returns:
        `ratios`, by name: its `value`, and `target`, or `floor`, and whether it is `met`, where it
        has one; where it is over pictures, the value is of the totals, and there are the `median`
        of the pictures' and how many `pictures`; `baselines` (what is divided by what);
        `quality_min`.
    """
    init, settle, overlap = results["init"], results["settle"], results["overlap"]
    made: dict[str, dict[str, Any]] = {
        name: {"value": round(value, 3)}
        for name, value in {
            "init_vs_boto3_pillow": init["ours_ms"] / init["boto3_pillow_ms"],
            "settle_12mp_vs_decode_encode": settle["settle_ms"] / settle["decode_encode_ms"],
            "settle_12mp_vs_full_decode_encode": settle["settle_ms"]
            / settle["full_decode_encode_ms"],
            "batch_overlap_speedup": overlap["one_by_one_ms"] / overlap["together_ms"],
        }.items()
    }
    for count, row in results["uploads"]["ours"].items():
        made[f"upload_{count}_waits"] = {"value": row["waits"]}
    made |= {name: row for name, ratio in RATIOS.items() if (row := _ratio(ratio, results))}
    for name, row in made.items():
        target = RATIOS[name].target if name in RATIOS else OTHER_TARGETS.get(name)
        if target is not None:
            row |= {"target": target, "met": row["value"] <= target}
        elif name in FLOORS:
            row |= {"floor": FLOORS[name], "met": row["value"] >= FLOORS[name]}
    return {
        "ratios": made,
        "baselines": _BASELINES,
        "quality_min": _quality_min(results["quality"], results["pictures"]),
    }


def _ratio(ratio: Ratio, results: dict[str, Any]) -> dict[str, Any] | None:
    wanted = GROUPS[ratio.group]
    rows = {
        name: row
        for name, row in results["seconds"][ratio.case].items()
        if wanted(results["pictures"][name])
    }
    found = compare(rows, ratio.peer)
    if found is None:
        return None
    return {
        "value": round(found.total, 3),
        "median": round(found.median, 3),
        "pictures": found.pictures,
    }


def _quality_min(
    rows: list[dict[str, Any]], facts: dict[str, Facts]
) -> dict[str, dict[str, dict[str, float]]]:
    """The worst by peer and format; `psnr_lost` is to the reference encoded the same way."""
    result: dict[str, dict[str, dict[str, float]]] = {}
    for row in rows:
        form = facts[row["picture"]]["format"]
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


def verdict_of(row: dict[str, Any]) -> str:
    """The target of a ratio as a text, empty where it has none."""
    if "floor" in row:
        return f"≥ {row['floor']}"
    return f"≤ {row['target']}" if "target" in row else ""


def text(results: dict[str, Any]) -> str:
    """The ratios as lines, each with its target."""
    lines = []
    for name, row in results["ratios"].items():
        median = f"(median {row['median']:.3f})" if "median" in row else ""
        missed = "" if row.get("met", True) else "  missed"
        lines.append(f"{name:34} {row['value']:6.3f} {median:15} {verdict_of(row)}{missed}")
    return "\n".join(lines)
