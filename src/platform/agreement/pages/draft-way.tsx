import type { VNode } from 'preact';
import { Checkboxes } from '#foundation/ui/components/checkboxes.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { Fieldset } from '#foundation/ui/components/fieldset.tsx';
import { Select } from '#foundation/ui/components/select.tsx';
import type { Category } from '#platform/access/categories.ts';
import { categories, categoryWords } from '#platform/access/categories.ts';
import { degradations } from '../degrade.ts';
import { partySlots, textOf } from '../draft-form.ts';
import { fieldsIn } from '../fields.ts';
import type { DraftFormProps } from './draft-fields.ts';
import { errorAt } from './draft-fields.ts';

interface WayProps extends DraftFormProps {
  readonly way: number;
}

/** What one organisation tells another: of each kind of record, how each field leaves. */
export function Way(props: WayProps): VNode {
  const { way, typed, faults, choosable } = props;
  const slots = Array.from({ length: partySlots(typed) }, (_, slot) => {
    const chosen = textOf(typed, `party-${slot}-organisation`);
    const known = choosable.find(({ organisationId }) => String(organisationId) === chosen);
    return { value: slot, text: `Organisation ${slot + 1}${known ? `: ${known.name}` : ''}` };
  });
  const who = (part: 'from' | 'to', text: string) => {
    const name = `way-${way}-${part}`;
    const items = [{ value: '', text: 'Choose' }, ...slots];
    const value = textOf(typed, name);
    return <Select name={name} value={value} errorMessage={errorAt(faults, name)} label={{ text }} items={items} />;
  };
  return (
    <Fieldset legend={{ text: `From one to another, ${way + 1}`, classes: 'govuk-fieldset__legend--s' }}>
      {who('from', 'Who tells')}
      {who('to', 'Who is told')}
      {categories.map((category) => (
        <OneCategory category={category} {...props} />
      ))}
    </Fieldset>
  );
}

function OneCategory({ category, way, typed, faults }: WayProps & { readonly category: Category }): VNode {
  const prefix = `way-${way}-${category}`;
  const names = Object.keys(fieldsIn(category));
  const chosen = names.filter((name) => textOf(typed, `${prefix}-${name}`) !== '').length;
  const known = textOf(typed, prefix) === 'known';
  const wrong = faults.some(({ id }) => id === prefix || id.startsWith(`${prefix}-`));
  const said = known ? ' – only that it is known' : chosen > 0 ? ` – ${chosen} of ${names.length} chosen` : '';
  return (
    <Details summaryText={`${capital(categoryWords[category])}${said}`} open={wrong || known || chosen > 0}>
      {names.map((name) => (
        <OneField category={category} name={name} id={`${prefix}-${name}`} typed={typed} faults={faults} />
      ))}
      <Checkboxes
        name={prefix}
        classes="govuk-checkboxes--small"
        errorMessage={errorAt(faults, prefix)}
        values={known ? ['known'] : []}
        items={[{ value: 'known', text: 'Only that the child is known, and whom to ask: none of the above' }]}
      />
    </Details>
  );
}

interface FieldProps extends Pick<DraftFormProps, 'typed' | 'faults'> {
  readonly category: Category;
  readonly name: string;
  readonly id: string;
}

function OneField({ category, name, id, typed, faults }: FieldProps): VNode {
  const field = fieldsIn(category)[name];
  const ways = (field?.degradations ?? []).map((one) => ({ value: one, text: `In part: ${degradations[one].words}` }));
  return (
    <Select
      name={id}
      value={textOf(typed, id)}
      errorMessage={errorAt(faults, id)}
      label={{ text: capital(field?.words ?? name) }}
      hint={field?.sensitive && { text: field.sensitive.map((one) => sensitiveWords[one]).join('; ') }}
      items={[{ value: '', text: 'Not shared' }, ...ways, { value: 'whole', text: 'In whole' }]}
    />
  );
}

const sensitiveWords = {
  'article-9': 'In whole it is special category data: choose a condition of Article 9',
  'article-10': 'In whole it can tell of offences: choose a basis under Article 10',
} as const;

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
