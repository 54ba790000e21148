"""Takes formulas apart and works them out, as far as our own need it."""
