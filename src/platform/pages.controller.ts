import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { Controller, Get, Inject, Post, Req, Res } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { Allow } from '../access/allow.decorator.js';
import { CONFIG, type Config } from '../config/config.js';
import { LOGGER } from './logger.js';
import { formPaths, pagePaths, preferredLanguage } from './pages.rules.js';
import { Returns } from './route.decorator.js';

/** What the server bundle of web/ exports. */
interface Web {
  match(url: string): { page: string; lang: string; params: Record<string, string> };
  render(path: string, data: unknown, lang?: string): { status: number; html: string };
}

const html = { contentType: 'text/html; charset=utf-8' };
const notBuilt = `<!doctype html><html lang="en"><title>Champions Portal</title>
<p>The pages of this portal are not built on this server. Run <code>npm run build</code> in <code>web/</code>.</p></html>`;

/**
 * The pages for people: public ones are rendered here from what the public API answers, the
 * application under /app draws itself in the browser. Without built pages the API still runs.
 */
@Controller()
export class PagesController {
  private web: Promise<Web | null> | null = null;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(LOGGER) private readonly logger: Logger,
    private readonly adapter: HttpAdapterHost<FastifyAdapter>,
  ) {}

  @Get()
  @Allow('public')
  @Returns(null, 'Leads to the start page in the language the browser prefers.', html)
  start(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const language = preferredLanguage(request.headers['accept-language']);
    return reply.header('Vary', 'Accept-Language').redirect(`/${language}`, 302);
  }

  @Get(pagePaths)
  @Allow('public')
  @Returns(null, 'A page for people.', html)
  page(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.answer(request, reply);
  }

  @Post(formPaths)
  @Allow('public')
  @Returns(null, 'A page that answers its own form.', { ...html, status: 200 })
  form(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.answer(request, reply);
  }

  private async answer(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const web = await (this.web ??= this.load());
    const page = web === null ? { status: 503, html: notBuilt } : await this.draw(web, request);
    void reply.status(page.status).header('Content-Type', html.contentType);
    void reply.header('Cache-Control', 'no-cache').header('Vary', 'Accept-Encoding');
    if (page.status === 503) void reply.header('Retry-After', '30');
    if (!/\bbr\b/.test(String(request.headers['accept-encoding']))) return reply.send(page.html);
    return reply.header('Content-Encoding', 'br').send(await brotli(page.html));
  }

  private async draw(web: Web, request: FastifyRequest): Promise<{ status: number; html: string }> {
    const { url } = request;
    const { page, params } = web.match(url);
    if (page === 'verify') return web.render(url, await this.verification(request));
    if (page === 'overview') return web.render(url, await this.ask('overview'));
    if (page === 'pledges') return web.render(url, await this.ask('pledges'));
    if (page === 'round') return web.render(url, await this.askRound(params['id'] ?? '', url));
    return web.render(url, { demo: this.config.DEMO });
  }

  /** A round, and the page of its lines that the address asks for. */
  private async askRound(id: string, url: string): Promise<object> {
    const path = `rounds/${encodeURIComponent(id)}`;
    const round = await this.ask(path);
    if ('status' in round && typeof round.status === 'number') return round;
    const wanted = new URL(url, 'http://portal').searchParams;
    const query = new URLSearchParams({ limit: '100' });
    for (const name of ['class', 'reason', 'cursor']) {
      const value = wanted.get(name);
      if (value) query.set(name, value);
    }
    const lines = await this.ask(`${path}/lines?${query.toString()}`);
    // An address with a filter or cursor that nobody knows still shows the round.
    const found = 'items' in lines ? lines : { items: [], nextCursor: null };
    return { ...round, lines: found };
  }

  /** What holds of the credential that a form brought, asked of the public API as well. */
  private async verification(request: FastifyRequest): Promise<object> {
    const demo = this.config.DEMO;
    const { credential = '' } = (request.body ?? {}) as { credential?: unknown };
    if (request.method !== 'POST' || typeof credential !== 'string' || credential === '') {
      return { demo };
    }
    const answer = await this.adapter.httpAdapter.getInstance().inject({
      method: 'POST',
      url: '/api/v1/public/credential-verifications',
      payload: { credential },
    });
    if (answer.statusCode === 200) {
      return { demo, credential, verification: answer.json<object>() };
    }
    if (answer.statusCode >= 500) return { demo, status: 503 };
    const unreadable = { readable: false, valid: false, checks: [], member: null };
    return { demo, verification: { ...unreadable, validUntil: null, status: null } };
  }

  /** Asks the portal's own public API in process, so that a page shows what everybody may read. */
  private async ask(path: string): Promise<object> {
    const answer = await this.adapter.httpAdapter
      .getInstance()
      .inject({ method: 'GET', url: `/api/v1/public/${path}` });
    if (answer.statusCode === 200) return { ...answer.json<object>(), demo: this.config.DEMO };
    return {
      status: answer.statusCode === 400 || answer.statusCode === 404 ? 404 : 503,
      demo: this.config.DEMO,
    };
  }

  private async load(): Promise<Web | null> {
    const file = resolve(this.config.WEB_DIST, 'server/index.js');
    try {
      return (await import(pathToFileURL(file).href)) as Web;
    } catch (error) {
      this.logger.warn({ file, err: error }, 'the pages are not built');
      return null;
    }
  }
}

const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };
const brotli = (text: string): Promise<Buffer> => promisify(brotliCompress)(text, quality);
