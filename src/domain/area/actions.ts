import type { RecordBatch } from '#foundation/formats/record-table.ts';
import type { Result } from '#foundation/kernel/result.ts';
import type { Transaction } from '#platform/database/pool.ts';
import type { AreaCodeIndex } from './code-index.ts';
import type { SettingListKind, SettingListOutcome, SettingListProblem } from './model.ts';
import type { ListedSetting, RowRefusal } from './setting-lists.ts';
import { linkReader, settingReader } from './setting-lists.ts';
import type { PlacedSetting } from './setting-store.ts';
import { upsertSettingLinks, upsertSettings } from './setting-store.ts';
import { areaCodeIndex } from './store.ts';

/** How one kind of list is read and stored; `key` says what makes two rows the same thing. */
interface ListHandling<Listed> {
  readonly read: (values: readonly string[]) => Result<Listed, RowRefusal>;
  readonly key: (listed: Listed) => string;
  readonly store: (batch: readonly Listed[]) => Promise<number>;
}

/**
 * Stores a list of settings (GIAS extract or school census) or of links between them, batch by batch. Rows already
 * stored with the same facts count as known, so that a second run loads nothing. A row that repeats a URN with other
 * facts is held: the list itself does not say which is right. `source` is kept with each row: the file's name.
 */
export async function importSettingList(
  transaction: Transaction,
  kind: SettingListKind,
  batches: AsyncIterable<RecordBatch>,
  headings: readonly string[],
  source: string,
): Promise<SettingListOutcome> {
  if (kind === 'gias-links') {
    return importList(batches, {
      read: linkReader(headings),
      key: (link) => `${link.urn} ${link.linkedUrn} ${link.kind}`,
      store: (links) => upsertSettingLinks(transaction, links, source),
    });
  }
  const areas = await areaCodeIndex(transaction);
  const unknownAreaCodes = new Map<string, number>();
  const outcome = await importList(batches, {
    read: settingReader(kind, headings),
    key: (setting) => String(setting.urn),
    store: (settings) => {
      const placed = settings.map((setting) => placeSetting(areas, setting));
      for (const setting of placed) countUnknown(unknownAreaCodes, setting);
      return upsertSettings(transaction, kind, placed, source);
    },
  });
  return { ...outcome, unknownAreaCodes };
}

async function importList<Listed>(
  batches: AsyncIterable<RecordBatch>,
  handling: ListHandling<Listed>,
): Promise<SettingListOutcome> {
  const counts = { read: 0, loaded: 0, known: 0, held: 0, rejected: 0 };
  const problems: SettingListProblem[] = [];
  const seen = new Map<string, string>();
  for await (const { records, faults } of batches) {
    counts.read += records.length + faults.length;
    counts.rejected += faults.length;
    for (const { line, value, reason } of faults) problems.push({ line, column: '', value, reason });
    const batch: Listed[] = [];
    for (const { line, values } of records) {
      const { verdict, listed, problem } = judgeRow(handling, seen, values);
      if (verdict === 'new') batch.push(listed);
      else counts[verdict] += 1;
      if (problem) problems.push({ line, ...problem });
    }
    const loaded = batch.length === 0 ? 0 : await handling.store(batch);
    counts.loaded += loaded;
    counts.known += batch.length - loaded;
  }
  return { ...counts, problems, unknownAreaCodes: new Map() };
}

type Judgement<Listed> =
  | { readonly verdict: 'new'; readonly listed: Listed; readonly problem?: undefined }
  | { readonly verdict: 'known'; readonly listed?: undefined; readonly problem?: undefined }
  | {
      readonly verdict: 'held' | 'rejected';
      readonly listed?: undefined;
      readonly problem: Omit<SettingListProblem, 'line'>;
    };

function judgeRow<Listed>(
  handling: ListHandling<Listed>,
  seen: Map<string, string>,
  values: readonly string[],
): Judgement<Listed> {
  const listed = handling.read(values);
  if (!listed.ok) {
    const { verdict, ...problem } = listed.failure;
    return { verdict, problem };
  }
  const key = handling.key(listed.value);
  const facts = JSON.stringify(listed.value);
  const before = seen.get(key);
  if (before === facts) return { verdict: 'known' };
  if (before !== undefined) {
    const reason = 'the list says something else about the same thing in an earlier row';
    return { verdict: 'held', problem: { column: 'URN', value: key, reason } };
  }
  seen.set(key, facts);
  return { verdict: 'new', listed: listed.value };
}

/** A Welsh setting's authority is not listed here yet: it is placed in its nation, as its GSS code says. */
function placeSetting(areas: AreaCodeIndex, setting: ListedSetting): PlacedSetting {
  const authority = areas.resolve({
    gss: setting.gss,
    dfe: setting.laCode,
    name: setting.laName,
    level: 'local-authority',
  });
  const wales = setting.gss.startsWith('W') ? areas.resolve({ name: 'Wales', level: 'nation' }) : undefined;
  return { ...setting, areaId: authority ?? wales ?? null };
}

function countUnknown(unknown: Map<string, number>, setting: PlacedSetting): void {
  if (setting.areaId !== null || setting.laCode === '') return;
  unknown.set(setting.laCode, (unknown.get(setting.laCode) ?? 0) + 1);
}
