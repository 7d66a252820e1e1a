"""The rulebook as data: what is asked of the hall, by which clause, and with which numbers.

Words: a *mechanism* (制度) holds *controls* (控制), a control keeps *clauses* (条款) known by their address.
A *parameter* (参数) is a number of the rules; a hall may lay a stricter value over it, from a day on.
The register says what is asked; ``kernel.claims`` says what is kept; here the two are read together.
It never holds the words of a regulation, and it never judges a fact by a value of another day.
"""
