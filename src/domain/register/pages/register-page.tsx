import type { VNode } from 'preact';
import { counted } from '#foundation/kernel/count-words.ts';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { ErrorSummary } from '#foundation/ui/components/error-summary.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import { InsetText } from '#foundation/ui/components/inset-text.tsx';
import { WhyYouMaySee } from '#foundation/ui/components/why-you-may-see.tsx';
import type { Scope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import { codeBookPath } from '../code-paths.ts';
import { codesToType, commonCodes } from '../page-common-codes.ts';
import { longestReason } from '../page-form.ts';
import type { RegisterView } from '../page-register.ts';
import type { SavedRegister } from '../page-save.ts';
import type { Unwithdrawn } from '../page-withdraw.ts';
import { markedPlaces } from '../page-withdraw.ts';
import { registerApiPath, registerHistoryPath, registerPath, registersPath } from '../paths.ts';
import { MarksTable } from './marks-table.tsx';
import { RegisterRow, rowId } from './register-row.tsx';
import { capitalised, registerName, weekdayInWords } from './register-words.ts';

export interface RegisterPageProps {
  readonly view: RegisterView;
  readonly scope: Scope;
  /** Whether the reader may take and correct it. */
  readonly access: 'take' | 'read';
  readonly class: string | undefined;
  readonly now: Date;
  /** What became of what was just posted. */
  readonly saved: SavedRegister | undefined;
  /** Why it could not be withdrawn, when that was asked. */
  readonly unwithdrawn: Unwithdrawn | undefined;
}

/** More rows than this are shown a class at a time. */
const mostRows = 60;

/** A register: taken, corrected or read, a class at a time. */
export function RegisterPage(props: RegisterPageProps): VNode {
  const { view, scope } = props;
  const { keeper, key, event } = view;
  const heading = `${props.class === undefined ? '' : `${props.class}, `}${registerName(key.session, event)}`;
  const isUnknownClass = props.class !== undefined && view.pupils.length === 0 && view.classes.length > 0;
  const isWhole = view.pupils.length <= mostRows && !isUnknownClass;
  return (
    <>
      <Unkept {...props} />
      {props.unwithdrawn && (
        <ErrorSummary
          titleText="There is a problem"
          errorList={[{ text: props.unwithdrawn.message, href: '#withdraw-reason' }]}
        />
      )}
      <h1 class="govuk-heading-l hw-take__heading">
        <span class="govuk-caption-l">
          {keeper.name}, {weekdayInWords(key.day)}
        </span>
        {capitalised(heading)}
      </h1>
      <WhyYouMaySee words={whyWords(scope)} />
      {(view.closed === undefined || view.register) && <Standing {...props} />}
      {view.closed !== undefined && <InsetText>{closedWords(props, view.closed)}</InsetText>}
      {view.closed !== undefined && props.access === 'take' && scope.kind === 'setting' && <Withdraw {...props} />}
      {isUnknownClass && (
        <InsetText>{`Nobody of class ${props.class} is expected at this register. Choose another class.`}</InsetText>
      )}
      {!isWhole && !isUnknownClass && <p class="govuk-body">Choose a class:</p>}
      <Classes {...props} />
      {isWhole && props.access === 'take' && view.closed === undefined && <TakeForm {...props} />}
      {isWhole && !(props.access === 'take' && view.closed === undefined) && <MarksTable view={view} />}
      <Apart view={view} />
      <p class="govuk-body hw-more">
        <a class="govuk-link" href={registerHistoryPath({ ...key, urn: keeper.urn })}>
          Every change of this register
        </a>{' '}
        ·{' '}
        <a class="govuk-link" href={registersPath(keeper.urn, key.day)}>
          Registers of these two weeks
        </a>{' '}
        ·{' '}
        <a class="govuk-link" href={codeBookPath(keeper.nation, key.day)}>
          What the codes mean
        </a>{' '}
        ·{' '}
        <a class="govuk-link" href={registerApiPath({ ...key, urn: keeper.urn })}>
          The same as data
        </a>
      </p>
    </>
  );
}

function Unkept({ saved, view }: RegisterPageProps): VNode | null {
  if (!saved || saved.unkept.length === 0) return null;
  const names = new Map(view.pupils.map((pupil) => [pupil.slot, pupil.name]));
  const kept = saved.entered + saved.amended;
  return (
    <ErrorSummary
      titleText={`${counted(saved.unkept.length, 'mark')} to look at again`}
      errorList={saved.unkept.map(({ slot, message }) => ({
        href: `#${rowId(slot)}`,
        text: `${names.get(slot) ?? 'A pupil'}: ${message}`,
      }))}
    >
      {kept === 0 ? 'Nothing else was changed.' : `All others are saved: ${counted(kept, 'mark')}.`}
    </ErrorSummary>
  );
}

/** What is known of the register, and how much of it. */
function Standing({ view, now }: RegisterPageProps): VNode {
  const { register, pupils } = view;
  const marked = pupils.filter(({ code }) => code !== '').length;
  const left = pupils.length - marked;
  const taken = register
    ? `First recorded at ${instantInWords(register.takenAt)} by ${register.actor}; this is version ${register.version}. `
    : 'Not taken yet. ';
  return (
    <p class="govuk-body hw-measure">
      {taken}
      {pupils.length > 0 && (
        <>
          <strong>
            {marked} of {pupils.length} have a mark
          </strong>
          {left > 0 && '; whoever has none is not counted as present'}.
        </>
      )}
      <span class="hw-muted"> As at {instantInWords(now)}.</span>
    </p>
  );
}

function Classes({ view, class: chosen }: RegisterPageProps): VNode | null {
  const { classes, key, keeper } = view;
  if (classes.length < 2) return null;
  return (
    <nav class="hw-take__classes" aria-label="Classes">
      <ul>
        {classes.map(({ name, marked, expected }) => (
          <li>
            <a
              class="govuk-link govuk-link--no-visited-state"
              href={registerPath({ ...key, urn: keeper.urn, class: name })}
              aria-current={name === chosen ? 'page' : undefined}
            >
              {name === '' ? 'No class' : name}
            </a>{' '}
            <span class="hw-muted">
              {marked} of {expected}
            </span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TakeForm({ view, class: name, saved }: RegisterPageProps): VNode {
  const { key, keeper, book, pupils } = view;
  const common = commonCodes(book, key);
  const unkept = new Map(saved?.unkept.map((row) => [row.slot, row]));
  const marked = pupils.filter(({ code }) => code !== '').length;
  return (
    <form
      class="hw-take"
      method="post"
      action={registerPath({ ...key, urn: keeper.urn, class: name })}
      data-enhance="register"
      aria-label="Register"
      autocomplete="off"
    >
      <p class="hw-take__count" role="status">
        {marked} of {pupils.length} marked
      </p>
      <KeyHelp keys={common} />
      <div class="hw-take__list">
        {pupils.map((pupil) => (
          <RegisterRow pupil={pupil} common={common} unkept={unkept.get(pupil.slot)} />
        ))}
      </div>
      <datalist id="codes">
        {codesToType(book, key).map((fact) => (
          <option value={fact.code}>{fact.label}</option>
        ))}
      </datalist>
      <div class="hw-take__end">
        <label class="govuk-body hw-take__rest">
          <input name="rest" type="checkbox" value="present" /> Everyone else here is present
        </label>
        <Button>Save register</Button>
      </div>
    </form>
  );
}

function KeyHelp({ keys }: { readonly keys: ReturnType<typeof commonCodes> }): VNode {
  return (
    <p class="hw-take__keys">
      In the list:{' '}
      {keys.map(({ keys: [first = ''], short }) => (
        <>
          <kbd>{first}</kbd> {short.toLowerCase()},{' '}
        </>
      ))}
      <kbd>↑</kbd> <kbd>↓</kbd> move, <kbd>Backspace</kbd> takes the last mark back, <kbd>End</kbd> goes to “everyone
      else”.
    </p>
  );
}

function Apart({ view }: { readonly view: RegisterView }): VNode | null {
  if (view.apart.length === 0) return null;
  return (
    <section class="hw-section" aria-labelledby="apart">
      <h2 class="govuk-heading-s" id="apart">
        Not expected at this register
      </h2>
      <ul class="govuk-list">
        {view.apart.map(({ name, why }) => (
          <li>
            {name}: {why}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Marks that were taken before anybody said that the setting was closed go on counting: the page must not deny them. */
function closedWords({ view, access }: RegisterPageProps, closed: string): string {
  const why = `${capitalised(closed)}.`;
  if (view.register === undefined) return `This register is not taken. ${why}`;
  const marks = markedPlaces(view).length;
  if (marks === 0) return `${why} Its marks were withdrawn, and nothing of it is counted.`;
  const how = access === 'take' ? 'withdraw the register below' : 'somebody of the setting withdraws them';
  return `${why} No mark can be entered now. ${counted(marks, 'mark')} that ${marks === 1 ? 'is' : 'are'} here go on counting until ${access === 'take' ? `you ${how}` : how}.`;
}

/** Takes back every mark of a time when the setting was closed, of all classes at once. */
function Withdraw({ view, class: name, unwithdrawn }: RegisterPageProps): VNode | null {
  const { key, keeper, register } = view;
  const marks = markedPlaces(view).length;
  if (marks === 0 || register === undefined) return null;
  return (
    <form
      class="hw-measure"
      method="post"
      action={registerPath({ ...key, urn: keeper.urn, class: name })}
      aria-labelledby="withdraw"
    >
      <h2 class="govuk-heading-m" id="withdraw">
        Withdraw this register
      </h2>
      <p class="govuk-body">
        All {counted(marks, 'mark')} of it, of every class, will be taken back: the session then counts for nobody. Each
        stays in the register’s history with your reason. If the setting was open after all, mend its calendar instead.
      </p>
      <input type="hidden" name="form" value="withdraw" />
      <input type="hidden" name="version" value={register.version} />
      <Input
        id="withdraw-reason"
        name="reason"
        label={{ text: 'Why it is withdrawn' }}
        autocomplete="off"
        attributes={{ maxlength: String(longestReason) }}
        value={unwithdrawn?.reason}
        errorMessage={unwithdrawn && { text: unwithdrawn.message }}
      />
      <Button classes="govuk-button--secondary">Withdraw this register</Button>
    </form>
  );
}
