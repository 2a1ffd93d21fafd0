"""What people read of a verdict: cards, pictures, formulas."""
