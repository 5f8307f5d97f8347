import autocannon from 'autocannon';
import { readFileSync } from 'node:fs';

/**
 * Sends requests for some seconds, or a fixed amount. `requests` are functions that give the next request to send; `rate`
 * is per second over all connections, as fast as it goes unless told (latencies are then corrected for
 * coordinated omission).
 * Returns requests/s, latencies in ms, failures, and the server's CPU time per request in ms (Linux).
 */
export async function load({ port, pid }, { connections, seconds, amount, rate, requests }) {
  const cpuBefore = cpuMs(pid);
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    ...(amount ? { amount } : { duration: seconds }),
    ...(rate ? { overallRate: rate } : {}),
    requests: requests.map((next) => ({ setupRequest: (request) => ({ ...request, ...next() }) })),
  });
  const { total } = result.requests;
  const cpu = cpuMs(pid) - cpuBefore;
  return {
    perSecond: total / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    errors: result.errors + result.timeouts + result.non2xx,
    cpuMs: Number.isNaN(cpu) ? null : cpu / total,
  };
}

/** CPU time of a process in ms, from ticks of 10 ms; NaN where there is no /proc. */
function cpuMs(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return Number.NaN;
  }
}
