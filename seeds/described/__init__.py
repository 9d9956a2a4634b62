"""What the judge of descriptions knows: cues of sentences, experience with concepts in prose, and weights.

Reads files of this folder only.
"""
