"""Records of any number, shard by shard: what a source holds, how it is cut, who annotates, what results.

Every step can be repeated: what is finished under the same input, rules and program stays as it is.
"""
