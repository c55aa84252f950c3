import { z } from 'zod';

/** A field of a form or an address. Where it stands more than once, the last counts. */
export const oneText = z.union([z.string(), z.array(z.string()).transform((all) => all.at(-1) ?? '')]);

/** The same; empty where it was not sent. */
export const textOrEmpty = oneText.optional().transform((text) => text ?? '');

/** A field that may stand any number of times, such as checkboxes of one name. */
export const manyTexts = z
  .union([z.string().transform((one) => [one]), z.array(z.string())])
  .optional()
  .transform((all) => all ?? []);
