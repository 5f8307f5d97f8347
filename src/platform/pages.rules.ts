const languages = ['en', 'fr', 'de'];

/**
 * Under which the pages live. Named one by one: a parameter such as `:lang` would take routes of the
 * API out of their prefix as well.
 */
export const pagePaths = [...languages, 'app'].flatMap((name) => [name, `${name}/*`]);

/** Pages that answer a form, so that they work without a script. */
export const formPaths = languages.map((language) => `${language}/verify`);

/** The fields of a form as a browser sends them; the first of each name. */
export function formFields(body: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(body)) fields[name] ??= value;
  return fields;
}

/** The first of our languages in an Accept-Language header, by its weights; English without one. */
export function preferredLanguage(header: string | undefined): string {
  const wanted = (header ?? '')
    .split(',', 20)
    .map((entry) => {
      const [tag = '', ...parameters] = entry.trim().split(';');
      const q = parameters.map((text) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(text)?.[1]);
      return { language: tag.slice(0, 2).toLowerCase(), weight: Number(q.find(Boolean) ?? 1) };
    })
    .filter(({ language, weight }) => languages.includes(language) && weight > 0);
  return [...wanted].sort((a, b) => b.weight - a.weight)[0]?.language ?? 'en';
}
