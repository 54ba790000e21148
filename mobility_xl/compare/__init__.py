"""How numbers are compared: how far apart, how sure, gaps, changes, benchmarks and peers, as pure functions."""
