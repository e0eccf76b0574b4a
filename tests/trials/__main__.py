"""Run every trial, one after another, and say how each ended. Exit code 1 where one failed."""

import os
import subprocess
import sys

TRIALS = {
    "every kill of every verb": ["tests/trials/trial_kills.py"],
    "random lives": ["tests/trials/trial_life.py"],
}


def main() -> int:
    failed = []
    for name, paths in TRIALS.items():
        print(f"── {name}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-n0", *paths],
            env={**os.environ, "HYPOTHESIS_PROFILE": "long"},
            check=False,
        )
        if done.returncode:
            failed.append(name)
    print("all trials passed" if not failed else f"failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
