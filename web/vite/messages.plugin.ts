import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { Plugin } from 'vite';

const catalogue = /\/src\/messages\/.*\.json$/;

/** A message without placeholders stays a text: smaller, and react-intl gives it back as it is. */
function compile(text: string) {
  const tree = parse(text, { captureLocation: false });
  return tree.length === 1 && tree[0]?.type === TYPE.literal ? tree[0].value : tree;
}

/** Compiles ICU messages to syntax trees while building, so that no parser is sent to the browser. */
export function messages(): Plugin {
  return {
    name: 'portal-messages',
    enforce: 'pre',
    transform(code, id) {
      if (!catalogue.test(id)) return null;
      const source = JSON.parse(code) as Record<string, string>;
      const compiled = Object.fromEntries(
        Object.entries(source).map(([key, text]) => [key, compile(text)]),
      );
      return {
        code: `export default JSON.parse(${JSON.stringify(JSON.stringify(compiled))});`,
        map: null,
        moduleType: 'js',
      };
    },
  };
}
