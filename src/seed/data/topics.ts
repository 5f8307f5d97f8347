import type { Field } from './fields.js';
import { earthTopics } from './topics-earth.js';
import { machineTopics } from './topics-machines.js';
import { peopleTopics } from './topics-people.js';

/** Field, title of the first request, title of the one that follows, and what is done. All invented. */
export type SeedTopic = readonly [field: Field, title: string, followUp: string, aim: string];

export const topics: readonly SeedTopic[] = [...peopleTopics, ...earthTopics, ...machineTopics];
