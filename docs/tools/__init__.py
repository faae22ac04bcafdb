"""What makes parts of the site from the sources: lessons, the zoo, commands, certificates, pictures."""
