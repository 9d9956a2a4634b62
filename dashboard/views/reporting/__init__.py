"""The Reporting page: what is owed and not there."""
