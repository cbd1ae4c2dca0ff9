"""Scenes: what a scene without a picture shows, as values that the renderer draws.

cards        the eight kinds of card, lower third and end card: texts and figures alone
theme        palette, type, room and motion; three complete ones
look         what a channel changes of a theme: colours, font, logo, lower third, end card
figures      numbers as they are written in a text; years; quotes; lists; contrasts; charts
choosing     which cards a scene's text allows, best first; never one layout four times in a row
headings     what stands above a card: a whole phrase, or nothing
icons        small pictures as strokes, chosen by key words
"""
