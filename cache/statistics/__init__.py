"""What two arms, and several trials, say together: pure functions of counts, with the source of every formula.

Touches no disk, query or page. `two_arms` compares the arms of one trial, `pooling` brings trials together.
"""
