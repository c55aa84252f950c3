const format = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** An instant as people say it, in London’s time: “24 November 2026 at 09:15”. */
export function instantInWords(instant: Date): string {
  return format.format(instant);
}
