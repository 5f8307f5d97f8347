import { Module } from '@nestjs/common';
import { CONFIG, type Config } from '../config/config.js';
import { Duplicates } from './duplicates.service.js';
import { Gleif } from './gleif.client.js';
import { IdentifierChecks } from './identifier-checks.service.js';
import { PERSON_DATA, RETAINED_DATA } from '../people/person-data.rules.js';
import { registriesData, registriesRetained } from './registries-data.queries.js';
import { RegistriesController } from './registries.controller.js';
import { RegistriesJobs } from './registries.jobs.js';
import { RegistryChecks, REGISTRIES, type Registries } from './registry-checks.service.js';
import { reachOf, type Registry } from './registry.client.js';
import { Ror } from './ror.client.js';
import { Vies } from './vies.client.js';

/** The registries whose address the configuration has. */
function registriesOf(config: Config): Registries {
  const on: Registry[] = [];
  const { VIES_URL, VIES_REQUESTER, GLEIF_URL, ROR_URL } = config;
  if (VIES_URL !== undefined) on.push(new Vies(reachOf(VIES_URL), VIES_REQUESTER ?? null));
  if (GLEIF_URL !== undefined) on.push(new Gleif(reachOf(GLEIF_URL)));
  if (ROR_URL !== undefined) on.push(new Ror(reachOf(ROR_URL)));
  return new Map(on.map((registry) => [registry.kind, registry]));
}

@Module({
  controllers: [RegistriesController],
  providers: [
    { provide: REGISTRIES, inject: [CONFIG], useFactory: registriesOf },
    RegistryChecks,
    IdentifierChecks,
    Duplicates,
    RegistriesJobs,
    { provide: PERSON_DATA, useValue: registriesData },
    { provide: RETAINED_DATA, useValue: registriesRetained },
  ],
})
export class RegistriesModule {}
