"""What operators look after: streams, connections, messages, and the settings as they hold."""
