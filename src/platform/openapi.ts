import { z } from 'zod';
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiPathsObject,
} from 'zod-openapi';
import type { Route } from './route-table.js';

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string().describe('A sentence that says what to do.'),
    code: z.string().describe('Names the rule, for example REQ_MINIMUM_ABOVE_ASK.'),
    errors: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
    requestId: z.string(),
  })
  .meta({ id: 'Problem' });

const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problemSchema } },
});

/** The OpenAPI 3.1 document of the portal, written from the schemas that check the traffic. */
export function openApiDocument(routes: readonly Route[]) {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of routes.filter(isApi).sort(byPath)) {
    const path = route.path.replace(/:([A-Za-z]+)/g, '{$1}');
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return createDocument({
    openapi: '3.1.1',
    info: {
      title: 'Champions Portal',
      version: '1',
      description:
        'Membership of the European AI Champions initiative and fair access to its compute. Amounts of GPU-time are strings of integer GPU-seconds; times are RFC 3339 UTC; money is integer cents.',
      license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
    },
    servers: [{ url: '/' }],
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: '__Host-session' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
    paths,
  });
}

/** Pages for people are no part of the contract. */
const isApi = ({ returned }: Route) => !returned.contentType?.startsWith('text/html');

const byPath = (a: Route, b: Route) =>
  a.path < b.path ? -1 : a.path > b.path ? 1 : a.method < b.method ? -1 : 1;

function operationOf(route: Route): ZodOpenApiOperationObject {
  const parameters = [...pathParameters(route), ...headerParameters(route)];
  return {
    operationId: `${route.area.charAt(0).toLowerCase()}${route.area.slice(1)}.${route.handler}`,
    tags: [route.area],
    summary: route.returned.summary,
    description: `Permission: \`${route.requirement}\`.`,
    security: route.requirement === 'public' ? [] : [{ session: [] }, { token: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(route.query ? { requestParams: { query: route.query as z.ZodObject } } : {}),
    ...requestBodyOf(route),
    responses: responsesOf(route),
  };
}

const fileBody: ZodOpenApiOperationObject['requestBody'] = {
  required: true,
  content: {
    'multipart/form-data': {
      schema: {
        type: 'object',
        properties: { file: { type: 'string', format: 'binary' } },
        required: ['file'],
      },
    },
  },
};
function requestBodyOf({ body, returned: { takes, upload } }: Route) {
  if (upload) return { requestBody: fileBody };
  const content = takes
    ? { [takes.type]: { schema: { type: 'string' as const, format: 'binary' } } }
    : body && { 'application/json': { schema: body } };
  return content ? { requestBody: { required: true, content } } : {};
}

function pathParameters(route: Route) {
  return [...route.path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => ({
    name: name as string,
    in: 'path' as const,
    required: true,
    schema: { type: 'string' as const },
  }));
}

function headerParameters(route: Route) {
  const header = (name: string, required: boolean, description: string) => ({
    name,
    in: 'header' as const,
    required,
    description,
    schema: { type: 'string' as const },
  });
  return [
    ...(route.version === 'none'
      ? []
      : [header('If-Match', route.version === 'required', 'ETag of the version that is changed.')]),
    ...(route.method === 'POST'
      ? [header('Idempotency-Key', false, 'Kept 48 hours: a retry with it has one effect.')]
      : []),
  ];
}

function responsesOf(route: Route): ZodOpenApiOperationObject['responses'] {
  const { schema, status, contentType, summary, location } = route.returned;
  const content = schema
    ? { 'application/json': { schema } }
    : contentType
      ? { [contentType]: { schema: { type: 'string' as const } } }
      : undefined;
  const headers = location
    ? { headers: { Location: { schema: { type: 'string' as const } } } }
    : {};
  return {
    [String(status)]: { description: summary, ...headers, ...(content ? { content } : {}) },
    '4XX': problem('The request cannot be done; the detail says what to do.'),
    '503': problem('A part is down; Retry-After says when to try again.'),
  } as ZodOpenApiOperationObject['responses'];
}
