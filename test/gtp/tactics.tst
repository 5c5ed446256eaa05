# Tactical problems in the form of GoGui's regression tests: a numbered command, and below it the
# answers that are right; GNU Go 3.8 gives them too. X is Black, O is White; komi is set so that the problem decides the game.

kata-set-rules tromp-taylor

# A chain in atari: take it, or connect it to safety.
# . . . . . O .
# X X X X . O .
# O O O O . O .
# X X X X . O .
# . . . . . O .
# . . X . . O .
# . . . . . O .
boardsize 7
komi 7.5
gogui-setup w F7 b A6 b B6 b C6 b D6 w F6 w A5 w B5 w C5 w D5 w F5 b A4 b B4 b C4 b D4 w F4 w F3 b C2 w F2 w F1
10 reg_genmove b
#? [E5]
20 reg_genmove w
#? [E5]

# Three points in a row are one eye or two.
# . . X . . X
# X X X X X X
# . X . X X X
# X X X X X X
# O O O O X .
# . . . O X X
boardsize 6
komi 26.5
gogui-setup b C6 b F6 b A5 b B5 b C5 b D5 b E5 b F5 b B4 b D4 b E4 b F4 b A3 b B3 b C3 b D3 b E3 b F3 w A2 w B2 w C2 w D2 b E2 w D1 b E1 b F1
30 reg_genmove b
#? [B1]
40 reg_genmove w
#? [B1]

# Three points round the corner.
# . . X . . X
# X X X X X X
# X X X X X X
# O O X X X X
# . O O X X X
# . . O X . X
boardsize 6
komi 28
gogui-setup b C6 b F6 b A5 b B5 b C5 b D5 b E5 b F5 b A4 b B4 b C4 b D4 b E4 b F4 w A3 w B3 b C3 b D3 b E3 b F3 w B2 w C2 b D2 b E2 b F2 w C1 b D1 b F1
50 reg_genmove b
#? [A1]
60 reg_genmove w
#? [A1]

# Five bulky points.
# . X . X . X .
# X X X X X X X
# X X X X X X X
# X X X X X X X
# O O O X X X X
# . . O O X X X
# . . . O X X .
boardsize 7
komi 38
gogui-setup b B7 b D7 b F7 b A6 b B6 b C6 b D6 b E6 b F6 b G6 b A5 b B5 b C5 b D5 b E5 b F5 b G5 b A4 b B4 b C4 b D4 b E4 b F4 b G4 w A3 w B3 w C3 b D3 b E3 b F3 b G3 w C2 w D2 b E2 b F2 b G2 w D1 b E1 b F1
70 reg_genmove b
#? [B1]
80 reg_genmove w
#? [B1]

# All is settled and White, who is behind, has passed.
boardsize 5
komi 0.5
gogui-setup b B1 b B2 b B3 b B4 b B5 b C1 b C2 b C3 b C4 b C5 w D1 w D2 w D3 w D4 w D5
play w pass
90 reg_genmove b
#? [pass]
