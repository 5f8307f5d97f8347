import type { ReactNode } from 'react';
import { FormattedMessage, IntlProvider, useIntl, type IntlShape } from 'react-intl';
import type appEnglish from '../messages/app/en.json';
import type publicEnglish from '../messages/public/en.json';
import { localeOf, type Language } from './languages';

export type MessageId = keyof typeof publicEnglish | keyof typeof appEnglish;
export type Catalogue = NonNullable<Parameters<typeof IntlProvider>[0]['messages']>;
type Values = Record<string, ReactNode | ((chunks: ReactNode) => ReactNode)>;

/** Times are told in Brussels time, the time of the deadlines; `Instant` adds the reader's own. */
export const portalTimeZone = 'Europe/Brussels';

export function PortalIntl(props: {
  language: Language;
  catalogue: Catalogue;
  children: ReactNode;
}) {
  return (
    <IntlProvider
      locale={localeOf[props.language]}
      defaultLocale="en-IE"
      timeZone={portalTimeZone}
      messages={props.catalogue}
    >
      {props.children}
    </IntlProvider>
  );
}

/** A message as an element; `values` may hold elements and functions for tags like `<b>`. */
export function T({ id, values }: { id: MessageId; values?: Values }) {
  return <FormattedMessage id={id} values={values as Record<string, ReactNode>} />;
}

/** A message as text, for labels and titles. */
export function useText(): (id: MessageId, values?: Record<string, string | number>) => string {
  const intl: IntlShape = useIntl();
  return (id, values) => intl.formatMessage({ id }, values);
}

/** A message chosen by a code of the API; a code without a message is shown as it is. */
export function useCode(): (prefix: string, code: string) => string {
  const intl = useIntl();
  return (prefix, code) => {
    const id = `${prefix}.${code}`;
    return intl.messages[id] ? intl.formatMessage({ id }) : code;
  };
}

/** The language of the page, read from its locale. */
export function useLanguage(): Language {
  return useIntl().locale.slice(0, 2) as Language;
}
