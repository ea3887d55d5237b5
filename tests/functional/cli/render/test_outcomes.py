"""Sources that are rejected or fail, and what is said of all."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.functional.cli.render.folder import files, put, put_json, run, run_json
from thumbnailer.config.recipe import Recipe
from thumbnailer.imaging import Point
from thumbnailer_cli.render import plan, worker
from thumbnailer_cli.render.pool import work_all
from thumbnailer_cli.render.sources import LocalSource
from tools.samples.pictures import RED, jpeg, plain_png, png, png_claiming
from tools.samples.recipes import THUMB, made


def test_rejected_photos_are_told_with_their_reasons() -> None:
    limits = {"max_bytes": 40_000, "max_pixels": 1_000_000}
    put_json("recipe.json", {"variants": {"thumb": THUMB}, "limits": limits})
    put("photos/good.jpg", jpeg())
    put("photos/notes.txt", b"no picture")
    put("photos/large.jpg", jpeg() + bytes(40_000))
    put("photos/bomb.png", png_claiming(30_000, 30_000))
    put("photos/half.jpg", jpeg(600, 600)[:3000])
    put("photos/moving.gif", b"GIF89a" + bytes(20))
    put(f"photos/{'/'.join(['d' * 200] * 5)}/{'n' * 20}.jpg", jpeg())
    arguments = ("photos", "--out", "out", "--recipe", "recipe.json")
    document = run_json(*arguments)
    reasons = {Path(p["source"]).name: (p["outcome"], p["reason"]) for p in document["photos"]}
    assert reasons == {
        "good.jpg": ("settled", "rendered"),
        "notes.txt": ("rejected", "not_an_image"),
        "large.jpg": ("rejected", "too_large"),
        "bomb.png": ("rejected", "too_many_pixels"),
        "half.jpg": ("rejected", "corrupt"),
        "moving.gif": ("rejected", "unsupported_format"),
        f"{'n' * 20}.jpg": ("rejected", "key_too_long"),
    }
    assert document["totals"] == {"settled": 1, "rejected": 6, "failed": 0}
    result = run(*arguments)
    assert result.exit_code == 1
    assert "40000 are allowed" in result.stdout
    assert "7 sources: 1 rendition, 6 rejected" in result.stdout
    assert list(files("out")) == ["thumbnails/good_thumb.jpg"]


def test_what_is_too_large_is_never_read(monkeypatch: pytest.MonkeyPatch) -> None:
    put("large.jpg", bytes(6 * 1024 * 1024))
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read"))
    assert run("large.jpg", "--out", "out").exit_code == 1


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_one_failure_never_touches_the_others(jobs: str) -> None:
    put("photos/a.png", plain_png(RED))
    put("photos/b.png", plain_png(RED))
    Path("out/thumbnails/a_thumb.png").mkdir(parents=True)
    result = run("photos", "--out", "out", "--json", "--jobs", jobs)
    assert result.exit_code == 2
    assert result.stderr == "thumbnailer: 1 of 2 sources failed\n"
    failed, rendered = json.loads(result.stdout)["photos"]
    assert (failed["outcome"], failed["reason"]) == ("failed", "EISDIR")
    assert rendered["outcome"] == "settled"
    assert list(files("out")) == ["thumbnails/b_thumb.png"]


def test_a_bug_is_a_failure_of_one_photo(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("oops")

    put("a.png", plain_png(RED))
    monkeypatch.setattr(worker, "render", broken)
    result = run("a.png", "--out", "out")
    assert result.exit_code == 2
    assert "failed: ZeroDivisionError" in result.stdout
    assert "oops" in result.stdout


def _dies(*_: object, **__: object) -> None:
    os._exit(9)


def test_a_killed_process_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    put("photos/a.png", plain_png(RED))
    put("photos/b.png", plain_png(RED))
    monkeypatch.setattr("thumbnailer_cli.render.pool.work", _dies)
    result = run("photos", "--out", "out", "--jobs", "2")
    assert result.exit_code == 2
    assert "a process was killed" in result.stderr


def test_results_come_in_the_order_of_the_jobs() -> None:
    recipe: Recipe = made({"variants": {"thumb": THUMB}})
    put("large.jpg", jpeg(3000, 2000))
    photos = [LocalSource(Path("large.jpg"), f"uploads/{number}.jpg") for number in range(3)]
    photos += [LocalSource(put(f"{number}.png", png()), f"uploads/{number}.png") for number in "ab"]
    jobs = plan.plan(photos, recipe, Path("out"), "uploads/")
    done = list(work_all(jobs, worker.Inputs(recipe, Point(0.5, 0.5), None), processes=2))
    assert [one.job for one in done] == jobs
    assert {one.end.reason for one in done} == {"rendered"}
