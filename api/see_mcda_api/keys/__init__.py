"""Who may do what: teams, their API keys, and the sessions of people who use the page."""
