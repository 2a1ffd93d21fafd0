"""What people read of a verdict: cards, diagrams, formulas. Internal."""
