import { slugOf } from '../../organisations/organisation.rules.js';
import type { InventedOrganisation } from './organisations.js';

const name = 'Brennacker Sensorik';

/** An invented member that is suspended today: what it is, why, and what it says against that. */
export const suspendedMember: InventedOrganisation = {
  slug: slugOf(name),
  name,
  legalForm: 'GmbH',
  kind: 'company',
  class: 'sme',
  country: 'AT',
  city: 'Leoben',
  fields: ['industry'],
  description:
    'Makes acoustic sensors that hear wear in rolling mills. Fictitious organisation, for demonstration.',
};

export const suspensionReason =
  'The business register has shown a new majority owner since the spring. A member tells the programme office of such a change within 30 days, because the class may depend on it. We asked you twice and have no answer. The suspension is lifted as soon as we have the ownership graph as it is now.';

export const appealGrounds =
  'Both letters went to our former managing director, who left with the sale, so we learned of them from the suspension. The new owner is a foundation that holds our shares for the staff and controls no other enterprise; our class does not change. We ask that the suspension be lifted while we enter the ownership graph anew.';
