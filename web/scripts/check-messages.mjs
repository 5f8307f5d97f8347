import { readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse, TYPE } from '@formatjs/icu-messageformat-parser';

/*
 * Fails when a language lacks a message, has one too many, or when its placeholders and tags differ from
 * the English ones; when an apostrophe is straight (ICU reads it as a quote); when a message that the
 * sources name does not exist, or one exists that nothing names.
 */

const source = join(dirname(fileURLToPath(import.meta.url)), '../src');
const languages = ['en', 'fr', 'de'];
const kinds = ['public', 'app'];
/** Chosen by a code of the API at run time. */
const byCode =
  /^(appealDecision|appealState|appealSubject|membershipAct|membershipEnd|membershipState|standing|verifyCheck|verifyState|class|reason|roundState|requestState|grantState|assignmentState|applicationState|pledge|pledgeAct|pledgeState|hitState|hitSubject|site|siteState|organisationKind|organisationRole|roleAfter|documentKind|platformRole|identifier|identifierState|difference|duplicate|registryFault|control|enterpriseSize|holderKind|ruleSet|notification|act|problem)\./;
const faults = [];

const catalogues = Object.fromEntries(
  kinds.map((kind) => [
    kind,
    Object.fromEntries(languages.map((lang) => [lang, read(kind, lang)])),
  ]),
);
for (const kind of kinds) compare(catalogues[kind]);
for (const id of Object.keys(catalogues.app.en)) {
  if (id in catalogues.public.en)
    faults.push(`${id}: in both the public and the application's texts`);
}
checkUse();

for (const fault of faults) console.error(fault);
const total = kinds.reduce((sum, kind) => sum + Object.keys(catalogues[kind].en).length, 0);
console.log(`${total} messages in ${languages.join(', ')}: ${faults.length} faults`);
process.exitCode = faults.length > 0 ? 1 : 0;

function read(kind, language) {
  return JSON.parse(readFileSync(join(source, `messages/${kind}/${language}.json`), 'utf8'));
}

function compare(languagesOfKind) {
  const english = languagesOfKind.en;
  for (const language of languages) {
    const texts = languagesOfKind[language];
    for (const id of Object.keys(english)) {
      if (!(id in texts)) faults.push(`${language} ${id}: missing`);
    }
    for (const [id, text] of Object.entries(texts)) {
      if (!(id in english)) faults.push(`${language} ${id}: not in English`);
      else if (text.includes("'")) faults.push(`${language} ${id}: straight apostrophe`);
      else if (partsOf(text) !== partsOf(english[id])) {
        faults.push(`${language} ${id}: has ${partsOf(text)}, English has ${partsOf(english[id])}`);
      }
    }
  }
}

/** Names of placeholders and tags, each once, in alphabetical order. */
function partsOf(text) {
  const names = new Set();
  const visit = (nodes) => {
    for (const node of nodes) {
      if (node.type !== TYPE.literal && node.type !== TYPE.pound) names.add(node.value);
      if (node.children) visit(node.children);
      for (const option of Object.values(node.options ?? {})) visit(option.value ?? []);
    }
  };
  visit(parse(text));
  return [...names].sort().join(', ') || 'none';
}

function checkUse() {
  const code = filesBelow(source)
    .filter((file) => /\.tsx?$/.test(file) && !/\.spec\.tsx?$/.test(file))
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n');
  const patterns = [...code.matchAll(/`([\w.]+\.)?\$\{[^}]+\}(\.[\w.]+)?`/g)].map(
    ([, start = '', end = '']) => [start, end],
  );
  for (const id of kinds.flatMap((kind) => Object.keys(catalogues[kind].en))) {
    const named =
      byCode.test(id) ||
      code.includes(`'${id}'`) ||
      code.includes(`"${id}"`) ||
      patterns.some(([start, end]) => start && id.startsWith(start) && id.endsWith(end));
    if (!named) faults.push(`${id}: nothing uses it`);
  }
}

function filesBelow(folder) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}
