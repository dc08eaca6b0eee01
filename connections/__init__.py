"""A brand's channels: sign-in, secrets, health; the only door to the networks."""
