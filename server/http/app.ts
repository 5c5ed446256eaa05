import { existsSync } from 'node:fs';
import fastifyStatic from '@fastify/static';
import { fastify, type FastifyInstance } from 'fastify';
import { SECURITY_HEADERS } from './headers.js';
import { isKnownHost, type Origins } from './origins.js';

/** What the pages are served with. */
export interface AppOptions {
  /** The folder of the page. */
  readonly pages: string;
  readonly origins: Origins;
  /** The text of /metrics. */
  readonly metrics: () => string;
}

/** Files whose names change with what is in them may be kept for a year. */
const HASHED = /[/\\]assets[/\\]/;

/** The HTTP side: the page, /healthz and /metrics. Bodies are not taken. */
export async function makeApp(options: AppOptions): Promise<FastifyInstance> {
  const app = fastify({ logger: false, bodyLimit: 1024, requestTimeout: 30_000 });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(SECURITY_HEADERS);
    if (!isKnownHost(request.headers.host, options.origins)) {
      await reply.code(421).send({ code: 'ERR_HOST', message: 'this server has another name' });
    }
  });
  app.setErrorHandler(async (error: { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    const message = status < 500 ? 'the request cannot be served' : 'the server made a mistake';
    await reply.code(status).send({ code: 'ERR_HTTP', message });
  });
  app.setNotFoundHandler(async (_request, reply) => {
    await reply.code(404).send({ code: 'ERR_NOT_FOUND', message: 'there is nothing here' });
  });
  app.get('/healthz', () => ({ status: 'ok' }));
  app.get('/metrics', async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(options.metrics()),
  );
  await servePages(app, options.pages);
  return app;
}

async function servePages(app: FastifyInstance, root: string): Promise<void> {
  if (!existsSync(root)) {
    app.get('/', async (_request, reply) =>
      reply.code(503).type('text/plain').send('The page has not been built: npm run build\n'),
    );
    return;
  }
  await app.register(fastifyStatic, {
    root,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (response, path) => {
      const kept = HASHED.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
      response.setHeader('cache-control', kept);
    },
  });
}
