"""What stands outside the registry: asked bit by bit, kept beside the snapshots, written into each as tables.

Abstracts are not kept: ids, bibliographic facts, links, the sentence that carries a measure, and a hash are.
"""
