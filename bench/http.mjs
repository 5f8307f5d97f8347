import { build, checkNode, installPackages } from '../scripts/setup.mjs';

/*
 * `npm run bench:http`: how fast the portal lists and takes requests beside a bare Node server that
 * sends the same SQL, in turns on the same durable PostgreSQL, as a ratio (quality.md: at least 0.5);
 * then 80 % reads and 20 % submits at 500 requests/s (Q6). Prints a table and one JSON line.
 *
 *   npm run bench:http -- --seconds 8 --turns 2 --mixed-seconds 20 --only list,submit,mixed
 */

checkNode();
installPackages();
build();
// Only now are the packages there that it imports.
await import('./http-run.mjs');
