"""What sheets say that takes working out: topics, what is worth a look, groups, tables, charts, formulas."""
