import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How the next requests are answered instead of as the registry would. */
export type Trouble =
  | { kind: 'slow'; ms: number }
  | { kind: 'status'; status: number; retryAfter?: number; html?: boolean }
  | { kind: 'cut' }
  | { kind: 'huge'; declared: boolean }
  | { kind: 'redirect'; to: string }
  | { kind: 'text'; text: string }
  | { kind: 'vies'; error: string; status?: number; as?: 'wrapper' | 'userError' };

export interface VatEntry {
  valid: boolean;
  name?: string;
  address?: string;
}
export interface LeiEntry {
  name: string;
  otherNames?: string[];
  country: string;
  jurisdiction?: string;
  status?: 'ACTIVE' | 'INACTIVE';
  registration?: string;
  directParent?: string;
  ultimateParent?: string;
}
export interface RorEntry {
  name: string;
  otherNames?: string[];
  country: string;
  status?: 'active' | 'inactive' | 'withdrawn';
}

/**
 * A local server that answers as VIES (POST check-vat-number), GLEIF (JSON:API) and ROR (version 2) do,
 * and misbehaves on demand.
 */
export interface FakeRegistries {
  url: string;
  vat: Map<string, VatEntry>;
  lei: Map<string, LeiEntry>;
  ror: Map<string, RorEntry>;
  /** Trouble for the next requests, in order; then all is well again. */
  trouble: Trouble[];
  /** Paths asked so far; for VIES the number is added. */
  asked: string[];
  bodies: unknown[];
  /** The most requests that were open at one time. */
  openMost: number;
  variables: Record<string, string>;
  reset(): void;
  close(): Promise<void>;
}

export async function openRegistries(): Promise<FakeRegistries> {
  let open = 0;
  const state: Omit<FakeRegistries, 'url' | 'variables' | 'reset' | 'close'> = {
    vat: new Map(),
    lei: new Map(),
    ror: new Map(),
    trouble: [],
    asked: [],
    bodies: [],
    openMost: 0,
  };
  const server = createServer((request, response) => {
    open += 1;
    fake.openMost = Math.max(fake.openMost, open);
    response.on('close', () => (open -= 1));
    void answer(fake, request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const fake: FakeRegistries = Object.assign(state, {
    url,
    variables: { VIES_URL: `${url}/vies`, GLEIF_URL: `${url}/gleif/`, ROR_URL: `${url}/ror` },
    reset: () => {
      for (const map of [fake.vat, fake.lei, fake.ror]) map.clear();
      Object.assign(fake, { trouble: [], asked: [], bodies: [], openMost: 0 });
    },
    close: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  });
  return fake;
}

async function answer(fake: FakeRegistries, request: IncomingMessage, response: ServerResponse) {
  const path = request.url ?? '';
  let sent = '';
  for await (const chunk of request) sent += String(chunk);
  const body = sent === '' ? null : (JSON.parse(sent) as Record<string, string>);
  fake.asked.push(
    body === null ? path : `${path} ${body['countryCode'] ?? ''}${body['vatNumber'] ?? ''}`,
  );
  if (body !== null) fake.bodies.push(body);
  const trouble = fake.trouble.shift();
  if (trouble?.kind === 'slow') await new Promise((done) => setTimeout(done, trouble.ms));
  else if (trouble !== undefined) return misbehave(response, trouble);
  if (path === '/vies/check-vat-number') return json(response, 200, viesAnswer(fake, body ?? {}));
  const lei = /^\/gleif\/lei-records\/(\w+)(?:\/(direct|ultimate)-parent)?$/.exec(path);
  if (lei !== null) return gleifAnswer(fake, request, response, lei[1] ?? '', lei[2]);
  const ror = /^\/ror\/organizations\/(\w+)$/.exec(path);
  if (ror !== null) return rorAnswer(fake, response, ror[1] ?? '');
  return json(response, 404, {});
}

function misbehave(response: ServerResponse, trouble: Exclude<Trouble, { kind: 'slow' }>) {
  if (trouble.kind === 'status') {
    if (trouble.retryAfter !== undefined) response.setHeader('Retry-After', trouble.retryAfter);
    if (trouble.html === true) return response.writeHead(trouble.status).end('<h1>Sorry</h1>');
    return json(response, trouble.status, { message: 'not now' });
  }
  if (trouble.kind === 'redirect') {
    return response.writeHead(302, { Location: trouble.to }).end();
  }
  if (trouble.kind === 'text') return response.writeHead(200).end(trouble.text);
  if (trouble.kind === 'vies') {
    const as = trouble.as ?? 'wrapper';
    return json(
      response,
      trouble.status ?? 200,
      as === 'wrapper'
        ? { actionSucceed: false, errorWrappers: [{ error: trouble.error }] }
        : { isValid: false, valid: false, userError: trouble.error, name: '---', address: '---' },
    );
  }
  if (trouble.kind === 'cut') {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '500' });
    response.write('{"valid": tr');
    return setTimeout(() => response.destroy(), 20);
  }
  const megabytes = Buffer.alloc(3_000_000, ' ');
  response.writeHead(200, trouble.declared ? { 'Content-Length': megabytes.length } : {});
  return response.end(megabytes);
}

function json(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function viesAnswer(fake: FakeRegistries, body: Record<string, string>) {
  const { countryCode = '', vatNumber = '', requesterNumber } = body;
  const entry = fake.vat.get(countryCode + vatNumber);
  const shown = entry?.valid === true ? entry : undefined;
  return {
    countryCode,
    vatNumber,
    requestDate: '2026-11-25T09:30:00.000Z',
    valid: entry?.valid ?? false,
    requestIdentifier: requesterNumber === undefined ? '' : 'WAPIAAAAYlCr2',
    name: shown?.name ?? '---',
    address: shown?.address ?? '---',
    traderName: '---',
    traderStreet: '---',
    traderPostalCode: '---',
    traderCity: '---',
    traderCompanyType: '---',
    traderNameMatch: 'NOT_PROCESSED',
    traderStreetMatch: 'NOT_PROCESSED',
    traderPostalCodeMatch: 'NOT_PROCESSED',
    traderCityMatch: 'NOT_PROCESSED',
    traderCompanyTypeMatch: 'NOT_PROCESSED',
  };
}

function gleifAnswer(
  fake: FakeRegistries,
  request: IncomingMessage,
  response: ServerResponse,
  lei: string,
  relation: string | undefined,
) {
  if (!(request.headers.accept ?? '').includes('application/vnd.api+json')) {
    return json(response, 406, { errors: [{ status: '406' }] });
  }
  const own = fake.lei.get(lei);
  const wanted =
    relation === undefined ? lei : relation === 'direct' ? own?.directParent : own?.ultimateParent;
  const entry = wanted === undefined ? undefined : fake.lei.get(wanted);
  if (wanted === undefined || entry === undefined) {
    return json(response, 404, { errors: [{ status: '404', title: 'Resource not found' }] });
  }
  return json(response, 200, {
    meta: { goldenCopy: { publishDate: '2026-11-25T08:00:00Z' } },
    data: {
      type: 'lei-records',
      id: wanted,
      attributes: {
        lei: wanted,
        entity: {
          legalName: { name: entry.name, language: 'en' },
          otherNames: (entry.otherNames ?? []).map((name) => ({ name, language: 'en' })),
          transliteratedOtherNames: [],
          legalAddress: {
            language: 'en',
            addressLines: ['1 Main Street'],
            city: 'Town',
            country: entry.country,
            postalCode: '1000',
          },
          jurisdiction: entry.jurisdiction ?? entry.country,
          category: 'GENERAL',
          legalForm: { id: '8888', other: null },
          status: entry.status ?? 'ACTIVE',
        },
        registration: { status: entry.registration ?? 'ISSUED', nextRenewalDate: '2027-05-01' },
      },
      relationships: {
        'direct-parent': { links: linkOf(lei, 'direct', entry.directParent) },
        'ultimate-parent': { links: linkOf(lei, 'ultimate', entry.ultimateParent) },
      },
      links: { self: `https://api.gleif.org/api/v1/lei-records/${wanted}` },
    },
  });
}

/** Where the address points does not matter: the portal makes its own. */
const linkOf = (lei: string, relation: string, parent: string | undefined) =>
  parent === undefined
    ? { 'reporting-exception': `http://169.254.169.254/lei-records/${lei}/${relation}` }
    : { 'lei-record': `http://169.254.169.254/lei-records/${lei}/${relation}-parent` };

function rorAnswer(fake: FakeRegistries, response: ServerResponse, id: string) {
  const entry = fake.ror.get(id);
  if (entry === undefined) {
    return json(response, 404, { errors: [`ROR ID 'https://ror.org/${id}' does not exist`] });
  }
  return json(response, 200, {
    id: `https://ror.org/${id}`,
    status: entry.status ?? 'active',
    names: [
      ...(entry.otherNames ?? []).map((value) => ({ value, types: ['label'], lang: 'en' })),
      { value: entry.name, types: ['ror_display', 'label'], lang: 'en' },
    ],
    locations: [
      {
        geonames_id: 1,
        geonames_details: {
          country_code: entry.country,
          country_name: 'Somewhere',
          name: 'Town',
          lat: 1,
          lng: 1,
        },
      },
    ],
    types: ['facility'],
    links: [],
    relationships: [],
    domains: [],
    external_ids: [],
    established: 1970,
    admin: { created: { date: '2018-11-14', schema_version: '1.0' } },
  });
}
