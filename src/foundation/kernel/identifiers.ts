import { z } from 'zod';

/** A nine-character GSS area code, `E08000016`. Codes are dated: an area can have had several. */
export const GssCode = z
  .string()
  .regex(/^[EWSNK]\d{8}$/, 'A GSS code is a letter and eight digits, such as E08000016')
  .brand<'GssCode'>();
export type GssCode = z.infer<typeof GssCode>;

/** The Department for Education's three-digit local authority code, `370`. */
export const LaCode = z
  .string()
  .regex(/^\d{3}$/, 'A local authority code is three digits, such as 370')
  .brand<'LaCode'>();
export type LaCode = z.infer<typeof LaCode>;

/** A setting's Unique Reference Number in the register of establishments: six digits. */
export const Urn = z.number().int().min(100_000).max(999_999).brand<'Urn'>();
export type Urn = z.infer<typeof Urn>;

/** Three-digit authority and four-digit establishment number together: seven digits. Changes on academisation. */
export const LaEstab = z.number().int().min(2_000_000).max(9_999_999).brand<'LaEstab'>();
export type LaEstab = z.infer<typeof LaEstab>;
