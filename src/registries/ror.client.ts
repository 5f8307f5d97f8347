import { z } from 'zod';
import {
  RegistryLine,
  statusFault,
  type Consultation,
  type Exchange,
  type Reach,
  type Registry,
} from './registry.client.js';
import type { RegistryRecord } from './registries.rules.js';

const text = z.string().max(5000);

/** An organisation of the ROR API, version 2, as far as the portal reads it. */
const organisationShape = z.object({
  id: text,
  status: z.string().max(50),
  names: z.array(z.object({ value: text, types: z.array(text).max(20) })).max(500),
  locations: z
    .array(
      z.object({
        geonames_details: z.object({ country_code: text.nullish(), name: text.nullish() }),
      }),
    )
    .max(200),
});

/** ROR, the register of research organisations: GET {base}/organizations/{id}, version 2, CC0. */
export class Ror implements Registry {
  readonly kind = 'ror';
  private readonly line: RegistryLine;

  constructor(reach: Reach) {
    this.line = new RegistryLine(reach);
  }

  async consult(value: string): Promise<Consultation> {
    const init = { headers: { Accept: 'application/json' } };
    return await this.line.consult(`/organizations/${value}`, init, (exchange) =>
      read(exchange, value),
    );
  }
}

function read({ status, json, retryAfterSeconds }: Exchange, value: string): Consultation {
  if (status === 404) return { answer: { found: false, code: 'NOT_FOUND' } };
  const failed = statusFault(status, retryAfterSeconds);
  if (failed !== null) return failed;
  const parsed = organisationShape.safeParse(json);
  if (!parsed.success) return { fault: 'UNREADABLE', passing: true };
  if (!parsed.data.id.endsWith(`/${value}`)) return { fault: 'UNREADABLE', passing: false };
  return { answer: recordOf(parsed.data) };
}

function recordOf(found: z.infer<typeof organisationShape>): RegistryRecord {
  const main = found.names.filter(({ types }) => types.includes('ror_display'));
  const names = [...main, ...found.names].map(({ value }) => value.slice(0, 500));
  const countries = found.locations
    .map(({ geonames_details: { country_code: code } }) => code ?? '')
    .filter((code) => /^[A-Z]{2}$/.test(code));
  return {
    found: true,
    names: [...new Set(names)],
    country: countries[0] ?? null,
    otherCountries: [...new Set(countries.slice(1))],
    address: found.locations[0]?.geonames_details.name?.slice(0, 500) ?? null,
    status: found.status,
    standing: found.status === 'active' ? 'good' : 'bad',
    consultationId: null,
    parents: null,
  };
}
