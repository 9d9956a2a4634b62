"""What the judge of outcome labels knows: cues of context, frames of trials, experience with concepts, and weights.

Reads files of this folder only.
"""
