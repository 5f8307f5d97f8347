import { Inject, Injectable, Optional, type OnModuleDestroy } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import pg from 'pg';
import type { Logger } from 'pino';
import type { DataSource, EntityManager } from 'typeorm';
import { CONFIG, type Config } from '../config/config.js';
import { LOGGER } from './logger.js';

/** How far something has come that has not committed yet: who may see it is decided when it is told. */
export interface Progress {
  step: string;
  /** How many things the step is about, where that is known. */
  count?: number;
}

/** "This changed": hints without content. Whoever hears one reads again what it may read. */
export interface NewsItem {
  kind: string;
  /** Null: more of this kind changed at once than would be listed one by one. */
  id: string | null;
  progress?: Progress;
}

/** Called with what changed; with null when some may have been missed. */
export type NewsListener = (items: readonly NewsItem[] | null) => void;

const channel = 'portal_news';
/** Commits within this time are told together. */
const gatherMs = 50;
const retryMs = 1_000;
/** Above so many of one kind at once, only the kind is told. */
const itemsMax = 200;
/** A NOTIFY carries less than 8,000 bytes. */
const itemsPerNotify = 50;

const noted = new WeakMap<EntityManager, readonly NewsItem[]>();

/** Notes what a transaction changes; told once it has committed. */
export function noteNews(manager: EntityManager, items: readonly NewsItem[]): void {
  noted.set(manager, joined(noted.get(manager) ?? [], items));
}

/** Above so many, what is waiting to be told is gathered at once: a round tells of a million requests. */
const waitingMax = 2_000;

function joined(waiting: readonly NewsItem[], items: readonly NewsItem[]): NewsItem[] {
  const all = waiting.concat(items);
  return all.length > waitingMax ? gathered(all) : all;
}

/** What was noted in a transaction. */
export const newsOf = (manager: EntityManager): readonly NewsItem[] => noted.get(manager) ?? [];

/** The same things once, and at most `itemsMax` of a kind. Progress stays in its order. */
export function gathered(items: readonly NewsItem[]): NewsItem[] {
  const changed = new Map<string, NewsItem>();
  const counts = new Map<string, number>();
  for (const item of items.filter(({ progress }) => progress === undefined)) {
    const key = `${item.kind} ${item.id}`;
    if (changed.has(key)) continue;
    changed.set(key, item);
    counts.set(item.kind, (counts.get(item.kind) ?? 0) + 1);
  }
  const many = new Set([...counts].filter(([, count]) => count > itemsMax).map(([kind]) => kind));
  return [
    ...items.filter(({ progress }) => progress !== undefined),
    ...[...changed.values()].filter(({ kind }) => !many.has(kind)),
    ...[...many].map((kind) => ({ kind, id: null })),
  ];
}

/**
 * Tells all processes what changed, by LISTEN and NOTIFY. A NOTIFY inside the writing transaction would
 * make all commits of the database wait for one another (PostgreSQL holds one lock from there to the
 * end of the commit, the flush to disk included), so it is sent right after the commit, for many
 * commits at once. What a crash in between swallows are hints: nothing is decided by them.
 */
@Injectable()
export class News implements OnModuleDestroy {
  private readonly listeners = new Set<NewsListener>();
  private waiting: NewsItem[] = [];
  private timer: NodeJS.Timeout | null = null;
  private client: pg.Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private stopped = false;
  /** Whether everything that is told now is heard. */
  listening = false;

  constructor(
    @InjectDataSource() private readonly source: DataSource,
    @Optional() @Inject(CONFIG) private readonly config: Config | null = null,
    @Optional() @Inject(LOGGER) private readonly logger: Logger | null = null,
  ) {}

  /** Tells what has happened. Never fails and never waits. */
  tell(items: readonly NewsItem[]): void {
    if (items.length === 0 || this.stopped) return;
    this.waiting = joined(this.waiting, items);
    this.timer ??= setTimeout(() => void this.flush(), gatherMs);
  }

  /** Hears from now on what any process tells. Returns how to stop. */
  listen(listener: NewsListener): () => void {
    this.listeners.add(listener);
    if (this.client === null && this.retry === null) void this.connect();
    return () => this.listeners.delete(listener);
  }

  async onModuleDestroy(): Promise<void> {
    this.stopped = true;
    if (this.retry !== null) clearTimeout(this.retry);
    this.listeners.clear();
    await this.flush();
    const client = this.client;
    this.client = null;
    await client?.end().catch(() => undefined);
  }

  private async flush(): Promise<void> {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
    const items = gathered(this.waiting);
    this.waiting = [];
    const parts: string[] = [];
    for (let at = 0; at < items.length; at += itemsPerNotify) {
      parts.push(JSON.stringify(items.slice(at, at + itemsPerNotify)));
    }
    if (parts.length === 0) return;
    try {
      await this.source.query(
        `SELECT pg_notify($1, part) FROM unnest($2::text[]) WITH ORDINALITY AS n(part, at) ORDER BY at`,
        [channel, parts],
      );
    } catch (error) {
      this.logger?.warn({ err: error }, 'news were not told');
    }
  }

  /** One connection of this process that only listens; comes back by itself. */
  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.config?.DATABASE_URL,
      application_name: 'champions-portal-news',
      connectionTimeoutMillis: 2_000,
      keepAlive: true,
      options: '-c role=portal_app',
    });
    this.client = client;
    client.on('notification', ({ payload }) => this.hear(payload ?? '[]'));
    client.on('error', () => this.reconnect(client));
    client.on('end', () => this.reconnect(client));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      this.listening = true;
      // What was told before the connection stood was missed.
      this.heard(null);
    } catch (error) {
      this.logger?.warn({ err: error }, 'cannot listen for news; trying again');
      this.reconnect(client);
    }
  }

  private reconnect(client: pg.Client): void {
    if (this.client !== client || this.stopped) return;
    this.client = null;
    this.listening = false;
    void client.end().catch(() => undefined);
    this.retry = setTimeout(() => {
      this.retry = null;
      void this.connect();
    }, retryMs);
  }

  private hear(payload: string): void {
    this.heard(JSON.parse(payload) as NewsItem[]);
  }

  private heard(items: readonly NewsItem[] | null): void {
    for (const listener of this.listeners) listener(items);
  }
}
