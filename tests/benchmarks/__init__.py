"""How fast the library is: `make bench`. Each figure stands beside its peer, measured in the same run."""
