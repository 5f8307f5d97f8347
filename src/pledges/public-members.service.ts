import { Injectable } from '@nestjs/common';
import { Database } from '../platform/database.service.js';
import { publicMembersPage } from './public-members.queries.js';
import type { PublicMembersQuery } from './public-members.schemas.js';

/** The public register of members and what they pledge. */
@Injectable()
export class PublicMembers {
  constructor(private readonly database: Database) {}

  /** Active members that agreed to be listed, by name unless told. */
  async list(query: PublicMembersQuery) {
    return await publicMembersPage(this.database.manager, query);
  }
}
