import { howToAppeal, reasonLine, type LetterPhrases } from './letter-phrases.rules.js';

const kinds = <const Names extends string>(table: Record<Names, LetterPhrases>) => table;

/**
 * Every letter there is, in every language, with named gaps; a gap has the same name in each
 * (letters.rules.spec.ts). French uses no-break spaces before : and ;.
 */
export const letterPhrases = kinds({
  'membership-admitted': {
    subject: {
      en: '{organisation} is a member',
      fr: '{organisation} est membre',
      de: '{organisation} ist Mitglied',
    },
    paragraphs: [
      {
        en: 'Your application {reference} has been accepted: {organisation} is a member of the initiative until {validUntil}.',
        fr: 'Votre demande d’adhésion {reference} est acceptée : {organisation} est membre de l’initiative jusqu’au {validUntil}.',
        de: 'Ihr Aufnahmeantrag {reference} ist angenommen: {organisation} ist bis zum {validUntil} Mitglied der Initiative.',
      },
      {
        en: 'Members may ask for computing time in every open call. The page of your organisation has a signed credential that anybody can check.',
        fr: 'Les membres peuvent demander du temps de calcul dans tout appel ouvert. La page de votre organisation contient une attestation signée que chacun peut vérifier.',
        de: 'Mitglieder können in jedem offenen Aufruf Rechenzeit beantragen. Auf der Seite Ihrer Organisation liegt ein signierter Nachweis, den jeder prüfen kann.',
      },
      {
        en: 'Note of the programme office: {reason}',
        fr: 'Remarque du bureau du programme : {reason}',
        de: 'Hinweis des Programmbüros: {reason}',
      },
    ],
  },
  'application-declined': {
    subject: {
      en: 'Your application {reference} has been declined',
      fr: 'Votre demande d’adhésion {reference} est refusée',
      de: 'Ihr Aufnahmeantrag {reference} ist abgelehnt',
    },
    paragraphs: [
      {
        en: 'We have examined the application of {organisation} and cannot admit it to the initiative.',
        fr: 'Nous avons examiné la demande de {organisation} et ne pouvons pas l’admettre à l’initiative.',
        de: 'Wir haben den Antrag von {organisation} geprüft und können die Organisation nicht in die Initiative aufnehmen.',
      },
      reasonLine,
      howToAppeal,
      {
        en: 'You may also correct what led to this decision and apply anew at any time.',
        fr: 'Vous pouvez aussi remédier à ce qui a motivé cette décision et présenter une nouvelle demande à tout moment.',
        de: 'Sie können auch beheben, was zu dieser Entscheidung geführt hat, und jederzeit einen neuen Antrag stellen.',
      },
    ],
  },
  'application-changes-requested': {
    subject: {
      en: 'Your application {reference} needs changes',
      fr: 'Votre demande d’adhésion {reference} doit être complétée',
      de: 'Ihr Aufnahmeantrag {reference} muss ergänzt werden',
    },
    paragraphs: [
      {
        en: 'We cannot decide on the application of {organisation} yet. Please change it in the portal and submit it again.',
        fr: 'Nous ne pouvons pas encore statuer sur la demande de {organisation}. Veuillez la modifier dans le portail et la soumettre de nouveau.',
        de: 'Über den Antrag von {organisation} können wir noch nicht entscheiden. Bitte ändern Sie ihn im Portal und reichen Sie ihn erneut ein.',
      },
      {
        en: 'What has to change: {reason}',
        fr: 'Ce qui doit être modifié : {reason}',
        de: 'Was zu ändern ist: {reason}',
      },
    ],
  },
  'membership-suspended': {
    subject: {
      en: 'The membership of {organisation} is suspended',
      fr: 'L’adhésion de {organisation} est suspendue',
      de: 'Die Mitgliedschaft von {organisation} ruht',
    },
    paragraphs: [
      {
        en: 'The membership of {organisation} is suspended as of today. Ground: {ground}.',
        fr: 'L’adhésion de {organisation} est suspendue à compter d’aujourd’hui. Fondement : {ground}.',
        de: 'Die Mitgliedschaft von {organisation} ruht ab heute. Grundlage: {ground}.',
      },
      reasonLine,
      {
        en: 'From now on the organisation can neither submit requests nor accept grants.',
        fr: 'Dès à présent, l’organisation ne peut ni soumettre de demandes ni accepter d’attributions.',
        de: 'Ab sofort kann die Organisation weder Anträge einreichen noch Zuteilungen annehmen.',
      },
      {
        en: 'Grants in use are suspended on {grantsFrom}, when the notice period ends, unless the membership has been reinstated by then.',
        fr: 'Les attributions en cours seront suspendues le {grantsFrom}, à la fin du préavis, sauf rétablissement de l’adhésion d’ici là.',
        de: 'Laufende Zuteilungen ruhen ab dem {grantsFrom}, wenn die Frist endet, sofern die Mitgliedschaft bis dahin nicht wiederhergestellt ist.',
      },
      {
        en: 'Grants in use are suspended at once, as of {grantsAtOnce}.',
        fr: 'Les attributions en cours sont suspendues immédiatement, à compter du {grantsAtOnce}.',
        de: 'Laufende Zuteilungen ruhen sofort, ab dem {grantsAtOnce}.',
      },
      howToAppeal,
    ],
  },
  'membership-reinstated': {
    subject: {
      en: 'The membership of {organisation} is reinstated',
      fr: 'L’adhésion de {organisation} est rétablie',
      de: 'Die Mitgliedschaft von {organisation} ist wiederhergestellt',
    },
    paragraphs: [
      {
        en: 'The suspension has been lifted. {organisation} is again a member with all rights, until {validUntil}; suspended grants resume.',
        fr: 'La suspension est levée. {organisation} est de nouveau membre avec tous ses droits, jusqu’au {validUntil} ; les attributions suspendues reprennent.',
        de: 'Das Ruhen ist aufgehoben. {organisation} ist wieder Mitglied mit allen Rechten, bis zum {validUntil}; ruhende Zuteilungen laufen weiter.',
      },
      reasonLine,
    ],
  },
  'membership-withdrawn': {
    subject: {
      en: 'The membership of {organisation} has ended',
      fr: 'L’adhésion de {organisation} a pris fin',
      de: 'Die Mitgliedschaft von {organisation} ist beendet',
    },
    paragraphs: [
      {
        en: 'As its legal representative asked, the membership of {organisation} has ended. Computing time that was granted and not used goes back to the pools.',
        fr: 'À la demande de son représentant légal, l’adhésion de {organisation} a pris fin. Le temps de calcul accordé et non utilisé revient aux réserves.',
        de: 'Auf Wunsch der gesetzlichen Vertretung ist die Mitgliedschaft von {organisation} beendet. Zugeteilte, nicht genutzte Rechenzeit geht an die Kontingente zurück.',
      },
      {
        en: 'Your reason: {reason}',
        fr: 'Votre motif : {reason}',
        de: 'Ihr Grund: {reason}',
      },
    ],
  },
  'membership-expired': {
    subject: {
      en: 'The membership of {organisation} has expired',
      fr: 'L’adhésion de {organisation} a expiré',
      de: 'Die Mitgliedschaft von {organisation} ist abgelaufen',
    },
    paragraphs: [
      {
        en: 'The membership of {organisation} was valid until {validUntil} and was not renewed. Computing time that was granted and not used goes back to the pools.',
        fr: 'L’adhésion de {organisation} était valable jusqu’au {validUntil} et n’a pas été renouvelée. Le temps de calcul accordé et non utilisé revient aux réserves.',
        de: 'Die Mitgliedschaft von {organisation} galt bis zum {validUntil} und wurde nicht verlängert. Zugeteilte, nicht genutzte Rechenzeit geht an die Kontingente zurück.',
      },
      {
        en: 'Your organisation may apply for membership anew at any time.',
        fr: 'Votre organisation peut présenter une nouvelle demande d’adhésion à tout moment.',
        de: 'Ihre Organisation kann die Mitgliedschaft jederzeit neu beantragen.',
      },
    ],
  },
  'membership-revoked': {
    subject: {
      en: 'The membership of {organisation} has been revoked',
      fr: 'L’adhésion de {organisation} est révoquée',
      de: 'Die Mitgliedschaft von {organisation} ist entzogen',
    },
    paragraphs: [
      {
        en: 'Two officers have decided to revoke the membership of {organisation}. Ground: {ground}. Computing time that was granted and not used goes back to the pools.',
        fr: 'Deux agents du bureau ont décidé de révoquer l’adhésion de {organisation}. Fondement : {ground}. Le temps de calcul accordé et non utilisé revient aux réserves.',
        de: 'Zwei Mitarbeitende des Programmbüros haben entschieden, die Mitgliedschaft von {organisation} zu entziehen. Grundlage: {ground}. Zugeteilte, nicht genutzte Rechenzeit geht an die Kontingente zurück.',
      },
      reasonLine,
      howToAppeal,
    ],
  },
  'membership-renewal-due': {
    subject: {
      en: 'The membership of {organisation} expires on {validUntil}',
      fr: 'L’adhésion de {organisation} expire le {validUntil}',
      de: 'Die Mitgliedschaft von {organisation} läuft am {validUntil} ab',
    },
    paragraphs: [
      {
        en: 'The membership of {organisation} ends in {days} days, on {validUntil}, unless it is renewed.',
        fr: 'L’adhésion de {organisation} prend fin dans {days} jours, le {validUntil}, si elle n’est pas renouvelée.',
        de: 'Die Mitgliedschaft von {organisation} endet in {days} Tagen, am {validUntil}, wenn sie nicht verlängert wird.',
      },
      {
        en: 'To renew it, the legal representative confirms in the portal, on the page of the organisation, that identity, representative and the figures of the last closed year are right.',
        fr: 'Pour la renouveler, le représentant légal confirme dans le portail, sur la page de l’organisation, que l’identité, la représentation et les chiffres du dernier exercice clos sont exacts.',
        de: 'Zum Verlängern bestätigt die gesetzliche Vertretung im Portal auf der Seite der Organisation, dass Identität, Vertretung und die Zahlen des letzten abgeschlossenen Jahres stimmen.',
      },
    ],
  },
  'membership-renewed': {
    subject: {
      en: 'The membership of {organisation} is renewed',
      fr: 'L’adhésion de {organisation} est renouvelée',
      de: 'Die Mitgliedschaft von {organisation} ist verlängert',
    },
    paragraphs: [
      {
        en: 'Thank you for confirming your data. {organisation} is a member until {validUntil}. A new credential replaces the one you have.',
        fr: 'Merci d’avoir confirmé vos données. {organisation} est membre jusqu’au {validUntil}. Une nouvelle attestation remplace la précédente.',
        de: 'Danke, dass Sie Ihre Daten bestätigt haben. {organisation} ist bis zum {validUntil} Mitglied. Ein neuer Nachweis ersetzt den bisherigen.',
      },
    ],
  },
  'appeal-received': {
    subject: {
      en: 'We have received your appeal {reference}',
      fr: 'Nous avons reçu votre recours {reference}',
      de: 'Ihre Beschwerde {reference} ist eingegangen',
    },
    paragraphs: [
      {
        en: 'The appeal of {organisation} about {subjectReference} has been received. Somebody who had no part in the first decision looks first at whether it is admissible, then at whether it is right.',
        fr: 'Le recours de {organisation} concernant {subjectReference} a été reçu. Une personne qui n’a pas pris part à la première décision en examine d’abord la recevabilité, puis le bien-fondé.',
        de: 'Die Beschwerde von {organisation} zu {subjectReference} ist eingegangen. Jemand, der an der ersten Entscheidung nicht beteiligt war, prüft zuerst, ob sie zulässig ist, dann, ob sie begründet ist.',
      },
    ],
  },
  'appeal-admissible': {
    subject: {
      en: 'Your appeal {reference} is admissible',
      fr: 'Votre recours {reference} est recevable',
      de: 'Ihre Beschwerde {reference} ist zulässig',
    },
    paragraphs: [
      {
        en: 'The appeal of {organisation} about {subjectReference} is admissible. You will hear from us when it is decided.',
        fr: 'Le recours de {organisation} concernant {subjectReference} est recevable. Nous vous informerons de la décision.',
        de: 'Die Beschwerde von {organisation} zu {subjectReference} ist zulässig. Sie hören von uns, sobald darüber entschieden ist.',
      },
      reasonLine,
    ],
  },
  'appeal-inadmissible': {
    subject: {
      en: 'Your appeal {reference} is not admissible',
      fr: 'Votre recours {reference} est irrecevable',
      de: 'Ihre Beschwerde {reference} ist unzulässig',
    },
    paragraphs: [
      {
        en: 'The appeal of {organisation} about {subjectReference} cannot be examined. The first decision stands.',
        fr: 'Le recours de {organisation} concernant {subjectReference} ne peut être examiné. La première décision est maintenue.',
        de: 'Die Beschwerde von {organisation} zu {subjectReference} kann nicht geprüft werden. Die erste Entscheidung gilt weiter.',
      },
      reasonLine,
    ],
  },
  'appeal-upheld': {
    subject: {
      en: 'Your appeal {reference} is upheld',
      fr: 'Votre recours {reference} est accueilli',
      de: 'Ihrer Beschwerde {reference} wird stattgegeben',
    },
    paragraphs: [
      {
        en: 'The appeal of {organisation} about {subjectReference} is right, and the first decision no longer holds.',
        fr: 'Le recours de {organisation} concernant {subjectReference} est fondé et la première décision est annulée.',
        de: 'Die Beschwerde von {organisation} zu {subjectReference} ist begründet, und die erste Entscheidung gilt nicht mehr.',
      },
      reasonLine,
      {
        en: 'What follows: {effect}',
        fr: 'Ce qui s’ensuit : {effect}',
        de: 'Was daraus folgt: {effect}',
      },
    ],
  },
  'appeal-dismissed': {
    subject: {
      en: 'Your appeal {reference} is dismissed',
      fr: 'Votre recours {reference} est rejeté',
      de: 'Ihre Beschwerde {reference} ist zurückgewiesen',
    },
    paragraphs: [
      {
        en: 'The appeal of {organisation} about {subjectReference} has been examined and dismissed. The first decision stands.',
        fr: 'Le recours de {organisation} concernant {subjectReference} a été examiné et rejeté. La première décision est maintenue.',
        de: 'Die Beschwerde von {organisation} zu {subjectReference} wurde geprüft und zurückgewiesen. Die erste Entscheidung gilt weiter.',
      },
      reasonLine,
    ],
  },
});

export type LetterKind = keyof typeof letterPhrases;
export const letterKinds = Object.keys(letterPhrases) as [LetterKind, ...LetterKind[]];
