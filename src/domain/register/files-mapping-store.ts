import { sql } from 'kysely';
import type { Queries } from '#platform/database/pool.ts';
import type { SupplierMapping } from './files-model.ts';
import { noMapping } from './files-model.ts';

/** How a supplier's files of one kind are laid out, as it was last said; nothing when nobody has. */
export async function supplierMapping(
  queries: Queries,
  supplier: string,
  purpose: 'registers' | 'roll',
): Promise<SupplierMapping> {
  const { rows } = await sql<{ mapping: Partial<SupplierMapping> }>`
    SELECT mapping FROM supplier_mapping WHERE supplier = ${supplier} AND purpose = ${purpose}
  `.execute(queries);
  return { ...noMapping, ...rows[0]?.mapping };
}

/** Remembers how a supplier's files are laid out. */
export async function saveSupplierMapping(
  queries: Queries,
  { supplier, purpose }: { readonly supplier: string; readonly purpose: 'registers' | 'roll' },
  mapping: SupplierMapping,
  changedAt: Date,
): Promise<void> {
  await sql`
    INSERT INTO supplier_mapping (supplier, purpose, mapping, changed_at)
    VALUES (${supplier}, ${purpose}, ${JSON.stringify(mapping)}::jsonb, ${changedAt})
    ON CONFLICT (supplier, purpose) DO UPDATE SET mapping = excluded.mapping, changed_at = excluded.changed_at
  `.execute(queries);
}

/** What was remembered with what is said now on top. */
export function together(remembered: SupplierMapping, given: SupplierMapping): SupplierMapping {
  return {
    headings: { ...remembered.headings, ...given.headings },
    codes: { ...remembered.codes, ...given.codes },
  };
}
