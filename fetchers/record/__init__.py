"""The one room that knows the JSON paths of a registry record.

`protocol` reads what a trial plans, `results` what it posted, `texts` the passages that rules judge.
Nothing is required in a record: every section and leaf may be missing or unknown (docs/registry-api.md, section 6).
"""
