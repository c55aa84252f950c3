import { session } from '#domain/roll/model.ts';

/** A session as addresses write it: `am`, `pm`, or the number of a timetabled event, from 3. */
export type SessionAddress = string;

/** The key of a session in an address; `undefined` for anything else. */
export function readSession(address: SessionAddress): number | undefined {
  if (address === 'am') return session.morning;
  if (address === 'pm') return session.afternoon;
  const event = /^[1-9]\d{0,3}$/.test(address) ? Number(address) : 0;
  return event >= session.firstEvent ? event : undefined;
}

/** A session as addresses write it. */
export function sessionAddress(key: number): SessionAddress {
  if (key === session.morning) return 'am';
  return key === session.afternoon ? 'pm' : String(key);
}

/** A session in a sentence: `morning`, `afternoon`, or `event 3`. */
export function sessionWords(key: number): string {
  if (key === session.morning) return 'morning';
  return key === session.afternoon ? 'afternoon' : `event ${key}`;
}
