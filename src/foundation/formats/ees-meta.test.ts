import { describe, expect, it } from 'vitest';
import { readEesMeta } from './ees-meta.ts';

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

const read = (text: string) => readEesMeta(once(text), { name: 'x.meta.csv' });
const header =
  'col_name,col_type,label,indicator_grouping,indicator_unit,indicator_dp,filter_hint,filter_grouping_column';

describe('readEesMeta', () => {
  it('tells filters from indicators', async () => {
    const text = `\uFEFF${header}\nphase,Filter,Phase,,,,By phase,phase_group\nrate,Indicator,Rate,Rates,%,1,,\n`;
    expect(await read(text)).toEqual({
      ok: true,
      value: {
        filters: [{ column: 'phase', label: 'Phase', hint: 'By phase', groupingColumn: 'phase_group' }],
        indicators: [{ column: 'rate', label: 'Rate', grouping: 'Rates', unit: '%', decimalPlaces: 1 }],
      },
    });
  });

  it.each([
    ['it has no column col_type', 'col_name,label\na,b\n'],
    ['line 3 describes “a” a second time', 'col_name,col_type,label\na,Filter,x\na,Filter,y\n'],
    ['line 2 calls “a” neither', 'col_name,col_type,label\na,Thing,x\n'],
    ['line 2 names no column', 'col_name,col_type,label\n,Filter,x\n'],
    ['line 2: The row has 2 values', 'col_name,col_type,label\na,Filter\n'],
  ])('says why it cannot be used: %s', async (why, text) => {
    const meta = await read(text);
    expect(meta.ok ? '' : meta.failure.message).toContain(why);
  });
});
