import { z } from 'zod';

/**
 * Text as somebody asks for something with it, in an address or a form: at most `longest` characters, none of them a
 * control character. PostgreSQL keeps no text with a null character in it, and a log or a terminal obeys the others.
 */
export function askedText(longest: number) {
  return z
    .string()
    .max(longest)
    .refine((text) => !/\p{Cc}/u.test(text), 'it has a control character in it');
}
