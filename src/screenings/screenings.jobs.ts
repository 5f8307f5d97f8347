import { Injectable } from '@nestjs/common';
import type { JobPayload } from '../platform/job-registry.js';
import { HandlesJob } from '../platform/job-runner.service.js';
import { Screenings } from './screenings.service.js';

@Injectable()
export class ScreeningsJobs {
  constructor(private readonly screenings: Screenings) {}

  /** An organisation has applied, or its people or owners have changed. */
  @HandlesJob('screenings.organisation')
  async organisation({ organisationId, cause }: JobPayload<'screenings.organisation'>) {
    return { screened: await this.screenings.follow(organisationId, cause) };
  }

  /** Somebody is called otherwise. */
  @HandlesJob('screenings.person')
  async person({ personId }: JobPayload<'screenings.person'>) {
    return { screened: await this.screenings.followPerson(personId) };
  }

  /** A new list: everybody again. */
  @HandlesJob('screenings.list')
  async list() {
    return { screened: await this.screenings.catchUp() };
  }

  /** Whatever a lost job has left undone. */
  @HandlesJob('screenings.sweep')
  async sweep() {
    return { screened: await this.screenings.catchUp() };
  }
}
