export const languages = ['en', 'fr', 'de'] as const;
export type Language = (typeof languages)[number];

/** The languages' own names, for the switch. */
export const languageNames: Record<Language, string> = {
  en: 'English',
  fr: 'Français',
  de: 'Deutsch',
};

/** Locale for dates and numbers; en-IE writes day before month and a 24-hour clock. */
export const localeOf: Record<Language, string> = { en: 'en-IE', fr: 'fr-FR', de: 'de-DE' };

/** The language that a text names, or null: `fr`, `fr-BE` and `FR` are all French. */
export function languageOf(text: string | null | undefined): Language | null {
  const short = text?.slice(0, 2).toLowerCase();
  return languages.find((language) => language === short) ?? null;
}
