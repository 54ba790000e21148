"""Keeps out of copies who answered what, counts too few to show, and all that would give them away."""
