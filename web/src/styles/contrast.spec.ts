import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync('src/styles/tokens.css', 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map(
    ([, name, light, dark]) => [name as string, { light: light as string, dark: dark as string }],
  ),
);

/** WCAG 2.2 relative luminance and contrast. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const text = 4.5;
const graphic = 3;
const pairs: [front: string, back: string, least: number][] = [
  ['ink', 'paper', text],
  ['ink-muted', 'paper', text],
  ['ink-muted', 'paper-sunken', text],
  ['ink-muted', 'blue-wash', text],
  ['blue', 'paper', text],
  ['blue', 'blue-wash', text],
  ['blue-strong', 'blue-wash', text],
  ['error', 'paper', text],
  ['error', 'error-wash', text],
  ['good', 'good-wash', text],
  ['warn', 'warn-wash', text],
  ['line-strong', 'paper', graphic],
  ['class-large', 'paper', graphic],
  ['class-sme', 'paper', graphic],
  ['class-science', 'paper', graphic],
  ['blue-solid', 'paper', graphic],
];

describe.each(['light', 'dark'] as const)('%s theme', (theme) => {
  test.each(pairs)('%s on %s has a contrast of at least %s', (front, back, least) => {
    const [a, b] = [tokens.get(front), tokens.get(back)];
    expect(contrast(a?.[theme] ?? '', b?.[theme] ?? '')).toBeGreaterThanOrEqual(least);
  });

  test('white on the solid button has a contrast of at least 4.5', () => {
    expect(contrast('#ffffff', tokens.get('blue-solid')?.[theme] ?? '')).toBeGreaterThanOrEqual(
      text,
    );
  });
});
