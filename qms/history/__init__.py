"""Complete history: tracked models, recorded changes, chains, spans and triggers."""
