"""What a trial says of drugs and foods that interact with rapalogs: studied with it, kept out, let in, asked for.

Pure functions of a record's words. `mentions` finds the agents, `criteria` reads what an eligibility criterion says of
one, `together` what arms and titles combine, `rows` makes the table `interactions`.
"""
