"""Who may use the server, from where, how often: sites, origins, keys, rates."""
