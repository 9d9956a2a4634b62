"""Claims of texts about side effects of rapalogs, as figures under conditions that posted data can be asked for."""
