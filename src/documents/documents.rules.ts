import { DomainError } from '../kernel/domain-error.js';
import { extensionOf, type MediaType } from './file-types.rules.js';

export const documentKinds = ['mandate', 'accounts', 'register_extract', 'other'] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** What one subject, for example one application, may hold, and what one person may send at a time. */
export const documentLimits = {
  fileBytes: 20 * 1024 * 1024,
  subjectBytes: 100 * 1024 * 1024,
  perSubject: 20,
  receivingPerPerson: 4,
} as const;

/** What is with a subject already, and what is on its way from the sender. */
export interface Held {
  count: number;
  bytes: number;
  receivingOfSender: number;
}

/**
 * @throws DomainError conflict DOCUMENT_COUNT, DOCUMENT_ROOM · throttled DOCUMENT_BUSY.
 */
export function checkRoomForDocument({ count, bytes, receivingOfSender }: Held): void {
  if (receivingOfSender >= documentLimits.receivingPerPerson) {
    throw new DomainError(
      'throttled',
      'DOCUMENT_BUSY',
      `${documentLimits.receivingPerPerson} files of yours are arriving. Wait until they are there, then send the next.`,
      { retryAfterSeconds: 5 },
    );
  }
  if (count >= documentLimits.perSubject) {
    throw new DomainError(
      'conflict',
      'DOCUMENT_COUNT',
      `There are ${documentLimits.perSubject} documents here already. Remove one that is not needed, or put several into one PDF.`,
    );
  }
  checkBytes(bytes, 1);
}

/** @throws DomainError conflict DOCUMENT_ROOM. */
export function checkBytes(held: number, more: number): void {
  if (held + more <= documentLimits.subjectBytes) return;
  throw new DomainError(
    'conflict',
    'DOCUMENT_ROOM',
    `All documents here together may have ${documentLimits.subjectBytes / 1024 / 1024} MB. Remove one that is not needed, or send smaller files.`,
  );
}

/** Names that Windows keeps for devices. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)$/i;
const nameLengthMax = 100;

/**
 * The name under which a file is told and saved: the last part of the path without signs that are
 * invisible, turn the direction of writing, or mean something to a file system; the extension is that of
 * what the file is.
 */
export function cleanName(given: string, type: MediaType): string {
  const stem = (given.split(/[\\/]/).at(-1) ?? '')
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\u2028\u2029\ufffd]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/\.(pdf|png|jpe?g)$/i, '')
    .replace(/^[. ]+|[. ]+$/g, '');
  const short = [...stem].slice(0, nameLengthMax).join('').trim();
  const safe = devices.test(short) ? `_${short}` : short;
  return `${safe === '' ? 'document' : safe}.${extensionOf[type]}`;
}

/**
 * Content-Disposition (RFC 6266): always saved, never shown inside the portal. Old programs read the
 * plain name, all others the one in UTF-8 (RFC 8187, before RFC 5987).
 */
export function attachmentOf(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const exact = encodeURIComponent(name).replace(
    /['()*!]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${exact}`;
}

/** Headers of a download: nothing in it runs, wherever it is opened. */
export const downloadHeaders = (file: { name: string; sha256: string; sizeBytes: number }) => ({
  'Content-Disposition': attachmentOf(file.name),
  'Content-Length': String(file.sizeBytes),
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'X-Content-Type-Options': 'nosniff',
  ETag: `"${file.sha256}"`,
});

/** Stored documents never change, so their only version is 1. @throws DomainError stale. */
export function checkDocumentVersion(version: number): void {
  if (version === 1) return;
  throw new DomainError(
    'stale',
    'VERSION_STALE',
    'This is not the version of the document. Read the list again.',
  );
}
