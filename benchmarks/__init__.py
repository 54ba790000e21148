"""Measurements, never tests: how fast it is, beside a peer or a floor in the same run."""
