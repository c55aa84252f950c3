import type { VNode } from 'preact';
import type { Keeper } from '#domain/roll/model.ts';
import { personDayPath } from '#domain/roll/paths.ts';
import { counted } from '#foundation/kernel/count-words.ts';
import { instantInWords } from '#foundation/kernel/london-clock.ts';
import type { PlainDate } from '#foundation/kernel/plain-date.ts';
import { addDays } from '#foundation/kernel/plain-date.ts';
import { typedDay } from '#foundation/kernel/typed-day.ts';
import type { SessionState } from '#foundation/nations/code-book.ts';
import { stateOf } from '#foundation/nations/code-book.ts';
import { Button } from '#foundation/ui/components/button.tsx';
import { DataTable } from '#foundation/ui/components/data-table.tsx';
import { Details } from '#foundation/ui/components/details.tsx';
import { Input } from '#foundation/ui/components/input.tsx';
import type { Scope } from '#platform/access/scope.ts';
import { whyWords } from '#platform/access/why.ts';
import type { GapOfDay } from '../dual-answer-store.ts';
import type { DualSays } from '../dual-answers.ts';
import { childAbsence, enrolmentAbsence } from '../dual-day.ts';
import type { LearnerDay, LearnerHalf, SettingSays } from '../dual-learner-day.ts';
import { registersSay } from '../dual-model.ts';
import { sessionWords } from '../page-sessions.ts';
import { dualPath, registerPath } from '../paths.ts';
import { stateWords } from './marks-table.tsx';
import { capitalised, weekdayInWords } from './register-words.ts';

export interface LearnerDayPageProps {
  readonly keeper: Keeper;
  readonly scope: Scope;
  /** The child’s. */
  readonly name: string;
  readonly slot: number;
  readonly read: LearnerDay;
  readonly today: PlainDate;
  readonly now: Date;
}

/** One child’s day: what each setting’s register says, what that comes to, and which tasks it opens for whom. */
export function LearnerDayPage(props: LearnerDayPageProps): VNode {
  const { keeper, scope, name, read, now } = props;
  return (
    <>
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">
          {name}, {keeper.name}
        </span>
        {weekdayInWords(read.day)}, in every register
      </h1>
      <p class="govuk-body-s hw-muted">
        {whyWords(scope, 'one-child')} {reachWords(scope)}
      </p>
      <Summary read={read} />
      <DayForm {...props} />
      {read.halves.map((half) => (
        <Half {...props} half={half} />
      ))}
      <p class="govuk-body hw-muted hw-measure">
        As at {instantInWords(now)}. {settingsWords(read)}
      </p>
      <HowCounted read={read} />
      <p class="govuk-body hw-more">
        <a class="govuk-link" href={dualPath()}>
          Everybody expected elsewhere and not seen there
        </a>
      </p>
    </>
  );
}

/** Why each side may be seen. */
function reachWords(scope: Scope): string {
  if (scope.kind === 'children') return 'You read the marks of your own pupils, and nobody else’s.';
  if (scope.kind !== 'setting') return 'You read the registers of the settings you answer for, mark by mark.';
  return 'You read your own register. Of the other setting you are told only whether the child was there, for half days that one of you marked D: both of you must know where the child is.';
}

const counts: Readonly<Record<SessionState, string>> = {
  present: 'present',
  absent: 'absent',
  'not-required': 'not required',
  unmeasured: 'not known',
};

function Summary({ read }: Pick<LearnerDayPageProps, 'read'>): VNode {
  const words = read.halves.map(
    ({ session, state }) => `${sessionWords(session)} ${state === undefined ? 'not counted' : counts[state]}`,
  );
  const open = read.halves.flatMap(({ gaps }) => gaps).filter(({ closedAt }) => closedAt === null).length;
  return (
    <p class="govuk-body-l">
      The day counts as <strong>{words.join(', ')}</strong>
      {open > 0 && `; ${counted(open, 'task')} open`}.
    </p>
  );
}

function DayForm({ keeper, slot, read, today }: LearnerDayPageProps): VNode {
  const { day } = read;
  const link = (to: PlainDate, words: string) => (
    <a class="govuk-link" href={personDayPath(keeper.urn, slot, to)}>
      {words}
    </a>
  );
  return (
    <>
      <form class="hw-filter" method="get" action={personDayPath(keeper.urn, slot)} aria-label="Choose a day">
        <Input
          id="learner-day"
          name="day"
          label={{ text: 'Day' }}
          hint={{ text: 'Such as 27/3/2026' }}
          classes="govuk-input--width-10"
          value={typedDay(day)}
        />
        <Button classes="hw-filter__apply govuk-button--secondary">Show</Button>
      </form>
      <p class="govuk-body">
        {link(addDays(day, -1), 'The day before')}
        {day < today && <> · {link(addDays(day, 1), 'The day after')}</>}
      </p>
    </>
  );
}

type HalfProps = LearnerDayPageProps & { readonly half: LearnerHalf };

function Half(props: HalfProps): VNode {
  const { half, read } = props;
  const words = sessionWords(half.session);
  return (
    <section class="hw-section" aria-labelledby={`half-${half.session}`}>
      <h2 class="govuk-heading-m" id={`half-${half.session}`}>
        {capitalised(words)}: {half.state === undefined ? 'not counted' : counts[half.state]}
      </h2>
      <DataTable
        caption={`What registers say, ${words} of ${weekdayInWords(read.day)}`}
        captionClasses="govuk-visually-hidden"
        columns={[
          { heading: 'Setting', cell: (says: SettingSays) => nameOf(read, says.settingId) },
          { heading: 'What it says', cell: (says) => <Says {...props} says={says} /> },
        ]}
        rows={half.says}
        empty={<p class="govuk-body">Nobody here has the child on roll that day.</p>}
      />
      <Tasks {...props} />
    </section>
  );
}

function nameOf({ keepers }: LearnerDay, settingId: number): string {
  return keepers.get(settingId)?.name ?? (settingId === 0 ? 'no setting known here' : 'a setting not kept here');
}

const told: Readonly<Record<DualSays, string>> = {
  attended: 'Attended',
  'not-attended': 'Did not attend',
  'no-mark': 'No mark yet',
  elsewhere: 'Marked D: it says the child was expected at the other setting',
};

function Says({ says, read, half }: HalfProps & { readonly says: SettingSays }): VNode {
  if (says.kind === 'closed') return <>Closed: {says.why}</>;
  if (says.kind === 'told') return <WithReason words={told[says.says]} says={says} />;
  if (says.kind === 'untold') {
    return <WithReason words={says.why === 'not-compared' ? 'Not known' : 'Not told'} says={says} />;
  }
  const keeper = read.keepers.get(says.settingId);
  const words = markWords(says);
  if (keeper?.unit !== 'session') return <>{words}</>;
  return (
    <a class="govuk-link" href={registerPath({ urn: keeper.urn, day: read.day, session: half.session })}>
      {words}
    </a>
  );
}

function markWords({ code, meaning, taken, byte, isDual }: Extract<SettingSays, { kind: 'register' }>): string {
  if (!taken) return 'No register yet: not known';
  if (code === '') return stateWords[stateOf(byte)];
  return `${code}: ${meaning ?? 'no meaning on this day'}${isDual ? '' : ` (${counts[stateOf(byte)]})`}`;
}

/** What was told, or not, and why: in one cell, so that a telephone shows both. */
function WithReason({ words, says }: { readonly words: string; readonly says: SettingSays }): VNode {
  return (
    <>
      {words}
      <br />
      <span class="hw-muted">{whyThis(says)}</span>
    </>
  );
}

function whyThis(says: SettingSays): string {
  if (says.kind === 'told') return `Told because one of you marked D; compared at ${instantInWords(says.comparedAt)}`;
  return says.kind === 'untold' && says.why === 'not-compared'
    ? 'The registers have not been compared: that goes back two weeks when Headwater starts'
    : 'Neither of you marked D, so nothing of the other’s register is needed';
}

/** What the D opens: a task for each side, or nothing as long as there is time. */
function Tasks({ half, read }: HalfProps): VNode | null {
  if (half.gaps.length > 0) {
    return (
      <ul class="govuk-list govuk-list--bullet hw-measure">
        {half.gaps.map((gap) => (
          <li>
            <strong>
              {gap.closedAt === null ? 'Open task' : 'Closed task'} for {nameOf(read, gap.settingId)}
            </strong>
            : {taskWords(read, gap)}
          </li>
        ))}
      </ul>
    );
  }
  if (half.partnerDue === undefined) return null;
  return (
    <p class="govuk-body hw-measure">
      No task yet. If the setting where the child was expected has no positive mark by {instantInWords(half.partnerDue)}
      , when its next register is due, a task opens for both settings.
    </p>
  );
}

function taskWords(read: LearnerDay, gap: GapOfDay): string {
  const other = gap.otherSettingId === 0 ? '' : ` Ask ${nameOf(read, gap.otherSettingId)}, which has the same task.`;
  if (gap.closedAt === null) return `${registersSay(gap)}${other} Raised ${instantInWords(gap.raisedAt)}.`;
  return `${gap.outcome ?? ''} (${gap.closedBy ?? 'the registers'}, ${instantInWords(gap.closedAt)}).`;
}

function settingsWords({ isWhole, halves }: LearnerDay): string {
  const settings = new Set(halves.flatMap(({ says }) => says.map(({ settingId }) => settingId)));
  const reached = new Set(
    halves
      .flatMap(({ says }) => says.filter(({ kind }) => kind === 'register' || kind === 'closed'))
      .map((one) => one.settingId),
  );
  if (isWhole)
    return `From the registers of ${counted(settings.size, 'setting')}: all that are known to have the child on roll.`;
  return `From ${counted(reached.size, 'register')} of ${counted(settings.size, 'setting')}, and from what you were told of the rest.`;
}

function HowCounted({ read }: Pick<LearnerDayPageProps, 'read'>): VNode {
  const child = childAbsence(read.joined);
  const enrolments = enrolmentAbsence(read.joined);
  return (
    <Details summaryText="How the day is counted">
      <p class="govuk-body hw-measure">
        Present at any setting is present. Otherwise absent where the child was expected is absent. Otherwise, where a
        setting has no mark or says only that the child was with another, it is not known, and not known is in no rate.
      </p>
      {read.isWhole && (
        <p class="govuk-body hw-measure">
          The child’s own: {child.absence} of {counted(child.possible, 'session')} possible missed, each half day once.
          The Department’s measure adds enrolments: {enrolments.absence} of {counted(enrolments.possible, 'session')}; a
          half day that two settings count is in it twice. Both are of this one day and of the registers shown.
        </p>
      )}
      <p class="govuk-body hw-measure">
        A D without a positive mark at the other setting, once that setting’s next register is due, opens a task for
        each.
      </p>
    </Details>
  );
}
