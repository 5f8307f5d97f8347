import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { PassThrough, type Readable } from 'node:stream';
import type { Logger } from 'pino';
import { mayUse } from '../access/access.rules.js';
import type { PortalRequest } from '../access/allow.decorator.js';
import { PRINCIPAL_SOURCE, type Principal, type PrincipalSource } from '../access/principal.js';
import { DomainError } from '../kernel/domain-error.js';
import { Database } from '../platform/database.service.js';
import { LOGGER } from '../platform/logger.js';
import { News, type NewsItem } from '../platform/news.service.js';
import { requestSight } from '../requests/requests.queries.js';
import { barredRequests, permissionOfKind, toldOf } from './news-sight.queries.js';
import { concernsSession, mayHear, mayHearProgress, type Told } from './news-sight.rules.js';
import { eventText, heartbeatText, retryText, wantsEvents } from './news-stream.rules.js';

/** Tabs of one person in one process; browsers open at most six connections to a host anyway. */
const perPersonMax = 6;
const perProcessMax = 2_000;
/** Also how often a session is looked at that no news spoke of. */
const heartbeatMs = 15_000;
/** What comes within this time is looked up together. */
const gatherMs = 100;
/** A client that does not read is dropped; it comes back and reads anew. */
const unreadBytesMax = 256 * 1024;

interface Stream {
  viewer: Principal;
  /** What the session is looked at with: copied, so that the request can go. */
  credentials: PortalRequest;
  out: PassThrough;
}

/** The open streams of this process: who looks, and what each of them may hear. */
@Injectable()
export class NewsStreams implements OnModuleDestroy {
  private readonly streams = new Set<Stream>();
  private heard: NewsItem[] = [];
  private gathering: NodeJS.Timeout | null = null;
  private heartbeat: NodeJS.Timeout | null = null;
  private stopListening: (() => void) | null = null;
  private stopped = false;

  constructor(
    @Inject(PRINCIPAL_SOURCE) private readonly principals: PrincipalSource,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly database: Database,
    private readonly news: News,
  ) {}

  /**
   * A stream of what changes from now on and may be seen by whoever asks. It ends with the session,
   * with the process, or when the client stops reading.
   * @throws DomainError malformed EVENTS_ACCEPT · throttled EVENTS_TOO_MANY · unavailable.
   */
  open(viewer: Principal, request: PortalRequest): Readable {
    this.refuse(viewer, request.headers.accept);
    const { headers, cookies, id, ip } = request;
    const { authorization } = headers;
    const credentials = { headers: { authorization }, cookies, id, ip } as PortalRequest;
    const stream: Stream = { viewer, credentials, out: new PassThrough() };
    this.streams.add(stream);
    stream.out.once('close', () => this.streams.delete(stream));
    stream.out.on('error', () => undefined);
    this.stopListening ??= this.news.listen((items) => this.hear(items));
    this.heartbeat ??= setInterval(() => void this.beat(), heartbeatMs);
    stream.out.write(retryText(3_000));
    if (this.news.listening) stream.out.write(eventText('ready', {}));
    return stream.out;
  }

  /** How many streams are open here. */
  get count(): number {
    return this.streams.size;
  }

  onModuleDestroy(): void {
    this.stopped = true;
    this.stopListening?.();
    if (this.heartbeat !== null) clearInterval(this.heartbeat);
    if (this.gathering !== null) clearTimeout(this.gathering);
    for (const { out } of this.streams) out.end();
  }

  private refuse(viewer: Principal, accept: string | undefined): void {
    if (!wantsEvents(accept)) throw notAskedFor();
    if (this.stopped || this.streams.size >= perProcessMax) throw noRoom();
    const own = [...this.streams].filter((open) => open.viewer.personId === viewer.personId);
    if (own.length >= perPersonMax) throw tooMany();
  }

  private hear(items: readonly NewsItem[] | null): void {
    if (items === null) return this.writeAll(eventText('ready', {}));
    this.heard.push(...items);
    this.gathering ??= setTimeout(() => void this.pass(), gatherMs);
  }

  private writeAll(text: string): void {
    for (const stream of this.streams) write(stream, text);
  }

  /** Looks up what was heard, once for all streams, and passes it to those who may hear it. */
  private async pass(): Promise<void> {
    this.gathering = null;
    const items = this.heard;
    this.heard = [];
    try {
      await this.lookAgain(items);
      this.passProgress(items);
      for (const [kind, ids] of byKind(items)) {
        if (ids === null) this.passKind(kind);
        else await this.passTold(await toldOf(this.database.manager, kind, ids));
      }
    } catch (error) {
      this.logger.warn({ err: error }, 'news could not be looked up');
      this.writeAll(eventText('ready', {}));
    }
  }

  private async passTold(told: readonly Told[]): Promise<void> {
    if (told.length === 0) return;
    for (const stream of this.streams) {
      const audible = told.filter((item) => mayHear(stream.viewer, item));
      if (audible.length === 0) continue;
      const barred = await this.barredFor(stream.viewer, audible);
      for (const { kind, id, version } of audible) {
        if (!barred.has(id)) write(stream, eventText('changed', { kind, id, version }));
      }
    }
  }

  /** REV-2: a panel member does not even hear of what a conflict bars. */
  private async barredFor(viewer: Principal, told: readonly Told[]): Promise<ReadonlySet<string>> {
    const requestIds = told.filter(({ kind }) => kind === 'request').map(({ id }) => id);
    if (requestIds.length === 0 || viewer.platformRoles.length === 0) return new Set();
    const sight = await requestSight(this.database.manager, viewer);
    return await barredRequests(this.database.manager, requestIds, sight);
  }

  /** So much of a kind changed that whoever reads it at all had better read it again. */
  private passKind(kind: string): void {
    const permission = permissionOfKind(kind);
    if (permission === null) return;
    for (const stream of this.streams) {
      if (!mayUse(stream.viewer, permission, true).allow) continue;
      write(stream, eventText('changed', { kind, id: null, version: null }));
    }
  }

  private passProgress(items: readonly NewsItem[]): void {
    for (const { kind, id, progress } of items) {
      const permission = permissionOfKind(kind);
      if (progress === undefined || permission === null) continue;
      const text = eventText('progress', { kind, id, ...progress });
      for (const stream of this.streams) {
        if (mayHearProgress(stream.viewer, permission)) write(stream, text);
      }
    }
  }

  /** Whom the news concern themselves: their session may be over, or their roles others. */
  private async lookAgain(items: readonly NewsItem[]): Promise<void> {
    for (const stream of this.streams) {
      if (items.some((item) => concernsSession(stream.viewer, item))) await this.look(stream);
    }
  }

  private async beat(): Promise<void> {
    for (const stream of this.streams) {
      write(stream, heartbeatText);
      await this.look(stream).catch(() => undefined);
    }
  }

  /** Takes the viewer as the tables have it now; ends the stream when the session is over. */
  private async look(stream: Stream): Promise<void> {
    const viewer = await this.principals.lookAt(stream.credentials);
    const same = viewer.personId === stream.viewer.personId;
    if (same && mayUse(viewer, 'signed-in', true).allow) stream.viewer = viewer;
    else stream.out.end();
  }
}

function write({ out }: Stream, text: string): void {
  if (out.writableEnded || out.destroyed) return;
  if (out.writableLength > unreadBytesMax) out.destroy();
  else out.write(text);
}

/** Ids of what changed by kind; null where the whole kind did. */
function byKind(items: readonly NewsItem[]): Map<string, string[] | null> {
  const kinds = new Map<string, Set<string> | null>();
  for (const { kind, id, progress } of items) {
    if (progress !== undefined) continue;
    const ids = kinds.get(kind);
    if (id === null) kinds.set(kind, null);
    else if (ids === undefined) kinds.set(kind, new Set([id]));
    else ids?.add(id);
  }
  return new Map([...kinds].map(([kind, ids]) => [kind, ids === null ? null : [...ids]]));
}

const notAskedFor = () =>
  new DomainError(
    'malformed',
    'EVENTS_ACCEPT',
    'This is a stream of events. Open it with an EventSource, or send Accept: text/event-stream.',
  );

const tooMany = () =>
  new DomainError(
    'throttled',
    'EVENTS_TOO_MANY',
    `You have ${perPersonMax} streams open already. Close a page, then try again.`,
    { retryAfterSeconds: 30 },
  );

const noRoom = () =>
  new DomainError(
    'unavailable',
    'EVENTS_FULL',
    'This server takes no more streams at the moment. Try again in a moment.',
    { retryAfterSeconds: 5 },
  );
