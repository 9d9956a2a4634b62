"""What trials say of interacting agents, in words."""

INTERACTION_CAUTION = (
    "From the words of registered records: what a trial combines, lets in or keeps out says nothing of whether a "
    "combination is safe. Not medical advice."
)
STATUS_WORDS = {
    "studied": "studied together", "required": "asked for", "allowed": "allowed",
    "excluded": "excluded", "mentioned": "named otherwise", "not_mentioned": "not mentioned",
}  # fmt: skip
STATUS_MEANINGS = {
    "studied": "an arm gives it with a rapalog, or the title says that the two are combined",
    "required": "an inclusion criterion asks for it",
    "allowed": "it may be taken, most often on a condition: a stable dose, a limit, monitoring",
    "excluded": "who takes it cannot take part, or has to stop",
    "mentioned": "it is named, but as none of these: an allergy, an arm without the rapalog, what is given up",
    "not_mentioned": "no criterion, arm or title names it",
}
BASIS_WORDS = {
    "arm": "arm", "title": "title", "inclusion": "inclusion criterion", "exclusion": "exclusion criterion",
    "eligibility": "eligibility criterion", "other_arm": "arm",
}  # fmt: skip
