import { TextArea, TextField } from '../../forms/fields';
import { T } from '../../intl/intl';
import type { ContentValues } from './content-values';

/** What the project is: title, summary for everybody, purpose for the reviewers. */
export function ProjectSection() {
  return (
    <>
      <TextField<ContentValues>
        name="title"
        label={<T id="content.title" />}
        hint={<T id="content.title.hint" />}
        input={{ maxLength: 160 }}
      />
      <TextArea<ContentValues>
        name="summary"
        label={<T id="content.summary" />}
        hint={<T id="content.summary.hint" />}
        limit={2000}
      />
      <TextArea<ContentValues>
        name="purpose"
        label={<T id="content.purpose" />}
        hint={<T id="content.purpose.hint" />}
        limit={8000}
        rows={12}
      />
    </>
  );
}
