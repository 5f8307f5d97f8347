import type { Ownership, OwnershipGraph } from '../../api/shapes';
import { centsOf } from '../organisations/money';

type Graph = Ownership['graph'];
type Enterprise = Graph['enterprises'][number];

export const holderKinds = [
  'enterprise',
  'university',
  'public_body',
  'local_authority',
  'venture_capital',
  'institutional_investor',
  'public_investment',
] as const;
export const controls = ['', 'votes', 'board', 'contract', 'agreement'] as const;
export const identifierKinds = ['vat', 'lei', 'ror', 'pic', 'siren', 'siret'] as const;

export interface YearValues {
  year: string;
  awu: string;
  turnoverCents: string;
  balanceCents: string;
  estimate: boolean;
}
export interface EnterpriseValues {
  /** Stays when the name changes, so that links find it. */
  key: string;
  id: string;
  kind: Enterprise['kind'];
  identifierKind: string;
  identifierValue: string;
  market: string;
  budgetCents: string;
  inhabitants: string;
  years: YearValues[];
}
export interface PersonValues {
  key: string;
  id: string;
  businessAngel: boolean;
  /** Key of another person; with more than one, the graph has a chain. */
  together: string;
}
export interface LinkValues {
  from: string;
  to: string;
  capital: string;
  votes: string;
  control: string;
  invested: string;
}
/** What the form of an ownership graph holds; the first enterprise is the one whose class is asked. */
export interface GraphValues {
  enterprises: EnterpriseValues[];
  persons: PersonValues[];
  links: LinkValues[];
}

let count = 0;
/** A key for a new row. */
export const newKey = () => `row-${(count += 1)}-${Date.now().toString(36)}`;

export const emptyYear = (year: number): YearValues => ({
  year: String(year),
  awu: '',
  turnoverCents: '',
  balanceCents: '',
  estimate: false,
});

/** A new enterprise with the two last closed years to be filled in. */
export const emptyEnterprise = (lastYear: number): EnterpriseValues => ({
  key: newKey(),
  id: '',
  kind: 'enterprise',
  identifierKind: 'vat',
  identifierValue: '',
  market: '',
  budgetCents: '',
  inhabitants: '',
  years: [emptyYear(lastYear - 1), emptyYear(lastYear)],
});
export const emptyPerson = (): PersonValues => ({
  key: newKey(),
  id: '',
  businessAngel: false,
  together: '',
});
export const emptyLink = (): LinkValues => ({
  from: '',
  to: '',
  capital: '',
  votes: '',
  control: '',
  invested: '',
});

/** A stored graph as the form shows it, the subject first. */
export function valuesOf(graph: Graph): GraphValues {
  const keys = new Map<string, string>();
  const keyOf = (id: string) => {
    const key = keys.get(id) ?? newKey();
    keys.set(id, key);
    return key;
  };
  const subjectFirst = [...graph.enterprises].sort(
    (a, b) => Number(b.id === graph.subject) - Number(a.id === graph.subject),
  );
  return {
    enterprises: subjectFirst.map((one) => ({
      key: keyOf(one.id),
      id: one.id,
      kind: one.kind,
      identifierKind: one.identifier?.kind ?? 'vat',
      identifierValue: one.identifier?.value ?? '',
      market: one.market ?? '',
      budgetCents: euroOf(one.budgetCents),
      inhabitants: one.inhabitants === undefined ? '' : String(one.inhabitants),
      years: one.years.map((year) => ({
        year: String(year.year),
        awu: year.awu,
        turnoverCents: euroOf(year.turnoverCents),
        balanceCents: euroOf(year.balanceCents),
        estimate: year.estimate === true,
      })),
    })),
    persons: graph.persons.map((one) => ({
      key: keyOf(one.id),
      id: one.id,
      businessAngel: one.businessAngel === true,
      together: one.actingTogether?.[0] === undefined ? '' : keyOf(one.actingTogether[0]),
    })),
    links: graph.links.map((link) => ({
      from: keyOf(link.from),
      to: keyOf(link.to),
      capital: percentOf(link.capitalPpm),
      votes: percentOf(link.votesPpm),
      control: link.control ?? '',
      invested: euroOf(link.investedCents),
    })),
  };
}

/** What the form holds as a graph; what cannot be read goes as it is, so that the server says why. */
export function graphOf(values: GraphValues): OwnershipGraph {
  const names = new Map(
    [...values.enterprises, ...values.persons].map(({ key, id }) => [key, id.trim()]),
  );
  const nameOf = (key: string) => names.get(key) ?? '';
  const graph = {
    subject: values.enterprises[0]?.id.trim() ?? '',
    holderRegime: 'sme' as const,
    enterprises: values.enterprises.map(enterpriseOf),
    persons: values.persons.map(({ id, businessAngel, together }) => ({
      id: id.trim(),
      ...(businessAngel ? { businessAngel } : {}),
      ...(together === '' ? {} : { actingTogether: [nameOf(together)] }),
    })),
    links: values.links.map((link) => ({
      from: nameOf(link.from),
      to: nameOf(link.to),
      capitalPpm: ppmOf(link.capital),
      votesPpm: ppmOf(link.votes),
      ...(link.control === '' ? {} : { control: link.control }),
      ...(link.invested.trim() === '' ? {} : { investedCents: centsOf(link.invested) }),
    })),
  };
  return graph as OwnershipGraph;
}

function enterpriseOf(one: EnterpriseValues) {
  return {
    id: one.id.trim(),
    kind: one.kind,
    ...(one.identifierValue.trim() === ''
      ? {}
      : { identifier: { kind: one.identifierKind, value: one.identifierValue.trim() } }),
    ...(one.market.trim() === '' ? {} : { market: one.market.trim() }),
    ...(one.kind === 'local_authority' && one.budgetCents.trim() !== ''
      ? { budgetCents: centsOf(one.budgetCents) }
      : {}),
    ...(one.kind === 'local_authority' && one.inhabitants.trim() !== ''
      ? { inhabitants: numberOf(one.inhabitants) }
      : {}),
    years: one.years.map((year) => ({
      year: numberOf(year.year),
      awu: year.awu.trim().replace(',', '.'),
      turnoverCents: centsOf(year.turnoverCents),
      balanceCents: centsOf(year.balanceCents),
      ...(year.estimate ? { estimate: true } : {}),
    })),
  };
}

const numberOf = (text: string): number | string =>
  /^\s*-?\d+\s*$/.test(text) ? Number(text) : text;

/** "33,5" → 335000; what is no number goes as it is. An empty share is none. */
export function ppmOf(text: string): number | string {
  const plain = text.trim().replace(',', '.').replace(/\s*%$/, '');
  if (plain === '') return 0;
  return /^-?\d{1,4}(\.\d{1,4})?$/.test(plain) ? Math.round(Number(plain) * 10_000) : text;
}

/** 335000 → "33.5". */
export const percentOf = (ppm: number): string => String(ppm / 10_000);

const euroOf = (cents: string | undefined): string =>
  cents === undefined ? '' : cents.length > 2 ? cents.slice(0, -2) : cents === '0' ? '0' : cents;

const fields: Record<string, string> = {
  capitalPpm: 'capital',
  votesPpm: 'votes',
  investedCents: 'invested',
  actingTogether: 'together',
};

/** The field of the form for a pointer of the server: `/links/0/capitalPpm` → `links.0.capital`. */
export function fieldOfGraph(pointer: string): string {
  const [list = '', row = '0', field, inner, last] = pointer.split('/').slice(1);
  if (list === 'subject') return 'enterprises.0.id';
  if (field === undefined) return `${list}.${row}.${list === 'links' ? 'to' : 'id'}`;
  if (field === 'years') {
    return inner === undefined
      ? `${list}.${row}.id`
      : `${list}.${row}.years.${inner}.${last ?? 'year'}`;
  }
  if (field === 'identifier') return `${list}.${row}.identifierValue`;
  return `${list}.${row}.${fields[field] ?? field}`;
}
