/**
 * What a file is, by its content: neither its name nor what the browser says is believed. Only types that
 * a person can look at without anything being executed are taken. Office files are not: they carry macros
 * and references to other servers, and look different on every machine.
 * Signatures: ISO 32000-2 (PDF 7.5.2, 7.5.5), PNG (W3C 2003, 5.2, 11.2.2), JPEG (ITU-T T.81, B.1.1.3).
 */
export const mediaTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const;
export type MediaType = (typeof mediaTypes)[number];

export const extensionOf: Readonly<Record<MediaType, string>> = {
  'application/pdf': 'pdf',
  'image/png': 'png',
  'image/jpeg': 'jpg',
};

/** The first and the last bytes of a file; a short file is wholly in both. */
export interface Ends {
  head: Uint8Array;
  tail: Uint8Array;
}
export const headBytes = 4096;
export const tailBytes = 66_000;

/** A PNG may say that it is larger than any screen and fill the memory of whoever looks at it. */
export const pixelsMax = 100_000_000;

export type Recognised = { type: MediaType } | { type: null; code: FileProblem; detail: string };
export type FileProblem =
  'DOCUMENT_EMPTY' | 'DOCUMENT_TYPE' | 'DOCUMENT_BROKEN' | 'DOCUMENT_TWO_TYPES' | 'DOCUMENT_PIXELS';

const refuse = (code: FileProblem, detail: string): Recognised => ({ type: null, code, detail });

/** The type of a file that can be taken, or why it cannot, with what to do. */
export function recognise({ head, tail }: Ends): Recognised {
  if (head.length === 0) {
    return refuse('DOCUMENT_EMPTY', 'The file is empty. Choose another one.');
  }
  const type = signatures.find(({ bytes }) => startsWith(head, bytes))?.type ?? null;
  if (type === null) return refuse('DOCUMENT_TYPE', `${whatItIs(head)} ${takes}`);
  if (!isWhole[type](tail)) {
    return refuse(
      'DOCUMENT_BROKEN',
      'The end of the file is missing or something follows it. Open it, save or export it anew, and send that.',
    );
  }
  if (lastIndexOf(tail, zipEnd) >= 0) {
    return refuse(
      'DOCUMENT_TWO_TYPES',
      'The file is an archive at the same time. Open it, print or export it anew, and send that.',
    );
  }
  if (type === 'image/png' && pixelsOf(head) > pixelsMax) {
    return refuse(
      'DOCUMENT_PIXELS',
      'The picture has more than 100 million pixels. Make it smaller and send that.',
    );
  }
  return { type };
}

const takes = 'Send a PDF, PNG or JPEG: most programs can print or export to PDF.';

const latin = (text: string) => Uint8Array.from(text, (sign) => sign.charCodeAt(0));
const pngSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const signatures: readonly { bytes: Uint8Array; type: MediaType }[] = [
  { bytes: latin('%PDF-1.'), type: 'application/pdf' },
  { bytes: latin('%PDF-2.'), type: 'application/pdf' },
  { bytes: pngSignature, type: 'image/png' },
  { bytes: Uint8Array.of(0xff, 0xd8, 0xff), type: 'image/jpeg' },
];
/** The last chunk of a PNG: no bytes, its name, and its checksum, which is always the same. */
const pngEnd = Uint8Array.of(0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82);
/** The end of the directory of a ZIP archive, from which it is read. */
const zipEnd = Uint8Array.of(0x50, 0x4b, 0x05, 0x06);

const isWhole: Readonly<Record<MediaType, (tail: Uint8Array) => boolean>> = {
  // Readers accept the marker within the last kilobyte.
  'application/pdf': (tail) => lastIndexOf(tail.subarray(-1024), latin('%%EOF')) >= 0,
  'image/png': (tail) => startsWith(tail.subarray(-pngEnd.length), pngEnd),
  // Cameras pad with zeros.
  'image/jpeg': (tail) => {
    let end = tail.length;
    while (end > 0 && tail[end - 1] === 0) end -= 1;
    return tail[end - 2] === 0xff && tail[end - 1] === 0xd9;
  },
};

/** Width times height of a PNG, from its first chunk; too many when that is not where it must be. */
function pixelsOf(head: Uint8Array): number {
  if (!startsWith(head.subarray(12), latin('IHDR')) || head.length < 24) return Infinity;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  return view.getUint32(16) * view.getUint32(20);
}

/** What people often choose by mistake, so that the refusal can say it. */
const known: readonly [start: string, what: string][] = [
  ['PK\x03\x04', 'This is an archive or an office file (ZIP, Word, Excel, OpenDocument).'],
  ['\xd0\xcf\x11\xe0', 'This is an old office file (Word, Excel, Outlook).'],
  ['{\\rtf', 'This is a rich text file.'],
  ['MZ', 'This is a program.'],
  ['\x7fELF', 'This is a program.'],
  ['#!', 'This is a program.'],
  ['GIF8', 'This is a GIF picture.'],
  ['RIFF', 'This is a WebP picture, a sound or a film.'],
  ['II*\x00', 'This is a TIFF picture.'],
  ['MM\x00*', 'This is a TIFF picture.'],
  ['\x1f\x8b', 'This is an archive.'],
  ['7z\xbc\xaf', 'This is an archive.'],
  ['Rar!', 'This is an archive.'],
];

function whatItIs(head: Uint8Array): string {
  const hit = known.find(([start]) => startsWith(head, latin(start)));
  if (hit) return hit[1];
  const text = String.fromCharCode(...head.subarray(0, 512)).replace(/^\xef\xbb\xbf/, '');
  if (/^\s*<svg\b|<svg[\s>]/i.test(text)) return 'This is an SVG drawing, which can hold scripts.';
  if (/^\s*<(!doctype\s+html|html|head|body|script)\b/i.test(text)) return 'This is a web page.';
  return 'This is no PDF, PNG or JPEG, whatever its name says.';
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return bytes.length >= start.length && start.every((byte, index) => bytes[index] === byte);
}

function lastIndexOf(bytes: Uint8Array, what: Uint8Array): number {
  for (let at = bytes.length - what.length; at >= 0; at -= 1) {
    if (what.every((byte, index) => bytes[at + index] === byte)) return at;
  }
  return -1;
}
