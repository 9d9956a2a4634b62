"""The registry's API: what is asked, how politely, what answers mean, and whether a crawl adds up.

`client` alone touches the network; what is relied on stands in docs/registry-api.md.
"""
