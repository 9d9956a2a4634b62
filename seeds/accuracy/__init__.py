"""How well the labels agreed with careful readers, as figures."""
