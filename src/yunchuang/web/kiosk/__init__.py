"""The kiosk door: a terminal in a community centre, used standing, by one person after another."""
