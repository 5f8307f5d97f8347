import type { OrganisationRole } from '../access/permissions.js';
import { DomainError } from '../kernel/domain-error.js';
import { stateMachine } from '../kernel/state-machine.js';

export const handOverStates = ['open', 'accepted', 'declined', 'withdrawn'] as const;
export type HandOverState = (typeof handOverStates)[number];

/** The representative's role on its way to somebody else. It expires by its date: no job has to run. */
export const handOverMachine = stateMachine<HandOverState, 'accept' | 'decline' | 'withdraw'>(
  'hand-over',
  'open',
  {
    accept: { from: ['open'], to: 'accepted' },
    decline: { from: ['open'], to: 'declined' },
    withdraw: { from: ['open'], to: 'withdrawn' },
  },
);
export type HandOverAct = keyof typeof handOverMachine.acts;

export const joiningStates = ['open', 'accepted', 'refused', 'withdrawn'] as const;
export type JoiningState = (typeof joiningStates)[number];

/** Somebody asks to join an organisation whose domain their address has. */
export const joiningMachine = stateMachine<JoiningState, 'accept' | 'refuse' | 'withdraw'>(
  'joining request',
  'open',
  {
    accept: { from: ['open'], to: 'accepted' },
    refuse: { from: ['open'], to: 'refused' },
    withdraw: { from: ['open'], to: 'withdrawn' },
  },
);
export type JoiningAct = keyof typeof joiningMachine.acts;

export const handOverDays = 14;
export const joiningOpenMax = 5;
/** After a refusal one may ask the same organisation again when so many days have passed. */
export const joiningPauseDays = 30;

const conflict = (code: string, detail: string) => new DomainError('conflict', code, detail);

/**
 * MEM-3: only a representative offers the role, to somebody else of the organisation who is none yet.
 * @throws DomainError forbidden ORG_REPRESENTATIVE_ONLY · conflict HAND_OVER_NEEDLESS, HAND_OVER_OPEN.
 */
export function checkHandOver(offer: {
  giver: OrganisationRole | null;
  receiver: OrganisationRole;
  toOneself: boolean;
  alreadyOpen: boolean;
}): void {
  if (offer.giver !== 'representative') {
    throw new DomainError(
      'forbidden',
      'ORG_REPRESENTATIVE_ONLY',
      'Only a representative of the organisation can hand the role over. Ask one of them.',
    );
  }
  if (offer.toOneself || offer.receiver === 'representative') {
    throw conflict(
      'HAND_OVER_NEEDLESS',
      'This person is a representative already. Choose somebody else, or just leave.',
    );
  }
  if (offer.alreadyOpen) {
    throw conflict(
      'HAND_OVER_OPEN',
      'You have offered the role to somebody already. Withdraw that offer first.',
    );
  }
}

/**
 * MEM-3: the role passes only from a representative to somebody who still belongs, so that an organisation
 * has neither none nor one too many by surprise.
 * @throws DomainError conflict HAND_OVER_EXPIRED, HAND_OVER_VOID.
 */
export function checkAcceptance(offer: {
  expired: boolean;
  giver: OrganisationRole | null;
  receiver: OrganisationRole | null;
}): void {
  if (offer.expired) {
    throw conflict('HAND_OVER_EXPIRED', 'This offer has expired. Ask for a new one.');
  }
  const possible =
    offer.giver === 'representative' &&
    offer.receiver !== null &&
    offer.receiver !== 'representative';
  if (!possible) {
    throw conflict(
      'HAND_OVER_VOID',
      'The roles have changed since this was offered. Ask a representative for a new offer.',
    );
  }
}

/** @throws DomainError conflict JOINING_OPEN, JOINING_PAUSE, JOINING_LIMIT, ORG_PERSON_TWICE. */
export function checkJoining(wish: {
  belongs: boolean;
  openHere: boolean;
  refusedLately: boolean;
  openAnywhere: number;
}): void {
  if (wish.belongs) {
    throw conflict('ORG_PERSON_TWICE', 'You belong to this organisation already.');
  }
  if (wish.openHere) {
    throw conflict('JOINING_OPEN', 'You have asked already. Its representatives will answer.');
  }
  if (wish.refusedLately) {
    throw conflict(
      'JOINING_PAUSE',
      `You were refused within the last ${joiningPauseDays} days. Ask its representative in person.`,
    );
  }
  if (wish.openAnywhere >= joiningOpenMax) {
    throw conflict(
      'JOINING_LIMIT',
      `${joiningOpenMax} of your requests are open. Withdraw those that you do not need.`,
    );
  }
}

/** Providers at which anybody gets an address: it says nothing about where one works. */
const freeMail = new Set(
  (
    'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com rocketmail.com ' +
    'icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me tutanota.com tuta.io tuta.com gmx.de ' +
    'gmx.net gmx.com gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org arcor.de orange.fr ' +
    'wanadoo.fr free.fr laposte.net sfr.fr bbox.fr hotmail.fr yahoo.fr outlook.fr libero.it virgilio.it ' +
    'tiscali.it alice.it hotmail.it telefonica.net hotmail.es yahoo.es terra.es sapo.pt wp.pl o2.pl onet.pl ' +
    'interia.pl seznam.cz centrum.cz email.cz azet.sk freemail.hu citromail.hu abv.bg mail.bg yahoo.ro ' +
    'telenet.be skynet.be proximus.be hotmail.be ziggo.nl kpnmail.nl planet.nl hetnet.nl xs4all.nl home.nl ' +
    'bluewin.ch hispeed.ch chello.at aon.at telia.com hotmail.se spray.se hotmail.dk mail.dk jubii.dk ' +
    'luukku.com kolumbus.fi suomi24.fi inbox.lv mail.ee hot.ee otenet.gr forthnet.gr eircom.net fastmail.com ' +
    'hey.com zoho.com yandex.com mail.com mail.ru qq.com 163.com hotmail.co.uk yahoo.co.uk btinternet.com'
  ).split(' '),
);
/** Labels under which countries give out names: `co.uk` is nobody's domain. */
const shared = new Set([
  'ac',
  'co',
  'com',
  'edu',
  'gob',
  'gouv',
  'gov',
  'mil',
  'net',
  'org',
  'or',
  'info',
]);

/**
 * The domains that the address may share with an organisation: its own and those above it, the nearest
 * first; none for free-mail providers and for what countries share.
 */
export function domainsOf(emailNormal: string): string[] {
  const labels = (emailNormal.split('@').at(-1) ?? '').split('.');
  const domains = labels.map((_, index) => labels.slice(index).join('.'));
  const own = domains.filter((domain) => !isShared(domain));
  return own.some((domain) => freeMail.has(domain)) ? [] : own;
}

function isShared(domain: string): boolean {
  const labels = domain.split('.');
  const [first = '', last = ''] = labels;
  return labels.length < 2 || (labels.length === 2 && last.length === 2 && shared.has(first));
}
