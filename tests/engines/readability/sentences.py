"""Sentences as offices write them, and the same thing in plain French."""

PAIRS = [
    (
        "Les modalités de concertation préalable des usagers ont-elles été formalisées ?",
        "Ici, demande-t-on leur avis aux usagers avant de choisir ?",
    ),
    (
        "Existe-t-il un dispositif de recueil et de traitement des réclamations ?",
        "Quand vous n’êtes pas content, savez-vous à qui le dire ?",
    ),
    (
        "La gouvernance favorise-t-elle l’implication de l’ensemble des parties prenantes ?",
        "Avez-vous votre mot à dire dans les choix ?",
    ),
    (
        "Une politique de prévention des risques psychosociaux est-elle mise en œuvre ?",
        "Quand le travail devient trop dur, quelqu’un vous aide-t-il ?",
    ),
    (
        "Les objectifs stratégiques font-ils l’objet d’une évaluation pluriannuelle ?",
        "Chaque année, regarde-t-on si on a fait ce qui était prévu ?",
    ),
    (
        "L’égalité de traitement en matière de rémunération est-elle garantie ?",
        "À travail égal, gagne-t-on la même chose, homme ou femme ?",
    ),
    (
        "Des actions de sensibilisation à la sobriété énergétique sont-elles déployées ?",
        "Ici, fait-on attention à la lumière et au chauffage ?",
    ),
    (
        "La mutualisation des ressources avec les acteurs du territoire est-elle effective ?",
        "Partage-t-on du matériel ou des salles avec nos voisins ?",
    ),
    (
        "Procède-t-on, préalablement à toute décision, à la consultation des instances représentatives ?",
        "Demande-t-on l’avis des élus du personnel avant de décider ?",
    ),
    (
        "L’entreprise s’inscrit-elle, dans le cadre de ses missions et en lien avec ses partenaires, "
        "dans une démarche d’amélioration ?",
        "Essaie-t-on de faire mieux chaque année ?",
    ),
]

PILOT_PAIRS = [
    (
        "Un dispositif de concertation pérenne permet l’appropriation des préconisations par tous.",
        "Deux fois par an, l’équipe lit les conseils reçus et choisit ceux qu’elle va suivre.",
    ),
    (
        "Les modalités opérationnelles de mise en œuvre des orientations stratégiques sont formalisées.",
        "On écrit qui fait quoi, et pour quand.",
    ),
]
