"""How large a rule text may be; each bound keeps checking and running short."""

#: Characters of one expression (Salesforce's formula editor stops at 3,900).
CHARACTERS_MAX = 4000
#: Nodes of one expression.
NODES_MAX = 500
#: Nodes on top of one another; each costs a few frames of the interpreter's stack.
DEPTH_MAX = 60
#: Decimals that ROUND can be asked for.
DECIMALS_MAX = 10
#: Characters of a text that is put together (the longest text area of Salesforce).
TEXT_MAX = 131_072
#: Elements of a list that is summed or searched; their digits are reserved in the sum.
ELEMENTS_DIGITS = 5
ELEMENTS_MAX = 10**ELEMENTS_DIGITS - 1
