"""Parts of the pages about safety: forest plots, tables of incidence, the sections of a trial's page."""
