"""Signs of writing as data: which look alike."""
