"""Interactions: what trials say of drugs and foods that interact with rapalogs."""
