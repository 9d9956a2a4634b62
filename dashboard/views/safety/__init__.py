"""Safety: how often an adverse event is, arm by arm, and with a rapalog against without."""
