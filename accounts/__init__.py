"""Who may: people, organizations, brands, teams, roles, and the way in."""
