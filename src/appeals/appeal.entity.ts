import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { AppealState, AppealSubject } from './appeal.rules.js';

/** What an organisation says against a decision, and what became of it. */
@Entity('appeals')
export class Appeal {
  @PrimaryColumn('uuid') id!: string;
  @Column('text') reference!: string;
  @Column('text') subjectKind!: AppealSubject;
  @Column('uuid') subjectId!: string;
  @Column('text') subjectReference!: string;
  @Column('timestamptz') subjectDecidedAt!: Date;
  /** APL-2: none of them decides on the appeal. */
  @Column('uuid', { array: true }) firstDeciders!: string[];
  @Column('uuid') organisationId!: string;
  @Column('text') state!: AppealState;
  @Column('text') grounds!: string;
  /** APL-1: until when it could be lodged. */
  @Column('timestamptz') dueAt!: Date;
  @Column('uuid') submittedBy!: string;
  @Column('timestamptz') submittedAt!: Date;
  @Column('uuid', { nullable: true }) admittedBy!: string | null;
  @Column('timestamptz', { nullable: true }) admittedAt!: Date | null;
  @Column('uuid', { nullable: true }) decidedBy!: string | null;
  @Column('timestamptz', { nullable: true }) decidedAt!: Date | null;
  @Column('text', { nullable: true }) decisionReason!: string | null;
  @Column('integer') version!: number;
  @Column('timestamptz') createdAt!: Date;
  @Column('timestamptz') updatedAt!: Date;
}
