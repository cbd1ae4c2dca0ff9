"""Cards on the frame: laid out once, each part rasterised once and then moved or revealed.

pieces       one part of a card: its picture, where it rests, how it comes
blocks       text set in lines that fit; vector       strokes and shapes from paths
room         the space that a layout has, and stacks of parts in it
words        title, statement, number, quote; rows    lists; sides    comparisons
years        timelines of years; chart    bars and lines; aside    lower third, end card
ground       what lies beneath; painter  layers of the timeline as painters
"""
