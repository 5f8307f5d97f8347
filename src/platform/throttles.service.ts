import { Injectable } from '@nestjs/common';
import { isIPv6 } from 'node:net';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from '../kernel/domain-error.js';
import { Database } from './database.service.js';

/**
 * How often something may be tried: points per window of seconds, counted in PostgreSQL, so that all
 * processes share them and a restart forgives nothing. Every limit ends by itself: nobody can be
 * locked out for good by somebody else's guessing.
 */
export const throttles = {
  /** Failed sign-ins of one account from one network address. */
  'sign-in.account-address': { points: 10, seconds: 900 },
  /** Failed sign-ins of one account from anywhere: guessing spread over many addresses. */
  'sign-in.account': { points: 100, seconds: 3600 },
  /** Failed sign-ins of any account from one network address. */
  'sign-in.address': { points: 100, seconds: 900 },
  /** Wrong codes of one person. */
  'second-factor.person': { points: 5, seconds: 900 },
  'second-factor.address': { points: 100, seconds: 900 },
  /** Wrong present passwords of somebody who is signed in. */
  'password.person': { points: 5, seconds: 900 },
  /** Files sent by one person. */
  'upload.person': { points: 200, seconds: 3600 },
  'export.person': { points: 10, seconds: 3600 },
  'register.account': { points: 5, seconds: 3600 },
  'register.address': { points: 60, seconds: 3600 },
} as const;

export type ThrottleName = keyof typeof throttles;
/** What is counted: the name of a limit and whom it counts. */
export type Counted = readonly [name: ThrottleName, key: string];

@Injectable()
export class Throttles {
  private readonly limiters: Record<ThrottleName, RateLimiterPostgres>;

  constructor(database: Database) {
    const limiter = (name: ThrottleName) =>
      new RateLimiterPostgres({
        storeClient: database.source,
        storeType: 'typeorm',
        tableName: 'throttle',
        tableCreated: true,
        clearExpiredByTimeout: false,
        keyPrefix: name,
        points: throttles[name].points,
        duration: throttles[name].seconds,
      });
    this.limiters = Object.fromEntries(
      (Object.keys(throttles) as ThrottleName[]).map((name) => [name, limiter(name)]),
    ) as Record<ThrottleName, RateLimiterPostgres>;
  }

  /**
   * Counts a try before it is made, so that parallel tries cannot slip through. Limits are asked in
   * order: a try that an earlier one refuses does not count against the later ones.
   * @throws DomainError throttled TOO_MANY_TRIES with the seconds to wait.
   */
  async spend(counted: readonly Counted[]): Promise<void> {
    for (const [name, key] of counted) {
      try {
        await this.limiters[name].consume(key);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        throw tooMany(Math.ceil(refusal.msBeforeNext / 1000));
      }
    }
  }

  /**
   * Counts a try and makes it. One that breaks off (the portal is busy, the database away) told nothing
   * to a guesser and does not stay counted: nobody is locked out by our own trouble.
   * @throws DomainError as `spend`, and whatever `work` throws.
   */
  async tried<T>(counted: readonly Counted[], work: () => Promise<T>): Promise<T> {
    await this.spend(counted);
    try {
      return await work();
    } catch (error) {
      await this.giveBack(counted);
      throw error;
    }
  }

  /** Gives back what one good try has counted, and no more: earlier failures stay counted. */
  async giveBack(counted: readonly Counted[]): Promise<void> {
    for (const [name, key] of counted) await this.limiters[name].reward(key);
  }
}

function tooMany(seconds: number): DomainError {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  return new DomainError(
    'throttled',
    'TOO_MANY_TRIES',
    `Too many tries. Wait ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} and try again.`,
    { retryAfterSeconds: seconds },
  );
}

/**
 * The network that an address counts for: an IPv4 address itself, an IPv6 address by its /64, which
 * is what one subscriber has.
 */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(ip)) return ip;
  const [head = '', tail] = ip.toLowerCase().split('%')[0]?.split('::') ?? [];
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array<string>(zeros).fill('0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}
