"""The Compare page: trials side by side."""
