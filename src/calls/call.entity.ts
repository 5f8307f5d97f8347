import { Column, Entity, PrimaryColumn, VersionColumn } from 'typeorm';
import type { CallState, OrganisationClass } from './call.rules.js';
import type { Criterion } from './calls.schemas.js';

/** One opening of an access mode: who may ask for how much of which pools until when. */
@Entity('calls')
export class Call {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') reference!: string;
  @Column('text') title!: string;
  @Column('text') summary!: string;
  @Column('text') accessMode!: string;
  @Column('uuid') poolGroupId!: string;
  @Column('text') state!: CallState;
  @Column('timestamptz') opensAt!: Date;
  /** REQ-2: what is received before this instant counts. */
  @Column('timestamptz') cutOffAt!: Date;
  @Column('text', { array: true }) classes!: OrganisationClass[];
  /** MEM-7: whether only active members may submit. */
  @Column('boolean') membersOnly!: boolean;
  @Column('bigint') askMinGpuSeconds!: string;
  @Column('bigint') askMaxGpuSeconds!: string;
  /** Durations on offer. */
  @Column('integer', { array: true }) months!: number[];
  @Column('jsonb') criteria!: Criterion[];
  /** 0: no expert review, submitted requests go straight into the round. */
  @Column('integer') reviewsPerRequest!: number;
  /** 0 to 1000; a request below it is not ranked (REV-4). */
  @Column('integer') thresholdTotal!: number;
  @Column('timestamptz') reviewDueAt!: Date;
  @Column('timestamptz') allocateAt!: Date;
  /** Days within which an award has to be accepted. */
  @Column('integer') acceptanceDays!: number;
  /** When it became public; null for a call that was never opened. */
  @Column('timestamptz', { nullable: true }) openedAt!: Date | null;
  @Column('text', { nullable: true }) cancelReason!: string | null;
  @VersionColumn() version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
