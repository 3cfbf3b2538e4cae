"""Words too common to say what a text is about, folded.

Chosen by hand among the most frequent forms: articles, pronouns, prepositions, « être » and « avoir ».
« plus » and « non » stay: a search may be about them.
"""

_FRENCH = """
a ai as au aux avec c ce ceci cela ces cet cette ceux chez ci comme d dans de des donc du elle elles
en es est et etaient etait etes etre eu eux il ils j je l la le les leur leurs lui m ma mais me meme
memes mes moi mon n ne ni nos notre nous on ont ou par pas pour qu quand que quel quelle quelles
quels qui quoi s sa sans se ses si soi son sont sous suis sur t ta te tes toi ton tous tout toute
toutes tu un une vos votre vous y
"""
_ENGLISH = """
a about all am an and any are as at be been being but by can do does for from had has have he her
here hers him his how i if in into is it its me my no not of on or our ours out she so some such
than that the their them then there these they this those to too up us was we were what when where
which who whom why will with you your
"""
STOP_WORDS = {"fr": frozenset(_FRENCH.split()), "en": frozenset(_ENGLISH.split())}
