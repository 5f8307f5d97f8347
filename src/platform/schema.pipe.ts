import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { z } from 'zod';
import { DomainError, notFound, type FieldProblem } from '../kernel/domain-error.js';

type Issue = z.core.$ZodIssue;

/**
 * Checks what comes in against the schema beside the parameter. Body and query problems are 400 with
 * one pointer per field; an id that cannot exist is the same 404 as one that does not.
 */
export class SchemaPipe implements PipeTransform {
  transform(value: unknown, metadata: ArgumentMetadata & { schema?: unknown }): unknown {
    const schema = metadata.schema as z.ZodType | undefined;
    if (!schema) return value;
    const input = metadata.type === 'query' ? { ...(value as object) } : value;
    const result = schema.safeParse(input, { reportInput: true });
    if (result.success) return result.data;
    if (metadata.type === 'param') throw notFound('thing');
    throw malformed(result.error.issues, metadata.type === 'query' ? 'query' : 'body');
  }
}

/** A 400 that names every bad field at once. */
function malformed(issues: readonly Issue[], where: 'query' | 'body'): DomainError {
  const errors = issues.slice(0, 50).flatMap(fieldProblems);
  const fields = [...new Set(errors.map(({ pointer }) => pointer.slice(1) || 'the whole'))].slice(
    0,
    5,
  );
  const what = where === 'query' ? 'address' : 'body';
  const absent = errors.length === 1 && errors[0]?.pointer === '' ? errors[0].detail : null;
  return new DomainError(
    'malformed',
    where === 'query' ? 'QUERY_INVALID' : 'BODY_INVALID',
    absent ?? `The ${what} has fields that cannot be used: ${fields.join(', ')}. See "errors".`,
    { errors },
  );
}

function fieldProblems(issue: Issue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerOf([...issue.path, key]),
      code: 'UNKNOWN_FIELD',
      detail: `There is no field "${key.slice(0, 60)}" here. Remove it.`,
    }));
  }
  const missing =
    ['invalid_type', 'invalid_value'].includes(issue.code) && issue.input === undefined;
  const unspoken = missing && issue.message.startsWith('Invalid');
  return [
    {
      pointer: pointerOf(issue.path),
      code: missing ? 'MISSING' : issue.code.toUpperCase(),
      detail: unspoken ? 'This is missing. Add it.' : sentence(issue.message),
    },
  ];
}

const pointerOf = (path: readonly PropertyKey[]) =>
  path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const sentence = (message: string) => (message.endsWith('.') ? message : `${message}.`);
