import type { Principal } from '../../access/principal.js';
import { gpuSecondsOfHours } from '../../kernel/gpu-time.js';
import { Sites } from '../../sites/sites.service.js';
import type { SeedContext } from '../context.js';
import { accessModes } from '../data/access-modes.js';
import { countries } from '../data/countries.js';
import { sites, type SeedSite } from '../data/sites.js';

/** From when the reference data holds. */
const validFrom = '2025-01-01';

/** Countries and access modes: true data with sources, of use in every portal; safe to run again. */
export async function writeReference(context: SeedContext): Promise<void> {
  await context.write(async (manager) => {
    await manager.query(
      `INSERT INTO countries (code, name, vies_prefix, nuts_prefix, eu_member, digital_europe,
                              horizon_europe, carbon_grams_per_kwh, valid_from, source)
       SELECT c.code, c.name, c.vies, c.nuts, c.eu, c."digitalEurope", c."horizonEurope", c.carbon, $2, c.source
         FROM jsonb_to_recordset($1::jsonb) AS c(code text, name text, vies text, nuts text, eu boolean,
              "digitalEurope" boolean, "horizonEurope" boolean, carbon numeric, source text)
       ON CONFLICT (code) DO NOTHING`,
      [JSON.stringify(countries), validFrom],
    );
    const modes = accessModes.map(({ gpuHoursMin, gpuHoursMax, ...mode }) => ({
      ...mode,
      least: gpuSecondsOfHours(gpuHoursMin).toString(),
      most: gpuSecondsOfHours(gpuHoursMax).toString(),
    }));
    await manager.query(
      `INSERT INTO access_modes (code, name, audience, classes, ask_min_gpu_seconds, ask_max_gpu_seconds,
                                 months, expert_review, turnaround, selection, valid_from, source)
       SELECT m.code, m.name, m.audience, m.classes, m.least, m.most, m.months, m."expertReview",
              m.turnaround, m.selection, $2, m.source
         FROM jsonb_to_recordset($1::jsonb) AS m(code text, name text, audience text, classes text[],
              least bigint, most bigint, months integer[], "expertReview" boolean, turnaround text,
              selection text, source text)
       ON CONFLICT (code) DO NOTHING`,
      [JSON.stringify(modes), validFrom],
    );
  });
}

/** Sites with their partitions; answers the partition's id by the slug of its site. */
export async function writeSites(
  context: SeedContext,
  admin: Principal,
): Promise<Map<string, string>> {
  const partitions = new Map<string, string>();
  for (const site of sites) partitions.set(site.slug, await writeSite(context, admin, site));
  return partitions;
}

async function writeSite(
  context: SeedContext,
  admin: Principal,
  { partitions: [partition], ...site }: SeedSite,
): Promise<string> {
  const service = context.get(Sites);
  const { id: siteId } = await service.create(admin, site);
  const { perNode, kilowatts, ...rest } = partition!;
  const { id } = await service.createPartition(admin, siteId, {
    ...rest,
    acceleratorsPerNode: perNode,
    kilowattsPerAccelerator: kilowatts,
  });
  return id;
}
