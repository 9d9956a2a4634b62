"""What surrounds a term and changes its meaning: negation, measuring, whose level it is."""
