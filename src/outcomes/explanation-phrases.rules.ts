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
    en: 'Beyond its share it received {borrowed} that others left unused.',
    fr: 'Au-delà de sa part, elle a reçu {borrowed} que d’autres n’ont pas utilisées.',
    de: 'Über ihren Anteil hinaus hat sie {borrowed} bekommen, die andere nicht gebraucht haben.',
  },
  claimBefore: {
    en: 'It brought a claim of {balance} from earlier rounds, so its minimums could claim up to {claim}.',
    fr: 'Elle apportait un droit de {balance} des tours précédents ; ses minimums pouvaient donc prétendre à {claim} au plus.',
    de: 'Aus früheren Runden brachte sie einen Anspruch von {balance} mit; ihre Mindestmengen konnten also bis zu {claim} beanspruchen.',
  },
  debtBefore: {
    en: 'In earlier rounds it had received {balance} beyond its share, so others came first where unused time was lent.',
    fr: 'Lors des tours précédents, elle avait reçu {balance} au-delà de sa part ; les autres passaient donc d’abord pour le temps inutilisé.',
    de: 'In früheren Runden hatte sie {balance} über ihren Anteil hinaus bekommen; bei ungenutzter Zeit kamen deshalb andere zuerst.',
  },
  minimumAboveAsk: {
    en: 'Its minimum, {minimum}, is larger than its ask, or it asked for nothing.',
    fr: 'Son minimum, {minimum}, dépasse la quantité demandée, ou rien n’était demandé.',
    de: 'Seine Mindestmenge, {minimum}, liegt über der beantragten Menge, oder es wurde nichts beantragt.',
  },
  noPool: {
    en: 'None of the pools that it accepts was offered in this round.',
    fr: 'Aucune des réserves qu’elle accepte n’était proposée dans ce tour.',
    de: 'Keines der Kontingente, die er annimmt, wurde in dieser Runde angeboten.',
  },
  minimumAboveCap: {
    en: 'It needs at least {minimum}, and one organisation or single undertaking can get less than that in a round.',
    fr: 'Il lui faut au moins {minimum}, plus que ce qu’une organisation ou une entreprise unique peut obtenir dans un tour.',
    de: 'Er braucht mindestens {minimum}; das ist mehr, als eine Organisation oder ein einziges Unternehmen in einer Runde bekommen kann.',
  },
  minimumAbovePool: {
    en: 'It needs at least {minimum}, and the pools that it accepts could not give its class that much.',
    fr: 'Il lui faut au moins {minimum} ; les réserves qu’elle accepte ne pouvaient pas donner autant à sa catégorie.',
    de: 'Er braucht mindestens {minimum}; so viel konnten die angenommenen Kontingente seiner Klasse nicht geben.',
  },
  capReached: {
    en: 'The organisation’s limit for the round was reached: what it left was too little for the minimum of {minimum}.',
    fr: 'Le plafond de l’organisation pour ce tour était atteint : ce qui restait ne suffisait pas au minimum de {minimum}.',
    de: 'Die Obergrenze der Organisation für diese Runde war erreicht: Der Rest war zu wenig für die Mindestmenge von {minimum}.',
  },
  minimumAboveClaim: {
    en: 'It needs at least {minimum}; the organisation could claim {claim}, and {missing} were missing.',
    fr: 'Il lui faut au moins {minimum} ; l’organisation pouvait prétendre à {claim}, il manquait {missing}.',
    de: 'Er braucht mindestens {minimum}; die Organisation konnte {claim} beanspruchen, es fehlten {missing}.',
  },
  ceilingReached: {
    en: 'The ceiling for {class} was reached, so nothing more could go to them.',
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
    en: 'The pools that it accepts were used up.',
    fr: 'Les réserves qu’elle accepte étaient épuisées.',
    de: 'Die Kontingente, die er annimmt, waren aufgebraucht.',
  },
  tight: {
    en: 'Nothing more was left for its class in: {pools}.',
    fr: 'Il ne restait rien de plus pour sa catégorie dans : {pools}.',
    de: 'Für seine Klasse war nichts mehr übrig in: {pools}.',
  },
  missing: {
    en: 'It needs at least {minimum}; {missing} were missing.',
    fr: 'Il lui faut au moins {minimum} ; il manquait {missing}.',
    de: 'Er braucht mindestens {minimum}; es fehlten {missing}.',
  },
  routes: {
    en: 'The time comes from: {routes}.',
    fr: 'Le temps vient de : {routes}.',
    de: 'Die Zeit kommt aus: {routes}.',
  },
  claimAfter: {
    en: 'A claim of {balance} is carried to the next round.',
    fr: 'Un droit de {balance} est reporté au tour suivant.',
    de: 'Ein Anspruch von {balance} wird in die nächste Runde mitgenommen.',
  },
  debtAfter: {
    en: 'In the next round {balance} received beyond the share let others come first where unused time is lent.',
    fr: 'Au tour suivant, {balance} reçues au-delà de la part feront passer les autres d’abord pour le temps inutilisé.',
    de: 'In der nächsten Runde lassen {balance} über den Anteil hinaus andere zuerst an ungenutzte Zeit kommen.',
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
