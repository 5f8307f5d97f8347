import type { LoggerService } from '@nestjs/common';
import { pino, type Logger } from 'pino';
import type { Config } from '../config/config.js';

export const LOGGER = Symbol('logger');

/** What never reaches a log, wherever it stands in the logged object. */
const secretNames = [
  'password',
  'code',
  'recoveryCode',
  'secret',
  'token',
  'authorization',
  'cookie',
];
const redactPaths = [
  ...secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
  // A failed query carries its parameters, which may be the hash of a password or of a token.
  'err.parameters',
  'err.driverError.parameters',
];

/** JSON lines on standard output; readable text in development. */
export function createLogger(config: Pick<Config, 'LOG_LEVEL' | 'LOG_PRETTY' | 'ROLE'>): Logger {
  return pino({
    level: config.LOG_LEVEL,
    base: { role: config.ROLE },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: redactPaths, censor: '[redacted]' },
    ...(config.LOG_PRETTY ? { transport: { target: 'pino-pretty' } } : {}),
  });
}

/** Nest's own messages through the same logger. */
export function nestLogger(logger: Logger): LoggerService {
  const about = (context: unknown[]) => ({ context: context.at(-1) });
  return {
    log: (message: unknown, ...rest: unknown[]) => logger.debug(about(rest), String(message)),
    error: (message: unknown, ...rest: unknown[]) =>
      logger.error({ ...about(rest), err: message }, String(message)),
    warn: (message: unknown, ...rest: unknown[]) => logger.warn(about(rest), String(message)),
    debug: (message: unknown, ...rest: unknown[]) => logger.trace(about(rest), String(message)),
    verbose: (message: unknown, ...rest: unknown[]) => logger.trace(about(rest), String(message)),
  };
}
