"""The columns of every table, and the fields that a registry record may have."""
