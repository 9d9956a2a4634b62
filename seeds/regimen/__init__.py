"""Words that say how a drug is given."""
