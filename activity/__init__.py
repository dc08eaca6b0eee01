"""Who is told: in the app and by mail, once per cause."""
