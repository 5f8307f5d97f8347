import type { Portal } from '../harness/portal.js';
import type { TestPerson } from './people.js';

/** One entry of a list that a test makes up. */
export interface MadeEntry {
  id: string;
  kind?: 'person' | 'enterprise';
  /** `~` before a name makes it a weak alias. */
  names: readonly string[];
  born?: string;
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A list in the layout of the consolidated list of the EU. */
export function listXml(entries: readonly MadeEntry[], generatedAt: string): string {
  const body = entries.map(
    ({ id, kind = 'person', names, born }) => `
  <sanctionEntity euReferenceNumber="EU.${id}" logicalId="${id}">
    <subjectType code="${kind}" classificationCode="${kind === 'person' ? 'P' : 'E'}"/>${names
      .map(
        (name) => `
    <nameAlias wholeName="${escaped(name.replace(/^~/, ''))}" strong="${!name.startsWith('~')}"/>`,
      )
      .join('')}${born === undefined ? '' : `<birthdate birthdate="${born}"/>`}
  </sanctionEntity>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="${generatedAt}" globalFileId="1">${body.join('')}
</export>`;
}

/** Uploads a file as an officer does. */
export const upload = (portal: Portal, who: TestPerson, xml: string | Buffer) =>
  portal
    .as(who)
    .post('/api/v1/restrictive-measures/lists')
    .set('Content-Type', 'application/xml')
    .serialize((sent: unknown) => sent as string)
    .send(xml);
