import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { GrantState, SuspensionCause } from './grant.rules.js';

/** The right of an organisation to use GPU-time; where the time is, the ledger tells. */
@Entity('grants')
export class Grant {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') reference!: string;
  @Column('uuid') requestId!: string;
  @Column('uuid') roundId!: string;
  @Column('uuid') organisationId!: string;
  @Column('text') state!: GrantState;
  @Column('bigint') gpuSeconds!: string;
  @Column('timestamptz') offeredAt!: Date;
  /** GRA-1: until when the representative can answer. */
  @Column('timestamptz') acceptanceDueAt!: Date;
  @Column('timestamptz', { nullable: true }) acceptedAt!: Date | null;
  @Column('uuid', { nullable: true }) acceptedBy!: string | null;
  @Column('text', { nullable: true }) declinedReason!: string | null;
  @Column('text', { nullable: true }) suspendedFor!: SuspensionCause | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
