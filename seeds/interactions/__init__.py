"""Drugs and foods that interact with rapalogs, and the words in which trials name them."""
