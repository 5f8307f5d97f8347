import type { components, paths } from './client.generated';

type Schemas = components['schemas'];

/* The resources of the API under the names by which the pages speak of them. */
export type Session = Schemas['CurrentSession'];
export type OwnSession = Schemas['Session'];
export type Overview = Schemas['Overview'];
export type RoundSummary = Schemas['RoundSummary'];
export type Round = Schemas['Round'];
export type PublicRound = Schemas['PublicRound'];
export type PublicLine = Schemas['PublicLine'];
export type RoundLine = Schemas['RoundLine'];
export type RoundExplanation = Schemas['RoundExplanation'];
export type CallSummary = Schemas['CallSummary'];
export type Call = Schemas['Call'];
export type RequestSummary = Schemas['RequestSummary'];
export type Request = Schemas['Request'];
export type RequestState = Request['state'];
export type RequestContent = Request['content'];
export type Ranking = Schemas['Ranking'];
export type MadeInvitation = Schemas['MadeInvitation'];
export type Grant = Schemas['Grant'];
export type AssignmentSummary = Schemas['AssignmentSummary'];
export type Assignment = Schemas['Assignment'];
export type Review = Schemas['Review'];
export type Organisation = Schemas['Organisation'];
export type MembershipApplication = Schemas['MembershipApplication'];
export type IdentifierChecks = Schemas['IdentifierChecks'];
export type CheckedIdentifier = IdentifierChecks['identifiers'][number];
export type Duplicates = Schemas['Duplicates'];
export type ApplicationSection = MembershipApplication['sections'][number];
export type MembershipDeclaration = Schemas['MembershipDeclaration'];
export type MembershipOfficer = Schemas['MembershipOfficer'];
export type Mandate = Schemas['Mandate'];
export type Ownership = Schemas['Ownership'];
export type OwnershipCheck = Schemas['OwnershipCheck'];
export type Classification = Schemas['Classification'];
export type Notification = Schemas['Notification'];
export type Membership = Schemas['Membership'];
export type LetterSummary = Schemas['LetterSummary'];
export type Letter = Schemas['Letter'];
export type Appeal = Schemas['Appeal'];
export type CredentialVerification = Schemas['CredentialVerification'];
export type Pledge = Schemas['Pledge'];
export type PledgeVersion = Schemas['PledgeVersion'];
export type HandOver = Schemas['HandOver'];
export type JoiningRequest = Schemas['JoiningRequest'];
export type OrganisationPerson = Schemas['OrganisationPerson'];
export type StoredDocument = Schemas['Document'];
export type DocumentList = Pick<
  paths['/api/v1/membership-applications/{id}/documents']['get']['responses']['200']['content']['application/json'],
  'items' | 'limits'
>;
export type PledgesReport = Schemas['PledgesReport'];
export type ScreeningHit = Schemas['ScreeningHit'];

type Body<Operation> = Operation extends {
  requestBody?: { content: { 'application/json': infer Json } };
}
  ? Json
  : never;
export type RequestContentPatch = Body<paths['/api/v1/requests/{id}']['patch']>['content'];
export type WriteReview = Body<paths['/api/v1/assignments/{id}/review']['put']>;
export type ChangeOrganisation = NonNullable<Body<paths['/api/v1/organisations/{id}']['patch']>>;
export type ChangeApplication = NonNullable<
  Body<paths['/api/v1/membership-applications/{id}']['patch']>
>;
export type OwnershipGraph = Body<paths['/api/v1/organisations/{id}/ownership']['put']>;
export type CreateOrganisation = Body<paths['/api/v1/organisations']['post']>;
