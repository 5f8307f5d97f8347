export const languages = ['en', 'fr', 'de'] as const;
export type Language = (typeof languages)[number];

/**
 * The sentences of ALLOC-13 with named gaps; amounts come with their unit. A gap has the same name in
 * every language (explanation.rules.spec.ts). French uses no-break spaces before : and ;.
 */
export const phrases = {
  gotAll: {
    en: 'The request got all it asked for: {ask}.',
    fr: 'La demande a tout obtenu : {ask}.',
    de: 'Der Antrag hat alles bekommen, was beantragt war: {ask}.',
  },
  gotPart: {
    en: 'The request got {granted}; it asked for {ask}.',
    fr: 'La demande a obtenu {granted} ; elle portait sur {ask}.',
    de: 'Der Antrag hat {granted} bekommen; beantragt waren {ask}.',
  },
  gotNothing: {
    en: 'The request got nothing; it asked for {ask}.',
    fr: 'La demande n’a rien obtenu ; elle portait sur {ask}.',
    de: 'Der Antrag hat nichts bekommen; beantragt waren {ask}.',
  },
  entitled: {
    en: 'In this round the organisation is entitled to {entitlement} of the share of {class}.',
    fr: 'Dans ce tour, l’organisation a droit à {entitlement} sur la part des {class}.',
    de: 'In dieser Runde stehen der Organisation {entitlement} aus dem Anteil „{class}“ zu.',
  },
  borrowed: {
    en: 'Beyond that share it received {borrowed} that others left unused.',
    fr: 'Au-delà de cette part, elle a reçu {borrowed} que d’autres n’ont pas utilisées.',
    de: 'Über diesen Anteil hinaus hat sie {borrowed} bekommen, die andere nicht gebraucht haben.',
  },
  borrowedFrom: {
    en: 'Beyond that share it borrowed {borrowed} that {lenders} left unused.',
    fr: 'Au-delà de cette part, elle a emprunté {borrowed} que les {lenders} n’ont pas utilisées.',
    de: 'Über diesen Anteil hinaus hat sie {borrowed} geliehen, ungenutzt von: {lenders}.',
  },
  borrowedFree: {
    en: 'Beyond that share it received {borrowed} of the time that is guaranteed to no class.',
    fr: 'Au-delà de cette part, elle a reçu {borrowed} sur le temps qui n’est garanti à aucune catégorie.',
    de: 'Über diesen Anteil hinaus hat sie {borrowed} aus der Zeit bekommen, die keiner Klasse zugesichert ist.',
  },
  place: {
    en: 'Of the organisation’s {requests} requests it was number {place} in their order: by score, then by time of receipt.',
    fr: 'Parmi les {requests} demandes de l’organisation, elle était la n° {place} dans leur ordre : par note, puis par heure de réception.',
    de: 'Von den {requests} Anträgen der Organisation war er die Nr. {place} in ihrer Reihenfolge: nach Punkten, dann nach Eingang.',
  },
  claimBefore: {
    en: 'The organisation brought a claim of {balance} from earlier rounds, so its minimums could claim up to {claim}.',
    fr: 'L’organisation apportait un droit de {balance} des tours précédents ; ses minimums pouvaient donc prétendre à {claim} au plus.',
    de: 'Aus früheren Runden brachte die Organisation einen Anspruch von {balance} mit; ihre Mindestmengen konnten also bis zu {claim} beanspruchen.',
  },
  debtBefore: {
    en: 'In earlier rounds the organisation had received {balance} beyond its share, so others came first where unused time was lent.',
    fr: 'Lors des tours précédents, l’organisation avait reçu {balance} au-delà de sa part ; les autres passaient donc d’abord pour le temps inutilisé.',
    de: 'In früheren Runden hatte die Organisation {balance} über ihren Anteil hinaus bekommen; bei ungenutzter Zeit kamen deshalb andere zuerst.',
  },
  minimumAboveAsk: {
    en: 'The request’s minimum, {minimum}, is larger than its ask, or it asked for nothing.',
    fr: 'Le minimum de la demande, {minimum}, dépasse la quantité demandée, ou rien n’était demandé.',
    de: 'Die Mindestmenge des Antrags, {minimum}, liegt über der beantragten Menge, oder es wurde nichts beantragt.',
  },
  noPool: {
    en: 'None of the pools that the request accepts was offered in this round.',
    fr: 'Aucune des réserves que la demande accepte n’était proposée dans ce tour.',
    de: 'Keines der Kontingente, die der Antrag annimmt, wurde in dieser Runde angeboten.',
  },
  minimumAboveCap: {
    en: 'The request needs at least {minimum}, and one organisation or single undertaking can get less than that in a round.',
    fr: 'La demande exige au moins {minimum}, plus que ce qu’une organisation ou une entreprise unique peut obtenir dans un tour.',
    de: 'Der Antrag braucht mindestens {minimum}; das ist mehr, als eine Organisation oder ein einziges Unternehmen in einer Runde bekommen kann.',
  },
  minimumAbovePool: {
    en: 'The request needs at least {minimum}, and the pools that it accepts could not give its class that much.',
    fr: 'La demande exige au moins {minimum} ; les réserves qu’elle accepte ne pouvaient pas donner autant à sa catégorie.',
    de: 'Der Antrag braucht mindestens {minimum}; so viel konnten die angenommenen Kontingente seiner Klasse nicht geben.',
  },
  capReached: {
    en: 'The organisation’s limit for the round was reached: what it left was too little for the minimum of {minimum}.',
    fr: 'Le plafond de l’organisation pour ce tour était atteint : ce qui restait ne suffisait pas au minimum de {minimum}.',
    de: 'Die Obergrenze der Organisation für diese Runde war erreicht: Der Rest war zu wenig für die Mindestmenge von {minimum}.',
  },
  minimumAboveClaim: {
    en: 'The request needs at least {minimum}; the organisation could claim {claim}, and in the end {missing} were missing.',
    fr: 'La demande exige au moins {minimum} ; l’organisation pouvait prétendre à {claim}, et à la fin il manquait {missing}.',
    de: 'Der Antrag braucht mindestens {minimum}; die Organisation konnte {claim} beanspruchen, und am Ende fehlten {missing}.',
  },
  ceilingReached: {
    en: 'The ceiling for {class} was reached, so nothing more could go there.',
    fr: 'Le plafond des {class} était atteint : rien de plus ne pouvait leur être attribué.',
    de: 'Die Obergrenze der Klasse „{class}“ war erreicht; mehr konnte dorthin nicht gehen.',
  },
  classExhausted: {
    en: 'The guaranteed share of {class} was used up, and nothing was left to borrow.',
    fr: 'La part garantie des {class} était épuisée et il ne restait rien à emprunter.',
    de: 'Der garantierte Anteil der Klasse „{class}“ war aufgebraucht, und zu leihen gab es nichts mehr.',
  },
  tieLost: {
    en: 'The last unit went to an organisation with an equal claim, by the round’s draw, which anybody can repeat.',
    fr: 'La dernière unité est allée à une organisation de droit égal, selon le tirage du tour, que chacun peut refaire.',
    de: 'Die letzte Einheit ging nach der Auslosung der Runde, die jeder nachrechnen kann, an eine Organisation mit gleichem Anspruch.',
  },
  poolExhausted: {
    en: 'The pools that the request accepts were used up.',
    fr: 'Les réserves que la demande accepte étaient épuisées.',
    de: 'Die Kontingente, die der Antrag annimmt, waren aufgebraucht.',
  },
  tooLittleLeft: {
    en: 'What was left in the pools that the request accepts was too little.',
    fr: 'Ce qui restait dans les réserves que la demande accepte ne suffisait pas.',
    de: 'Was in den Kontingenten übrig war, die der Antrag annimmt, reichte nicht.',
  },
  tight: {
    en: 'Nothing more was left for {class} in: {pools}.',
    fr: 'Il ne restait rien de plus pour les {class} dans : {pools}.',
    de: 'Für die Klasse „{class}“ war nichts mehr übrig in: {pools}.',
  },
  missing: {
    en: 'The request needs at least {minimum}; {left} were left, so {missing} were missing.',
    fr: 'La demande exige au moins {minimum} ; il restait {left}, il manquait donc {missing}.',
    de: 'Der Antrag braucht mindestens {minimum}; übrig waren {left}, es fehlten also {missing}.',
  },
  routes: {
    en: 'The time comes from: {routes}.',
    fr: 'Le temps vient de : {routes}.',
    de: 'Die Zeit kommt aus: {routes}.',
  },
  claimAfter: {
    en: 'The organisation carries a claim of {balance} to the next round.',
    fr: 'L’organisation reporte un droit de {balance} au tour suivant.',
    de: 'Die Organisation nimmt einen Anspruch von {balance} in die nächste Runde mit.',
  },
  debtAfter: {
    en: 'In the next round others come first where unused time is lent, because the organisation received {balance} beyond its share.',
    fr: 'Au tour suivant, les autres passeront d’abord pour le temps inutilisé, car l’organisation a reçu {balance} au-delà de sa part.',
    de: 'In der nächsten Runde kommen bei ungenutzter Zeit andere zuerst, weil die Organisation {balance} über ihren Anteil hinaus bekommen hat.',
  },
} as const satisfies Record<string, Record<Language, string>>;
export type PhraseId = keyof typeof phrases;

export const classWords: Readonly<Record<string, Record<Language, string>>> = {
  large: { en: 'large firms', fr: 'grandes entreprises', de: 'Großunternehmen' },
  sme: { en: 'SMEs', fr: 'PME', de: 'KMU' },
  science: { en: 'science', fr: 'organismes de recherche', de: 'Wissenschaft' },
};

/** Singular and plural of the unit (CLDR categories `one` and the rest). */
export const hourWords: Readonly<Record<Language, readonly [one: string, other: string]>> = {
  en: ['GPU-hour', 'GPU-hours'],
  fr: ['heure GPU', 'heures GPU'],
  de: ['GPU-Stunde', 'GPU-Stunden'],
};
