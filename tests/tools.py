"""Where the tools stand that look at pages: a Chromium, axe, the HTML checker. Each is `None` where it is missing."""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHECKERS = ROOT / "var" / "page-checkers"

# Sandboxing needs rights that root in a container lacks; and no page under test may reach outside this machine.
CHROMIUM_FLAGS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


def chromium() -> Path | None:
    """The system's Chromium (or Chrome), or the one that CHROMIUM names."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome"]
    found = (shutil.which(name) for name in names if name)
    return next((Path(path) for path in found if path), None)


def java() -> Path | None:
    """Runs the HTML checker."""
    found = shutil.which("java")
    return Path(found) if found else None


def axe() -> Path | None:
    """axe-core's script, to be evaluated in a page: `page.evaluate(axe().read_text())`."""
    return _existing(CHECKERS / "node_modules" / "axe-core" / "axe.min.js")


def vnu() -> Path | None:
    """The Nu HTML Checker, a jar."""
    return _existing(CHECKERS / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar")


def install_page_checkers() -> str:
    """Bring the pinned packages under var/ if they are not there already. Returns what is in the way, or nothing."""
    if java() is None:
        return "Java was not found"
    if shutil.which("npm") is None:
        return "Node's npm was not found"
    pinned = [ROOT / "package.json", ROOT / "package-lock.json"]
    wanted = hashlib.sha256(b"".join(file.read_bytes() for file in pinned)).hexdigest()
    stamp = CHECKERS / "installed"
    if stamp.exists() and stamp.read_text() == wanted and axe() and vnu():
        return ""
    CHECKERS.mkdir(parents=True, exist_ok=True)
    for file in pinned:
        shutil.copy(file, CHECKERS)
    npm = ["npm", "ci", "--prefix", str(CHECKERS), "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(npm, check=False, stdout=subprocess.DEVNULL)
    if done.returncode or not (axe() and vnu()):
        return "npm could not install the packages of package-lock.json"
    stamp.write_text(wanted)
    return ""


def _existing(path: Path) -> Path | None:
    return path if path.is_file() else None
