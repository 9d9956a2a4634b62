"""What words of an article tell: its kind, parts of its abstract, results and plans, whose a trial's id is."""
