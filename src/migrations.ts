import { CreatePlatform1764000000000 } from '../migrations/1764000000000-create-platform.js';
import { CreatePeopleOrganisations1764000100000 } from '../migrations/1764000100000-create-people-organisations.js';
import { CreateLedgerPools1764000200000 } from '../migrations/1764000200000-create-ledger-pools.js';
import { CreateCallsRequestsReviews1764000300000 } from '../migrations/1764000300000-create-calls-requests-reviews.js';
import { CreateAllocationGrants1764000400000 } from '../migrations/1764000400000-create-allocation-grants.js';
import { AddRegistryChecks1764300000000 } from '../migrations/1764300000000-add-registry-checks.js';
import { CreateRestrictiveMeasures1764300100000 } from '../migrations/1764300100000-create-restrictive-measures.js';
import { AddPledgeVersions1764300101000 } from '../migrations/1764300101000-add-pledge-versions.js';
import { AddMembershipLifecycle1764300200000 } from '../migrations/1764300200000-add-membership-lifecycle.js';
import { CreateDocuments1764300300000 } from '../migrations/1764300300000-create-documents.js';
import { CreateAffiliations1764300301000 } from '../migrations/1764300301000-create-affiliations.js';
import { CreatePrivacy1764300302000 } from '../migrations/1764300302000-create-privacy.js';
import { ExtendMembershipApplications1764300400000 } from '../migrations/1764300400000-extend-membership-applications.js';
import { AddRankedColumns1764300500000 } from '../migrations/1764300500000-add-ranked-columns.js';
import { IndexActsAndClaims1764300600000 } from '../migrations/1764300600000-index-acts-and-claims.js';
import { IndexGrantsByRequest1764300501000 } from '../migrations/1764300501000-index-grants-by-request.js';

/** Every migration, oldest first: named, not globbed, so that a build cannot miss one. */
export const migrations = [
  CreatePlatform1764000000000,
  CreatePeopleOrganisations1764000100000,
  CreateLedgerPools1764000200000,
  CreateCallsRequestsReviews1764000300000,
  CreateAllocationGrants1764000400000,
  AddRegistryChecks1764300000000,
  CreateRestrictiveMeasures1764300100000,
  AddPledgeVersions1764300101000,
  AddMembershipLifecycle1764300200000,
  CreateDocuments1764300300000,
  CreateAffiliations1764300301000,
  CreatePrivacy1764300302000,
  ExtendMembershipApplications1764300400000,
  AddRankedColumns1764300500000,
  IndexGrantsByRequest1764300501000,
  IndexActsAndClaims1764300600000,
];
