"""The atlas: whole families of networks, examined one by one, kept in a store and queried."""
