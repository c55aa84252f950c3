import type { VNode } from 'preact';
import type { SessionState } from '#foundation/nations/code-book.ts';
import { factOn, stateOf } from '#foundation/nations/code-book.ts';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import type { PupilRow, RegisterView } from '../page-register.ts';
import { registerName, weekdayInWords } from './register-words.ts';

/** The four states of a session as pages write them. */
export const stateWords: Readonly<Record<SessionState, string>> = {
  present: 'Present',
  absent: 'Absent',
  'not-required': 'Not required',
  unmeasured: 'No mark: not known',
};

/** The marks of a register, to be read. */
export function MarksTable({ view }: { readonly view: RegisterView }): VNode {
  const { book, key, event } = view;
  const stateOfRow = ({ code }: PupilRow) => stateWords[stateOf(book.bytes.get(code) ?? 0)];
  return (
    <DataTable
      caption={`Marks, ${registerName(key.session, event)}, ${weekdayInWords(key.day)}`}
      captionClasses="govuk-visually-hidden"
      columns={[
        { heading: 'Name', cell: ({ name }: PupilRow) => name },
        { heading: 'Class', cell: (row) => row.class },
        { heading: 'Mark', cell: ({ code }) => code || '–' },
        { heading: 'Meaning', cell: ({ code }) => (code === '' ? '' : factOn(book, code, key.day)?.label) },
        { heading: 'State', cell: stateOfRow },
      ]}
      rows={view.pupils}
      empty={<p class="govuk-body">Nobody is expected at this register.</p>}
    />
  );
}
