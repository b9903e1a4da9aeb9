"""Files of a demo's runs: models, reports, and one of each kind that people look at."""

from modelstead.demo import documents
from modelstead.demo.planned import NOTE, PlannedRun
from modelstead.demo.vision import MoonsRun


def with_model(trained: MoonsRun, run: PlannedRun) -> PlannedRun:
    run.files |= trained.model_files()
    return run


def with_reports(trained: MoonsRun, run: PlannedRun) -> PlannedRun:
    """Give a run one file of each kind that people look at, an odd name, and one that is too long to show."""
    last = trained.last
    assert last is not None
    facts = {"Run": run.name, "Epochs": last.number, "Validation accuracy": f"{last.val_accuracy:.3f}"}
    picture = run.files["plots/confusion.png"]
    losses = [point.value for point in run.points if point.key == "train/loss"]
    lines = [
        f"[worker {number % 4}] batch {number:06d} of epoch {number // 640 + 1}: "
        f"loss {losses[number % len(losses)]:.6f}, gradients are finite, queue is full"
        for number in range(13_000)
    ]
    run.tags[NOTE] = (
        "## Why this one\n\nWider than the baseline, and *weight decay* keeps it smooth.\n\n"
        "- no overfitting in `val/loss`\n- the boundary is round\n\n```python\nmodel.predict([[0.5, -0.2]])\n```\n"
    )
    run.files |= {
        "report.md": f"# {run.name}\n\n| | |\n| --- | --- |\n| accuracy | {last.val_accuracy:.3f} |\n\n"
        f"![Confusion](plots/confusion.png)\n".encode(),
        "report.html": documents.html_report("Two moons", facts),
        "analysis.ipynb": documents.notebook(
            "Look at the errors",
            "Which points are on the wrong side?",
            "wrong = table[table.moon != table.predicted]\nprint(len(wrong))",
            f"{round((1 - last.val_accuracy) * 80)}\n",
            picture,
        ),
        "loss.wav": documents.sound(losses),
        "loss.svg": documents.bars("Loss at the end", {"train": last.train_loss, "validation": last.val_loss}),
        "logs/debug.log": documents.text_file(lines),
        "odd names/Ergebnis für Müller — 最終 (v2) 🌙 & more.txt": b"A file whose name has it all.\n",
    }
    return with_model(trained, run)
