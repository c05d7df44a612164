# The data files that the program maps: how each is made from the tables in the repository.
# DATA lists them; each part adds its own lines.
DATA :=
