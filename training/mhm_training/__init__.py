"""How the models of Mhm are made. Nouns live here; the verbs are in ``scripts/``, whole procedures in ``runs/``."""
