"""The reviewed knowledge of the project, as data, and the strict loader that reads it."""
