import fc from 'fast-check';
import {
  attachmentOf,
  checkBytes,
  checkRoomForDocument,
  cleanName,
  documentLimits,
} from './documents.rules.js';
import { recognise } from './file-types.rules.js';
import { aJpeg, aPdf, aPng, pngOf } from './files.fixture.js';

const bytes = (text: string) => Buffer.from(text, 'latin1');
const of = (file: Buffer) =>
  recognise({ head: file.subarray(0, 4096), tail: file.subarray(-66_000) });

describe('what a file is follows from its content', () => {
  test.each([
    ['a PDF', aPdf, 'application/pdf'],
    ['a PDF that ends with a line break', Buffer.concat([aPdf, bytes('\r\n')]), 'application/pdf'],
    ['a PNG', aPng, 'image/png'],
    ['a JPEG', aJpeg, 'image/jpeg'],
    ['a JPEG padded with zeros', Buffer.concat([aJpeg, Buffer.alloc(7)]), 'image/jpeg'],
  ])('%s', (_, file, type) => {
    expect(of(file)).toEqual({ type });
  });

  test.each([
    ['nothing', Buffer.alloc(0), 'DOCUMENT_EMPTY', /empty/],
    ['a program', bytes('MZ\x90\x00'), 'DOCUMENT_TYPE', /program/],
    ['an ELF program', bytes('\x7fELF\x02'), 'DOCUMENT_TYPE', /program/],
    ['a script', bytes('#!/bin/sh\n'), 'DOCUMENT_TYPE', /program/],
    ['an office file', bytes('PK\x03\x04docx'), 'DOCUMENT_TYPE', /office file/],
    ['a drawing', bytes('<?xml version="1.0"?><svg onload="x()"/>'), 'DOCUMENT_TYPE', /SVG/],
    ['a page', bytes(' <!DOCTYPE html><script>'), 'DOCUMENT_TYPE', /web page/],
    ['a text', bytes('hello'), 'DOCUMENT_TYPE', /PDF, PNG or JPEG/],
    ['a PDF behind something else', bytes('<html>%PDF-1.7 %%EOF'), 'DOCUMENT_TYPE', /web page/],
    ['half a PDF', aPdf.subarray(0, 30), 'DOCUMENT_BROKEN', /save or export/],
    ['half a PNG', aPng.subarray(0, 40), 'DOCUMENT_BROKEN', /end of the file/],
    ['a PNG with something behind it', Buffer.concat([aPng, bytes('<html>')]), 'DOCUMENT_BROKEN', /follows/],
    ['a JPEG with something behind it', Buffer.concat([aJpeg, bytes('MZ')]), 'DOCUMENT_BROKEN', /follows/],
    ['a PDF that is an archive too', Buffer.concat([aPdf, bytes('PK\x05\x06'), Buffer.alloc(18), bytes('%%EOF')]), 'DOCUMENT_TWO_TYPES', /archive/],
    ['a picture of a gigapixel', pngOf(40_000, 40_000), 'DOCUMENT_PIXELS', /pixels/],
  ])('%s is refused', (_, file, code, detail) => {
    const found = of(file);
    expect(found).toMatchObject({ type: null, code });
    expect(found.type === null && found.detail).toMatch(detail);
  }); // prettier-ignore

  test('whatever the bytes are, there is an answer', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (random) => {
        const start = [aPdf, aPng, aJpeg, Buffer.alloc(0)];
        for (const before of start) of(Buffer.concat([before.subarray(0, 20), random]));
      }),
    );
  });
});

describe('the name of a file', () => {
  test.each([
    ['Mandate Jané Doe.PDF', 'Mandate Jané Doe.pdf'],
    ['C:\\fakepath\\..\\scan.png', 'scan.pdf'],
    ['../../etc/passwd', 'passwd.pdf'],
    ['', 'document.pdf'],
    ['...', 'document.pdf'],
    ['.htaccess', 'htaccess.pdf'],
    ['con', '_con.pdf'],
    ['report\u202Efdp.exe', 'reportfdp.exe.pdf'],
    ['a\r\nSet-Cookie: x=1', 'aSet-Cookie_ x=1.pdf'],
    ['a"b;c.pdf', 'a_b;c.pdf'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(100)}.pdf`],
  ])('%j becomes %j', (given, name) => {
    expect(cleanName(given, 'application/pdf')).toBe(name);
  });

  test('Content-Disposition holds any name in plain ASCII, and exactly (RFC 6266, RFC 5987)', () => {
    expect(attachmentOf('Bilanz “2025” für Łódź.pdf')).toBe(
      `attachment; filename="Bilanz _2025_ fur _odz.pdf"; filename*=UTF-8''Bilanz%20%E2%80%9C2025%E2%80%9D%20f%C3%BCr%20%C5%81%C3%B3d%C5%BA.pdf`,
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 150 }), (given) => {
        const name = cleanName(given, 'image/png');
        const header = attachmentOf(name);
        expect(header).toMatch(/^attachment; filename="[^"\\]*"; filename\*=UTF-8''[\w.~%-]+$/);
        expect(header).toMatch(/^[\x20-\x7e]*$/);
        expect(decodeURIComponent(header.split("''")[1] as string)).toBe(name);
      }),
    );
  });
});

test('a subject holds so many documents and so many bytes', () => {
  const { perSubject, subjectBytes, receivingPerPerson } = documentLimits;
  const held = { count: 0, bytes: 0, receivingOfSender: 0 };
  expect(() => checkRoomForDocument({ ...held, count: perSubject - 1 })).not.toThrow();
  expect(() => checkRoomForDocument({ ...held, count: perSubject })).toThrow('DOCUMENT_COUNT');
  expect(() => checkRoomForDocument({ ...held, bytes: subjectBytes })).toThrow('DOCUMENT_ROOM');
  expect(() => checkRoomForDocument({ ...held, receivingOfSender: receivingPerPerson })).toThrow(
    'DOCUMENT_BUSY',
  );
  expect(() => checkBytes(subjectBytes - 1, 1)).not.toThrow();
});
