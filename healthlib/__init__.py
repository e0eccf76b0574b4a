"""The project itself: settings, addresses and the ways to start it. It knows every room and no room knows it."""
