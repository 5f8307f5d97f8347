import { SeededRandom } from '../../kernel/seeded-random.js';
import { inventedOrganisations } from '../data/organisations.js';
import { planProjects } from './projects.js';
import { planRequest } from './requests.js';
import { planReview } from './reviews.js';
import { planPledges } from './pledges.js';
import { PeopleNames, planReviewers } from './people.js';

test('look', () => {
  const random = new SeededRandom('x');
  const plan = planProjects(
    random.fork('p'),
    inventedOrganisations,
    new Set(['Tonspäher KI', 'Varnhem Kraft', 'Kystvig Universitet']),
  );
  const reqs = plan.first.map((p, i) =>
    planRequest(
      random.fork(`r${i}`),
      p.organisation,
      { topic: p.topic, title: 'first', sisterOf: null },
      { gpuHoursMin: 80000, gpuHoursMax: 880000, months: 12, wholeOnly: false },
    ),
  );
  const by: any = {};
  for (const r of reqs) {
    const b = (by[r.organisation.class] ??= { n: 0, ask: 0, min: 0 });
    b.n++;
    b.ask += r.demand.gpuHoursAsked;
    b.min += r.demand.gpuHoursMinimum;
  }
  console.log(
    by,
    reqs.slice(0, 3),
    reqs.filter((r) => r.fate !== 'ranked').length,
    reqs
      .map((r) => r.demand.gpus)
      .sort((a, b) => a - b)
      .join(' '),
  );
  const revs = reqs.map((r, i) =>
    planReview(
      random.fork(`v${i}`),
      { title: r.title, gpus: r.demand.gpus, months: 12, hours: r.demand.gpuHoursAsked },
      r.quality,
      0,
    ),
  );
  console.log(revs.slice(0, 4));
  const tot = revs
    .map((r) =>
      Math.round((200 * (r.scores.excellence + r.scores.impact + r.scores.implementation)) / 3),
    )
    .sort((a, b) => a - b);
  console.log(tot.join(' '), tot.filter((t) => t < 600).length);
  let d = 0n,
    c = 0n;
  for (const [i, o] of inventedOrganisations.entries())
    for (const p of planPledges(random.fork(`pl${i}`), o)) {
      if (p.amountCents && p.state !== 'withdrawn') {
        d += p.amountCents;
        if (p.state === 'confirmed') c += p.amountCents;
      }
    }
  console.log(d / 100n, c / 100n);
  console.log(planReviewers(random.fork('rv'), new PeopleNames(random.fork('n')), 5));
});
