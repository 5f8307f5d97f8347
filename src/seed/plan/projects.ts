import type { SeededRandom } from '../../kernel/seeded-random.js';
import type { InventedOrganisation } from '../data/organisations.js';
import { topics, type SeedTopic } from '../data/topics.js';

/** A project idea with the organisation that pursues it. */
export interface Project {
  topic: SeedTopic;
  organisation: InventedOrganisation;
}

/** Organisations of the demonstration's applicants get a project of each call. */
export interface ProjectPlan {
  /** Requests of the first call, whose round is published. */
  first: Project[];
  /** Requests of the second call, whose round is ready to run: sister projects and some new ones. */
  second: { project: Project; sister: boolean }[];
  /** Ideas left for the calls that are in review or open. */
  rest: Project[];
}

const perCall = 120;

/** Gives each topic to the least busy organisation of its field, then spreads them over the calls. */
export function planProjects(
  random: SeededRandom,
  organisations: readonly InventedOrganisation[],
  demo: ReadonlySet<string>,
): ProjectPlan {
  const projects = giveTopics(random, organisations);
  // The demonstration's own organisations come first, so that they take part in both calls.
  const ordered = [
    ...projects.filter(({ organisation }) => demo.has(organisation.name)),
    ...projects.filter(({ organisation }) => !demo.has(organisation.name)),
  ];
  const first = ordered.slice(0, perCall);
  const fresh = ordered.slice(perCall);
  const sisters = first.slice(0, perCall - fresh.length);
  return {
    first,
    second: [
      ...sisters.map((project) => ({ project, sister: true })),
      ...fresh.map((project) => ({ project, sister: false })),
    ],
    rest: [...first.slice(perCall - fresh.length), ...fresh],
  };
}

function giveTopics(
  random: SeededRandom,
  organisations: readonly InventedOrganisation[],
): Project[] {
  const load = new Map(organisations.map(({ slug }) => [slug, 0]));
  return random.shuffled(topics).map((topic) => {
    const able = random.shuffled(organisations.filter(({ fields }) => fields.includes(topic[0])));
    const organisation = able.reduce((least, other) =>
      load.get(other.slug)! < load.get(least.slug)! ? other : least,
    );
    load.set(organisation.slug, load.get(organisation.slug)! + 1);
    return { topic, organisation };
  });
}
