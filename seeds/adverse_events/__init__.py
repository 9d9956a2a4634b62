"""Which posted adverse-event term is which liability: a reviewed list, and rules for terms it lacks."""
