"""How numbers are compared: benchmarks and directions, as pure functions."""
