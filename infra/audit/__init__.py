"""The sealed audit: nobody changes what was recorded without being found out.

merkle, seal, signing, anchor   the seal as bytes: tree, chain, signature, file outside
rows                            the database's side of it: seals, hashes, commands
sealer, run                     seals what was recorded, and anchors the seals
scan, damage, verify            everything held against the seals; what is wrong first is named
proof                           one event's proof, checked without the database
"""
