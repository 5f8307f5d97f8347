export const languages = ['en', 'fr', 'de'] as const;
export type Language = (typeof languages)[number];
type Texts = Readonly<Record<Language, string>>;

/** What a letter of one kind says. A paragraph whose gap has no value is left out. */
export interface LetterPhrases {
  subject: Texts;
  paragraphs: readonly Texts[];
}

export const greeting: Texts = {
  en: 'Dear Sir or Madam,',
  fr: 'Madame, Monsieur,',
  de: 'Sehr geehrte Damen und Herren,',
};

export const closing: Texts = {
  en: 'Yours faithfully, the programme office of the Champions Portal',
  fr: 'Veuillez agréer nos salutations distinguées. Le bureau du programme, Champions Portal',
  de: 'Mit freundlichen Grüßen, das Programmbüro des Champions Portal',
};

/** MEM-5: until when and how one may appeal; in every letter whose decision can be appealed. */
export const howToAppeal: Texts = {
  en: 'You may appeal against this decision until {appealUntil}. The legal representative does so in the portal, on the page of your organisation, and writes why the decision should be changed. Somebody who had no part in it decides on the appeal.',
  fr: 'Vous pouvez contester cette décision jusqu’au {appealUntil}. Le représentant légal dépose le recours dans le portail, sur la page de votre organisation, en exposant pourquoi la décision devrait être modifiée. Une personne qui n’y a pas pris part statue sur le recours.',
  de: 'Gegen diese Entscheidung können Sie bis zum {appealUntil} Beschwerde einlegen. Die gesetzliche Vertretung tut das im Portal auf der Seite Ihrer Organisation und schreibt, warum die Entscheidung geändert werden soll. Über die Beschwerde entscheidet jemand, der an der Entscheidung nicht beteiligt war.',
};

/** Why a membership is suspended or revoked, by its code. */
export const grounds: Readonly<Record<string, Texts>> = {
  restrictive_measure: {
    en: 'a restrictive measure of the European Union',
    fr: 'une mesure restrictive de l’Union européenne',
    de: 'eine restriktive Maßnahme der Europäischen Union',
  },
  obligations: {
    en: 'obligations of members that were not met',
    fr: 'des obligations de membre non respectées',
    de: 'nicht erfüllte Pflichten eines Mitglieds',
  },
  data_not_confirmed: {
    en: 'data that were not confirmed',
    fr: 'des données non confirmées',
    de: 'nicht bestätigte Daten',
  },
  misuse: {
    en: 'misuse of granted computing time',
    fr: 'un usage abusif du temps de calcul accordé',
    de: 'Missbrauch zugeteilter Rechenzeit',
  },
  insolvency: { en: 'insolvency', fr: 'une insolvabilité', de: 'Insolvenz' },
  other: { en: 'another reason', fr: 'un autre motif', de: 'ein anderer Grund' },
};

/** The programme office's own words follow this line. */
export const reasonLine: Texts = {
  en: 'Reason: {reason}',
  fr: 'Motif : {reason}',
  de: 'Begründung: {reason}',
};
