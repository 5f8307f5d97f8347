import { z } from 'zod';

export const idParam = z.uuid();

const assignee = z
  .uuid('must be the id of an officer')
  .nullable()
  .describe('Of an officer; null takes the case back from whoever has it.');

export const assignSchema = z.strictObject({ personId: assignee });
export type Assign = z.infer<typeof assignSchema>;

export const assignManySchema = z.strictObject({
  ids: z
    .array(z.uuid('must be the id of an application'))
    .min(1, 'Choose at least one application')
    .max(200, 'has more than 200 applications'),
  personId: assignee,
  preview: z
    .boolean()
    .default(false)
    .describe('Tells what would happen to each, and changes nothing.'),
});
export type AssignMany = z.infer<typeof assignManySchema>;

export const assignmentsSchema = z.object({
  preview: z.boolean(),
  items: z.array(
    z.object({
      id: z.uuid(),
      reference: z.string().nullable(),
      organisation: z.string().nullable(),
      outcome: z.enum(['assigned', 'unchanged', 'refused']),
      code: z.string().nullable(),
      detail: z.string().nullable().describe('Why it is refused.'),
    }),
  ),
});
export type Assignments = z.input<typeof assignmentsSchema>;

export const officerListSchema = z.object({
  items: z.array(
    z
      .object({
        id: z.uuid(),
        name: z.string(),
        open: z.int().describe('Applications that wait for this officer.'),
        overdue: z.int(),
      })
      .meta({ id: 'MembershipOfficer' }),
  ),
});
export type OfficerRow = z.input<typeof officerListSchema>['items'][number];
