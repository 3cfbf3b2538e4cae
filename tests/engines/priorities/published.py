"""Published majority-judgment results, shares from the worst grade to the best.

Orsay, 22 April 2007, 1,733 ballots of three polling stations: M. Balinski and R. Laraki, « Election by
Majority Judgement: Experimental Evidence », cahier 2007-28 de l'École polytechnique (hal-00243076), table of
the grades and table of the majority-gauges. A candidate without a grade was counted there as « à rejeter ».

France, April 2012, 737 people: M. Balinski and R. Laraki, « Majority Judgment vs Majority Rule », 2016,
p. 14; the same table ships as `elec2012` in the R package HighestMedianRules (A. Fabre).
"""

ORSAY_GRADES = ("À rejeter", "Insuffisant", "Passable", "Assez bien", "Bien", "Très bien")
# Tenths of a percent.
ORSAY = {
    "Besancenot": (311, 226, 160, 163, 99, 41),
    "Buffet": (304, 264, 206, 125, 76, 25),
    "Schivardi": (604, 249, 95, 39, 10, 5),
    "Bayrou": (74, 84, 148, 251, 307, 136),
    "Bové": (395, 257, 160, 114, 60, 15),
    "Voynet": (205, 261, 237, 175, 93, 29),
    "Villiers": (555, 158, 113, 87, 64, 24),
    "Royal": (126, 122, 168, 191, 227, 167),
    "Nihous": (550, 267, 110, 53, 18, 3),
    "Le Pen": (744, 54, 65, 62, 46, 30),
    "Laguiller": (401, 259, 166, 102, 53, 21),
    "Sarkozy": (282, 71, 115, 143, 198, 191),
}
# In the published order: share above the majority grade (percent), the grade and its sign, share below.
ORSAY_GAUGES = {
    "Bayrou": (44.3, "Assez bien+", 30.6),
    "Royal": (39.4, "Assez bien−", 41.5),
    "Sarkozy": (38.9, "Assez bien−", 46.9),
    "Voynet": (29.8, "Passable−", 46.6),
    "Besancenot": (46.3, "Insuffisant+", 31.2),
    "Buffet": (43.2, "Insuffisant+", 30.5),
    "Bové": (34.9, "Insuffisant−", 39.4),
    "Laguiller": (34.2, "Insuffisant−", 40.0),
    "Nihous": (45.0, "À rejeter", 0.0),
    "Villiers": (44.5, "À rejeter", 0.0),
    "Schivardi": (39.7, "À rejeter", 0.0),
    "Le Pen": (25.7, "À rejeter", 0.0),
}

FRANCE_GRADES = ("À rejeter", "Insuffisant", "Passable", "Assez bien", "Bien", "Très bien", "Excellent")
# Hundredths of a percent, in the published order.
FRANCE = {
    "Hollande": (1424, 1425, 1479, 1167, 1642, 1615, 1248),
    "Bayrou": (869, 1194, 2008, 2524, 2171, 977, 258),
    "Sarkozy": (3175, 787, 1113, 1099, 1628, 1235, 963),
    "Mélenchon": (2537, 1506, 1710, 1465, 1290, 950, 543),
    "Dupont-Aignan": (3392, 2551, 2022, 1126, 597, 258, 54),
    "Joly": (3853, 2469, 1465, 1180, 651, 299, 81),
    "Poutou": (4573, 2809, 1248, 773, 448, 136, 14),
    "Le Pen": (4763, 624, 1398, 936, 950, 733, 597),
    "Arthaud": (4993, 2524, 1316, 651, 380, 136, 0),
    "Cheminade": (5197, 2687, 1167, 583, 244, 81, 41),
}
