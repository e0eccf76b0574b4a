"""Run every trial, one after another, and say how each ended. Exit code 1 where one failed."""

import os
import sys

from tests import children

TRIALS = {
    "every kill of every verb": ["tests/trials/trial_kills.py"],
    "random lives": ["tests/trials/trial_life.py"],
}


def main() -> int:
    children.end_on_sigterm()
    failed = []
    for name, paths in TRIALS.items():
        print(f"── {name}", flush=True)
        pytest = [sys.executable, "-m", "pytest", "-q", "-n0", *paths]
        if children.run(pytest, {**os.environ, "HYPOTHESIS_PROFILE": "long"}):
            failed.append(name)
    print("all trials passed" if not failed else f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
