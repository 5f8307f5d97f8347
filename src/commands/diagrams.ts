import { writeFile } from 'node:fs/promises';
import { handOverMachine, joiningMachine } from '../affiliations/affiliations.rules.js';
import { roundMachine } from '../allocation/round.rules.js';
import { appealMachine } from '../appeals/appeal.rules.js';
import { callMachine } from '../calls/call.rules.js';
import { grantMachine } from '../grants/grant.rules.js';
import { invitationMachine } from '../invitations/invitations.rules.js';
import { stateDiagram, type StateMachine } from '../kernel/state-machine.js';
import { applicationMachine, membershipMachine } from '../memberships/memberships.rules.js';
import { pledgeMachine } from '../pledges/pledges.rules.js';
import { quotaPolicyMachine } from '../quota-policies/quota-policies.rules.js';
import { identifierMachine } from '../registries/registries.rules.js';
import { requestMachine } from '../requests/request.rules.js';
import { assignmentMachine } from '../reviews/assignment.rules.js';
import { hitMachine } from '../screenings/hit.rules.js';

const machines: [title: string, machine: StateMachine<string, string>][] = [
  ['Identifier', identifierMachine],
  ['Invitation', invitationMachine],
  ['Hand-over', handOverMachine],
  ['Joining request', joiningMachine],
  ['Screening hit', hitMachine],
  ['Membership application', applicationMachine],
  ['Membership', membershipMachine],
  ['Pledge', pledgeMachine],
  ['Quota policy', quotaPolicyMachine],
  ['Call', callMachine],
  ['Request', requestMachine],
  ['Assignment', assignmentMachine],
  ['Round', roundMachine],
  ['Grant', grantMachine],
  ['Appeal', appealMachine],
];

/** `cli diagrams <file>`: the states of docs/domain.md, drawn from the transition tables. */
export async function run([file = 'diagrams.md']: string[]): Promise<number> {
  const sections = machines.map(
    ([title, machine]) => `### ${title}\n\n\`\`\`mermaid\n${stateDiagram(machine)}\n\`\`\`\n`,
  );
  await writeFile(file, sections.join('\n'));
  return 0;
}
