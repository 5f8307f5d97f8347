import { checkIdentifier } from '../../kernel/identifiers.js';
import { SeededRandom } from '../../kernel/seeded-random.js';
import { inventedOrganisations } from '../data/organisations.js';
import { topics } from '../data/topics.js';
import { demoOrganisations } from '../demo-users.js';
import { demandOf } from './demand.js';
import { figuresOf } from './figures.js';
import { identifierOf } from './identifiers.js';
import { PeopleNames, planReviewers } from './people.js';
import { planPledges } from './pledges.js';
import { planProjects } from './projects.js';
import { planRequest } from './requests.js';
import { planReview } from './reviews.js';

const limits = { gpuHoursMin: 80_000, gpuHoursMax: 880_000, months: 12, wholeOnly: false };
const demo = new Set(Object.values(demoOrganisations));
const projects = () => planProjects(new SeededRandom('test'), inventedOrganisations, demo);
const requests = () =>
  projects().first.map(({ topic, organisation }, index) =>
    planRequest(
      new SeededRandom(`request ${index}`),
      organisation,
      { topic, title: 'followUp', sisterOf: topic[1] },
      limits,
    ),
  );

describe('projects', () => {
  test('240 requests in two calls, all classes in each, the same in every run', () => {
    const { first, second } = projects();
    expect([first.length, second.length]).toEqual([120, 120]);
    for (const list of [first, second.map(({ project }) => project)]) {
      expect(new Set(list.map(({ organisation }) => organisation.class)).size).toBe(3);
    }
    expect(projects()).toEqual(projects());
  });

  test('no two requests of one call have the same title', () => {
    const { first, second, rest } = projects();
    const titles = [
      ...first.map(({ topic }) => topic[1]),
      ...second.map(({ project: { topic }, sister }) => (sister ? topic[2] : topic[1])),
      ...rest.map(({ topic }) => topic[2]),
    ];
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.length).toBe(2 * topics.length);
  });

  test('everybody works in their own field, and the demonstration takes part in both calls', () => {
    const { first, second } = projects();
    expect(first.every(({ topic, organisation }) => organisation.fields.includes(topic[0]))).toBe(
      true,
    );
    for (const name of demo) {
      const takesPart = ({ organisation }: { organisation: { name: string } }) =>
        organisation.name === name;
      expect(first.some(takesPart)).toBe(true);
      expect(second.some(({ project }) => takesPart(project))).toBe(true);
    }
  });
});

describe('requests', () => {
  test('amounts are whole, inside the limits, and the minimum is at most the ask (REQ-3)', () => {
    for (const { demand } of requests()) {
      expect(demand.gpuHoursAsked).toBeGreaterThanOrEqual(limits.gpuHoursMin);
      expect(demand.gpuHoursAsked).toBeLessThanOrEqual(limits.gpuHoursMax);
      expect(demand.gpuHoursMinimum).toBeGreaterThanOrEqual(limits.gpuHoursMin);
      expect(demand.gpuHoursMinimum).toBeLessThanOrEqual(demand.gpuHoursAsked);
      expect(demand.gpus * demand.months * 720).toBeGreaterThanOrEqual(demand.gpuHoursMinimum);
      expect(demand.gpus).toBeLessThanOrEqual(1024);
    }
  });

  test('sizes spread as in the trace: the largest tenth asks for more than the smaller half', () => {
    const random = new SeededRandom('sizes');
    const asks = Array.from({ length: 1000 }, () => demandOf(random, 'science', limits))
      .map(({ gpuHoursAsked }) => gpuHoursAsked)
      .sort((a, b) => a - b);
    const sum = (list: number[]) => list.reduce((total, ask) => total + ask, 0);
    expect(sum(asks.slice(900)) * 5).toBeGreaterThan(sum(asks.slice(0, 500)) * 2);
    expect(asks[500]).toBeGreaterThan(150_000);
    expect(asks[500]).toBeLessThan(350_000);
  });

  test('a whole request has its ask as its minimum', () => {
    const whole = { gpuHoursMin: 10_001, gpuHoursMax: 50_000, months: 3, wholeOnly: true };
    const demand = demandOf(new SeededRandom('fast lane'), 'sme', whole);
    expect(demand.gpuHoursMinimum).toBe(demand.gpuHoursAsked);
  });

  test('every place in a sentence is filled, and texts fit into their fields', () => {
    for (const { title, summary, purpose, dataStatement } of requests()) {
      expect([title, summary, purpose, dataStatement].join(' ')).not.toMatch(/[{}]|undefined/);
      expect(title.length).toBeLessThanOrEqual(160);
      expect(summary.length).toBeLessThanOrEqual(2000);
    }
  });
});

describe('reviews', () => {
  const facts = { gpus: 64, months: 12, hours: 210_000 };
  const reviews = (quality: number) =>
    Array.from({ length: 300 }, (_, index) =>
      planReview(new SeededRandom(`review ${index}`), facts, quality, { severity: 0, nth: 0 }),
    );

  test('scores are whole points from 0 to 5 and follow the quality', () => {
    const mean = (quality: number) =>
      reviews(quality).reduce((sum, { scores }) => sum + scores.excellence, 0) / 300;
    for (const { scores } of [...reviews(0.2), ...reviews(0.98)]) {
      expect(Object.values(scores).every((score) => [0, 1, 2, 3, 4, 5].includes(score))).toBe(true);
    }
    expect(mean(0.9)).toBeGreaterThan(mean(0.5) + 1.5);
  });

  test('two reviewers of a request do not use the same words', () => {
    const words = (nth: number) =>
      Array.from({ length: 300 }, (_, index) =>
        planReview(new SeededRandom(`words ${index}`), facts, 0.8, { severity: 0, nth }),
      ).flatMap(({ commentToApplicant }) => commentToApplicant.split(/(?<=\.) (?=[A-Z])/));
    const first = new Set(words(0));
    expect(words(1).filter((sentence) => first.has(sentence))).toEqual([]);
  });

  test('the applicant reads at least fifty characters without gaps (REV-6)', () => {
    for (const { commentToApplicant, commentToPanel } of reviews(0.7)) {
      expect(commentToApplicant.length).toBeGreaterThan(50);
      expect(commentToApplicant + commentToPanel).not.toMatch(/[{}]|undefined/);
    }
  });
});

describe('people and organisations', () => {
  test('no two people share a name or an address', () => {
    const names = new PeopleNames(new SeededRandom('names'), ['Signe Holmboe']);
    const people = planReviewers(new SeededRandom('reviewers'), names, 60);
    const more = Array.from({ length: 25 }, () => names.next('DK', 'kystvig'));
    const all = [...people, ...more];
    expect(new Set(all.map(({ email }) => email)).size).toBe(all.length);
    expect(all.map(({ name }) => name)).not.toContain('Signe Holmboe');
    expect(all.every(({ email }) => /^[a-z0-9.]+@[a-z0-9-]+\.portal\.example$/.test(email))).toBe(
      true,
    );
  });

  test('identifiers have right check digits (MEM-1) and belong to one organisation each', () => {
    const identifiers = inventedOrganisations.map((organisation) =>
      identifierOf(new SeededRandom(organisation.slug), organisation),
    );
    for (const { kind, value } of identifiers)
      expect(checkIdentifier(kind, value).valid).toBe(true);
    expect(new Set(identifiers.map(({ value }) => value)).size).toBe(identifiers.length);
  });

  test('figures put a company clearly into its class (MEM-2)', () => {
    for (let seed = 0; seed < 50; seed += 1) {
      const small = figuresOf(new SeededRandom(`sme ${seed}`), 'sme', 2025)!;
      const large = figuresOf(new SeededRandom(`large ${seed}`), 'large', 2025)!;
      expect(Number(small.headcount)).toBeLessThan(250);
      expect(BigInt(small.turnoverCents)).toBeLessThanOrEqual(50_00_000_000n);
      expect(Number(large.headcount)).toBeGreaterThan(1_000);
    }
    expect(figuresOf(new SeededRandom('science'), 'science', 2025)).toBeNull();
  });

  test('pledges add up to a plausible part of EUR 150 bn', () => {
    const pledges = inventedOrganisations.flatMap((organisation) =>
      planPledges(new SeededRandom(`pledges ${organisation.slug}`), organisation, 2026),
    );
    const billions = pledges
      .filter(({ state }) => state !== 'withdrawn')
      .reduce((sum, { amountCents }) => sum + Number(amountCents ?? 0n) / 1e11, 0);
    expect(billions).toBeGreaterThan(30);
    expect(billions).toBeLessThan(120);
    expect(pledges.every(({ kind, amountCents }) => kind !== 'capital' || amountCents)).toBe(true);
    expect(pledges.every(({ horizonYear }) => horizonYear > 2026 && horizonYear <= 2032)).toBe(
      true,
    );
  });
});
