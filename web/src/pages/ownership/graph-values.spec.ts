import { describe, expect, test } from 'vitest';
import { fieldOfGraph, graphOf, percentOf, ppmOf, valuesOf } from './graph-values';

const year = (of: number) => ({
  year: of,
  awu: '120.5',
  turnoverCents: '1250000000',
  balanceCents: '800000000',
});
const graph = {
  subject: 'Nova',
  holderRegime: 'sme' as const,
  enterprises: [
    {
      id: 'Group',
      kind: 'enterprise' as const,
      years: [year(2024), { ...year(2025), estimate: true }],
    },
    {
      id: 'Nova',
      kind: 'enterprise' as const,
      identifier: { kind: 'vat' as const, value: 'FI09206320' },
      market: 'models',
      years: [year(2025)],
    },
    {
      id: 'Town',
      kind: 'local_authority' as const,
      budgetCents: '900000000',
      inhabitants: 4200,
      years: [],
    },
  ],
  persons: [{ id: 'Ada', businessAngel: true, actingTogether: ['Bob'] }, { id: 'Bob' }],
  links: [
    {
      from: 'Group',
      to: 'Nova',
      capitalPpm: 335_000,
      votesPpm: 250_000,
      control: 'board' as const,
    },
    { from: 'Ada', to: 'Nova', capitalPpm: 10_000, votesPpm: 0, investedCents: '5000000' },
  ],
};

describe('the form of a graph', () => {
  test('gives back the graph that it shows, the subject first', () => {
    const back = graphOf(valuesOf(graph));
    expect(back.subject).toBe('Nova');
    expect(back.enterprises.map(({ id }) => id)).toEqual(['Nova', 'Group', 'Town']);
    const byId = <Row extends { id: string }>(rows: readonly Row[] = []) =>
      [...rows].sort((a, b) => a.id.localeCompare(b.id));
    expect(byId(back.enterprises)).toEqual(byId(graph.enterprises));
    expect(back.persons).toEqual(graph.persons);
    expect(back.links).toEqual(graph.links);
  });

  test('links follow when an enterprise is renamed', () => {
    const values = valuesOf(graph);
    values.enterprises[0]!.id = 'Nova AI';
    const back = graphOf(values);
    expect([back.subject, back.links?.[0]?.to]).toEqual(['Nova AI', 'Nova AI']);
  });

  test.each([
    ['33.5', 335_000],
    ['33,5 %', 335_000],
    ['', 0],
    ['150', 1_500_000],
    ['-1', -10_000],
    ['half', 'half'],
  ])('a share of "%s" is %s', (text, expected) => {
    expect(ppmOf(text)).toBe(expected);
  });

  test.each([
    ['/links/2/capitalPpm', 'links.2.capital'],
    ['/links/1', 'links.1.to'],
    ['/enterprises/0/years/1/awu', 'enterprises.0.years.1.awu'],
    ['/enterprises/3/years', 'enterprises.3.id'],
    ['/enterprises/0/identifier/value', 'enterprises.0.identifierValue'],
    ['/persons/0/actingTogether/0', 'persons.0.together'],
    ['/subject', 'enterprises.0.id'],
  ])('%s is the field %s', (pointer, field) => {
    expect(fieldOfGraph(pointer)).toBe(field);
  });

  test('shares are written as people do', () => {
    expect([percentOf(250_000), percentOf(333_333)]).toEqual(['25', '33.3333']);
  });
});
