"""People: who the evidence is about, and who is missing."""
