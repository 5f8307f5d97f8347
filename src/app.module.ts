import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access/access.guard.js';
import type { Config } from './config/config.js';
import { CredentialsModule } from './credentials/credentials.module.js';
import { dataSourceOptions } from './data-source.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { OrganisationsModule } from './organisations/organisations.module.js';
import { PeopleModule } from './people/people.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { PoolsModule } from './pools/pools.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';

/**
 * The table of contents. The order of the list is the dependency law: a folder may import the folders
 * of the entries above its own, never below (test/architecture.spec.ts).
 */
@Module({})
export class AppModule {
  static with(config: Config): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.with(config, dataSourceOptions(config)),
        PeopleModule,
        OrganisationsModule,
        SessionsModule,
        CredentialsModule,
        SignInModule,
        LedgerModule,
        PoolsModule,
      ],
      providers: [{ provide: APP_GUARD, useClass: AccessGuard }],
    };
  }
}
