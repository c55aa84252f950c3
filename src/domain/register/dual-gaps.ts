import type { CodeBook } from '#foundation/nations/code-book.ts';
import { stateOf } from '#foundation/nations/code-book.ts';
import type { GapChange, GapFinding, GapStored, GapWanted, RollThen } from './dual-model.ts';

const dualCodes = ['D'];
const dualWords = /\bdual(?:ly)?[ -]regist/i;

/** The bytes of a book that say: dual registered, expected at the other setting. Northern Ireland’s and Scotland’s have none. */
export function dualBytes(book: CodeBook): readonly number[] {
  const facts = book.facts.filter(
    ({ code, label, category }) => dualCodes.includes(code) && dualWords.test(label) && category === 'not-counted',
  );
  return [...new Set(facts.flatMap(({ code }) => book.bytes.get(code) ?? []))];
}

/**
 * The tasks that one child’s half day calls for: for each roll whose mark says “at the other setting”, one task there
 * and one at the partner, unless a partner has a positive mark, or there is still time for one. Time is until the
 * partner’s register is taken without a positive mark, or its next session’s register is due.
 */
export function gapsOf(rolls: readonly RollThen[], now: Date): readonly GapWanted[] {
  const wanted = rolls
    .filter(({ isDual }) => isDual)
    .flatMap((marked) => gapAt(marked, partnersOf(marked, rolls), now));
  // Where both sides say “at the other”, each is partner and marked: one task a side is enough.
  const seen = new Map<string, GapWanted>();
  for (const gap of wanted) {
    const name = rowName(gap);
    const before = seen.get(name);
    if (!before || (before.side === 'partner' && gap.side === 'marked')) seen.set(name, gap);
  }
  return [...seen.values()];
}

/** The partner that is named, if the child is on its roll; otherwise every other roll. */
function partnersOf(marked: RollThen, rolls: readonly RollThen[]): readonly RollThen[] {
  const others = rolls.filter((one) => one.settingId !== marked.settingId);
  const named = others.filter((one) => one.settingId === marked.partnerSettingId);
  return named.length > 0 && !others.some(isPositive) ? named : others;
}

function gapAt(marked: RollThen, partners: readonly RollThen[], now: Date): readonly GapWanted[] {
  if (partners.some(isPositive)) return [];
  const { settingId, slot } = marked;
  const [first] = partners;
  if (!first) {
    const otherSettingId = marked.partnerSettingId ?? 0;
    return [{ settingId, slot, side: 'marked', otherSettingId, found: 'not-on-roll' }];
  }
  // As long as one of several could still have the child, nobody is asked.
  if (partners.some((partner) => !isOver(partner, now))) return [];
  const partner = partners.find((one) => one.taken) ?? first;
  const found = findingOf(partner);
  return [
    { settingId, slot, side: 'marked', otherSettingId: partner.settingId, found },
    { settingId: partner.settingId, slot: partner.slot, side: 'partner', otherSettingId: settingId, found },
  ];
}

function isPositive({ byte }: RollThen): boolean {
  return stateOf(byte) === 'present';
}

function isOver({ taken, nextDue }: RollThen, now: Date): boolean {
  return taken || (nextDue !== undefined && nextDue <= now);
}

function findingOf({ byte, isDual }: RollThen): GapFinding {
  if (isDual) return 'not-required';
  const state = stateOf(byte);
  return state === 'present' ? 'unmeasured' : state;
}

/** What names a row of `dual_gap` within one half day. */
function rowName({ settingId, slot }: Pick<GapWanted, 'settingId' | 'slot'>): string {
  return `${settingId} ${slot}`;
}

/**
 * What to write so that the tasks stored are those wanted: new ones are raised; those no longer wanted are closed, with
 * what became of them; one that the registers had closed, and one that somebody closed when something else was found, are
 * opened again. Writing it twice changes nothing more.
 */
export function reconcile(
  stored: readonly GapStored[],
  wanted: readonly GapWanted[],
  rolls: readonly RollThen[],
): readonly GapChange[] {
  const byName = new Map(stored.map((gap) => [rowName(gap), gap]));
  const wantedNames = new Set(wanted.map(rowName));
  const raised = wanted.flatMap((gap): GapChange[] => {
    const there = byName.get(rowName(gap));
    if (!there) return [{ kind: 'raise', gap }];
    return isAsWanted(there, gap) ? [] : [{ kind: 'reopen', gap }];
  });
  const closed = stored
    .filter((gap) => gap.closedAt === null && !wantedNames.has(rowName(gap)))
    .map((gap): GapChange => ({ kind: 'close', gap, outcome: outcomeOf(gap, rolls) }));
  return [...raised, ...closed];
}

function isAsWanted(there: GapStored, { side, otherSettingId, found }: GapWanted): boolean {
  const same = there.side === side && there.otherSettingId === otherSettingId && there.found === found;
  return same && (there.closedAt === null || there.closedBy !== null);
}

function outcomeOf({ settingId, otherSettingId, side }: GapWanted, rolls: readonly RollThen[]): string {
  const [markedId, partnerId] = side === 'marked' ? [settingId, otherSettingId] : [otherSettingId, settingId];
  const partner = rolls.find((one) => one.settingId === partnerId && isPositive(one));
  if (partner) return `The register of ${partnerWords(side)} now has the child present.`;
  const marked = rolls.find((one) => one.settingId === markedId);
  if (!marked?.isDual) return 'The mark that said the child was expected at the other setting was corrected.';
  if (rolls.some(isPositive)) return 'The register of another setting has the child present.';
  return 'The rolls or the calendar changed, and no other mark is due any more.';
}

function partnerWords(side: GapWanted['side']): string {
  return side === 'marked' ? 'the other setting' : 'this setting';
}
