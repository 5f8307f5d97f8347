import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access/access.guard.js';
import { anonymous, PRINCIPAL_SOURCE } from './access/principal.js';
import type { Config } from './config/config.js';
import { dataSourceOptions } from './data-source.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { PoolsModule } from './pools/pools.module.js';

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
        LedgerModule,
        PoolsModule,
      ],
      providers: [
        // Everybody is a visitor until src/sign-in is listed above.
        { provide: PRINCIPAL_SOURCE, useValue: { principalOf: async () => anonymous('', '') } },
        { provide: APP_GUARD, useClass: AccessGuard },
      ],
    };
  }
}
