import type { PersonData } from '../people/person-data.rules.js';

export const documentsData: readonly PersonData[] = [
  {
    section: 'documents',
    sql: `SELECT id, subject_kind AS "subjectKind", subject_id AS "subjectId", kind, name, media_type AS "mediaType",
                 size_bytes AS "sizeBytes", sha256, created_at AS "createdAt", removed_at AS "removedAt"
            FROM documents WHERE uploaded_by = $1 AND state = 'stored' ORDER BY created_at`,
    kept: 'Documents that you handed in for an organisation, as long as its application is kept: a decision rests on them.',
  },
];
