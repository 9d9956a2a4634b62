"""The embedded landmark trials, shown until the first refresh is done."""
