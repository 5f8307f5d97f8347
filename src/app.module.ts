import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access/access.guard.js';
import { AccessTokensModule } from './access-tokens/access-tokens.module.js';
import { AffiliationsModule } from './affiliations/affiliations.module.js';
import { AllocationModule } from './allocation/allocation.module.js';
import { ApplicationQueueModule } from './application-queue/application-queue.module.js';
import { AppealsModule } from './appeals/appeals.module.js';
import { CallsModule } from './calls/calls.module.js';
import { ClassificationModule } from './classification/classification.module.js';
import type { Config } from './config/config.js';
import { CredentialsModule } from './credentials/credentials.module.js';
import { dataSourceOptions } from './data-source.js';
import { DocumentsModule } from './documents/documents.module.js';
import { GrantsModule } from './grants/grants.module.js';
import { InvitationsModule } from './invitations/invitations.module.js';
import { LedgerModule } from './ledger/ledger.module.js';
import { MandatesModule } from './mandates/mandates.module.js';
import { LettersModule } from './letters/letters.module.js';
import { MembershipCredentialsModule } from './membership-credentials/membership-credentials.module.js';
import { MembershipEffectsModule } from './membership-effects/membership-effects.module.js';
import { MembershipLifecycleModule } from './membership-lifecycle/membership-lifecycle.module.js';
import { MembershipsModule } from './memberships/memberships.module.js';
import { NewsModule } from './news/news.module.js';
import { NotificationsModule } from './notifications/notifications.module.js';
import { OrganisationsModule } from './organisations/organisations.module.js';
import { OutcomesModule } from './outcomes/outcomes.module.js';
import { PeopleModule } from './people/people.module.js';
import { PlatformModule } from './platform/platform.module.js';
import { PledgesModule } from './pledges/pledges.module.js';
import { PoolsModule } from './pools/pools.module.js';
import { PrivacyModule } from './privacy/privacy.module.js';
import { QuotaPoliciesModule } from './quota-policies/quota-policies.module.js';
import { RankingModule } from './ranking/ranking.module.js';
import { RegistriesModule } from './registries/registries.module.js';
import { ReportsModule } from './reports/reports.module.js';
import { RequestsModule } from './requests/requests.module.js';
import { ReviewsModule } from './reviews/reviews.module.js';
import { RestrictiveMeasuresModule } from './restrictive-measures/restrictive-measures.module.js';
import { RoundsModule } from './rounds/rounds.module.js';
import { ScreeningsModule } from './screenings/screenings.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SignInModule } from './sign-in/sign-in.module.js';
import { SimulationsModule } from './simulations/simulations.module.js';
import { SitesModule } from './sites/sites.module.js';

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
        NotificationsModule,
        LettersModule,
        OrganisationsModule,
        DocumentsModule,
        ClassificationModule,
        RegistriesModule,
        InvitationsModule,
        MandatesModule,
        AffiliationsModule,
        SessionsModule,
        AccessTokensModule,
        CredentialsModule,
        SignInModule,
        RestrictiveMeasuresModule,
        ScreeningsModule,
        MembershipCredentialsModule,
        MembershipsModule,
        ApplicationQueueModule,
        MembershipLifecycleModule,
        PledgesModule,
        LedgerModule,
        SitesModule,
        PoolsModule,
        QuotaPoliciesModule,
        CallsModule,
        RequestsModule,
        ReviewsModule,
        RankingModule,
        AllocationModule,
        RoundsModule,
        SimulationsModule,
        OutcomesModule,
        GrantsModule,
        MembershipEffectsModule,
        AppealsModule,
        ReportsModule,
        PrivacyModule,
        NewsModule,
      ],
      providers: [{ provide: APP_GUARD, useClass: AccessGuard }],
    };
  }
}
