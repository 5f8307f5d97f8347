/** Small files that are what they say. */
const latin = (text: string) => Buffer.from(text, 'latin1');

export const aPdf = latin(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n' +
    'trailer<</Root 1 0 R>>\n%%EOF',
);

/** The frame of a PNG of some size; nothing draws it. */
export function pngOf(width: number, height: number): Buffer {
  const header = Buffer.alloc(25);
  header.writeUInt32BE(13, 0);
  header.write('IHDR', 4, 'latin1');
  header.writeUInt32BE(width, 8);
  header.writeUInt32BE(height, 12);
  const end = Buffer.from([0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]);
  return Buffer.concat([latin('\x89PNG\r\n\x1a\n'), header, end]);
}
export const aPng = pngOf(2, 2);

export const aJpeg = Buffer.from([
  0xff, 0xd8, 0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0xff, 0xd9,
]);

/** A PDF of exactly so many bytes, each time another one. */
export function pdfOf(size: number, mark = ''): Buffer {
  const frame = [latin(`%PDF-1.4\n%${mark}\n`), latin('\n%%EOF')] as const;
  return Buffer.concat([
    frame[0],
    Buffer.alloc(size - frame[0].length - frame[1].length, 'x'),
    frame[1],
  ]);
}
