import { Gleif } from '../../src/registries/gleif.client.js';
import { reachOf, type Consultation, type Reach } from '../../src/registries/registry.client.js';
import { Ror } from '../../src/registries/ror.client.js';
import { Vies } from '../../src/registries/vies.client.js';
import { openRegistries, type FakeRegistries, type Trouble } from '../harness/registries.js';

/* MEM-1: the registries over HTTP, against a server that answers and misbehaves as they do. */

let fake: FakeRegistries;
beforeAll(async () => {
  fake = await openRegistries();
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.reset();
  fake.vat.set('FI09206320', { valid: true, name: 'CSC-Tieteen tietotekniikan keskus Oy', address: 'PL 405\n02101 ESPOO' }); // prettier-ignore
  fake.vat.set('FI20774740', { valid: false });
});

// Time enough for a busy machine; what is to run out of it says so.
const quick: Partial<Reach> = { timeoutMs: 10_000, backoffMs: 5 };
const hasty: Partial<Reach> = { timeoutMs: 300 };
const vies = (reach: Partial<Reach> = {}, requester: string | null = null) =>
  new Vies(reachOf(`${fake.url}/vies`, { ...quick, ...reach }), requester);
const gleif = (reach: Partial<Reach> = {}) =>
  new Gleif(reachOf(`${fake.url}/gleif`, { ...quick, ...reach }));
const ror = (reach: Partial<Reach> = {}) =>
  new Ror(reachOf(`${fake.url}/ror`, { ...quick, ...reach }));
const sap = '529900D6BF99LW9R2E68';
const airbus = 'MINO79WLOO247M1IL051';
const siemens = 'W38RGI023J3WT1HWRP32';

const recordIn = (found: Consultation) => {
  if (!('answer' in found) || !found.answer.found) throw new Error(JSON.stringify(found));
  return found.answer;
};

describe('VIES', () => {
  test('a valid number comes with name and address; the question has the shape of the service', async () => {
    expect(recordIn(await vies().consult('FI09206320'))).toMatchObject({
      names: ['CSC-Tieteen tietotekniikan keskus Oy'],
      country: 'FI',
      address: 'PL 405 02101 ESPOO',
      consultationId: null,
    });
    expect(fake.bodies).toEqual([{ countryCode: 'FI', vatNumber: '09206320' }]);
  });

  test('with the portal’s own number the consultation has a number', async () => {
    const record = recordIn(await vies({}, 'BE0428759497').consult('FI09206320'));
    expect(record.consultationId).toBe('WAPIAAAAYlCr2');
    expect(fake.bodies[0]).toMatchObject({
      requesterMemberStateCode: 'BE',
      requesterNumber: '0428759497',
    });
  });

  test('not valid is an answer', async () => {
    const answer = { found: false, code: 'INVALID' };
    expect(await vies().consult('FI20774740')).toEqual({ answer });
    fake.trouble = [{ kind: 'vies', error: 'INVALID', as: 'userError' }];
    expect(await vies().consult('FI20774740')).toEqual({ answer });
    fake.trouble = [{ kind: 'vies', error: 'INVALID_INPUT', status: 400 }];
    expect(await vies().consult('FI20774740')).toEqual({ answer });
    expect(fake.asked).toHaveLength(3);
  });

  test('a member state that keeps names to itself tells none', async () => {
    fake.vat.set('DE136695976', { valid: true, name: '---', address: '---' });
    expect(recordIn(await vies().consult('DE136695976'))).toMatchObject({
      names: [],
      address: null,
    });
  });

  test('Greece is EL to VIES and GR to us, Northern Ireland XI and GB', async () => {
    fake.vat.set('EL094259216', { valid: true, name: 'ΔΕΛΤΑ ΑΕ||DELTA' });
    fake.vat.set('XI123456789', { valid: true, name: 'Belfast Compute Ltd' });
    const greek = recordIn(await vies().consult('EL094259216'));
    expect(greek).toMatchObject({ country: 'GR', names: ['ΔΕΛΤΑ ΑΕ', 'DELTA'] });
    expect(recordIn(await vies().consult('XI123456789')).country).toBe('GB');
    expect(fake.bodies).toMatchObject([{ countryCode: 'EL' }, { countryCode: 'XI' }]);
  });

  test.each([
    ['MS_UNAVAILABLE', 'MEMBER_STATE_UNAVAILABLE', 3],
    ['SERVICE_UNAVAILABLE', 'REGISTRY_ERROR', 3],
    ['TIMEOUT', 'TIMEOUT', 3],
    ['MS_MAX_CONCURRENT_REQ', 'BUSY', 3],
    ['GLOBAL_MAX_CONCURRENT_REQ', 'BUSY', 3],
    ['IP_BLOCKED', 'REFUSED_US', 1],
  ])('%s is no answer: %s after %i tries, in both shapes', async (error, fault, tries) => {
    for (const [as, status] of [
      ['wrapper', 500],
      ['wrapper', 400],
      ['userError', 200],
    ] as const) {
      fake.reset();
      fake.trouble = Array.from({ length: 3 }, () => ({ kind: 'vies', error, status, as }));
      expect(await vies().consult('FI09206320')).toMatchObject({ fault });
      expect(fake.asked).toHaveLength(tries);
    }
  });

  test('a fault that passes is tried again until the answer comes', async () => {
    fake.trouble = [
      { kind: 'vies', error: 'MS_MAX_CONCURRENT_REQ' },
      { kind: 'status', status: 502, html: true },
    ];
    expect(recordIn(await vies().consult('FI09206320')).country).toBe('FI');
    expect(fake.asked).toHaveLength(3);
  });
});

describe('GLEIF', () => {
  test('a record with its parents, whose addresses are made here', async () => {
    fake.lei.set(sap, { name: 'SAP SE', otherNames: ['SAP AG'], country: 'DE', directParent: airbus, ultimateParent: siemens }); // prettier-ignore
    fake.lei.set(airbus, { name: 'Airbus SE', country: 'NL' });
    fake.lei.set(siemens, { name: 'Siemens Aktiengesellschaft', country: 'DE' });
    expect(recordIn(await gleif().consult(sap))).toMatchObject({
      names: ['SAP SE', 'SAP AG'],
      country: 'DE',
      otherCountries: ['DE'],
      address: '1 Main Street, 1000 Town',
      status: 'ISSUED',
      standing: 'good',
      parents: [
        { relation: 'direct', lei: airbus, name: 'Airbus SE', country: 'NL' },
        { relation: 'ultimate', lei: siemens, name: 'Siemens Aktiengesellschaft', country: 'DE' },
      ],
    });
    expect(fake.asked.every((path) => path.startsWith('/gleif/lei-records/'))).toBe(true);
  });

  test('parents that cannot be read leave the record and say that they are unknown', async () => {
    fake.lei.set(sap, { name: 'SAP SE', country: 'DE', directParent: airbus });
    fake.lei.set(airbus, { name: 'Airbus SE', country: 'NL' });
    const well = { kind: 'slow', ms: 0 } as const;
    const bad = { kind: 'status', status: 500 } as const;
    fake.trouble = [well, bad, bad, bad];
    expect(recordIn(await gleif().consult(sap))).toMatchObject({
      names: ['SAP SE'],
      parents: null,
    });
  });

  test.each([
    ['ISSUED', 'ACTIVE', 'good', 'ISSUED'],
    ['LAPSED', 'ACTIVE', 'note', 'LAPSED'],
    ['RETIRED', 'ACTIVE', 'bad', 'RETIRED'],
    ['MERGED', 'ACTIVE', 'bad', 'MERGED'],
    ['DUPLICATE', 'ACTIVE', 'bad', 'DUPLICATE'],
    ['ANNULLED', 'ACTIVE', 'bad', 'ANNULLED'],
    ['ISSUED', 'INACTIVE', 'bad', 'INACTIVE'],
  ] as const)('registration %s, entity %s: %s', async (registration, status, standing, told) => {
    fake.lei.set(sap, { name: 'SAP SE', country: 'DE', registration, status });
    expect(recordIn(await gleif().consult(sap))).toMatchObject({ standing, status: told });
  });

  test('unknown is an answer', async () => {
    expect(await gleif().consult(sap)).toEqual({ answer: { found: false, code: 'NOT_FOUND' } });
  });
});

describe('ROR', () => {
  test('its display name first, and its country', async () => {
    fake.ror.set('04m8m1253', { name: 'CSC - IT Center for Science', otherNames: ['CSC'], country: 'FI' }); // prettier-ignore
    expect(recordIn(await ror().consult('04m8m1253'))).toMatchObject({
      names: ['CSC - IT Center for Science', 'CSC'],
      country: 'FI',
      status: 'active',
      standing: 'good',
    });
  });

  test.each(['inactive', 'withdrawn'] as const)('%s does not stand', async (status) => {
    fake.ror.set('04m8m1253', { name: 'CSC', country: 'FI', status });
    expect(recordIn(await ror().consult('04m8m1253')).standing).toBe('bad');
  });

  test('unknown is an answer', async () => {
    const answer = { found: false, code: 'NOT_FOUND' };
    expect(await ror().consult('04m8m1253')).toEqual({ answer });
  });
});

describe('what a registry does wrong', () => {
  const cases: [name: string, trouble: Trouble, fault: string, tries: number][] = [
    ['slow', { kind: 'slow', ms: 1000 }, 'TIMEOUT', 3],
    ['500', { kind: 'status', status: 500 }, 'REGISTRY_ERROR', 3],
    ['503 as a page', { kind: 'status', status: 503, html: true }, 'REGISTRY_ERROR', 3],
    ['429', { kind: 'status', status: 429 }, 'BUSY', 3],
    ['403', { kind: 'status', status: 403 }, 'REFUSED_US', 1],
    ['cut in the middle', { kind: 'cut' }, 'CUT_OFF', 3],
    ['a huge body', { kind: 'huge', declared: true }, 'TOO_LARGE', 1],
    ['a huge body that hides its size', { kind: 'huge', declared: false }, 'TOO_LARGE', 1],
    ['a redirect inside', { kind: 'redirect', to: 'http://169.254.169.254/' }, 'REDIRECTED', 1],
    ['invalid JSON', { kind: 'text', text: '{"valid": tru' }, 'UNREADABLE', 3],
    ['JSON of another shape', { kind: 'text', text: '[42]' }, 'UNREADABLE', 3],
    ['null', { kind: 'text', text: 'null' }, 'UNREADABLE', 3],
    ['nothing', { kind: 'text', text: '' }, 'UNREADABLE', 3],
  ];
  const registries = [
    ['VIES', vies, 'FI09206320'],
    ['GLEIF', gleif, sap],
    ['ROR', ror, '04m8m1253'],
  ] as const;

  test.each(cases)('%s', async (_, trouble, fault, tries) => {
    for (const [name, make, value] of registries) {
      fake.reset();
      fake.trouble = [trouble, trouble, trouble];
      expect([name, await make(fault === 'TIMEOUT' ? hasty : {}).consult(value)]).toEqual([
        name,
        expect.objectContaining({ fault }),
      ]);
      expect(fake.asked).toHaveLength(tries);
    }
  });

  test('a redirect is not followed to the portal’s own network', async () => {
    fake.trouble = [{ kind: 'redirect', to: `${fake.url}/secret` }];
    await ror().consult('04m8m1253');
    expect(fake.asked).toEqual(['/ror/organizations/04m8m1253']);
  });

  test('nobody there', async () => {
    const gone = await openRegistries();
    await gone.close();
    const registry = new Ror(reachOf(`${gone.url}/ror`, quick));
    expect(await registry.consult('04m8m1253')).toMatchObject({ fault: 'UNREACHABLE' });
  });

  test('a registry that asks for a long pause is left alone at once', async () => {
    fake.trouble = [{ kind: 'status', status: 429, retryAfter: 3600 }];
    const found = await vies().consult('FI09206320');
    expect(found).toMatchObject({ fault: 'BUSY', retryAfterSeconds: 3600 });
    expect(fake.asked).toHaveLength(1);
  });

  test('two questions at a time, the others wait', async () => {
    const one = vies();
    fake.trouble = Array.from({ length: 8 }, () => ({ kind: 'slow', ms: 20 }));
    await Promise.all(Array.from({ length: 8 }, () => one.consult('FI09206320')));
    expect(fake.asked).toHaveLength(8);
    expect(fake.openMost).toBeLessThanOrEqual(2);
  });
});
