"""How numbers are compared: benchmarks, directions and peers, as pure functions."""
