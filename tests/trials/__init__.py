"""The long runs: `make trials`.

Bounded in time and number; `make test` holds a smaller run of each, through the same code.
"""
