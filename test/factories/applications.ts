import { newId } from '../../src/kernel/random.js';
import type { Portal } from '../harness/portal.js';
import { anOrganisation, type MadeOrganisation, type OrganisationWish } from './organisations.js';
import { aPerson, type TestPerson } from './people.js';

export const applications = '/api/v1/membership-applications';

/** What an applicant writes so that nothing is missing. */
export const completeApplication = {
  motivation: 'We want to train open models for the public services of our region, together.',
  aiActivity: 'Speech recognition for dialects and noisy places.',
  valuesAccepted: true,
};

let pics = 920_000_000;

/** Gives an organisation an identifier that no other has; answers it. */
export async function anIdentifier(portal: Portal, organisationId: string): Promise<string> {
  const pic = String((pics += 1));
  await portal.manager.query(
    `INSERT INTO organisation_identifiers (id, organisation_id, kind, value, raw, state)
     VALUES ($1, $2, 'pic', $3, $3, 'syntax')`,
    [newId(), organisationId, pic],
  );
  return pic;
}

export interface MadeApplication {
  id: string;
  reference: string;
  pic: string;
  organisation: MadeOrganisation;
  representative: TestPerson;
  manager: TestPerson;
}

/** A complete draft of an organisation with an identifier, a representative and a manager. */
export async function anApplication(
  portal: Portal,
  wish: OrganisationWish = {},
  content: object = completeApplication,
): Promise<MadeApplication> {
  const [representative, manager] = [await aPerson(portal), await aPerson(portal)];
  const organisation = await anOrganisation(portal, {
    ...wish,
    people: { representative, manager },
  });
  const pic = await anIdentifier(portal, organisation.id);
  const { body } = await portal
    .as(representative)
    .post(applications)
    .send({ organisationId: organisation.id, ...content })
    .expect(201);
  const { id, reference } = body as { id: string; reference: string };
  return { id, reference, pic, organisation, representative, manager };
}

/** One act on an application: `submit`, `screen`, `decide` … */
export const actOn = (
  portal: Portal,
  by: TestPerson,
  { id }: { id: string },
  act: string,
  body?: object,
) => portal.as(by).post(`${applications}/${id}/${act}`).send(body);

/** The same, handed in. */
export async function aSubmittedApplication(
  portal: Portal,
  wish: OrganisationWish = {},
): Promise<MadeApplication> {
  const made = await anApplication(portal, wish);
  await actOn(portal, made.representative, made, 'submit').expect(200);
  return made;
}
