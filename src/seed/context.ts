import type { INestApplicationContext, Type } from '@nestjs/common';
import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import type { OrganisationRole, PlatformRole } from '../access/permissions.js';
import { anonymous, system, type Principal } from '../access/principal.js';
import { SeededRandom } from '../kernel/seeded-random.js';
import { Database } from '../platform/database.service.js';

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** The seed of all chance in the made-up data: another text gives another world. */
const worldSeed = 'Champions Portal, demonstration';

/** A made-up person who acts in the story. */
export interface SeedPerson {
  id: string;
  name: string;
  platformRoles: readonly PlatformRole[];
  /** Role by organisation id; filled while organisations are made. */
  organisations: Map<string, OrganisationRole>;
}

/** What all parts of the seed share: the application, chance, and the calendar of the story. */
export class SeedContext {
  readonly random = new SeededRandom(worldSeed);
  readonly database: Database;

  private constructor(
    private readonly app: INestApplicationContext,
    /** Midnight (UTC) of the day on which the seed runs: day 0 of the story. */
    private readonly today: Date,
  ) {
    this.database = app.get(Database, { strict: false });
  }

  static async open(app: INestApplicationContext): Promise<SeedContext> {
    const database = app.get(Database, { strict: false });
    await commitWithoutWaiting(database);
    const now = await database.now();
    return new SeedContext(app, new Date(Math.floor(now.getTime() / dayMs) * dayMs));
  }

  get<T>(type: Type<T>): T {
    return this.app.get(type, { strict: false });
  }

  /** The instant `hours` hours (UTC) into a day of the story; negative days are past. */
  at(day: number, hours = 9): Date {
    return new Date(this.today.getTime() + day * dayMs + Math.round(hours * hourMs));
  }

  /** Makes everything that follows happen at this instant (or at a day of the story, at 9:00). */
  travel(to: number | Date): Date {
    const instant = typeof to === 'number' ? this.at(to) : to;
    this.database.travelTo(instant);
    return instant;
  }

  /** The portal itself, as the seed. */
  get portal(): Principal {
    return system('seed');
  }

  /** A person as if they had signed in and shown their second factor. */
  as(person: SeedPerson): Principal {
    return {
      ...anonymous('seed', '127.0.0.1'),
      kind: 'person',
      personId: person.id,
      name: person.name,
      platformRoles: person.platformRoles,
      organisations: person.organisations,
      secondFactor: 'shown',
    };
  }

  /** Makes sure that all of it is on disk: a commit that waits covers those before it. */
  async finish(work: (manager: EntityManager) => Promise<void>): Promise<void> {
    await this.write(async (manager) => {
      await manager.query(`SET LOCAL synchronous_commit = on`);
      await work(manager);
    });
  }

  /** One transaction of the portal itself at the travelled time. */
  async write<T>(work: (manager: EntityManager) => Promise<T>): Promise<T> {
    return await this.database.inTransaction(this.portal, work);
  }
}

/**
 * A seed that is interrupted is thrown away, so its thousands of commits need not wait for the disk
 * one by one; `finish` waits once for all of them.
 */
async function commitWithoutWaiting({ source }: Database): Promise<void> {
  const { master } = source.driver as unknown as { master: Pool };
  const setting = `SET synchronous_commit = off`;
  master.on('connect', (client) => void client.query(setting));
  await source.query(setting);
}
