import type { z } from 'zod';
import { checkIdentifier } from '../kernel/identifiers.js';
import { ownershipSchema, ppmMax, type Enterprise, type Ownership } from './ownership.schemas.js';

type Path = readonly (string | number)[];

/** Why a graph cannot be judged: `path` leads to the field, `sentence` says what to do. */
export class OwnershipRefused extends Error {
  constructor(
    readonly path: Path,
    readonly sentence: string,
  ) {
    super(sentence);
    this.name = 'OwnershipRefused';
  }

  /** As the command line names it: `links[0].capitalPpm`. */
  get field(): string {
    return fieldOf(this.path);
  }

  /** As problem documents name it: `/links/0/capitalPpm`. */
  get pointer(): string {
    return this.path
      .map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`)
      .join('');
  }
}

const fieldOf = (path: Path): string =>
  path.reduce<string>(
    (field, part) =>
      typeof part === 'number' ? `${field}[${part}]` : field === '' ? part : `${field}.${part}`,
    '',
  );

/**
 * MEM-2: reads an ownership graph and refuses what cannot be one.
 * @throws OwnershipRefused with the first field that is wrong.
 */
export function readOwnership(value: unknown): Ownership {
  const read = ownershipSchema.safeParse(value, { reportInput: true });
  if (!read.success) throw formRefused(read.error.issues[0] as z.core.$ZodIssue);
  checkOwnership(read.data);
  return read.data;
}

function formRefused(issue: z.core.$ZodIssue): OwnershipRefused {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  const field = fieldOf(path) || 'The graph';
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const where = path.length === 0 ? 'the graph' : field;
    return new OwnershipRefused([...path, key], `${where} has no field "${key}". Remove it.`);
  }
  if (issue.input === undefined && issue.code !== 'custom') {
    return new OwnershipRefused(path, `${field} is missing. Add it.`);
  }
  return new OwnershipRefused(path, `${field} ${worded(issue)}.`);
}

/** The schema's own words; those of the library are brought into the form "must be …". */
function worded({ code, message, ...issue }: z.core.$ZodIssue): string {
  if (!/^(Invalid|Too|Unrecognized)/.test(message)) return message;
  if (code === 'invalid_value' && 'values' in issue) {
    return `must be one of ${issue.values.map((value) => `"${String(value)}"`).join(', ')}`;
  }
  if (code === 'invalid_type' && 'expected' in issue) return `must be of type ${issue.expected}`;
  return `cannot be used (${message})`;
}

/** What the form alone cannot tell, one question each. */
const checks: readonly ((graph: Ownership) => void)[] = [
  checkIds,
  checkLinks,
  (graph) => checkSums(graph, 'capitalPpm', 'of the capital'),
  (graph) => checkSums(graph, 'votesPpm', 'of the votes'),
  checkIdentifiers,
  ({ enterprises }) => enterprises.forEach(checkYears),
  checkCircles,
];

/**
 * What the form alone cannot tell: ids, sums of shares, identifiers, years, circles of control.
 * @throws OwnershipRefused
 */
export function checkOwnership(graph: Ownership): void {
  for (const check of checks) check(graph);
}

/** All that is wrong with a graph while it is written: fields of the form, else the first of each check. */
export function ownershipProblems(value: unknown): OwnershipRefused[] {
  const read = ownershipSchema.safeParse(value, { reportInput: true });
  if (!read.success) return read.error.issues.slice(0, problemsMax).map(formRefused);
  return checks.flatMap((check) => {
    try {
      check(read.data);
      return [];
    } catch (error) {
      if (error instanceof OwnershipRefused) return [error];
      throw error;
    }
  });
}
const problemsMax = 50;

const refuse = (path: Path, sentence: string): never => {
  throw new OwnershipRefused(path, sentence);
};

function checkIds({ subject, enterprises, persons }: Ownership): void {
  const seen = new Set<string>();
  const once = (id: string, path: Path) => {
    if (seen.has(id)) {
      refuse(
        path,
        `The id "${id}" stands twice. Give every enterprise and person an id of its own.`,
      );
    }
    seen.add(id);
  };
  enterprises.forEach(({ id }, at) => once(id, ['enterprises', at, 'id']));
  persons.forEach(({ id }, at) => once(id, ['persons', at, 'id']));
  if (!enterprises.some(({ id }) => id === subject)) {
    refuse(['subject'], `The subject "${subject}" is not among the enterprises. Add it there.`);
  }
  const personIds = new Set(persons.map(({ id }) => id));
  persons.forEach(({ id, actingTogether = [] }, at) =>
    actingTogether.forEach((other, index) => {
      if (personIds.has(other)) return;
      refuse(
        ['persons', at, 'actingTogether', index],
        `"${id}" acts together with "${other}", who is not among the persons. Add them there, or correct the id.`,
      );
    }),
  );
}

/** Identifiers are right by their check digits, and no two enterprises have the same. */
function checkIdentifiers({ enterprises }: Ownership): void {
  const seen = new Map<string, string>();
  enterprises.forEach(({ id, identifier }, at) => {
    if (identifier === undefined) return;
    const path = ['enterprises', at, 'identifier', 'value'];
    const checked = checkIdentifier(identifier.kind, identifier.value);
    if (!checked.valid) return refuse(path, checked.detail);
    const key = `${identifier.kind} ${checked.normal}`;
    const other = seen.get(key);
    if (other !== undefined) {
      refuse(path, `"${other}" and "${id}" have the same identifier. Correct one of them.`);
    }
    seen.set(key, id);
  });
}

function checkLinks({ enterprises, persons, links }: Ownership): void {
  const companies = new Set(enterprises.map(({ id }) => id));
  const people = new Set(persons.map(({ id }) => id));
  const seen = new Set<string>();
  links.forEach(({ from, to }, at) => {
    for (const [end, id] of [
      ['from', from],
      ['to', to],
    ] as const) {
      if (companies.has(id) || people.has(id)) continue;
      refuse(
        ['links', at, end],
        `There is no enterprise or person "${id}". Add it, or correct the id.`,
      );
    }
    if (people.has(to)) {
      refuse(['links', at, 'to'], `"${to}" is a person: nobody can hold a share of a person.`);
    }
    if (from === to) {
      refuse(
        ['links', at, 'to'],
        `"${to}" cannot hold itself. Leave its own shares out; they carry no votes.`,
      );
    }
    const pair = JSON.stringify([from, to]);
    if (seen.has(pair)) {
      refuse(['links', at], `"${from}" holds "${to}" twice. Add the shares up in one entry.`);
    }
    seen.add(pair);
  });
}

function checkSums({ links }: Ownership, share: 'capitalPpm' | 'votesPpm', of: string): void {
  const sums = new Map<string, number>();
  links.forEach((link, at) => {
    const sum = (sums.get(link.to) ?? 0) + link[share];
    if (sum > ppmMax) {
      refuse(
        ['links', at, share],
        `The shares ${of} of "${link.to}" add up to ${percent(sum)}, above 100 %. Correct them.`,
      );
    }
    sums.set(link.to, sum);
  });
}

function checkYears({ id, years }: Enterprise, at: number): void {
  years.forEach(({ year, estimate }, index) => {
    const before = years[index - 1];
    if (before === undefined) return;
    const path = ['enterprises', at, 'years', index, 'year'];
    if (year === before.year) {
      refuse(path, `"${id}" has the year ${year} twice. Keep one of them.`);
    }
    if (year < before.year) {
      refuse(path, `The years of "${id}" are out of order. Give the oldest first.`);
    }
    if (year > before.year + 1) {
      refuse(path, `"${id}" lacks the year ${before.year + 1}. Give every year in between.`);
    }
    if (before.estimate === true && estimate !== true) {
      refuse(
        ['enterprises', at, 'years', index - 1, 'estimate'],
        `"${id}" has an estimate for ${before.year}, but closed accounts for ${year}. Give the closed figures of ${before.year}.`,
      );
    }
  });
}

/** Holding gives control: more than half of the votes, or one of Article 3(3)(b) to (d). */
export const givesControl = ({ votesPpm, control }: { votesPpm: number; control?: string }) =>
  votesPpm * 2 > ppmMax || control !== undefined;

/**
 * Nobody controls itself: shares that a subsidiary holds in its parent carry no votes (Directive (EU)
 * 2017/1132, Articles 63 and 67), so a circle in which each controls the next is a mistake. Circles of
 * smaller shares are cross-holdings, for which the Annex has a rule (Article 6(2)).
 */
function checkCircles({ links }: Ownership): void {
  const controlled = new Map<string, { to: string; at: number }[]>();
  links.forEach((link, at) => {
    if (!givesControl(link)) return;
    controlled.set(link.from, [...(controlled.get(link.from) ?? []), { to: link.to, at }]);
  });
  const done = new Set<string>();
  for (const start of controlled.keys()) walk(start);

  /** Depth first without recursion: a chain of two thousand is allowed. */
  function walk(start: string): void {
    const path: { id: string; next: number }[] = [{ id: start, next: 0 }];
    const open = new Set([start]);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const edge = done.has(top.id) ? undefined : controlled.get(top.id)?.[top.next];
      if (edge === undefined) {
        done.add(top.id);
        open.delete(top.id);
        path.pop();
        continue;
      }
      top.next += 1;
      if (open.has(edge.to)) {
        const ids = path.map(({ id }) => id);
        refuseCircle(ids.slice(ids.indexOf(edge.to)), edge.at);
      }
      path.push({ id: edge.to, next: 0 });
      open.add(edge.to);
    }
  }
}

function refuseCircle(ids: readonly string[], at: number): never {
  const names = [...ids, ids[0]].map((id) => `"${id}"`).join(' → ');
  throw new OwnershipRefused(
    ['links', at],
    `Ownership runs in a circle of control: ${names}. Shares in one’s own parent carry no votes; correct the votes or the control.`,
  );
}

/** Parts per million as people write them: 250000 → "25 %". */
export function percent(ppm: number): string {
  const whole = Math.floor(ppm / 10_000);
  const part = String(ppm % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '');
  return `${whole}${part === '' ? '' : `.${part}`} %`;
}
