import { z } from 'zod';
import { checkIdentifier } from '../kernel/identifiers.js';
import {
  RegistryLine,
  statusFault,
  type Consultation,
  type Exchange,
  type Reach,
  type Registry,
} from './registry.client.js';
import type { Parent, RegistryRecord } from './registries.rules.js';

const text = z.string().max(5000);
const named = z.object({ name: text });
const address = z.object({
  addressLines: z.array(text).max(20).nullish(),
  city: text.nullish(),
  postalCode: text.nullish(),
  country: text.nullish(),
});
const links = z.object({ links: z.record(z.string(), z.unknown()).optional() });

/** A level 1 record of the JSON:API, as far as the portal reads it. */
const recordShape = z.object({
  data: z.object({
    id: text,
    attributes: z.object({
      lei: text,
      entity: z.object({
        legalName: named,
        otherNames: z.array(named).max(100).nullish(),
        transliteratedOtherNames: z.array(named).max(100).nullish(),
        legalAddress: address,
        jurisdiction: text.nullish(),
        status: text.nullish(),
      }),
      registration: z.object({ status: text.nullish() }),
    }),
    relationships: z
      .object({ 'direct-parent': links.optional(), 'ultimate-parent': links.optional() })
      .optional(),
  }),
});
type LeiRecord = z.infer<typeof recordShape>['data'];

/** Registrations that no longer stand for an acting entity, and ones that do with a grain of salt. */
const badRegistrations = [
  'RETIRED',
  'MERGED',
  'DUPLICATE',
  'ANNULLED',
  'CANCELLED',
  'TRANSFERRED',
  'PENDING_VALIDATION',
];
const notedRegistrations = ['LAPSED', 'PENDING_TRANSFER', 'PENDING_ARCHIVAL'];

/**
 * GLEIF, the register of legal entity identifiers: GET {base}/lei-records/{LEI}, JSON:API, CC0. Parents
 * are read where the record names them; their addresses are made here, never taken from the answer.
 */
export class Gleif implements Registry {
  readonly kind = 'lei';
  private readonly line: RegistryLine;

  constructor(reach: Reach) {
    this.line = new RegistryLine(reach);
  }

  async consult(value: string): Promise<Consultation> {
    let record: LeiRecord | null = null;
    const found = await this.get(`/lei-records/${value}`, (exchange) => {
      const data = dataIn(exchange);
      if (data === null) return { fault: 'UNREADABLE', passing: true };
      if (data.id !== value) return { fault: 'UNREADABLE', passing: false };
      record = data;
      return { answer: recordOf(data) };
    });
    if (record === null || !('answer' in found) || !found.answer.found) return found;
    return { answer: { ...found.answer, parents: await this.parents(value, record) } };
  }

  /** Null as soon as one of them cannot be read: half a group would suggest that there is no more. */
  private async parents(
    lei: string,
    { relationships = {} }: LeiRecord,
  ): Promise<RegistryRecord['parents']> {
    const parents: Parent[] = [];
    for (const relation of ['direct', 'ultimate'] as const) {
      const stated = relationships[`${relation}-parent`]?.links ?? {};
      if (!('lei-record' in stated)) continue;
      let parent: Parent | null = null;
      const found = await this.get(`/lei-records/${lei}/${relation}-parent`, (exchange) => {
        parent = parentOf(relation, dataIn(exchange));
        if (parent === null) return { fault: 'UNREADABLE', passing: false };
        return { answer: { found: false, code: 'NOT_FOUND' } };
      });
      if (!('answer' in found)) return null;
      if (parent !== null) parents.push(parent);
    }
    return parents;
  }

  private async get(path: string, read: (exchange: Exchange) => Consultation) {
    const headers = { Accept: 'application/vnd.api+json' };
    return await this.line.consult(path, { headers }, (exchange): Consultation => {
      if (exchange.status === 404) return { answer: { found: false, code: 'NOT_FOUND' } };
      return statusFault(exchange.status, exchange.retryAfterSeconds) ?? read(exchange);
    });
  }
}

function dataIn({ json }: Exchange): LeiRecord | null {
  const parsed = recordShape.safeParse(json);
  return parsed.success ? parsed.data.data : null;
}

function parentOf(relation: Parent['relation'], data: LeiRecord | null): Parent | null {
  if (data === null || !checkIdentifier('lei', data.id).valid) return null;
  const { legalName, legalAddress } = data.attributes.entity;
  const name = legalName.name.slice(0, 200);
  return { relation, lei: data.id, name, country: countryIn(legalAddress.country) };
}

const countryIn = (code: string | null | undefined): string | null =>
  /^[A-Z]{2}/.exec(code ?? '')?.[0] ?? null;

function recordOf({ attributes: { entity, registration } }: LeiRecord): RegistryRecord {
  const { legalAddress } = entity;
  const names = [
    entity.legalName,
    ...(entity.otherNames ?? []),
    ...(entity.transliteratedOtherNames ?? []),
  ].map(({ name }) => name.slice(0, 500));
  const jurisdiction = countryIn(entity.jurisdiction);
  const lines = [
    ...(legalAddress.addressLines ?? []),
    [legalAddress.postalCode, legalAddress.city].filter(Boolean).join(' '),
  ];
  return {
    found: true,
    names: [...new Set(names)],
    country: countryIn(legalAddress.country),
    otherCountries: jurisdiction === null ? [] : [jurisdiction],
    address: lines.filter(Boolean).join(', ').slice(0, 500) || null,
    ...standingOf(entity.status ?? '', registration.status ?? ''),
    consultationId: null,
    parents: null,
  };
}

function standingOf(entity: string, registration: string) {
  if (entity === 'INACTIVE') return { status: 'INACTIVE', standing: 'bad' as const };
  const status = registration || entity || null;
  if (badRegistrations.includes(registration)) return { status, standing: 'bad' as const };
  const noted = notedRegistrations.includes(registration);
  return { status, standing: noted ? ('note' as const) : ('good' as const) };
}
